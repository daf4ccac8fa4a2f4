"""The Entity List warehouse: sources, matching, gates, Dagster assets and publishing.

Importing it does nothing but switch off the telemetry of the libraries that have one.
"""

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
