"""Single news documents that somebody saved: plain text or HTML, in whatever encoding.

Here: reading one landed document. Not here: deciding whom a name means (`news/`).
"""
