"""What leaves for spreadsheets: nothing runs as a formula, nothing is lost on the way."""

from __future__ import annotations

import csv
from datetime import datetime

import duckdb
import openpyxl
import pytest

from dagster_project.publishing.exports import XLSX_CELL_LIMIT, export_tables
from dagster_project.publishing.facts import sha256_of

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\t=1", "\r=1", "\n=1"]
HARMLESS = ["a=1", " x", "", "a\rb", 'say "so", twice\nover', "商汤", "'quoted"]


@pytest.fixture
def exported(candidate_of, tmp_path):
    def make(sql: str = ""):
        target = tmp_path / "exported"
        target.mkdir()
        export_tables(candidate_of(sql).path, target)
        return target

    return make


def _reasons(texts: list[str]) -> str:
    """SQL that gives the review queue one row for each text, as the reason it was opened."""
    values = ", ".join(f"('{n:02}', {_literal(text)})" for n, text in enumerate(texts))
    return (
        "insert into marts.rpt_review_queue by name "
        f"select 'x' || n as review_id, text as reason_opened from (values {values}) as t (n, text)"
    )


def _literal(text: str) -> str:
    for letter, written in (("'", "''"), ("\t", r"\t"), ("\r", r"\r"), ("\n", r"\n")):
        text = text.replace(letter, written)
    return f"e'{text}'"


def test_every_table_comes_out_as_parquet_and_csv_with_all_its_rows(exported, sound_candidate):
    target = exported()
    with duckdb.connect() as connection:
        for name in ("dim_entities", "fct_funding", "rpt_run"):
            rows = connection.execute(
                f"select count(*) from '{target}/parquet/{name}.parquet'"
            ).fetchall()[0][0]
            with (target / "csv" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
                assert len(list(csv.DictReader(file))) == rows
    tables = {*sound_candidate.tables, "rpt_run"}
    for kind in ("parquet", "csv"):
        assert {path.stem for path in (target / kind).iterdir()} == tables


def test_texts_that_a_spreadsheet_would_run_are_neutralised_and_the_rest_is_not(exported):
    target = exported(_reasons(DANGEROUS + HARMLESS))
    with (target / "csv" / "rpt_review_queue.csv").open(newline="", encoding="utf-8") as file:
        found = {
            row["review_id"]: row["reason_opened"]
            for row in csv.DictReader(file)
            if row["review_id"].startswith("x")
        }
    assert list(found.values()) == [f"'{text}" for text in DANGEROUS] + HARMLESS


def test_the_store_and_its_parquet_keep_the_text_as_it_is(exported):
    target = exported(_reasons(DANGEROUS))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select reason_opened from '{target}/parquet/rpt_review_queue.parquet' "
            "where review_id like 'x%' order by review_id"
        ).fetchall()
    assert [text for (text,) in found] == DANGEROUS


def test_numbers_and_dates_are_not_taken_for_formulas(exported):
    target = exported("update marts.fct_funding set amount = -5 where funding_id = 'f1'")
    with (target / "csv" / "fct_funding.csv").open(newline="", encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["funding_id"] == "f1")
    assert (row["amount"], row["funded_on"]) == ("-5.00", "2018-03-01")


def test_csv_is_always_quoted_and_null_is_not_an_empty_text(exported):
    target = exported()
    text = (target / "csv" / "dim_federal_register_documents.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith('"2019-22210","84","54002"')
    text = (target / "csv" / "fct_listing_events.csv").read_text(encoding="utf-8")
    assert '"85 FR 34505",\n' in text


def test_the_workbook_holds_strings_and_no_formula(exported):
    target = exported(_reasons([*DANGEROUS, "http://example.org", "5", "x" * 40_000]))
    sheet = openpyxl.load_workbook(target / "review_queue.xlsx").active
    header, *rows = sheet.iter_rows()
    at = [cell.value for cell in header].index("reason_opened")
    cells = [row[at] for row in rows if str(row[0].value).startswith("x")]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    values = [cell.value for cell in cells]
    assert {"=1+1", "@SUM(A1)", "http://example.org", "5"} <= set(values)
    longest = max(values, key=len)
    assert len(longest) == XLSX_CELL_LIMIT
    assert longest.endswith("(cut: the cell is full)")


def test_the_same_candidate_gives_the_same_bytes(sound_candidate, tmp_path):
    hashes = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        export_tables(sound_candidate.path, tmp_path / name)
        hashes.append(
            {
                path.relative_to(tmp_path / name): sha256_of(path)
                for path in (tmp_path / name).rglob("*.*")
            }
        )
    assert hashes[0] == hashes[1]
    created = openpyxl.load_workbook(tmp_path / "one" / "review_queue.xlsx").properties.created
    assert created == datetime(2026, 11, 24, 8, 5)
