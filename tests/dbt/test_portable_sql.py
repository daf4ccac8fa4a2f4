"""Models, tests and macros are SQL that DuckDB and Spark read alike.

What only one of them knows stands in `dbt/macros/dialect.sql`, with its reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DBT = Path(__file__).resolve().parent.parent.parent / "dbt"
DIALECT = DBT / "macros" / "dialect.sql"
FILES = [
    path
    for folder in ("models", "macros", "tests")
    for path in sorted((DBT / folder).rglob("*.sql"))
    if path != DIALECT
]
# Both engines know these and mean the same by them.
SHARED = {
    *("abs", "array_contains", "array_distinct", "array_intersect", "array_sort", "bool_and"),
    *("bool_or", "cardinality", "cast", "chr", "coalesce", "concat_ws", "contains", "count"),
    *("date_trunc", "filter", "greatest", "jaro_winkler_similarity", "lag", "lead", "least"),
    *("left", "length", "levenshtein", "lower", "max", "md5", "min", "nullif", "regexp_extract"),
    *("replace", "round", "row_number", "split", "split_part", "strip_accents", "substr", "sum"),
    *("trim", "try_cast", "upper"),
}
# Words before a bracket that are no function.
KEYWORDS = {
    *("all", "and", "as", "between", "by", "case", "decimal", "distinct", "else", "exists", "from"),
    *("in", "is", "join", "not", "on", "or", "over", "select", "then", "union", "values", "when"),
    *("where", "with"),
}
ONLY_DUCKDB = {
    "a cast written ::": r"::",
    "a list or an index written [ ]": r"\[",
    "a struct written { }": r"\{",
    "exclude or replace after *": r"\*\s*(exclude|replace|except)\b",
    "union by name": r"\bunion (all )?by name\b",
    "a varchar without a length": r"\bvarchar\b",
    "lambda": r"\blambda\b",
    "whole division": r"//",
    "asof join": r"\basof\b",
    "a quoted name, which may be a text": r'"',
    "the first value met": r"\bany_value\b",
}


def plain_sql(text: str) -> str:
    """The SQL of a file without Jinja, comments and texts."""
    without = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    return re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", " ", without))


def unshared(text: str) -> list[str]:
    """What of a file's SQL one of the engines does not know, or takes otherwise."""
    sql = plain_sql(text)
    found = [what for what, pattern in ONLY_DUCKDB.items() if re.search(pattern, sql)]
    called = {name.lower() for name in re.findall(r"\b([A-Za-z_]\w*)\s*\(", sql)}
    # `name as (` and `window name as (` begin a query or a window of that name.
    called -= {name.lower() for name in re.findall(r"\b(\w+)\s+as\s*\(", sql)}
    return found + sorted(called - SHARED - KEYWORDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DBT)))
def test_a_file_says_nothing_that_only_duckdb_knows(path: Path) -> None:
    assert unshared(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select a::date from t",
        "select list(a) from t",
        "select [1]",
        "select * exclude (a) from t",
        "select min_by(a, b) from t",
        "select cast(a as varchar) from t",
        "select any_value(a) from t",
        'select "a" from t',
        "select a from t union all by name select a from u",
    ],
)
def test_the_lint_sees_what_only_duckdb_knows(sql: str) -> None:
    assert unshared(sql) != []
