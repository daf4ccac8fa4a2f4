"""The analysts' queries answer over the published sample, and the file keeps the contract."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import lxml.html
import pytest

from dagster_project.publishing.generation import verify
from dagster_project.publishing.open import run_query
from dagster_project.publishing.served import WAREHOUSE, opened
from dagster_project.settings import ROOT

QUERIES = sorted((ROOT / "queries").glob("*.sql"))
CONTRACT = json.loads((ROOT / "tests/unit/publishing/contract.json").read_text(encoding="utf-8"))
# The sample holds one source of the list: nothing can disagree with it.
MAY_BE_EMPTY = {"13_where_sources_disagree"}


@pytest.fixture
def served(published: Path):
    with opened(published / WAREHOUSE) as connection:
        yield connection


def test_queries_are_numbered_without_a_gap():
    numbers = [int(path.name.split("_")[0]) for path in QUERIES]
    assert numbers == list(range(1, len(QUERIES) + 1))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_states_its_question_and_answers_it(published: Path, path: Path):
    sql = path.read_text(encoding="utf-8")
    question = sql.splitlines()[0]
    assert question.startswith("-- ")
    assert question.endswith("?")
    answer = run_query(sql, published / WAREHOUSE)
    assert len(set(answer.column_names)) == len(answer.column_names)
    if path.stem not in MAY_BE_EMPTY:
        assert answer.num_rows > 0


def test_the_published_file_keeps_the_contract(served: duckdb.DuckDBPyConnection):
    found: dict[str, set[str]] = {}
    for table, column in served.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'main' and not internal"
    ).fetchall():
        found.setdefault(table, set()).add(column)
    missing = {
        table: sorted(set(columns) - found.get(table, set())) for table, columns in CONTRACT.items()
    }
    assert {table: columns for table, columns in missing.items() if columns} == {}


@pytest.mark.parametrize("macro", ["entity_list_on", "relationships_on", "exposures_on"])
def test_the_macros_take_a_day_and_a_moment(served: duckdb.DuckDBPyConnection, macro: str):
    on_the_day = served.execute(f"select count(*) from {macro}(date '2019-10-09')").fetchall()
    before_all = served.execute(
        f"select count(*) from {macro}(date '2019-10-09', known_at := timestamp '1990-01-01')"
    ).fetchall()
    assert on_the_day[0][0] > 0
    assert before_all == [(0,)]


def test_every_file_of_the_generation_equals_its_manifest(published: Path):
    manifest = verify(published.resolve())
    assert manifest["tables"]["dim_entities"]["rows"] > 0
    assert {"review.html", "data_dictionary.html", WAREHOUSE} <= set(manifest["files"])


def test_every_number_on_the_page_equals_its_view(
    published: Path, served: duckdb.DuckDBPyConnection
):
    page = lxml.html.fromstring((published / "review.html").read_bytes())
    numbers = page.xpath("//*[@data-view]")
    assert numbers
    for number in numbers:
        view = number.get("data-view")
        counted = served.execute(f"select count(*) from {view}").fetchall()[0][0]
        assert (view, int(number.text_content().replace(",", ""))) == (view, counted)
