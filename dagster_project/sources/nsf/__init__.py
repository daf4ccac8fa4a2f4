"""Awards of the US National Science Foundation."""
