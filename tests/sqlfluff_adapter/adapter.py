"""What sqlfluff knows of dbt's `adapter`: the default dialect of a macro, which is DuckDB's.

`.sqlfluff` hands this folder to its templater.
"""

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, macro: str) -> Any:
    return context.resolve(f"default__{macro}")
