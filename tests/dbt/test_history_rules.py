"""What the history of the Entity List says in each case that a dated list can show.

Versions, names and dates follow real ones where a real case is told; the rest is made up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from list_histories import Entry, House, Rule, moment, version

ALPHA = Entry("Alpha Optics Institute", cited=("81 FR 61601, 2016-09-07",))
BETA = Entry("Beta Machinery Works", cited=("82 FR 15458, 2017-03-29",))
GAMMA = Entry("Gamma Trading FZE", cited=("83 FR 37423, 2018-08-01",), country="U.A.E.")


def amended(entry: Entry, cited: str, **changes: object) -> Entry:
    """The entry after a rule amended it."""
    return Entry(**{**vars(entry), **changes, "cited": (*entry.cited, cited)})  # type: ignore[arg-type]


def edited(entry: Entry, **changes: object) -> Entry:
    """The entry printed otherwise, without a rule."""
    return Entry(**{**vars(entry), **changes})  # type: ignore[arg-type]


def known(house: House, mart: str = "dim_entities", columns: str = "entity_name") -> list[tuple]:
    """Every row: valid_from, valid_to, recorded_from, recorded_to, then the columns."""
    return house.rows(
        "select cast(valid_from as varchar), cast(valid_to as varchar), "
        "cast(recorded_from as varchar), cast(recorded_to as varchar), "
        f"{columns} from marts.{mart} order by all"
    )


# --- listing, removal, relisting


def test_relisting_opens_a_second_interval_and_the_gap_stays(house: House):
    relisted = edited(ALPHA, cited=("88 FR 80131, 2023-11-17",))
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", BETA),
            version("2024-01-01", relisted, BETA),
        ]
    )
    assert house.intervals(columns="listing_state, closed_because", entity_name=ALPHA.name) == [
        ("2016-09-07", "2019-01-01", "listed", "absent_from_consecutive_versions"),
        ("2023-11-17", None, "listed", None),
    ]
    assert house.rows("select count(distinct entity_id) from marts.dim_entities") == [(2,)]
    assert house.names_on("2021-06-01") == [BETA.name]
    assert [(day, kind) for day, kind, _ in house.events() if kind != "added"] == [
        ("2019-01-01", "removed"),
        ("2023-11-17", "relisted"),
    ]


def test_relisting_by_another_rule_closes_the_entry_that_was_absent_once(house: House):
    """A first citation that is new says that the entry was taken off and put on again."""
    relisted = edited(ALPHA, cited=("88 FR 80131, 2023-11-17",))
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2024-01-01", relisted, BETA),
        ]
    )
    assert house.intervals(columns="closed_because", entity_name=ALPHA.name) == [
        ("2016-09-07", "2019-01-01", "relisted_by_another_rule"),
        ("2023-11-17", None, None),
    ]


def test_absence_from_one_version_stays_on_the_list_as_missing(house: House):
    house.build([version("2018-01-01", ALPHA, BETA), version("2019-01-01", BETA)])
    assert house.intervals(columns="listing_state, closed_because", entity_name=ALPHA.name) == [
        ("2016-09-07", "2019-01-01", "listed", "absent_from_one_version"),
        ("2019-01-01", None, "missing_unexplained", None),
    ]
    assert ALPHA.name in house.names_on("2019-06-01")
    assert [kind for _, kind, _ in house.events()] == ["added", "added"]
    assert house.rows(
        "select entity_name, cast(absent_since as varchar) from marts.rpt_unexplained_absences"
    ) == [(ALPHA.name, "2019-01-01")]


def test_absence_from_two_consecutive_versions_closes_at_the_first(house: House):
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", BETA),
        ]
    )
    assert house.intervals(columns="listing_state, closed_because", entity_name=ALPHA.name) == [
        ("2016-09-07", "2019-01-01", "listed", "absent_from_consecutive_versions")
    ]
    assert house.names_on("2019-06-01") == [BETA.name]
    assert ALPHA.name in house.names_on("2019-06-01", "2019-06-01 00:00:00")
    assert ("2019-01-01", "removed", None) in house.events()


def test_absent_once_and_printed_again_never_closes(house: House):
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", ALPHA, BETA),
        ]
    )
    assert house.intervals(columns="listing_state", entity_name=ALPHA.name) == [
        ("2016-09-07", "2019-01-01", "listed"),
        ("2019-01-01", "2020-01-01", "missing_unexplained"),
        ("2020-01-01", None, "listed"),
    ]
    for day in ("2018-06-01", "2019-06-01", "2020-06-01"):
        assert ALPHA.name in house.names_on(day)
    assert [kind for _, kind, _ in house.events()] == ["added", "added"]


def test_an_alias_dropped_while_the_entity_was_absent_ends_when_it_is_printed_again(house: House):
    """The entity came back; what it came back without is not missing but gone."""
    with_alias = edited(ALPHA, aliases=("AOI",))
    house.build(
        [
            version("2018-01-01", with_alias, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", ALPHA, BETA),
        ]
    )
    assert house.intervals("dim_entity_names", "name, listing_state", name="AOI") == [
        ("2016-09-07", "2019-01-01", "AOI", "listed"),
        ("2019-01-01", "2020-01-01", "AOI", "missing_unexplained"),
    ]


def test_absent_from_alternate_versions_never_closes(house: House):
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", ALPHA, BETA),
            version("2021-01-01", BETA),
            version("2022-01-01", ALPHA, BETA),
        ]
    )
    states = [
        state for *_, state in house.intervals(columns="listing_state", entity_name=ALPHA.name)
    ]
    assert states == ["listed", "missing_unexplained"] * 2 + ["listed"]
    assert "removed" not in [kind for _, kind, _ in house.events()]


REMOVAL = Rule(
    "2018-99001",
    83,
    44821,
    44824,
    date(2018, 9, 4),
    effective_on=date(2018, 9, 10),
    title="Removal of Certain Entities from the Entity List",
    abstract="This rule removes Alpha Optics Institute from the Entity List.",
)


def test_a_removal_named_by_a_rule_closes_at_its_effective_date(house: House):
    house.build(
        [version("2018-01-01", ALPHA, BETA), version("2019-01-01", BETA)],
        [REMOVAL],
    )
    assert house.intervals(columns="listing_state, closed_because", entity_name=ALPHA.name) == [
        ("2016-09-07", "2018-09-10", "listed", "federal_register_removal")
    ]
    assert ("2018-09-10", "removed", "83 FR 44821") in house.events()
    assert house.names_on("2018-09-09") == [ALPHA.name, BETA.name]
    assert house.names_on("2018-09-10") == [BETA.name]


def test_a_rule_that_is_landed_late_dates_the_removal_from_then_on(house: House):
    """Until the document came, the versions said it: absent twice, closed on the first's date."""
    late = Rule(**{**vars(REMOVAL), "landed_at": moment("2021-01-01 09:00")})
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", BETA),
        ],
        [late],
    )
    rows = house.rows(
        "select cast(valid_to as varchar), cast(recorded_from as varchar), "
        "cast(recorded_to as varchar), closed_because from marts.dim_entities "
        "where entity_name = ? and listing_state = 'listed' order by recorded_from",
        [ALPHA.name],
    )
    assert rows == [
        (None, "2018-01-01 12:00:00", "2019-01-01 12:00:00", None),
        ("2019-01-01", "2019-01-01 12:00:00", "2020-01-01 12:00:00", "absent_from_one_version"),
        (
            "2019-01-01",
            "2020-01-01 12:00:00",
            "2021-01-01 09:00:00",
            "absent_from_consecutive_versions",
        ),
        ("2018-09-10", "2021-01-01 09:00:00", None, "federal_register_removal"),
    ]


def test_landing_a_rule_again_does_not_move_when_it_was_first_known(house: House):
    again = Rule(**{**vars(REMOVAL), "landed_at": moment("2024-01-01 09:00")})
    house.build([version("2018-01-01", ALPHA, BETA), version("2019-01-01", BETA)], [REMOVAL, again])
    assert house.names_on("2018-12-01", "2019-02-01 00:00:00") == [BETA.name]


# --- amendments, names, editorial changes


def test_rename_in_place_is_one_entity_with_two_names(house: House):
    renamed = amended(
        ALPHA, "85 FR 34505, 2020-06-05", name="Alpha Photonics Institute", aliases=(ALPHA.name,)
    )
    house.build([version("2018-01-01", ALPHA), version("2020-06-05", renamed)])
    assert house.rows("select count(distinct entity_id) from marts.dim_entities") == [(1,)]
    assert house.intervals("dim_entity_names", "name, name_kind") == [
        ("2016-09-07", "2020-06-05", ALPHA.name, "primary"),
        ("2020-06-05", None, ALPHA.name, "also_known_as"),
        ("2020-06-05", None, "Alpha Photonics Institute", "primary"),
    ]
    assert house.events() == [
        ("2016-09-07", "added", "81 FR 61601"),
        ("2020-06-05", "renamed", "85 FR 34505"),
    ]


def test_an_alias_added_later_has_its_own_validity(house: House):
    with_alias = amended(ALPHA, "84 FR 29371, 2019-06-24", aliases=("AOI",))
    house.build([version("2018-01-01", ALPHA), version("2019-06-24", with_alias)])
    assert house.intervals("dim_entity_names", "name") == [
        ("2016-09-07", None, ALPHA.name),
        ("2019-06-24", None, "AOI"),
    ]


def test_an_address_and_a_footnote_have_their_own_validity(house: House):
    later = amended(
        ALPHA, "87 FR 62202, 2022-10-13", addresses=("1 Optics Road, Wuhan",), footnotes=("4",)
    )
    house.build([version("2018-01-01", ALPHA), version("2022-10-21", later)])
    assert house.intervals("dim_entity_addresses", "address") == [
        ("2022-10-13", None, "1 Optics Road, Wuhan")
    ]
    assert house.intervals("dim_entity_terms", "term_kind, term_value") == [
        ("2022-10-13", None, "footnote", "4")
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("requirement", "For all items subject to the EAR (See §§ 734.9(e))"),
        ("policy", "Case by case basis"),
        ("footnotes", ("4",)),
        ("requirement", None),
    ],
)
def test_changed_terms_open_an_interval(house: House, column: str, value: object):
    later = edited(ALPHA, **{column: value})
    house.build([version("2018-01-01", ALPHA), version("2019-01-01", later)])
    assert [row[:2] for row in house.intervals()] == [
        ("2016-09-07", "2019-01-01"),
        ("2019-01-01", None),
    ]
    assert ("2019-01-01", "modified", None) in house.events()


def test_a_cell_that_was_blank_is_not_a_cell_without_text(house: House):
    """Null and empty are two states: one was never printed, the other printed blank."""
    house.build(
        [
            version("2018-01-01", edited(ALPHA, policy=None)),
            version("2019-01-01", edited(ALPHA, policy="")),
        ]
    )
    assert len(house.intervals()) == 2


def test_an_editorial_version_opens_no_interval(house: House):
    printed = edited(
        ALPHA,
        requirement="For all items subject to the EAR.",
        policy="Presumption of Denial.",
        addresses=("1 Optics Road – Wuhan",),
    )
    before = edited(ALPHA, addresses=("1 Optics Road - Wuhan",))
    house.build([version("2018-01-01", before), version("2019-01-01", printed)])
    assert house.intervals() == [("2016-09-07", None, ALPHA.name)]
    assert house.intervals("dim_entity_addresses", "address") == [
        ("2016-09-07", None, "1 Optics Road - Wuhan")
    ]
    assert house.events() == [("2016-09-07", "added", "81 FR 61601")]


@pytest.mark.parametrize(
    "printed",
    [
        "Alpha Орtics Institute",  # Cyrillic О, р
        "ALPHA OPTICS INSTITUTE",
        "Alpha–Optics Institute",
        "Alpha  Optics\u00a0Institute",
        "Alphá Optics Institute",
    ],
)
def test_homoglyphs_dashes_and_case_are_no_event(house: House, printed: str):
    house.build([version("2018-01-01", ALPHA), version("2019-01-01", edited(ALPHA, name=printed))])
    assert [row[:2] for row in house.intervals()] == [("2016-09-07", None)]
    assert [kind for _, kind, _ in house.events()] == ["added"]


# --- identity as the history shows it


def test_two_entries_of_one_name_in_one_country_stay_two(house: House):
    twin = edited(ALPHA, cited=("83 FR 37427, 2018-08-01",))
    house.build([version("2018-09-01", ALPHA, twin), version("2019-01-01", ALPHA, twin)])
    assert house.intervals() == [
        ("2016-09-07", None, ALPHA.name),
        ("2018-08-01", None, ALPHA.name),
    ]
    assert house.rows("select count(distinct entity_id) from marts.dim_entities") == [(2,)]


def test_of_two_entries_of_one_name_the_removed_one_closes(house: House):
    twin = edited(ALPHA, cited=("83 FR 37427, 2018-08-01",))
    house.build(
        [
            version("2018-09-01", ALPHA, twin),
            version("2019-01-01", twin),
            version("2020-01-01", twin),
        ]
    )
    assert house.intervals() == [
        ("2016-09-07", "2019-01-01", ALPHA.name),
        ("2018-08-01", None, ALPHA.name),
    ]


def test_one_party_under_two_destinations_is_two_entities_of_one_party(house: House):
    other = edited(ALPHA, country="Hong Kong")
    house.build([version("2018-09-01", ALPHA, other)])
    assert house.rows(
        "select count(distinct entity_id), count(distinct party_id) from marts.dim_entities"
    ) == [(2, 1)]


def test_a_rekeyed_destination_is_one_entity(house: House):
    """85 FR 83769 moved the entries of Hong Kong to the heading of China."""
    in_china = amended(ALPHA, "85 FR 83769, 2020-12-23")
    house.build(
        [
            version("2018-09-01", edited(ALPHA, country="Hong Kong")),
            version("2020-12-23", in_china),
            version("2021-01-01", in_china),
        ]
    )
    assert house.rows("select count(distinct entity_id) from marts.dim_entities") == [(1,)]
    assert house.intervals(columns="country") == [
        ("2016-09-07", "2020-12-23", "Hong Kong"),
        ("2020-12-23", None, "China"),
    ]
    assert [kind for _, kind, _ in house.events()] == ["added", "modified"]


# --- the two clocks


def test_a_correction_supersedes_and_the_old_belief_stays_visible_as_known_then(house: House):
    wrong = edited(ALPHA, name="Alpha Optical Institute")
    house.build(
        [
            version("2018-01-01", BETA),
            version("2019-01-01", wrong, BETA),
            version("2019-01-01", ALPHA, BETA, landed="2019-03-01 08:00", edition="second"),
        ]
    )
    assert house.names_on("2019-06-01") == [ALPHA.name, BETA.name]
    assert house.names_on("2019-06-01", "2019-02-01 00:00:00") == [wrong.name, BETA.name]
    assert house.intervals("dim_entity_names", "name", name=wrong.name) == []


def test_a_correction_may_take_back_a_removal(house: House):
    """Confirmed by a version that was itself corrected, the removal is known no more."""
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", BETA),
            version("2020-01-01", ALPHA, BETA, landed="2020-02-01 08:00", edition="second"),
        ]
    )
    assert house.names_on("2019-06-01", "2020-01-15 00:00:00") == [BETA.name]
    assert house.names_on("2019-06-01") == [ALPHA.name, BETA.name]


def test_a_version_between_found_later_keeps_what_was_known_then(house: House):
    """Absent twice, closed; then a version between the two turns up that prints the entity."""
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", BETA),
            version("2020-01-01", BETA),
            version("2019-06-01", ALPHA, BETA, landed="2020-06-01 08:00"),
        ]
    )
    assert house.names_on("2019-03-01", "2020-03-01 00:00:00") == [BETA.name]
    assert house.names_on("2019-03-01") == [ALPHA.name, BETA.name]


def test_arrival_out_of_order_gives_the_same_tables(house: House):
    renamed = amended(
        ALPHA, "85 FR 34505, 2020-06-05", name="Alpha Photonics Institute", aliases=(ALPHA.name,)
    )
    dated = [
        ("2018-01-01", [ALPHA, BETA]),
        ("2019-01-01", [ALPHA, BETA, GAMMA]),
        ("2020-06-05", [renamed, GAMMA]),
    ]
    tables = []
    for order in ((0, 1, 2), (0, 2, 1), (2, 1, 0)):
        landed = [
            version(dated[n][0], *dated[n][1], landed=f"2021-01-0{place} 12:00")
            for place, n in enumerate(order, 1)
        ]
        house.build(landed)
        tables.append(
            (
                house.intervals(columns="entity_id, entity_name, listing_state"),
                house.intervals("dim_entity_names", "entity_id, name"),
                house.events(),
            )
        )
    assert tables[0] == tables[1] == tables[2]
    assert len(tables[0][0]) == 5


def test_a_version_landed_late_shows_only_from_then_on(house: House):
    house.build(
        [
            version("2018-01-01", ALPHA),
            version("2020-01-01", ALPHA, BETA),
            version("2019-01-01", ALPHA, edited(BETA, policy="Case by case"), landed="2022-01-01"),
        ]
    )
    assert house.rows(
        "select license_review_policy from entity_list_on('2019-06-01') where entity_name = ?",
        [BETA.name],
    ) == [("Case by case",)]
    assert house.names_on("2019-06-01", "2021-01-01 00:00:00") == [ALPHA.name]


def test_a_refused_version_says_nothing(house: House):
    house.build(
        [
            version("2018-01-01", ALPHA, BETA),
            version("2019-01-01", is_refused=True),
            version("2020-01-01", ALPHA, BETA),
        ]
    )
    assert house.intervals() == [
        ("2016-09-07", None, ALPHA.name),
        ("2017-03-29", None, BETA.name),
    ]


def test_an_accepted_version_that_prints_nothing_is_a_version(house: House):
    """Versions are counted from the manifests: a list without rows is a list, and says so."""
    house.build([version("2018-01-01", ALPHA), version("2019-01-01"), version("2020-01-01")])
    assert house.intervals(columns="closed_because") == [
        ("2016-09-07", "2019-01-01", "absent_from_consecutive_versions")
    ]


def test_a_belief_that_comes_back_is_told_twice(house: House):
    """Known as long as the correction did not say otherwise, and again when it was corrected."""
    amended_policy = edited(ALPHA, policy="Case by case")
    house.build(
        [
            version("2018-01-01", ALPHA),
            version("2019-01-01", amended_policy),
            version("2019-01-01", ALPHA, landed="2019-02-01 12:00", edition="second"),
            version("2019-01-01", amended_policy, landed="2019-03-01 12:00", edition="third"),
        ]
    )
    assert [
        house.intervals(columns="license_review_policy")
        == house.rows(
            "select cast(valid_from as varchar), cast(valid_to as varchar), license_review_policy "
            "from marts.dim_entities where is_known(?, recorded_from, recorded_to) order by 1",
            [moment],
        )
        for moment in ("2019-01-15 00:00:00", "2019-02-15 00:00:00", "2019-03-15 00:00:00")
    ] == [True, False, True]
    assert known(house)[0][:4] == (
        "2016-09-07",
        "2019-01-01",
        "2019-01-01 12:00:00",
        "2019-02-01 12:00:00",
    )


def test_lists_without_entries_are_a_history_without_rows(house: House):
    house.build([version("2018-01-01"), version("2019-01-01", ALPHA, is_refused=True)])
    assert house.intervals() == []
    assert house.events() == []


def test_effective_date_comes_before_publication_where_a_rule_says_it(house: House):
    """Huawei: in force from 16 May 2019, published on the 21st (84 FR 22961)."""
    huawei = Entry("Huawei Technologies Co., Ltd.", cited=("84 FR 22963, 2019-05-21",))
    rule = Rule("2019-10616", 84, 22961, 22968, date(2019, 5, 21), effective_on=date(2019, 5, 16))
    versions = [version("2019-01-01", ALPHA), version("2019-05-21", ALPHA, huawei)]
    house.build(versions, [rule])
    assert house.intervals(columns="valid_from_basis", entity_name=huawei.name) == [
        ("2019-05-16", None, "rule_effective_date")
    ]
    assert ("2019-05-16", "added", "84 FR 22963") in house.events()
    house.build(versions)
    assert house.intervals(columns="valid_from_basis", entity_name=huawei.name) == [
        ("2019-05-21", None, "rule_publication_date")
    ]


def test_a_document_landed_later_dates_a_change_from_then_on(house: House):
    """Nobody could know of the 16th before the document landed: until then it was the 21st."""
    huawei = Entry("Huawei Technologies Co., Ltd.", cited=("84 FR 22963, 2019-05-21",))
    rule = Rule(
        "2019-10616", 84, 22961, 22968, date(2019, 5, 21), date(2019, 5, 16),
        landed_at=moment("2020-01-01 09:00"),
    )  # fmt: skip
    house.build([version("2019-01-01", ALPHA), version("2019-05-21", ALPHA, huawei)], [rule])
    assert house.names_on("2019-05-17", "2019-12-31 23:59:59") == [ALPHA.name]
    assert house.names_on("2019-05-17", "2020-01-01 09:00:00") == [ALPHA.name, huawei.name]
    assert house.names_on("2019-05-17") == [ALPHA.name, huawei.name]
    assert house.rows(
        "select document_number, cast(recorded_from as varchar) "
        "from marts.dim_federal_register_documents"
    ) == [("2019-10616", "2020-01-01 09:00:00")]
    assert house.rows(
        "select citation, cast(recorded_from as varchar) from marts.fct_listing_events "
        "where document_number = '2019-10616'"
    ) == [("84 FR 22963", "2020-01-01 09:00:00")]


def test_a_document_that_landed_before_the_version_dates_it_from_the_version_on(house: House):
    huawei = Entry("Huawei Technologies Co., Ltd.", cited=("84 FR 22963, 2019-05-21",))
    rule = Rule(
        "2019-10616", 84, 22961, 22968, date(2019, 5, 21), date(2019, 5, 16),
        landed_at=moment("2019-05-16 09:00"),
    )  # fmt: skip
    house.build([version("2019-01-01", ALPHA), version("2019-05-21", ALPHA, huawei)], [rule])
    assert house.names_on("2019-05-17", "2019-05-21 11:59:59") == [ALPHA.name]
    assert house.names_on("2019-05-17", "2019-05-21 12:00:00") == [ALPHA.name, huawei.name]
    assert house.rows(
        "select citation, cast(recorded_from as varchar) from marts.fct_listing_events "
        "where document_number = '2019-10616'"
    ) == [("84 FR 22963", "2019-05-21 12:00:00")]


def test_a_corrected_document_dates_a_change_anew_from_its_correction_on(house: House):
    huawei = Entry("Huawei Technologies Co., Ltd.", cited=("84 FR 22963, 2019-05-21",))
    wrong = Rule("2019-10616", 84, 22961, 22968, date(2019, 5, 21), date(2019, 5, 18))
    right = replace(wrong, effective_on=date(2019, 5, 16), landed_at=moment("2019-07-01 09:00"))
    again = replace(right, landed_at=moment("2019-08-01 09:00"))
    house.build(
        [version("2019-01-01", ALPHA), version("2019-05-21", ALPHA, huawei)], [wrong, right, again]
    )
    assert house.names_on("2019-05-17", "2019-06-30 00:00:00") == [ALPHA.name]
    assert house.names_on("2019-05-18", "2019-06-30 00:00:00") == [ALPHA.name, huawei.name]
    assert house.names_on("2019-05-17", "2019-07-01 09:00:00") == [ALPHA.name, huawei.name]
    assert house.rows(
        "select cast(effective_on as varchar), cast(recorded_from as varchar) "
        "from marts.dim_federal_register_documents"
    ) == [("2019-05-16", "2019-05-21 09:00:00")]


def test_where_no_rule_dates_a_change_the_version_does(house: House):
    house.build([version("2018-01-01", ALPHA), version("2019-01-01", ALPHA, BETA)])
    assert house.intervals(columns="valid_from_basis", entity_name=BETA.name) == [
        ("2019-01-01", None, "version_date")
    ]
    assert house.intervals(columns="valid_from_basis", entity_name=ALPHA.name) == [
        ("2016-09-07", None, "reconstructed_from_citation")
    ]


# --- SenseTime

SENSE_TIME = Entry("Sense Time", cited=("84 FR 54004, 2019-10-09",))
RENAMED = amended(
    SENSE_TIME,
    "85 FR 34505, 2020-06-05",
    name="Beijing Sensetime Technology Development Co., Ltd.",
    aliases=("Sense Time",),
)
POLICY_CHANGED = amended(RENAMED, "85 FR 44159, 2020-07-22", policy="Case-by-case review")
FOOTNOTE_4 = amended(POLICY_CHANGED, "87 FR 62202, 2022-10-13", footnotes=("4",))
SENSE_TIME_RULES = [
    Rule("2019-22210", 84, 54002, 54009, date(2019, 10, 9), effective_on=date(2019, 10, 9)),
    Rule("2020-10868", 85, 34503, 34506, date(2020, 6, 5), effective_on=date(2020, 6, 5)),
    Rule("2020-15827", 85, 44159, 44161, date(2020, 7, 22), effective_on=date(2020, 7, 22)),
    Rule("2022-21658", 87, 62186, 62215, date(2022, 10, 13)),  # effective in three steps
]
SENSE_TIME_STEPS = [
    ("2019-10-09", SENSE_TIME),
    ("2020-06-05", RENAMED),
    ("2020-07-22", POLICY_CHANGED),
    ("2022-10-13", FOOTNOTE_4),
]


@pytest.fixture(params=["2019-01-01 09:00", None, "2024-01-01 09:00"])
def sense_time(house: House, request: pytest.FixtureRequest) -> House:
    """The documents landed before every version, on their days, and after every version."""
    steps = [version(on, BETA, entry) for on, entry in SENSE_TIME_STEPS]
    landed_at = moment(request.param) if request.param else None
    rules = [replace(rule, landed_at=landed_at) for rule in SENSE_TIME_RULES]
    return house.build([version("2019-10-08", BETA), *steps], rules)


def test_sense_time_is_one_entity_from_2019_on(sense_time: House):
    assert sense_time.rows(
        "select count(distinct entity_id), min(cast(valid_from as varchar)) "
        "from marts.dim_entities where entity_name <> ?",
        [BETA.name],
    ) == [(1, "2019-10-09")]
    assert sense_time.events()[1:] == [
        ("2019-10-09", "added", "84 FR 54004"),
        ("2020-06-05", "renamed", "85 FR 34505"),
        ("2020-07-22", "modified", "85 FR 44159"),
        ("2022-10-13", "modified", "87 FR 62202"),
    ]
    assert sense_time.rows(
        "select distinct entity_name, identity_rule from marts.dim_entities "
        "where entity_name <> ? order by entity_name desc",
        [BETA.name],
    ) == [("Sense Time", "first_printed"), (RENAMED.name, "renamed_in_place")]


def sense_time_on(house: House, day: str, known_at: str | None = None) -> list[tuple]:
    return house.rows(
        "select entity_name, license_review_policy, footnotes, citations "
        "from entity_list_on(?, known_at := ?) where entity_name <> ?",
        [day, known_at, BETA.name],
    )


def printed(entry: Entry) -> list[tuple]:
    citations = "; ".join(text.partition(",")[0] for text in entry.cited)
    return [(entry.name, entry.policy, "; ".join(entry.footnotes), citations)]


def test_sense_time_was_not_listed_on_the_eve(sense_time: House):
    assert sense_time_on(sense_time, "2019-10-08") == []


@pytest.mark.parametrize(("day", "entry"), SENSE_TIME_STEPS, ids=lambda value: str(value)[:10])
def test_sense_time_on_each_day_of_its_clock(sense_time: House, day: str, entry: Entry):
    assert sense_time_on(sense_time, day) == printed(entry)


@pytest.mark.parametrize(
    ("day", "known_at", "entry"),
    [
        ("2019-10-09", "2019-10-08 23:59:59", None),
        ("2020-06-05", "2020-06-04 23:59:59", SENSE_TIME),
        ("2020-07-22", "2020-07-21 23:59:59", RENAMED),
        ("2022-10-13", "2022-10-12 23:59:59", POLICY_CHANGED),
    ],
)
def test_sense_time_as_known_on_the_eve_of_each_change(
    sense_time: House, day: str, known_at: str, entry: Entry | None
):
    assert sense_time_on(sense_time, day, known_at) == (printed(entry) if entry else [])
