"""The table of faults in files: source, name, how it is made, and what must catch it.

Here: facts only. Not here: how bytes are changed (`bytes_of.py`) and who looks at what came of it
(`test_files.py`).

`caught` is `parser` (the file is refused as a whole), the name of a rule of gate 1, `rejected`
(the bad rows are set apart with their text and counted, the others are used), or `kept` (nothing
is lost by it, and `why` says so).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from faults import bytes_of as b

FUTURE = date(2031, 1, 1)


@dataclass(frozen=True)
class FileFault:
    """One fault in one file. `base` gives the true bytes, `injected` makes the bad ones."""

    source: str
    name: str
    injected: b.Mutate
    caught: str
    base: Callable[[], bytes]
    file_name: str
    published_on: date | None = None
    why: str = ""

    @property
    def id(self) -> str:
        return f"{self.source}: {self.name}"


def _list(
    name: str, injected: b.Mutate, caught: str, why: str = "", on: date | None = None
) -> FileFault:
    return FileFault("ecfr", name, injected, caught, b.the_list, b.LIST_FILE, on, why)


LIST_FAULTS = [
    _list("an HTML page with status 200", b.instead(b.HTML), "parser"),
    _list("an empty body", b.instead(b""), "parser"),
    _list("blanks only", b.instead(b" \n\n "), "parser"),
    _list("JSON instead of XML", b.instead(b'{"error": "No matching content found."}'), "parser"),
    _list("a PDF", b.instead(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "parser"),
    *(
        _list(f"cut at {share:.0%}", b.cut_at(share), "parser")
        for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
    ),
    _list("the last element is not closed", b.cut_end(9), "parser"),
    _list("gzip bytes as they came", b.gzipped, "parser"),
    _list("zip bytes", b.as_zip, "parser"),
    _list("UTF-16", b.utf_16, "kept", "its byte order mark says so, and it reads the same"),
    _list("a byte that is not UTF-8", b.inserted(0.5, b"\xe9"), "parser"),
    _list("a zero byte", b.inserted(0.5, b"\x00"), "parser"),
    _list("a tag that is never closed", b.inserted(0.5, b"<TD>"), "parser"),
    _list(
        "another part of the title",
        b.replaced(b'N="744" TYPE="PART"', b'N="745" TYPE="PART"'),
        "parser",
    ),
    _list("another root", b.replaced(b"DIV5", b"DIV7"), "parser"),
    _list(
        "no Supplement No. 4",
        b.replaced(b'<DIV9 N="Supplement No. 4 ', b'<DIV9 N="Supplement No. 5 '),
        "parser",
    ),
    _list(
        "Supplement No. 4 twice",
        b.replaced(b'<DIV9 N="Supplement No. 7 ', b'<DIV9 N="Supplement No. 4 '),
        "parser",
    ),
    _list("an empty list", b.only_rows(0), "parser"),
    _list("no table", b.replaced(b"TABLE", b"DIV"), "parser"),
    _list("two tables", b.replaced(b"</TABLE>", b"</TABLE><TABLE></TABLE>", 1), "parser"),
    _list("a renamed column", b.replaced(b">Country<", b">Destination<"), "parser"),
    _list("a missing column", b.heading_lost, "parser"),
    _list(
        "one more column", b.replaced(b"</THEAD>", b"<TR><TH>Note</TH></TR></THEAD>", 1), "parser"
    ),
    _list("columns in another order", b.headings_swapped, "parser"),
    _list("an entity bomb", b.entity_bomb(b"DIV5"), "parser"),
    _list("a quadratic entity bomb", b.quadratic_bomb(b"DIV5"), "parser"),
    _list(
        "an external entity: a file", b.external_entity(b"DIV5", b"file:///etc/passwd"), "parser"
    ),
    _list(
        "an external entity: the network",
        b.external_entity(b"DIV5", b"http://127.0.0.1:9/"),
        "parser",
    ),
    _list("an external document type", b.external_dtd(b"DIV5"), "parser"),
    _list(
        "an entity that nobody declared", b.replaced(b"Aksu Huafu", b"Aksu &co; Huafu", 1), "parser"
    ),
    _list("a date in the future", b.inserted(1.0, b"\n"), "date_is_not_in_the_future", on=FUTURE),
    _list("shrunk by 10 %", b.without_rows(0.10), "few_entries_gone_since_the_version_before"),
    _list("shrunk by half", b.without_rows(0.50), "few_entries_gone_since_the_version_before"),
    _list("shrunk by 90 %", b.without_rows(0.90), "few_entries_gone_since_the_version_before"),
    _list("nineteen entries left", b.only_rows(19), "list_is_not_empty"),
    _list(
        "a destination of three lost",
        b.without_destination(b"GERMANY"),
        "no_destination_lost_since_the_version_before",
    ),
    _list(
        "a destination of fifty lost",
        b.without_destination(b"CHINA"),
        "no_destination_lost_since_the_version_before",
    ),
    _list(
        "the version of years before under a new date",
        b.instead(b.sample("ecfr/2019-05-16_supplement-4.xml")),
        "few_entries_gone_since_the_version_before",
    ),
    _list(
        "the heading of the first destination is blank",
        b.replaced(b">BELGIUM<", b"> <"),
        "every_entry_has_a_destination",
    ),
    _list("an entry without citation", b.cell(4, b" "), "every_entry_has_a_citation"),
    _list(
        "an entry with a malformed citation",
        b.cell(4, b"eighty-four FR, 10/9/19."),
        "every_entry_has_a_citation",
    ),
    _list(
        "a citation of the next century",
        b.cell(4, b"184 FR 54002, 10/9/2119."),
        "citations_are_of_the_lists_time",
    ),
    _list(
        "a citation that a slip dates before the list began",
        b.cell(4, b"84 FR 54002, 10/9/39."),
        "citations_are_of_the_lists_time",
    ),
    _list(
        "the newest version under the date of an older one",
        b.inserted(1.0, b"\n"),
        "citations_are_of_the_lists_time",
        on=date(2023, 6, 20),
    ),
    _list("every row twice", b.with_rows_twice(1.0), "few_entries_printed_twice"),
    _list(
        "an entry without licence requirement",
        b.cell(2, b" "),
        "every_entry_has_a_licence_requirement",
    ),
    _list("six per cent of the rows lack cells", b.fewer_cells(7), "few_rows_rejected"),
    _list(
        "the licence terms of a fifth cannot be decoded",
        b.cell(2, b"As the Bureau sees fit", 18),
        "licence_terms_are_decoded",
    ),
    _list(
        "the review policy of sixty entries is another",
        b.cell(3, b"Case-by-case review.", 60),
        "few_licence_terms_changed_since_the_version_before",
    ),
    _list(
        "the licence requirement of sixty entries is another",
        b.cell(2, "For all items subject to the EAR. (See § 744.2 of the EAR)".encode(), 60),
        "few_licence_terms_changed_since_the_version_before",
    ),
    _list(
        "a name that is one letter",
        b.cell(1, b"X, Moscow, Russia."),
        "no_name_is_an_address_or_footnote",
    ),
    _list("one row lacks cells", b.fewer_cells(1), "rejected"),
    _list("one name is blank", b.cell(1, b" "), "rejected"),
]

# Faults that no look at one file can tell from the truth. Each is judged alone: it is accepted.
KEPT_LIST_FAULTS = [
    _list(
        "shrunk by one row", b.without_rows(0.01), "kept", "the marts keep it on the list, marked"
    ),
    _list("one row twice", b.with_rows_twice(0.01), "kept", "listed twice is still listed"),
    _list(
        "an older version arriving late",
        b.instead(b.sample("ecfr/2023-06-15_part-744.xml")),
        "kept",
        "versions go by their date",
        on=date(2023, 6, 20),
    ),
    _list(
        "the same version with other bytes",
        b.inserted(1.0, b"\n\n"),
        "kept",
        "the later bytes supersede, the earlier stay",
        on=date(2023, 11, 16),
    ),
    _list("a byte order mark", b.inserted(0.0, b"\xef\xbb\xbf"), "kept", "it reads the same"),
]

LONG_LIST_FAULTS = [
    FileFault(
        "ecfr",
        f"six hundred entries, {name}",
        injected,
        caught,
        lambda: b.long_list(600),
        b.LIST_FILE,
        why=why,
    )
    for name, injected, caught, why in (
        ("shrunk by one", b.without_rows(0.002), "kept", "the marts keep it on the list, marked"),
        ("shrunk by 1 %", b.without_rows(0.01), "few_entries_gone_since_the_version_before", ""),
        ("shrunk by 10 %", b.without_rows(0.10), "few_entries_gone_since_the_version_before", ""),
        ("shrunk by 90 %", b.without_rows(0.90), "few_entries_gone_since_the_version_before", ""),
        ("1 % of the rows twice", b.with_rows_twice(0.01), "few_entries_printed_twice", ""),
        (
            "other terms for one in twelve",
            b.cell(3, b"Case-by-case review.", 50),
            "kept",
            "rules do that; the marts tell each",
        ),
        (
            "other terms for one in eight",
            b.cell(3, b"Case-by-case review.", 75),
            "few_licence_terms_changed_since_the_version_before",
            "",
        ),
    )
]


def _text_faults(
    source: str, base: Callable[[], bytes], file_name: str, column: int
) -> list[FileFault]:
    """What goes wrong with any comma-separated file; `column` is one that must be there."""

    def fault(name: str, injected: b.Mutate, caught: str = "parser", why: str = "") -> FileFault:
        return FileFault(source, name, injected, caught, base, file_name, None, why)

    return [
        fault("an HTML page with status 200", b.instead(b.HTML)),
        fault("an empty body", b.instead(b"")),
        fault("a renamed column", b.column_renamed(column)),
        fault("a missing column", b.column_lost(column)),
        fault("one more column", b.table_change(b.column_added)),
        fault("a column twice", b.column_twice(column)),
        fault("no header", b.table_change(b.header_lost)),
        fault("UTF-16", b.utf_16),
        fault("letters lost to another encoding", b.inserted(0.6, b"\xff\xfe\xff")),
        fault("a zero byte", b.inserted(0.6, b"\x00")),
        fault("gzip bytes as they came", b.gzipped)
        if source != "csl"
        else fault("gzip bytes cut short", lambda content: b.gzipped(content)[:-9]),
        fault("a zip container", b.as_zip),
        fault("cut in the middle of a row", b.cut_at(0.5)),
        fault("a quotation mark that is never closed", b.inserted(0.5, b'\n"')),
    ]


TABLE_FAULTS = [
    *_text_faults("csl", b.screening_list, "2023-11-30_consolidated.csv", 5),
    *_text_faults("bis-csv", b.bis_sheet, "2023-11-21_entity_list.csv", 4),
    *_text_faults(
        "section-117",
        lambda: b.sample("section_117/2020-10-19_foreign_gifts.csv"),
        "2020-10-19_foreign_gifts.csv",
        9,
    ),
    *_text_faults(
        "ledger", lambda: b.sample("ledger/2019-09-30_ledger.csv"), "2019-09-30_ledger.csv", 3
    ),
    *_text_faults(
        "cordis",
        lambda: b.sample("cordis/2024-12-31_organizations.csv"),
        "2024-12-31_organizations.csv",
        2,
    ),
]


def _value_fault(
    source: str, name: str, injected: b.Mutate, caught: str, why: str = ""
) -> FileFault:
    base, file_name = {
        "ledger": (lambda: b.sample("ledger/2019-09-30_ledger.csv"), "2019-09-30_ledger.csv"),
        "section-117": (
            lambda: b.sample("section_117/2020-10-19_foreign_gifts.csv"),
            "2020-10-19_foreign_gifts.csv",
        ),
        "cordis": (
            lambda: b.sample("cordis/2024-12-31_organizations.csv"),
            "2024-12-31_organizations.csv",
        ),
        "csl": (b.screening_list, "2023-11-30_consolidated.csv"),
        "bis-csv": (b.bis_sheet, "2023-11-21_entity_list.csv"),
    }[source]
    return FileFault(source, name, injected, caught, base, file_name, None, why)


_gift_2020 = "Foreign Gift Received Date", "Foreign Gift Amount"
VALUE_FAULTS = [
    _value_fault("ledger", "one row has a cell too many", b.table_change(b.row_longer), "rejected"),
    _value_fault("ledger", "one row has too few cells", b.table_change(b.row_shorter), "rejected"),
    _value_fault(
        "ledger", "a date that does not exist", b.value("funded_on", "2018-02-30"), "rejected"
    ),
    _value_fault("ledger", "an amount with a letter", b.value("amount", "12O000.00"), "rejected"),
    _value_fault("ledger", "a currency nobody knows", b.value("currency", "$$$"), "rejected"),
    _value_fault(
        "ledger",
        "a blank counterparty",
        b.value("counterparty_name", ""),
        "kept",
        "it is undisclosed, never clear",
    ),
    _value_fault(
        "ledger",
        "dates of three rows in another form",
        b.value("funded_on", "5.1.18", 3),
        "few_rows_rejected",
    ),
    _value_fault("ledger", "every row twice", b.table_change(b.rows_twice), "few_rows_rejected"),
    _value_fault(
        "ledger",
        "dates of all rows in another form",
        b.value("funded_on", "5.1.18", 99),
        "few_rows_rejected",
    ),
    _value_fault("ledger", "only a header", b.table_change(b.header_only), "file_holds_records"),
    _value_fault(
        "ledger", "semicolons between the cells", lambda c: c.replace(b",", b";"), "parser"
    ),
    _value_fault(
        "section-117", "one row has a cell too many", b.table_change(b.row_longer), "rejected"
    ),
    _value_fault(
        "section-117", "an amount with a letter", b.value(_gift_2020[1], "44787O"), "rejected"
    ),
    _value_fault(
        "section-117", "a date that is no number", b.value(_gift_2020[0], "someday"), "rejected"
    ),
    _value_fault(
        "section-117",
        "a workbook cut in half",
        b.instead(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "parser",
    ),
    _value_fault(
        "section-117", "only a header", b.table_change(b.header_only), "file_holds_records"
    ),
    _value_fault(
        "section-117",
        "dates of all rows in another form",
        b.value(_gift_2020[0], "someday", 99),
        "few_rows_rejected",
    ),
    _value_fault("cordis", "one row has a cell too many", b.table_change(b.row_longer), "rejected"),
    _value_fault(
        "cordis", "a contribution that is no number", b.value("ec_contribution", "much"), "rejected"
    ),
    _value_fault("cordis", "every row twice", b.table_change(b.rows_twice), "few_rows_rejected"),
    _value_fault("cordis", "only a header", b.table_change(b.header_only), "file_holds_records"),
    _value_fault("csl", "one row has too few cells", b.table_change(b.row_shorter), "parser"),
    _value_fault("csl", "the last line end is missing", b.cut_end(1), "parser"),
    _value_fault(
        "csl",
        "a list nobody knows",
        b.value("source", "Some Other List (fictional)"),
        "kept",
        "the file holds many lists; each is counted",
    ),
    _value_fault("csl", "only a header", b.table_change(b.header_only), "parser"),
    _value_fault("bis-csv", "one row has too few cells", b.table_change(b.row_shorter), "parser"),
    _value_fault("bis-csv", "the last line end is missing", b.cut_end(1), "parser"),
    _value_fault("bis-csv", "only a header", b.table_change(b.header_only), "parser"),
]


def _page(
    source: str, name: str, injected: b.Mutate, caught: str = "parser", why: str = ""
) -> FileFault:
    base, file_name = {
        "federal-register": (
            lambda: b.sample("federal_register/2023-11-30_documents_page-1.json"),
            "2023-11-30_documents_page-1.json",
        ),
        "nsf": (lambda: b.sample("nsf/2020-10-19_awards.json"), "2020-10-19_awards.json"),
        "decision": (b.decision, "2024-01-02_decision.json"),
        "feed": (
            lambda: b.sample("feeds/2021-11-07_example_wire_technology.rss.xml"),
            "2021-11-07_example_wire_technology.rss.xml",
        ),
        "gdelt": (lambda: b.sample("gdelt/20191009120000.gkg.csv"), "20191009120000.gkg.csv"),
        "document": (
            lambda: b.sample("documents/2019-10-09_university_reviews_relationships.html"),
            "2019-10-09_university_reviews_relationships.html",
        ),
    }[source]
    return FileFault(source, name, injected, caught, base, file_name, None, why)


def _first(page: dict, **changes: object) -> None:  # type: ignore[type-arg]
    page["results"][0].update(changes)


def _first_award(page: dict, **changes: object) -> None:  # type: ignore[type-arg]
    page["response"]["award"][0].update(changes)


_DEEP = b"[" * 200_000
JSON_FAULTS = [
    fault
    for source, key in (
        ("federal-register", b'"title"'),
        ("nsf", b'"title"'),
        ("decision", b'"author"'),
    )
    for fault in (
        _page(source, "an HTML page with status 200", b.instead(b.HTML)),
        _page(source, "an empty body", b.instead(b"")),
        _page(source, "cut at 10 %", b.cut_at(0.1)),
        _page(source, "cut at 90 %", b.cut_at(0.9)),
        _page(source, "the last bracket is missing", lambda c: c.rstrip()[:-1]),
        _page(source, "a field twice", b.replaced(key, key + b': "x", ' + key, 1)),
        _page(source, "brackets without end", b.instead(_DEEP)),
        _page(source, "a list where an object is expected", b.instead(b"[1, 2]")),
        _page(source, "gzip bytes as they came", b.gzipped),
        _page(source, "bytes that are not UTF-8", b.inserted(0.5, b"\xff\xfe\xff")),
    )
]
PAGE_FAULTS = [
    _page("federal-register", "NaN for a number", b.replaced(b'"volume": 88', b'"volume": NaN', 1)),
    _page("federal-register", "an error answer", b.instead(b'{"errors": {"term": "is invalid"}}')),
    _page("federal-register", "no documents", b.json_change(lambda page: page.update(results=[]))),
    _page(
        "federal-register",
        "fewer documents than the page says",
        b.json_change(lambda page: page.update(total_pages=1)),
    ),
    _page(
        "federal-register",
        "a field nobody has read about",
        b.json_change(lambda page: _first(page, withdrawn=True)),
    ),
    _page(
        "federal-register",
        "a field is missing",
        b.json_change(lambda page: page["results"][0].pop("document_number")),
        "few_rows_rejected",
    ),
    _page(
        "federal-register",
        "one date that does not exist",
        b.json_change(lambda page: _first(page, publication_date="2023-02-30")),
        "few_rows_rejected",
    ),
    _page(
        "federal-register",
        "one citation of another document",
        b.json_change(lambda page: _first(page, citation="1 FR 1")),
        "few_rows_rejected",
    ),
    _page(
        "federal-register",
        "one document twice",
        b.json_change(lambda page: page["results"].append(page["results"][0])),
        "few_rows_rejected",
    ),
    _page("nsf", "NaN for an amount", b.replaced(b'"449998"', b"NaN", 1)),
    _page(
        "nsf",
        "NSF's own error",
        b.instead(b'{"response": {"serviceNotification": [{"notificationType": "ERROR"}]}}'),
    ),
    _page(
        "nsf",
        "no awards",
        b.json_change(lambda page: page["response"].update(award=[])),
        "file_holds_records",
    ),
    _page(
        "nsf",
        "an amount with a letter",
        b.json_change(lambda page: _first_award(page, fundsObligatedAmt="4499 98")),
        "few_rows_rejected",
    ),
    _page(
        "nsf",
        "a month that does not exist",
        b.json_change(lambda page: _first_award(page, date="13/40/2018")),
        "few_rows_rejected",
    ),
    _page(
        "nsf",
        "an award without number",
        b.json_change(lambda page: page["response"]["award"][0].pop("id")),
        "few_rows_rejected",
    ),
    _page(
        "nsf", "a workbook cut in half", b.instead(b.as_zip(b"x" * 5000, "xl/workbook.xml")[:90])
    ),
    _page("nsf", "a zip file that is no workbook", b.instead(b.as_zip(b"x", "readme.txt"))),
    _page(
        "decision",
        "a decision nobody can take",
        b.json_change(lambda page: page.update(decision="delisted")),
    ),
    _page("decision", "no author", b.json_change(lambda page: page.update(author=" "))),
    _page(
        "decision",
        "a moment without zone",
        b.json_change(lambda page: page.update(decided_at="2024-01-02T03:04:05")),
    ),
    _page(
        "decision", "a field nobody knows", b.json_change(lambda page: page.update(approved=True))
    ),
    _page("feed", "an HTML page with status 200", b.instead(b.HTML)),
    _page("feed", "an empty body", b.instead(b"")),
    _page("feed", "JSON instead of XML", b.instead(b"{}")),
    _page("feed", "cut at 10 %", b.cut_at(0.1)),
    _page("feed", "cut at half", b.cut_at(0.5)),
    _page("feed", "the last element is not closed", lambda c: c.rstrip()[:-2]),
    _page("feed", "an entity bomb", b.entity_bomb(b"rss")),
    _page("feed", "a quadratic entity bomb", b.quadratic_bomb(b"rss")),
    _page("feed", "an external entity: a file", b.external_entity(b"rss", b"file:///etc/passwd")),
    _page(
        "feed",
        "an external document type",
        b.external_dtd(b"rss"),
        "kept",
        "RSS 0.91 has one; it is never fetched",
    ),
    _page("gdelt", "an HTML page with status 200", b.instead(b.HTML)),
    _page("gdelt", "an empty body", b.instead(b"")),
    _page("gdelt", "cut in the middle of a record", b.cut_at(0.5)),
    _page("gdelt", "a zip file cut in half", lambda c: b.as_zip(c)[:200]),
    _page("gdelt", "a zip file of two members", lambda c: b.as_zip(c, "a.csv", "b.csv")),
    _page("gdelt", "a zip bomb", lambda _: b.bomb()),
    _page(
        "gdelt",
        "one record has too few columns",
        lambda c: c.replace(b"\t", b" ", 3),
        "few_rows_rejected",
    ),
    _page(
        "gdelt",
        "one record twice",
        lambda c: c + c.splitlines(keepends=True)[0],
        "few_rows_rejected",
    ),
    _page("document", "an empty body", b.instead(b"")),
    _page(
        "document", "a page without text", b.instead(b"<!doctype html><html><body></body></html>")
    ),
    _page("document", "a PDF", b.instead(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    _page("document", "zero bytes", b.inserted(0.5, b"\x00\x00\x00")),
    _page(
        "document",
        "cut in the middle",
        b.cut_at(0.5),
        "kept",
        "a page needs no end; fetching proves the length",
    ),
]

FILE_FAULTS = [
    *LIST_FAULTS,
    *KEPT_LIST_FAULTS,
    *LONG_LIST_FAULTS,
    *TABLE_FAULTS,
    *VALUE_FAULTS,
    *JSON_FAULTS,
    *PAGE_FAULTS,
]
