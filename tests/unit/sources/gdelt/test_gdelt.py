from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.sources.gdelt import parse as gdelt
from dagster_project.sources.gdelt.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable


def row(record_id: str = "20191009120000-0", **fields: str) -> bytes:
    """One GKG row of 27 columns; persons stand where GDELT puts them."""
    columns = [""] * 27
    columns[0] = record_id
    columns[1] = fields.get("seen", "20191009120000")
    columns[2] = fields.get("collection", "1")
    columns[3] = "news.example.org"
    columns[4] = fields.get("url", "https://news.example.org/a")
    columns[7] = "EDUCATION;SANCTIONS;"
    columns[11], columns[12] = "some person", "Some Person,12"
    columns[13] = fields.get("plain", "huawei;zte;u s navy")
    columns[14] = fields.get("offsets", "Zte,90;Huawei,12;Huawei,40")
    columns[22], columns[23] = "9|9||a quotation", "Some Person,18;Huawei,14"
    columns[25] = fields.get("translation", "")
    columns[26] = fields.get("extras", "<PAGE_AUTHORS>Some Person</PAGE_AUTHORS>")
    return "\t".join(columns).encode() + b"\n"


def parse(content: bytes) -> Parsed:
    return gdelt.parse(content, name="20191009120000.gkg.csv", published_on=None)


def zipped(*members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"{number}.gkg.csv", member)
    return file.getvalue()


def test_a_record_keeps_organisations_and_drops_persons() -> None:
    extras = (
        "<PAGE_AUTHORS>Some Person</PAGE_AUTHORS><PAGE_TITLE>L&#x27;accord &amp; MIT</PAGE_TITLE>"
    )
    parsed = parse(row(extras=extras))
    table = parsed.tables["gdelt_articles"]
    assert table.schema == TABLES["gdelt_articles"]
    assert table.to_pylist() == [
        {
            "record_id": "20191009120000-0",
            "seen_at": datetime(2019, 10, 9, 12, tzinfo=UTC),
            "source_name": "news.example.org",
            "source_collection": 1,
            "url": "https://news.example.org/a",
            "document_identifier": "https://news.example.org/a",
            "title": "L'accord & MIT",
            "is_translated": False,
            "language": "eng",
            "organizations": [
                {"name": "Huawei", "char_offset": 12},
                {"name": "Huawei", "char_offset": 40},
                {"name": "Zte", "char_offset": 90},
                {"name": "u s navy", "char_offset": None},
            ],
            "themes": ["EDUCATION", "SANCTIONS"],
        }
    ]
    assert "Some Person" not in str(table.to_pylist())


def test_names_and_titles_are_composed_so_that_they_can_be_found() -> None:
    """A page may write an accent as a character of its own; names are looked for in NFC."""
    apart = "Ecole supe\u0301rieure de physique"
    together = "Ecole supérieure de physique"
    content = row(
        plain=f"{apart.lower()};e\u0301cole",
        offsets=f"{apart},12",
        extras=f"<PAGE_TITLE>{apart}</PAGE_TITLE>",
    )
    [found] = parse(content).tables["gdelt_articles"].to_pylist()
    assert found["title"] == together
    assert found["organizations"] == [
        {"name": together, "char_offset": 12},
        {"name": "école", "char_offset": None},
    ]


def test_a_translated_record_says_its_language() -> None:
    content = row(translation="srclc:fra;eng:GT-FRA 1.0")
    [found] = parse(content).tables["gdelt_articles"].to_pylist()
    assert (found["is_translated"], found["language"]) == (True, "fra")


def test_a_broadcast_has_no_address() -> None:
    content = row(collection="2", url="Radio bulletin 0600 gmt")
    [found] = parse(content).tables["gdelt_articles"].to_pylist()
    assert (found["url"], found["document_identifier"]) == (None, "Radio bulletin 0600 gmt")


def test_a_row_that_is_not_utf8_is_read_as_windows_1252_and_counted() -> None:
    content = row(extras="<PAGE_TITLE>mus\xe9e</PAGE_TITLE>").replace("é".encode(), b"\xe9")
    parsed = parse(content)
    assert parsed.tables["gdelt_articles"].column("title").to_pylist() == ["musée"]
    assert parsed.repairs == {"row_not_utf8": 1}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("x").replace(b"\tnews", b"\t\tnews"), "28 columns, expected 27"),
        (row("x", seen="20191309120000"), "seen at '20191309120000', which is no moment"),
        (row("x", seen="2019"), "seen at '2019', expected YYYYMMDDHHMMSS"),
        (row("x", collection="9"), "source collection '9', expected 1 to 6"),
        (row("x", offsets="Huawei"), "organisation 'Huawei', expected name,offset"),
        (row(""), "no record id"),
        (row("20191009120000-0"), "record 20191009120000-0 stands in the file already"),
    ],
)
def test_a_bad_row_is_rejected_without_persons_and_the_rest_is_kept(
    bad: bytes, reason: str
) -> None:
    parsed = parse(row() + bad + row("20191009120000-2"))
    assert (parsed.rows_found, parsed.rows_parsed) == (3, 2)
    [rejected] = parsed.rejected
    assert (rejected.row_number, rejected.reason) == (2, reason)
    assert "erson" not in rejected.row_text


def test_a_zip_gives_the_same_records() -> None:
    content = row() + row("20191009120000-1")
    assert parse(zipped(content)).tables == parse(content).tables


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdelt, "MAX_TEXT_BYTES", 1024 * 1024)
    with pytest.raises(Unreadable, match="more than 1 MiB of text"):
        parse(zipped(b"\0" * 50 * 1024 * 1024))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "an HTML or XML page"),
        (b"<?xml version='1.0'?><Error>NoSuchKey</Error>", "an HTML or XML page"),
        (b"a,b,c\n1,2,3\n", "none is a GKG record"),
        (row() + row("20191009120000-1")[:-30], "a last line that stops in mid-record"),
        (zipped(row(), row()), "a zip file of 2 members"),
        (zipped(row())[:-40], "a damaged zip file"),
    ],
)
def test_what_is_no_gkg_file_is_refused_with_a_remedy(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse(content)
    assert found in error.value.found
    assert "masterfilelist" in error.value.remedy


def test_a_damaged_zip_member_is_refused() -> None:
    content = bytearray(zipped(row() * 50))
    content[60] ^= 0xFF
    with pytest.raises(Unreadable, match="damaged zip"):
        parse(bytes(content))


def test_the_sample_is_whole(sample: Path) -> None:
    counts = {
        path.name: (parsed.rows_found, parsed.rows_parsed)
        for path in sorted((sample / "gdelt").glob("*.gkg.csv"))
        if (parsed := gdelt.parse(path.read_bytes(), name=path.name))
    }
    assert counts == {
        "20191009120000.gkg.csv": (10, 10),
        "20191009120000.translation.gkg.csv": (5, 5),
    }


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["gkg-2.1_sample.csv", "gkg-2.1_translingual_sample.csv"])
def test_real_files_lose_no_row(real_data: Path, name: str) -> None:
    parsed = gdelt.parse((real_data / "news" / "gdelt" / name).read_bytes(), name=name)
    assert (parsed.rows_found, parsed.rows_parsed, parsed.rejected) == (100, 100, ())
    translated = parsed.tables["gdelt_articles"].column("is_translated").to_pylist()
    assert set(translated) == {"translingual" in name}
