"""Read an office's ledger: one CSV in UTF-8, one row per relationship or amendment of one.

Every row that breaks the contract is rejected with its row number and every column that is wrong,
all rows at once, so that an office mends its file in one sitting. The contract is in `records.py`
and, in words, in `docs/sources/ledger.md`.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from dagster_project.sources.ledger.records import (
    COLUMNS,
    RELATIONSHIP_KINDS,
    REQUIRED_COLUMNS,
    STATUSES,
    TABLES,
)
from dagster_project.sources.names import clean_name, country_code, disclosure_of
from dagster_project.sources.parsed import Parsed, Rejected, Unreadable, to_table
from dagster_project.sources.strict_csv import (
    check_header,
    decode_utf8,
    records,
    refuse_cut_end,
)

PARSER_VERSION = 3

_REMEDY = (
    "save the sheet as comma-separated UTF-8 (Excel: Save As, 'CSV UTF-8 (Comma delimited)'; "
    "Google Sheets and LibreOffice do so when asked for CSV); `docs/sources/ledger.md` and the "
    "template show the columns"
)
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?")
# Money has no three decimals, so 1,250 can only be one thousand two hundred and fifty.
_GROUPED_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = ("funded_on", "starts_on", "ends_on", "terminated_on", "amended_on")


def parse(content: bytes, *, name: str, published_on: date | None) -> Parsed:
    """One ledger file. `published_on`, the day it speaks of, is not needed to read it.

    Raises Unreadable for another encoding or format, a missing, unknown or repeated column, or
    quoting that would swallow rows.
    """
    text = decode_utf8(content, name=name, remedy=_REMEDY)
    rows = records(text, name=name, remedy=_REMEDY)
    _, header = next(rows)
    header = [column.strip() for column in header]
    _refuse_other_delimiter(header, name)
    optional = [column for column in COLUMNS if column not in REQUIRED_COLUMNS]
    check_header(
        header,
        required=REQUIRED_COLUMNS,
        optional=optional,
        where=f"{name}, row 1",
        remedy=_REMEDY,
    )
    taken: list[dict[str, object]] = []
    texts: dict[int, str] = {}
    problems: dict[int, list[str]] = {}
    found = blank = 0
    for row_number, cells in rows:
        found += 1
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        texts[row_number] = _as_csv(cells)
        if len(cells) != len(header):
            problems[row_number] = [f"found {len(cells)} cells, expected {len(header)}"]
            continue
        wrong: list[str] = []
        record = _record(row_number, dict(zip(header, cells, strict=True)), wrong)
        if wrong:
            problems[row_number] = wrong
        else:
            taken.append(record)
    if found:
        refuse_cut_end(text, cells, header, name=name, row=row_number, remedy=_REMEDY)
    for row_number, sentence in _repeated(taken).items():
        problems[row_number] = [sentence]
    taken = [record for record in taken if record["row_number"] not in problems]
    table = to_table(taken, TABLES["ledger_records"])
    repairs = Counter(table["repairs"].combine_chunks().flatten().to_pylist())
    return Parsed(
        tables={"ledger_records": table},
        rows_found=found,
        rows_parsed=len(taken),
        rows_structural=blank,
        rejected=tuple(
            Rejected(row_number, f"row {row_number}: " + "; ".join(sentences), texts[row_number])
            for row_number, sentences in sorted(problems.items())
        ),
        repairs=dict(sorted(repairs.items())),
    )


def _record(row_number: int, cells: Mapping[str, str], problems: list[str]) -> dict[str, object]:
    """One row; each column that breaks the contract adds a sentence to `problems`."""
    repairs: list[str] = []

    def wrong(column: str, expected: str) -> None:
        problems.append(f"column '{column}' is {cells[column]!r}, expected {expected}")

    def tidy(column: str) -> str | None:
        text, rules = clean_name(cells.get(column, ""))
        repairs.extend(rules)
        if not text and column in REQUIRED_COLUMNS:
            wrong(column, "a value")
        return text or None

    def day(column: str) -> date | None:
        text = cells.get(column, "").strip()
        if not text:
            return None
        try:
            if _ISO_DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        wrong(column, "a date YYYY-MM-DD, like 2019-10-09")
        return None

    def word(column: str, allowed: Sequence[str]) -> str:
        text = cells[column].strip()
        if text not in allowed:
            near = difflib.get_close_matches(text.lower().replace(" ", "_"), allowed, n=1)
            hint = f" ({near[0]}?)" if near else ""
            wrong(column, "one of " + ", ".join(allowed) + hint)
        return text

    counterparty_text = cells["counterparty_name"]
    counterparty, rules = clean_name(counterparty_text)
    repairs.extend(rules)
    disclosure, is_placeholder = disclosure_of(counterparty)
    if is_placeholder:
        repairs.append("placeholder_name")

    parent = tidy("counterparty_parent")
    if parent and parent.casefold() == counterparty.casefold():
        wrong("counterparty_parent", "another body than the counterparty, or nothing")
    country = tidy("counterparty_country")
    code, rule = country_code(country or "")
    if rule == "country_unknown":
        wrong("counterparty_country", "a country name or an ISO 3166-1 alpha-2 code, like CN")
    elif rule:
        repairs.append(rule)

    amount_text = cells.get("amount", "").strip()
    amount = None
    if _GROUPED_AMOUNT.fullmatch(amount_text):
        repairs.append("thousands_separators")
        amount = Decimal(amount_text.replace(",", ""))
    elif _AMOUNT.fullmatch(amount_text):
        amount = Decimal(amount_text)
    elif amount_text:
        wrong("amount", "digits with at most two decimals and no currency sign, like 250000.00")
    currency = cells.get("currency", "").strip()
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        wrong("currency", "an ISO 4217 code in capitals, like USD")
    if amount is not None and not currency:
        problems.append("column 'currency' is blank, expected an ISO 4217 code beside the amount")

    kind = word("relationship_kind", RELATIONSHIP_KINDS)
    status = word("status", STATUSES)
    unread = len(problems)
    days = {column: day(column) for column in _DATES}
    if len(problems) == unread:  # dates that cannot be read are not compared
        problems.extend(_contradictions(status, days))

    return {
        "row_number": row_number,
        "record_id": tidy("record_id"),
        "institution_name": tidy("institution_name"),
        "unit": tidy("unit"),
        "counterparty_name": counterparty if disclosure == "named" else None,
        "counterparty_text": counterparty_text,
        "disclosure": disclosure,
        "counterparty_country": country,
        "counterparty_country_code": code,
        "counterparty_parent": parent,
        "relationship_kind": kind,
        "title": tidy("title"),
        "amount": None if amount is None else amount.quantize(Decimal("0.01")),
        "amount_text": amount_text,
        "currency": currency or None,
        **days,
        "status": status,
        "termination_reason": tidy("termination_reason"),
        "notes": tidy("notes"),
        "repairs": list(dict.fromkeys(repairs)),
    }


def _contradictions(status: str, days: Mapping[str, date | None]) -> list[str]:
    funded, starts, ends = days["funded_on"], days["starts_on"], days["ends_on"]
    terminated = days["terminated_on"]
    begins = starts or funded
    found = []
    if begins is None:
        found.append(
            "columns 'funded_on' and 'starts_on' are blank, expected at least one date: without it "
            "the record cannot be compared with the list"
        )
    if starts and ends and ends < starts:
        found.append(f"column 'ends_on' is {ends}, expected a day not before starts_on {starts}")
    if terminated and begins and terminated < begins:
        found.append(f"column 'terminated_on' is {terminated}, expected a day not before {begins}")
    if (status == "terminated") != (terminated is not None):
        found.append(
            f"column 'terminated_on' is {terminated or 'blank'} and status '{status}', expected "
            "a date exactly where the status is 'terminated'"
        )
    return found


def _repeated(taken: Sequence[Mapping[str, object]]) -> dict[int, str]:
    """Rows of one record that no `amended_on` puts in order: which of them is true is unknown."""
    rows: dict[tuple[object, object], list[int]] = defaultdict(list)
    for record in taken:
        rows[record["record_id"], record["amended_on"]].append(record["row_number"])  # type: ignore[arg-type]
    return {
        row_number: (
            f"column 'record_id' is {record_id!r}, which also stands in row "
            f"{', '.join(str(other) for other in same if other != row_number)} with the same "
            "amended_on, expected one row, or a different amended_on in each"
        )
        for (record_id, _), same in rows.items()
        if len(same) > 1
        for row_number in same
    }


def _refuse_other_delimiter(header: Sequence[str], name: str) -> None:
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) < 3 and header and header[0].count(delimiter) >= 3:
            raise Unreadable(
                found=f"columns separated by {word}",
                where=f"{name}, row 1",
                expected="commas",
                remedy=_REMEDY,
            )


def _as_csv(cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
