"""The eCFR file as a whole: both shapes, rows to entries, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from ecfr_shapes import ALL_ITEMS, DENIAL, new_shape, old_shape, row

from dagster_project.sources.ecfr.parse import parse
from dagster_project.sources.ecfr.records import TABLES
from dagster_project.sources.parsed import Parsed, Unreadable

SENSE_TIME = row(
    "Sense Time, Beijing, China.", country="CHINA, PEOPLE'S REPUBLIC OF",
    citation="84 FR 54004, 10/9/19.",
)  # fmt: skip


def _read(content: bytes) -> Parsed:
    return parse(content, name="list.xml", published_on=None)


def _rows(content: bytes, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(content).tables[table].to_pylist()
    return rows


def test_one_entry_whole() -> None:
    (entry,) = _rows(old_shape(SENSE_TIME), "ecfr_entries")
    content_key = entry.pop("content_key")
    assert len(content_key) == 64
    assert entry == {
        "entry_number": 1,
        "list_kind": "entity_list",
        "first_row": 2,
        "last_row": 2,
        "country": "CHINA, PEOPLE'S REPUBLIC OF",
        "country_code": "CN",
        "entity_text": "Sense Time, Beijing, China.",
        "entity_kind": "party",
        "entity_name": "Sense Time",
        "name_key": "sense time",
        "license_requirement": ALL_ITEMS,
        "requirement_key": "for all items subject to the ear see 744 11 of the ear",
        "license_review_policy": DENIAL,
        "policy_key": "presumption of denial",
        "footnotes": [],
        "citations": ["84 FR 54004"],
        "successor_clause": False,
        "including_clause": None,
        "see_also": [],
        "aliases_declared": None,
        "aliases_parsed": 0,
        "flagged": [],
    }


def test_both_shapes_give_the_same_tables() -> None:
    rows = (SENSE_TIME, row("Skylark, a.k.a., the following one alias:\n<br/>—Sky.<br/><br/>Xi'an"))
    old, new = _read(old_shape(*rows)), _read(new_shape(*rows))
    assert old.tables.keys() == new.tables.keys() == TABLES.keys()
    for table in TABLES:
        assert old.tables[table].equals(new.tables[table]), table


def test_the_country_is_carried_down_over_blank_cells() -> None:
    rows = (SENSE_TIME, row("Skylark, Xi'an, China.", country="\u2009"),
            row("Alpha, Peshawar, Pakistan.", country="PAKISTAN"))  # fmt: skip
    entries = _rows(new_shape(*rows), "ecfr_entries")
    assert [entry["country_code"] for entry in entries] == ["CN", "CN", "PK"]


def test_a_footnote_row_is_a_note_and_no_entity() -> None:
    notes = ("<sup>3</sup> For this entity, see § 734.9(g).", "<sup>4</sup> See § 734.9(e)(2).")
    for content in (old_shape(SENSE_TIME, notes=notes), new_shape(SENSE_TIME, notes=notes)):
        assert _rows(content, "ecfr_notes") == [
            {"list_kind": "entity_list", "footnote": "3",
             "note_text": "For this entity, see § 734.9(g)."},
            {"list_kind": "entity_list", "footnote": "4", "note_text": "See § 734.9(e)(2)."},
        ]  # fmt: skip
        assert len(_rows(content, "ecfr_entries")) == 1
    dispositions = [
        r["disposition"] for r in _rows(new_shape(SENSE_TIME, notes=notes), "ecfr_rows")
    ]
    assert dispositions == ["heading", "entry", "footnote", "footnote"]


def test_a_superscript_is_a_designation_and_not_part_of_the_wording() -> None:
    requirement = (
        "For all items. (See §§ 734.9(g),\n<sup>3</sup> 746.8(a)(3) of the EAR) <sup>4</sup>"
    )
    (entry,) = _rows(old_shape(row("Skylark, China.", requirement=requirement)), "ecfr_entries")
    assert entry["footnotes"] == ["3", "4"]
    assert entry["license_requirement"].startswith("For all items. (See §§ 734.9(g), 3 746.8")
    assert entry["requirement_key"] == "for all items see 734 9 g 746 8 a 3 of the ear"


BLANK = {"requirement": "", "policy": "", "citation": ""}


def test_rows_that_continue_the_one_before_are_joined_to_it() -> None:
    """CASIC Second Academy, and an address that stands as its own row."""
    content = new_shape(
        row("Second Academy, a.k.a., the following one alias:<br/>—Changfeng."),
        row('<E T="03">Subordinate institution</E><br/>283 Factory.', **BLANK),
        row("The following addresses apply to the entity and its institutions:<br/><br/>"
            "50 Yongding Road, Beijing, China.", **BLANK),
        row("Lebedev Institute."),
        row("53 Leninsky Prospekt, Moscow, 119991, Russia.", **BLANK),
    )  # fmt: skip
    rows = _rows(content, "ecfr_rows")
    assert [(r["disposition"], r["entry_number"]) for r in rows] == [
        ("heading", None), ("entry", 1), ("continuation", 1), ("continuation", 1),
        ("entry", 2), ("continuation", 2),
    ]  # fmt: skip
    names = [(n["entry_number"], n["name"], n["name_kind"]) for n in _rows(content, "ecfr_names")]
    assert names == [
        (1, "Second Academy", "primary"), (1, "Changfeng", "also_known_as"),
        (1, "283 Factory", "subordinate"), (2, "Lebedev Institute", "primary"),
    ]  # fmt: skip
    addresses = [(a["entry_number"], a["address"]) for a in _rows(content, "ecfr_addresses")]
    assert addresses == [
        (1, "50 Yongding Road, Beijing, China"),
        (2, "53 Leninsky Prospekt, Moscow, 119991, Russia"),
    ]


def test_a_row_that_breaks_off_in_its_aliases_joins_the_next() -> None:
    """ICSOSO Electronics (2023): the first row has the name, the second licence and citation."""
    content = old_shape(
        row("ICSOSO, a.k.a., the following two aliases:<br></br>—IC Soso;<br></br>", **BLANK),
        row("—Vizo Group.<br></br><br></br>Unit 614, Hong Kong.", citation="87 FR 38925, 6/30/22."),
    )
    (entry,) = _rows(content, "ecfr_entries")
    assert (entry["first_row"], entry["last_row"]) == (2, 3)
    assert entry["citations"] == ["87 FR 38925"]
    assert [n["name"] for n in _rows(content, "ecfr_names")] == ["ICSOSO", "IC Soso", "Vizo Group"]


def test_a_row_without_licence_that_does_not_say_it_continues_stays_an_entry() -> None:
    """A party must not vanish into its neighbour: fail toward listed."""
    content = new_shape(SENSE_TIME, row("Skylark Optics, Xi'an, China.", **BLANK))
    entries = _rows(content, "ecfr_entries")
    assert [entry["entity_name"] for entry in entries] == ["Sense Time", "Skylark Optics"]
    assert entries[1]["flagged"] == ["no licence terms and no citation in the row"]


def test_a_surplus_blank_cell_is_taken_out_and_counted() -> None:
    """Aerofalcon S.L. (2023): six cells, everything shifted by one."""
    shifted = (
        "SPAIN",
        "",
        "Aerofalcon S.L., Madrid, Spain.",
        ALL_ITEMS,
        DENIAL,
        "88 FR 80957, 11/21/23.",
    )
    parsed = _read(old_shape(SENSE_TIME, shifted))
    entry = parsed.tables["ecfr_entries"].to_pylist()[1]
    assert (entry["entity_name"], entry["country_code"]) == ("Aerofalcon S.L.", "ES")
    assert entry["license_review_policy"] == DENIAL
    assert parsed.repairs["surplus_blank_cell"] == 1


def test_a_row_with_too_few_cells_is_rejected_whole() -> None:
    parsed = _read(old_shape(SENSE_TIME, ("", "Skylark", ALL_ITEMS)))
    assert parsed.rows_found == 3
    assert parsed.rows_parsed == 1
    assert [(r.row_number, r.reason, r.row_text) for r in parsed.rejected] == [
        (3, "3 cells", f"| Skylark | {ALL_ITEMS}")
    ]


def test_what_slipped_into_the_next_column_is_put_back_and_counted() -> None:
    parsed = _read(
        old_shape(
            row("Alpha.", requirement=f"{ALL_ITEMS}<br></br><br></br>48 Makeeva, Miass, Russia."),
            row("Beta, Russia.", requirement=DENIAL, policy=ALL_ITEMS),
            row("Gamma, Russia.", policy="See § 744.3(d) of the EAR88 FR 13675, 3/6/23.",
                citation="89 FR 14405, 2/27/24."),
        )
    )  # fmt: skip
    alpha, beta, gamma = parsed.tables["ecfr_entries"].to_pylist()
    assert alpha["license_requirement"] == beta["license_requirement"] == ALL_ITEMS
    assert beta["license_review_policy"] == DENIAL
    assert gamma["license_review_policy"] == "See § 744.3(d) of the EAR"
    assert gamma["citations"] == ["88 FR 13675", "89 FR 14405"]
    assert [a["address"] for a in parsed.tables["ecfr_addresses"].to_pylist()] == [
        "48 Makeeva, Miass, Russia", "Russia", "Russia",
    ]  # fmt: skip
    assert parsed.repairs == {
        "address_in_requirement_column": 1,
        "requirement_and_policy_swapped": 1,
        "citation_in_policy_column": 1,
    }


def test_a_lone_date_of_a_page_is_mended_by_the_others() -> None:
    """77 FR 58006 stands 48 times with 9/19/12 and once with 9/9/12: one page, one date."""
    good = [row(f"Party {n}, Russia.", citation="77 FR 58006, 9/19/12.") for n in range(3)]
    citations = _rows(
        old_shape(*good, row("Alpha, Russia.", citation="77 FR 58006, 9/9/12.")), "ecfr_citations"
    )
    assert [str(c["published_on"]) for c in citations] == ["2012-09-19"] * 4
    assert [c["repaired_by"] for c in citations] == [None, None, None, "date_from_same_page"]
    assert citations[3]["citation_text"] == "77 FR 58006, 9/9/12"


def test_an_unreadable_citation_is_flagged_and_never_dropped() -> None:
    content = old_shape(row("Alpha, Russia.", citation="84 FR 54004, 10/9/19. 85 FR, 1/1/20"))
    (entry,) = _rows(content, "ecfr_entries")
    assert entry["citations"] == ["84 FR 54004"]
    assert entry["flagged"] == ["unread citation: 85 FR, 1/1/20"]


def test_an_alias_among_the_addresses_is_flagged() -> None:
    content = old_shape(row("Alpha.<br></br><br></br>5 Dzer Ave, also known as Beta, Minsk."))
    (entry,) = _rows(content, "ecfr_entries")
    assert entry["flagged"] == ["an alias marker among the addresses"]


def test_a_row_without_an_entity_is_rejected() -> None:
    parsed = _read(old_shape(SENSE_TIME, row("—")))
    assert [(r.row_number, r.reason) for r in parsed.rejected] == [(3, "no entity")]


def test_editorial_changes_leave_the_content_key_alone() -> None:
    """2026-03-25 to 2026-07-18: 237 cells differ, and no entry was touched by a rule."""
    before = row("Alpha LLC, a.k.a., the following one alias: Al. 5 Dzer Ave, Minsk, Belarus",
                 requirement="For all items subject to the EAR. (See § 744.11 of the EAR.)",
                 policy="Policy of Denial")  # fmt: skip
    after = row(
        "Alpha LLC, a.k.a., the following one alias:<br/>—Al.<br/><br/>5 Dzer Ave, Minsk, Belarus.",
        requirement="For all items subject to the EAR. (See § 744.11 of the EAR)",
        policy="Policy of denial",
    )
    amended = row("Alpha LLC, Minsk, Belarus.")
    keys = [_rows(new_shape(r), "ecfr_entries")[0]["content_key"] for r in (before, after, amended)]
    assert keys[0] == keys[1] != keys[2]


def test_the_other_two_lists_are_read_after_the_entity_list() -> None:
    content = new_shape(
        SENSE_TIME,
        unverified=(("GEORGIA", "Spars Ltd., a.k.a. Spars Trading Ltd., Room 1, Tbilisi, Georgia",
                     "80 FR 60532, October 7, 2015."),),
        military=(
            ("BURMA", "[Reserved]", "[Reserved]"),
            ("CHINA, PEOPLE'S REPUBLIC OF", "Academy of Propulsion, Xian, China",
             "85 FR 83799, 12/23/2020."),
            (" ", "Subordinate instituion:", ""),
            (" ", "AECC Aviation Power Co. Ltd., Xian 710021, China", ""),
        ),
    )  # fmt: skip
    entries = _rows(content, "ecfr_entries")
    assert [(e["list_kind"], e["entity_name"], e["citations"]) for e in entries] == [
        ("entity_list", "Sense Time", ["84 FR 54004"]),
        ("unverified_list", "Spars Ltd.", ["80 FR 60532"]),
        ("military_end_user_list", "Academy of Propulsion", ["85 FR 83799"]),
        ("military_end_user_list", "AECC Aviation Power Co. Ltd.", []),
    ]
    assert [r["disposition"] for r in _rows(content, "ecfr_rows")] == [
        "heading", "entry", "heading", "entry", "heading", "reserved", "entry", "group_heading",
        "entry",
    ]  # fmt: skip


def test_a_second_reading_gives_the_same_tables() -> None:
    content = new_shape(SENSE_TIME, notes=("<sup>1</sup> Note.",))
    first, second = _read(content), _read(content)
    assert all(first.tables[table].equals(second.tables[table]) for table in TABLES)


WHOLE = new_shape(SENSE_TIME)
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "no well-formed XML", id="empty"),
        pytest.param(WHOLE[:-40], "no well-formed XML", id="cut short"),
        pytest.param(WHOLE.replace(b"</TD>", b"", 1), "no well-formed XML", id="broken markup"),
        pytest.param(b"<html><body>Try again later</body></html>", "root html", id="a web page"),
        pytest.param(b"<!DOCTYPE html><html></html>", "a document type", id="a web page with DTD"),
        pytest.param(WHOLE.replace(b"<DIV5", BOMB + b"<DIV5"), "a document type", id="entities"),
        pytest.param(WHOLE.replace(b'N="744"', b'N="746"'), "root DIV5 N='746'", id="other part"),
        pytest.param(WHOLE.replace(b"No. 4 to", b"No. 3 to"), "with lists []", id="other annex"),
        pytest.param(new_shape(), "no entry", id="empty list"),
        pytest.param(
            WHOLE.replace(b"License review policy", b"Licence tier"), "columns", id="other columns"
        ),
        pytest.param(WHOLE.replace(b"TABLE", b"GRID"), "0 tables", id="no table"),
    ],
)  # fmt: skip
def test_what_is_not_the_whole_list_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        _read(content)
    assert found in refusal.value.found
    assert refusal.value.where.startswith("list.xml")
    assert refusal.value.remedy


def test_a_document_type_hidden_in_another_encoding_is_refused() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + BOMB.decode() + "<DIV5 N='744'/>"
    with pytest.raises(Unreadable, match="document type"):
        _read(text.encode("utf-16"))
