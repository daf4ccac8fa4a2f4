"""The officer's pages: one self-contained HTML file each, rendered from a published file."""
