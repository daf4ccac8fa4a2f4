"""Publishing: build file, certificate, atomic swap; exports, dictionary and pages. Pure."""
