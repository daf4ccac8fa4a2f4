"""What Dagster loads. Nothing else stands here: it runs at import."""

from dagster_project.build import build_definitions
from dagster_project.settings import Settings

defs = build_definitions(Settings.from_environment())
