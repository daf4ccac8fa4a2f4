"""Licence terms: decoded where the wording is known, `undecoded` where it is not."""

from __future__ import annotations

import pytest

from dagster_project.sources.ecfr.terms import (
    NOTE,
    NOTE_END,
    decode,
    decode_unmarked,
    footnotes,
)


def _note(digits: str) -> str:
    return f"{NOTE}{digits}{NOTE_END}"


def _terms(requirement: str, policy: str) -> list[tuple[str, str]]:
    return [(term.kind, term.value) for term in decode(requirement, policy)]


def test_a_footnote_designation_is_told_from_the_sections_around_it() -> None:
    requirement = (
        f"For all items subject to the EAR. (See §§ 734.9(g),{_note('3')} 746.8(a)(3), and "
        "744.2l(b) of the EAR)"
    )
    assert _terms(requirement, "Presumption of denial.") == [
        ("scope", "all_items_subject_to_the_ear"),
        ("ear_section", "734.9(g)"),
        ("ear_section", "746.8(a)(3)"),
        ("ear_section", "744.21(b)"),
        ("footnote_designation", "3"),
        ("review_policy_tier", "presumption_of_denial"),
    ]


def test_a_comma_inside_the_superscript_is_no_designation() -> None:
    assert footnotes(f"§§ 734.9(g){_note(',3')} 746.8") == ["3"]


def test_policy_with_a_condition_keeps_tier_condition_and_sections() -> None:
    policy = (
        "Policy of Denial for all items subject to the EAR apart from food and medicine designated "
        "as EAR99, which will be reviewed on a case-by-case basis. See §§ 746.8(b) and 744.21(e)."
    )
    assert _terms("All Items Subject to the EAR", policy) == [
        ("scope", "all_items_subject_to_the_ear"),
        ("review_policy_tier", "policy_of_denial"),
        ("case_by_case_condition", "food_medicine_ear99"),
        ("ear_section", "746.8(b)"),
        ("ear_section", "744.21(e)"),
    ]


def test_carved_out_eccns_are_whole_numbers() -> None:
    policy = (
        "Presumption of denial except case-by-case for items not described in ECCN 3B001.a.4, .c, "
        "f.1.b.2, .k to .p; 3B002.c, 3B993, or 3B994"
    )
    assert [value for kind, value in _terms("", policy) if kind == "eccn_carve_out"] == [
        "3B001.a.4",
        "3B001.c",
        "3B001.f.1.b.2",
        "3B001.k to .p",
        "3B002.c",
        "3B993",
        "3B994",
    ]


def test_unknown_words_are_never_guessed() -> None:
    terms = _terms(
        "For all items subject to the EAR except for lunar regolith. (See § 744.11 of the EAR)", ""
    )
    assert ("undecoded", "except for lunar regolith") in terms
    assert ("undecoded", "Coin toss") in _terms("", "Coin toss")


@pytest.mark.parametrize(
    ("requirement", "policy"),
    [
        (
            "All items subject to the EAR (See §§734.9(e) and 744.11 of the EAR)4",
            "Presumption of denial",
        ),
        (
            "For all items subject to the EAR. (See §§ 734.9(e), 4 and 744.11 of the EAR).",
            "Presumption for denial.",
        ),
        (
            "For all items subject to the EAR. (See part§§?734.9(e),4 and 744.11 of the EAR)",
            "presumption of denial",
        ),
    ],
)
def test_a_copy_without_superscripts_decodes_like_the_list(requirement: str, policy: str) -> None:
    listed = _terms(
        f"For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR){_note('4')}",
        "Presumption of denial",
    )
    copied = [(term.kind, term.value) for term in decode_unmarked(requirement, policy)]
    assert sorted(copied) == sorted(listed)


def test_a_digit_of_a_section_or_an_eccn_is_no_designation() -> None:
    copied = decode_unmarked(
        "All items subject to the EAR except for food or medicine designated as EAR99. "
        "(See §744.2 (d) of the EAR)",
        None,
    )
    assert [(term.kind, term.value) for term in copied] == [
        ("scope", "all_items_subject_to_the_ear"),
        ("scope_exclusion", "food_or_medicine_ear99"),
        ("ear_section", "744.2(d)"),
    ]
