"""RSS and Atom feeds: what an outlet or an office announces.

Here: reading one landed feed. Not here: fetching it, and deciding whom a name means (`news/`).
"""
