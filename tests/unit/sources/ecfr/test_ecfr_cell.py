"""The grammar of an entity cell: names, kinds of names, addresses, cross references."""

from __future__ import annotations

import pytest

from dagster_project.sources.ecfr.cell import (
    AND,
    ITALIC,
    PLAIN,
    _unassigned,
    parse_cell,
    split_name_address,
)


def test_a_name_and_its_address_on_one_line() -> None:
    cell = parse_cell(f"Skylark Optics Co., Ltd., No. 8 Hill Road, Xi'an, China;{AND}Hong Kong.")
    assert cell.names == (("Skylark Optics Co., Ltd.", "primary"),)
    assert cell.addresses == ("No. 8 Hill Road, Xi'an, China", "Hong Kong")
    assert cell.unassigned == ""


def test_aliases_with_bullets_then_a_gap_then_addresses() -> None:
    cell = parse_cell(
        "Beijing Sensetime Technology Development Co., Ltd., a.k.a., the following two aliases:\n"
        f"—Beijing Shangtang Technology Development Co., Ltd.;{AND}\n—Sense Time.\n\n"
        "5F Block B, Science Park, Beijing, China. (See alternate address under Russia)."
    )
    assert cell.names == (
        ("Beijing Sensetime Technology Development Co., Ltd.", "primary"),
        ("Beijing Shangtang Technology Development Co., Ltd.", "also_known_as"),
        ("Sense Time", "also_known_as"),
    )
    assert cell.addresses == ("5F Block B, Science Park, Beijing, China",)
    assert cell.see_also == ("See alternate address under Russia",)
    assert (cell.aliases_declared, cell.aliases_parsed) == (2, 2)


@pytest.mark.parametrize(
    "lead_in",
    [
        ", a.k.a., the following two aliases:",
        ", a.k.a. the following two aliases:",
        " a.k.a., the following two aliases:",
        ", a.k.a, the following two aliases:",
        ", a.k.a., the follow two aliases:",
        ", a.k.a., following two aliases:",
        ", a.k.a., the following the following two aliases:",
        ", a.k.a., as the following two aliases:",
        ", a.k.a., the following two aliaes:",
        ", a.k.a., the following two entities:",
        ", a.k.a., the following two aliases,",
        ", a.k.a., the following two aliases",
        ", the following two aliases:",
        ", and the following two aliases:",
        ", a.k.a., the following two aliases, and seven subordinate institutions:",
        f", a.k.a., the following two aliases, {ITALIC}including the named units and "
        f"subordinate institutions:{PLAIN}",
    ],
)
def test_every_spelling_of_the_lead_in_gives_the_same_names(lead_in: str) -> None:
    cell = parse_cell(f"Skylark Optics{lead_in}\n—Skylark;{AND}\n—SKO.\n\nXi'an, China.")
    assert [name for name, _ in cell.names] == ["Skylark Optics", "Skylark", "SKO"]
    assert cell.addresses == ("Xi'an, China",)
    assert cell.aliases_declared == cell.aliases_parsed == 2
    assert cell.unassigned == ""


@pytest.mark.parametrize(
    "last",
    [
        "—Baikal. 8 Promyshlennaya Str., Izhevsk 426063, Russia.",
        "—Baikal, 8 Promyshlennaya Str., Izhevsk 426063, Russia.",
        "—Baikal.\n8 Promyshlennaya Str., Izhevsk 426063, Russia.",
        "—Baikal\n\n8 Promyshlennaya Str., Izhevsk 426063, Russia",
    ],
)
def test_an_address_behind_the_last_alias_is_no_alias(last: str) -> None:
    cell = parse_cell(f"Izhevsky Zavod JSC, a.k.a., the following one alias:\n{last}")
    assert cell.names == (("Izhevsky Zavod JSC", "primary"), ("Baikal", "also_known_as"))
    assert cell.addresses == ("8 Promyshlennaya Str., Izhevsk 426063, Russia",)


def test_a_legal_form_before_an_inline_address_stays_with_its_alias() -> None:
    cell = parse_cell(
        "Southeast Trading Oy, a.k.a., the following one alias:\n"
        "—Southeast Trading LTD. Espoo, Finland."
    )
    assert cell.names[1] == ("Southeast Trading LTD.", "also_known_as")
    assert cell.addresses == ("Espoo, Finland",)


def test_aliases_on_one_line_without_bullets() -> None:
    cell = parse_cell(
        f"Kral Aviation, a.k.a., the following two aliases: Kral Havacilik Sirketi;{AND}Kral "
        f"Aviation Ltd. Senlikkoy Mah, No: 1/3, Istanbul, Turkey;{AND}Florya, Istanbul, Turkey."
    )
    assert [name for name, _ in cell.names] == [
        "Kral Aviation",
        "Kral Havacilik Sirketi",
        "Kral Aviation Ltd.",
    ]
    assert cell.addresses == (
        "Senlikkoy Mah, No: 1/3, Istanbul, Turkey",
        "Florya, Istanbul, Turkey",
    )


def test_aliases_without_a_lead_in_stop_where_a_place_begins() -> None:
    cell = parse_cell("Ukraine Airlines, a.k.a., UM Airlines, UM Air, 7, Shul Str., Kiev, Ukraine")
    assert [name for name, _ in cell.names] == ["Ukraine Airlines", "UM Airlines", "UM Air"]
    assert cell.addresses == ("7, Shul Str., Kiev, Ukraine",)


def test_former_names_in_brackets_are_formerly_known_as() -> None:
    cell = parse_cell(
        "Rosneft (a.k.a. Oil Company Rosneft; a.k.a. OAO Rosneft; f.k.a. Rosneft Union)\n\n"
        "Address: 26/1 Sofiyskaya Emb., Moscow, Russia\nAlt Address: Tula, Russia"
    )
    assert cell.names == (
        ("Rosneft", "primary"),
        ("Oil Company Rosneft", "also_known_as"),
        ("OAO Rosneft", "also_known_as"),
        ("Rosneft Union", "formerly_known_as"),
    )
    assert cell.addresses == ("26/1 Sofiyskaya Emb., Moscow, Russia", "Tula, Russia")


def test_names_within_one_alias_are_names_of_their_own() -> None:
    cell = parse_cell(
        "Guards Corps, a.k.a., the following three aliases:\n—IRGC Air Force; IRGCAF;\n"
        f"—Thermal Institute, a.k.a., Hot Institute;{AND}\n—GC.\n\nTehran, Iran."
    )
    assert [name for name, _ in cell.names] == [
        "Guards Corps",
        "IRGC Air Force",
        "IRGCAF",
        "Thermal Institute",
        "Hot Institute",
        "GC",
    ]
    assert (cell.aliases_declared, cell.aliases_parsed) == (3, 3)
    assert cell.unassigned == ""


@pytest.mark.parametrize(
    "text",
    [
        ":—KRL;—Kahuta.\n\nKahuta, Pakistan.",
        ":\n—KRL;—Kahuta.\n\nKahuta, Pakistan.",
        f": -KRL;{AND}-Kahuta, Kahuta, Pakistan",
    ],
)
def test_a_bullet_without_its_line_break_still_opens_an_alias(text: str) -> None:
    cell = parse_cell(f"Khan Laboratories, a.k.a., the following two aliases{text}")
    assert [name for name, _ in cell.names] == ["Khan Laboratories", "KRL", "Kahuta"]
    assert cell.addresses == ("Kahuta, Pakistan",)


def test_a_plain_conjunction_parts_addresses_behind_a_country_only() -> None:
    cell = parse_cell(
        "Ahad, Shop 3, Rock and Roll Road, Lahore, Pakistan and MZ-9, Lahore, Pakistan."
    )
    assert cell.addresses == (
        "Shop 3, Rock and Roll Road, Lahore, Pakistan",
        "MZ-9, Lahore, Pakistan",
    )


def test_brackets_with_aliases_below_the_name_are_no_address() -> None:
    """Lukoil, OAO (2023): a gap stands between the name and its aliases in brackets."""
    cell = parse_cell(
        "Lukoil, OAO\n\n(a.k.a. Lukoil; a.k.a. NK Lukoil OAO)\n\nAddress: 11 Sretenski, Russia"
    )
    assert [name for name, _ in cell.names] == ["Lukoil, OAO", "Lukoil", "NK Lukoil OAO"]
    assert cell.addresses == ("11 Sretenski, Russia",)
    assert cell.unassigned == ""


def test_a_list_of_names_in_brackets() -> None:
    cell = parse_cell("Lim Yong, (a.k.a., Lin Rong, Steven Lim and Yong Lim), 8 Way, Singapore.")
    assert [name for name, _ in cell.names] == ["Lim Yong", "Lin Rong", "Steven Lim", "Yong Lim"]
    assert cell.addresses == ("8 Way, Singapore",)


def test_subordinate_institutions_are_names_of_their_own_kind() -> None:
    cell = parse_cell(
        "Second Academy, a.k.a., the following one alias, and two subordinate institutions:\n"
        f"—Changfeng.\n{ITALIC}Subordinate institution{PLAIN}\n25th Institute, a.k.a., the "
        f"following one alias:\n—Remote Sensing Institute.\n{ITALIC}Subordinate institution{PLAIN}"
        " 283 Factory.\nThe following addresses apply to the entity and to the two subordinate "
        f"institutions:\n\n50 Yongding Road, Beijing, China;{AND}Xian, China."
    )
    assert cell.names == (
        ("Second Academy", "primary"),
        ("Changfeng", "also_known_as"),
        ("25th Institute", "subordinate"),
        ("Remote Sensing Institute", "also_known_as"),
        ("283 Factory", "subordinate"),
    )
    assert cell.addresses == ("50 Yongding Road, Beijing, China", "Xian, China")
    assert cell.unassigned == ""


def test_affiliates_open_in_italics_and_keep_their_aliases() -> None:
    """Huawei Technologies: 22 affiliates stand in one cell; one alias has no bullet."""
    cell = parse_cell(
        "Huawei Technologies Co., Ltd., a.k.a., the following one alias:\n—Huawei Technology, and "
        "to include the following addresses and the following two affiliated entities:\n\n"
        f"Addresses for Huawei Technologies Co., Ltd.: Shenzhen, China;{AND}Wuhan, Hebei Province."
        f"\nAffiliated entities:\n{ITALIC}Hangzhou Huawei Enterprises,{PLAIN} No. 410 Jianghong "
        f"Road, Hangzhou, China.\n{ITALIC}Huawei Marine Networks Co., Ltd.,{PLAIN} a.k.a., the "
        f"following one alias:\n—Huawei Marine;{AND}\nHMN Tech.\nBuilding R4, Dongguan, China."
    )
    assert cell.names == (
        ("Huawei Technologies Co., Ltd.", "primary"),
        ("Huawei Technology", "also_known_as"),
        ("Hangzhou Huawei Enterprises", "affiliate"),
        ("Huawei Marine Networks Co., Ltd.", "affiliate"),
        ("Huawei Marine", "also_known_as"),
        ("HMN Tech", "also_known_as"),
    )
    assert cell.addresses == (
        "Shenzhen, China",
        "Wuhan, Hebei Province",
        "No. 410 Jianghong Road, Hangzhou, China",
        "Building R4, Dongguan, China",
    )
    assert cell.unassigned == ""


def test_the_successor_clause_is_law_and_no_name() -> None:
    cell = parse_cell(
        "Skylark Optics, and any successor, sub-unit, or subsidiary thereof, Xi'an, China."
    )
    assert cell.successor_clause
    assert cell.names == (("Skylark Optics", "primary"),)
    assert cell.unassigned == ""


def test_an_address_only_entry_has_no_name() -> None:
    cell = parse_cell("Address 01, Unit D, 16/F One Capital Place, Wan Chai, Hong Kong.")
    assert (cell.kind, cell.names) == ("address", ())
    assert cell.addresses == ("Unit D, 16/F One Capital Place, Wan Chai, Hong Kong",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Huawei Technical Service Co., Ltd., China.", "Huawei Technical Service Co., Ltd.,"),
        ("Huawei Tech Investment, PT, Jakarta, Indonesia.", "Huawei Tech Investment, PT,"),
        ("Well Fair (Hong Kong) Ltd., Unit 1105, Hong Kong.", "Well Fair (Hong Kong) Ltd.,"),
        (
            "Academy of Sciences, Institute of Physics, No. 8 South Street, Beijing, China.",
            "Academy of Sciences, Institute of Physics,",
        ),
        ("Irum Raja, Institute of Science (PINS), Nilore, Pakistan.", "Irum Raja,"),
        ("IFLYTEK, National Speech Base, No. 666 Road, Hefei, China.", "IFLYTEK,"),
        (
            "Tactical Missile Corporation, NPO Electromechanics, 31 Street, Russia.",
            "Tactical Missile Corporation, NPO Electromechanics,",
        ),
        ("Metallurgical Works J.S. Co. 5 Zavodskaya St, Russia.", "Metallurgical Works J.S. Co. "),
        ("PT. Kuantum Tekno, Bandung, Indonesia.", "PT. Kuantum Tekno,"),
    ],
)
def test_words_tell_a_name_from_an_address(text: str, name: str) -> None:
    assert split_name_address(text)[0].strip() == name.strip()


def test_text_in_no_piece_is_reported() -> None:
    """The last safeguard: whatever the grammar did not place is named, letter by letter."""
    assert _unassigned("Skylark, Xi'an", ["Skylark", ", Xian"]) == ""
    assert _unassigned("Skylark, Xi'an", ["Skylark"]) == "aXin"
    assert _unassigned("Skylark", ["Skylark", "lark"]) == "+klar"
