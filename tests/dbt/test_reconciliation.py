"""The list against its witnesses: each way in which they differ has a class and an explanation."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from list_histories import House, Model

from dagster_project.sources.bis_csv.parse import parse as parse_bis
from dagster_project.sources.consolidated_screening_list.parse import parse as parse_csl

ON = date(2023, 11, 21)
SAID = "For all items subject to the EAR. (See § 744.11 of the EAR)"
COLUMNS = (
    "source", "name", "addresses", "federal_register_notice", "start_date",
    "license_requirement", "license_policy", "remarks", "alt_names",
)  # fmt: skip


@pytest.fixture(scope="module")
def empty_house(reconciliation_models: Mapping[str, Model]) -> Iterator[House]:
    house = House(reconciliation_models)
    yield house
    house.close()


def _list(*rows: tuple[str, ...]) -> bytes:
    """The list of rows `(country, entity, requirement, policy, citations)`."""
    heads = (
        "Country", "Entity", "License requirement", "License review policy",
        "Federal Register citation",
    )  # fmt: skip
    printed = [f"<TR>{''.join(f'<TH>{head}</TH>' for head in heads)}</TR>"]
    printed += [f"<TR>{''.join(f'<TD>{cell}</TD>' for cell in row)}</TR>" for row in rows]
    return (
        '<DIV9 N="Supplement No. 4 to Part 744"><TABLE>' + "".join(printed) + "</TABLE></DIV9>"
    ).encode()


def _entry(
    entity: str,
    cited: str = "84 FR 54004, 10/9/19.",
    *,
    country: str = "China",
    requirement: str = SAID,
    policy: str = "Presumption of denial",
) -> tuple[str, ...]:
    return (country, f"{entity}, 1 Hill Road.", requirement, policy, cited)


def _record(
    name: str,
    cited: str = "84 FR 54004",
    *,
    address: str = "1 Hill Road, CN",
    requirement: str = SAID,
    policy: str = "Presumption of denial",
    aliases: str = "",
) -> tuple[str, ...]:
    entity_list = "Entity List (EL) - Bureau of Industry and Security"
    return (entity_list, name, address, cited, "", requirement, policy, "", aliases)


def _disagreements(
    house: House, entries: list[tuple[str, ...]], records: list[tuple[str, ...]], on: date = ON
) -> list[tuple[str, ...]]:
    """`(field, value_a, value_b, disagreement_kind)` in order."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *records])
    house.empty()
    house.land_file(_list(*entries), "list.xml", ON)
    content = out.getvalue().encode()
    house.land_parsed("csl", parse_csl(content, name="list.csv", published_on=on), on)
    house.identify()
    house.run()
    return house.rows(
        "select field, value_a, value_b, disagreement_kind "
        "from marts.rpt_source_reconciliation order by all"
    )


def _explanation(house: House) -> str:
    [(explanation,)] = house.rows("select explanation from marts.rpt_source_reconciliation")
    return str(explanation)


def test_the_same_entry_is_no_disagreement(empty_house: House):
    assert _disagreements(empty_house, [_entry("Alpha Optics")], [_record("Alpha Optics")]) == []


def test_an_entry_that_is_printed_otherwise_is_paired_and_says_how(empty_house: House):
    printed = [
        ("Alpha Optics &amp; Works", _record("Alpha Optics and Works"), "typography"),
        ("Xi'an Turbine Institute", _record("Xi?an Turbine Institute"), "characters_lost"),
        ("Sau Luen Chan", _record("Chan Sau Luen"), "word_order"),
        ("Gamma Glass Factory", _record("Gamma Glass Factory, Chengdu"), "name_runs_on"),
        ("Delta Foundry and Forge", _record("Delta Foundry"), "truncated"),
        ("Dmitriy Machines", _record("Dmitry Machines"), "spelt_otherwise"),
        (
            "CNOOC Limited (a subsidiary of China National Offshore Oil Corporation)",
            _record("China National Offshore Oil Corporation Ltd."),
            "named_otherwise",
        ),
        (
            "Shenzhen Smartcom",
            _record("Huawei (Huawei). Affiliated Entity: Shenzhen Smartcom"),
            "under_its_parent",
        ),
        ("Kowloon Chips", _record("Kowloon Chips", address="1 Hill Road, HK"), "destination_style"),
        ("Karachi Valves", _record("Karachi Valves", address="1 Hill, PK"), "other_destination"),
    ]
    found = _disagreements(
        empty_house, [_entry(entity) for entity, _, _ in printed], [r for _, r, _ in printed]
    )
    assert found == sorted(
        (
            "entry",
            f"{entity.replace('&amp;', '&')} (CN)",
            f"{record[1]} ({record[2][-2:]})",
            kind,
        )
        for entity, record, kind in printed
    )


def test_what_only_one_side_prints_says_why(empty_house: House):
    """The list of 21 November against a witness of the day before: Gamma was added on the 20th."""
    found = _disagreements(
        empty_house,
        [
            _entry("Alpha Optics"),
            _entry("Beta Machinery"),
            _entry("Gamma Trading", "88 FR 80957, 11/21/23."),
            _entry("Delta Foundry", "88 FR 70353, 10/12/23."),
        ],
        [_record("Alpha Optics"), _record("Omega Shipping", "83 FR 12475")],
        on=date(2023, 11, 22),
    )
    assert found == [
        ("entry", "Beta Machinery (CN)", None, "missing_entry"),
        ("entry", "Delta Foundry (CN)", None, "missing_entry"),
        ("entry", "Gamma Trading (CN)", None, "not_yet_there"),
        ("entry", None, "Omega Shipping (CN)", "not_on_the_list"),
    ]


def test_a_witness_older_than_the_first_version_holds_what_is_gone(empty_house: House):
    found = _disagreements(
        empty_house,
        [_entry("Alpha Optics"), _entry("Gamma Trading", "88 FR 70353, 10/12/23.")],
        [_record("Alpha Optics"), _record("Omega Shipping")],
        on=date(2022, 5, 16),
    )
    assert found == [("entry", None, "Omega Shipping (CN)", "gone_before_first_version")]


def test_one_record_for_two_entries_of_a_name(empty_house: House):
    found = _disagreements(
        empty_house,
        [_entry("Alpha Optics"), _entry("Alpha Optics", "77 FR 25055, 4/27/12.")],
        [_record("Alpha Optics", "84 FR 54004; 77 FR 25055")],
    )
    assert found == [("entry", "Alpha Optics (CN)", "Alpha Optics (CN)", "one_entry_for_several")]


def test_a_citation_is_of_the_rule_or_says_what_else(empty_house: House):
    cited = {
        "84 FR 54002": "page_style",
        "": "missing_value",
        "84 FR 64004": "digit_misprinted",
        "85 FR 34503": "other_rule_of_the_entry",
        "79 FR 24558": "citation_differs",
    }
    names = ("Alpha Optics", "Beta Lens", "Gamma Glass", "Delta Prism", "Omega Mirrors")
    found = _disagreements(
        empty_house,
        [_entry(name, "84 FR 54004, 10/9/19. 85 FR 34505, 6/5/20.") for name in names],
        [_record(name, citation) for name, citation in zip(names, cited, strict=True)],
    )
    assert found == sorted(
        ("citation", "84 FR 54004; 85 FR 34505", citation, kind) for citation, kind in cited.items()
    )


def test_a_requirement_is_compared_by_what_it_says(empty_house: House):
    """It makes no difference to say all items or for all items; it does to cite 744.2."""
    marked = "For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR)"
    worded = [
        (SAID, "For all items subject to the EAR (See §744.11 of the EAR).", "typography"),
        (SAID, "All items subject to the EAR. (See §744.11 of the EAR)", "wording"),
        (SAID, "For all items subject to the EAR. (See §744.2 of the EAR)", "section_differs"),
        (f"{marked}<sup>4</sup>", f"{marked} 4", "typography"),
        (f"{marked}<sup>4</sup>", marked, "footnote_differs"),
        (
            SAID,
            "All items subject to the EAR except for food or medicine designated as EAR99. "
            "(See §744.11 of the EAR)",
            "requirement_differs",
        ),
        (SAID, f"{SAID} unless the moon is full", "not_decoded"),
        (SAID, "", "missing_value"),
    ]
    names = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta")
    found = _disagreements(
        empty_house,
        [
            _entry(f"{name} Optics", requirement=said)
            for name, (said, _, _) in zip(names, worded, strict=True)
        ],
        [
            _record(f"{name} Optics", requirement=witnessed)
            for name, (_, witnessed, _) in zip(names, worded, strict=True)
        ],
    )
    assert sorted((field, value_b or "", kind) for field, _, value_b, kind in found) == sorted(
        ("license_requirement", witnessed, kind) for _, witnessed, kind in worded
    )


def test_a_policy_that_differs_names_the_terms(empty_house: House):
    found = _disagreements(
        empty_house,
        [_entry("Alpha Optics", policy="See § 744.2(d) of the EAR")],
        [_record("Alpha Optics", policy="Presumption of denial.")],
    )
    assert found == [
        (
            "license_review_policy",
            "See § 744.2(d) of the EAR",
            "Presumption of denial.",
            "policy_differs",
        )
    ]
    assert _explanation(empty_house) == (
        "Only in the list: ear_section: 744.2(d); "
        "only in the witness: review_policy_tier: presumption_of_denial."
    )


def test_a_rule_after_the_witness_explains_other_terms(empty_house: House):
    """The first landed version stands in for earlier days; what it cites since then is later."""
    found = _disagreements(
        empty_house,
        [
            _entry(
                "Alpha Optics",
                "84 FR 54004, 10/9/19. 87 FR 62202, 10/13/22.",
                requirement="For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of "
                "the EAR)<sup>4</sup>",
            )
        ],
        [_record("Alpha Optics")],
        on=date(2022, 5, 16),
    )
    assert [(field, kind) for field, _, _, kind in found] == [
        ("license_requirement", "amended_since")
    ]
    assert _explanation(empty_house).startswith(
        "The list's text is of a later day; amended since by 87 FR 62202. Only in the list: "
    )


def test_names_are_compared_whatever_their_order(empty_house: House):
    found = _disagreements(
        empty_house,
        [
            _entry(
                "Alpha Optics, a.k.a., the following four aliases:<br/>—Beta Lens;"
                "<br/>—Gamma Glass;<br/>—AOW; and<br/>—Delta Prism.<br/><br/>China"
            )
        ],
        [_record("Alpha Optics", aliases="Gama Glass; Beta Lens; Omega; Delta Prism and AOW")],
    )
    assert found == [
        ("alias", "AOW", "Delta Prism and AOW", "name_runs_on"),
        ("alias", "Delta Prism", "Delta Prism and AOW", "name_runs_on"),
        ("alias", "Gamma Glass", "Gama Glass", "spelt_otherwise"),
        ("alias", None, "Omega", "name_not_on_the_list"),
    ]


@pytest.mark.real_data
def test_every_disagreement_of_the_real_files_is_explained(empty_house: House, real_data: Path):
    """The list of 2023-11-21 against the Bureau's sheet of the same day and trade.gov's file of
    2022-05-16."""
    lists = real_data / "entity_list"
    empty_house.empty()
    first, *_, last = sorted((lists / "ecfr").glob("*.xml"))
    for path in (first, last):
        empty_house.land_file(path.read_bytes(), path.name, date.fromisoformat(path.name[:10]))
    for source, parse, path in (
        ("csl", parse_csl, lists / "csl" / "2022-05-16_consolidated.csv.gz"),
        ("bis-csv", parse_bis, lists / "bis_csv" / "2023-11-21_entity_list.csv"),
    ):
        on = date.fromisoformat(path.name[:10])
        empty_house.land_parsed(
            source, parse(path.read_bytes(), name=path.name, published_on=on), on
        )
    empty_house.identify()
    empty_house.run()
    counted = empty_house.rows(
        "select source_b, count(*), count(*) filter (disagreement_kind = 'unexplained'), "
        "count(*) filter (field = 'entry' and disagreement_kind in "
        "('missing_entry', 'not_on_the_list', 'gone_before_first_version')) "
        "from marts.rpt_source_reconciliation group by source_b order by source_b"
    )
    assert counted == [("bis-csv", 6282, 0, 8), ("csl", 5401, 0, 10)]
