"""GDELT's Global Knowledge Graph 2.1: which organisations the world's press names.

Here: reading one landed GKG file (a quarter of an hour). Not here: fetching it, and
deciding whom a name means (`news/`).
"""
