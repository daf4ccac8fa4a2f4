"""The Entity List warehouse: sources, matching, gates, Dagster assets and publishing."""
