"""Licence requirement and review policy, decoded into terms.

Here: the wording of the list's third and fourth columns. Not here: what follows from a term for
one transaction; that is a person's question.

Text is taken off piece by piece by the patterns below. What no pattern knows becomes one
`undecoded` term with its words: it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NOTE, NOTE_END = "\ue003", "\ue004"  # a superscript begins and ends


@dataclass(frozen=True)
class Term:
    """One decoded term. `value` is the vocabulary's word, `text` the words it was read from."""

    kind: str
    value: str
    text: str


_SECTION = r"7\d\d\.[\dl]{1,2}(?:\([\dA-Za-z]{1,4}\))*"
_SECTIONS = re.compile(
    rf"\(?\s*\bSee?\s*(?:§+\s*)?(?P<sections>{_SECTION}(?:[\s,.]|and|§|{_SECTION})*)"
    r"\)?(?:\s*of\s+(?:the\s+EAR|this\s+part))?[.)\s]*"
    r"|,\s*see\s*§+\s*(?P<sections_comma>%s(?:[\s,]|and|§|%s)*)of\s+the\s+EAR"
    % (_SECTION, _SECTION),
    re.IGNORECASE,
)
_ONE_SECTION = re.compile(_SECTION)

# (kind, value, pattern); the longest wording of a kind stands first.
_REQUIREMENT = [
    (
        "scope_exclusion",
        "items_authorised_by_ofac_general_license",
        r",?\s*apart from items that are related to transactions that are authorized by the "
        r"Department of the "
        r"Treasury's Office of Foreign Assets Control pursuant to General License No\. \w+ of "
        r"\w+ \d+, \d{4}",
    ),
    (
        "scope_exclusion",
        "uav_operation_maintenance_or_repair_technology_ear99",
        r",?\s*except for EAR99-designated technology for the operation, maintenance, or repair "
        r"of unmanned "
        r"aerial vehicles \(UAV\) released to this entity by the operator of the UAV",
    ),
    (
        "scope_exclusion",  # 85 FR 36720 (2020-06-18), until 87 FR 55250 (2022-09-09)
        "technology_ear99_or_at_only_released_to_a_standards_organization",
        r",?\s*except for technology subject to the EAR that is designated as EAR99, or controlled "
        r"on the Commerce Control List for anti-terrorism reasons only, when released to members "
        r"of a .?standards organization.?\s*(?:\(see § 772\.1\))?\s*for the purpose of "
        r"contributing to the revision or development of a .?standard.?\s*(?:\(see § 772\.1\))?",
    ),
    (
        "scope_exclusion",  # on the lists of spring 2022
        "food_or_medicine_ear99_and_5a992c_5d992c_unless_for_government_end_users",
        r",?\s*except for food (?:or|and) medicine designated as EAR99, or ECCN 5A992\.c and "
        r"5D992\.c unless for \w+ .?government end users.? and \w+ state-owned enterprises "
        r"\(SoEs\)(?: to \w+)?",
    ),
    (
        "scope_exclusion",
        "food_or_medicine_ear99",
        r",?\s*except for food (?:or|and) medicine designated as EAR99",
    ),
    (
        "scope_exclusion",  # CNOOC as added in January 2021, 86 FR 4864
        "hydrocarbons_by_hs_code_and_joint_ventures_outside_the_south_china_sea",
        r"\s*except for:\s*[—-]?\s*crude oil, condensates,.*?Harmonized System \(HS\) "
        r"codes:[\d,\s]*;\s*or\s*[—-]?\s*(?:items )?required for the continued operation of "
        r"joint ventures with persons from countries in Country Group A:1 in supplement no\. 1 to "
        r"part 740 of the EAR not operating in the South China Sea",
    ),
    (
        "scope_exclusion",
        "hydrocarbons_by_hs_code_and_joint_ventures_outside_coordinates",
        r"\s*except for:\s*—?crude oil, condensates,.*?Harmonized System \(HS\) "
        r"codes:[\d,\s]*;\s*or\s*"
        r"—?items required for the continued operation of joint ventures.*$",
    ),
    (
        "license_exception",
        "GOV",
        r"This license requirement may be overcome by License Exception GOV under\s*§ "
        r"740\.11\(b\)(?:\(2\) and \(e\)"
        r"|\s*when used by the U\.S\.? Geological Survey)",
    ),
    (
        "scope_extension",
        "entity_wherever_located",
        r"The license requirements under this entry also extend to any export, reexport and "
        r"transfer \(in-country\) "
        r"to the entity wherever located worldwide",
    ),
    (
        "scope_exclusion",
        "crimea_region_of_ukraine_is_not_russia",
        r"Russia does not include the .?Crimea region of Ukraine,.? as that term is defined in "
        r"section 8\(d\) of "
        r"E\.O\. 13685",
    ),
    (
        "scope",
        "all_items_subject_to_the_ear_in_specified_projects",
        r"For all items subject to the EAR when used in projects specified in § "
        r"(?P<section>746\.[\d()a-z]+) of the EAR",
    ),
    (
        "scope",
        "ccl_and_ear99_items_of_supplement_7_to_part_746",
        r"For items on the CCL and EAR ?99 items listed in supplement no\. 7 to part 746 of the "
        r"EAR",
    ),
    (
        "scope",
        "ccl_items_of_supplement_7_to_part_746",
        r"For items on the CCL and listed in supplement no\. 7 to part 746 of the EAR",
    ),
    ("scope", "all_items_subject_to_the_ear", r"(?:For )?all items subject to the EAR"),
]
_FOOD = r"food and medicine designated as EAR99"
_ISS = r"(?:items )?for U\.S\. Government supported use in the International Space Station \(ISS\)"
_POLICY = [
    (
        "case_by_case_condition",
        "items_not_described_in_eccn",
        r"except case-by-case for items not described in ECCN (?P<eccns>(?:(?!\. [A-Z]).)+)",
    ),
    (
        "review_policy_tier",
        "presumption_of_denial",
        r"Presumption of denial for all items to include items described in ECCN "
        r"(?P<eccns>(?:(?!\. [A-Z]).)+)",
    ),
    (
        "case_by_case_condition",
        "200mm_wafer_production",
        r"Case-by-case for items designed for production of 200mm wafers destined to a 200mm "
        r"wafer production facility",
    ),
    (
        "review_policy_tier",
        "presumption_of_denial",
        r"Presumption of denial for items uniquely required for production of semiconductors at "
        r"advanced technology "
        r"nodes \(10 nanometers and below, including extreme ultraviolet technology\)",
    ),
    ("case_by_case_condition", "all_other_items", r"Case by case for all other items"),
    (
        "case_by_case_condition",
        "food_medicine_ear99_and_iss",
        rf"apart from {_FOOD} and (?:for )?{_ISS}, which will be reviewed on a case-by-case basis",
    ),
    (
        "case_by_case_condition",
        "food_medicine_ear99",
        rf"apart from {_FOOD},? which will be reviewed on a case-by-case basis",
    ),
    ("case_by_case_condition", "international_space_station", rf"Case-by-case basis for {_ISS}"),
    (
        "case_by_case_condition",
        "us_government_space_programs",
        r"Case-by-case basis for U\.S\. Government supported space programs",
    ),
    (
        "case_by_case_condition",
        "eccns_and_ear99_items_of_the_note_to_1a995",
        r"Case-by-case review for ECCNs (?P<eccns>[\w., ]+?), and for EAR99 items described in "
        r"the Note to ECCN 1A995",
    ),
    (
        "case_by_case_condition",
        "infectious_disease",
        r"case-by-case review for items necessary to detect, identify and treat infectious disease",
    ),
    (
        "case_by_case_condition",
        "telecommunications_infrastructure_and_consumer_communications",
        r"Case-by-case review for telecommunications infrastructure items described in Category "
        r"5 Part 1 or Category "
        r"5 Part 2 and consumer communications devices identified in § 740\.19",
    ),
    (
        "case_by_case_condition",
        "civil_aviation_safety",
        r"Case-by-case review for licenses for the safety of civil aviation and the safe "
        r"operation of aircraft",
    ),
    (
        "review_policy_tier",
        "presumption_of_denial",
        r"(?:and )?presumption of denial(?: for all other(?:s| items subject to the EAR))?",
    ),
    (
        "review_policy_tier",
        "policy_of_denial",
        r"Policy of denial(?: for all items subject to (?:the )?EAR)?",
    ),
    (
        "review_policy_tier",
        "presumption_of_approval_for_ear99",
        r"Presumption of approval for EAR99(?: items)?",
    ),
    (
        "case_by_case_condition",
        "ccl_items",
        r"(?:with )?Case-by-case (?:review |basis )?for (?:all )?items (?:listed )?on the CCL",
    ),
    ("review_policy_tier", "case_by_case", r"Case-by-case (?:basis|review)"),
]


def _compiled(rules: list[tuple[str, str, str]]) -> list[tuple[str, str, re.Pattern[str]]]:
    return [(kind, value, re.compile(p, re.IGNORECASE | re.DOTALL)) for kind, value, p in rules]


_RULES = {"requirement": _compiled(_REQUIREMENT), "policy": _compiled(_POLICY)}
_NOTES = re.compile(f"{NOTE}([^{NOTE_END}]*){NOTE_END}")
_DIGITS = re.compile(r"\d+")
_ECCN_LIST_BREAK = re.compile(r"[,;]\s*(?:and |or )?|\s(?:and|or)\s")
_ECCN = re.compile(r"(?P<base>\d[A-E]\d{3})(?:\.[a-z0-9]+)*")
_ECCN_PARAGRAPH = re.compile(r"\.?(?P<paragraph>[a-z](?:\.[a-z0-9]+)*(?: to \.[a-z])?)")
_WORD = re.compile(r"\w")


def footnotes(text: str) -> list[str]:
    """The designation digits of a legal cell, in printed order (`⟨3⟩` and `⟨,3⟩` are `3`)."""
    return [digit for note in _NOTES.findall(text) for digit in _DIGITS.findall(note)]


def without_footnotes(text: str) -> str:
    """The wording alone, whitespace collapsed."""
    return " ".join(_NOTES.sub(" ", text).split())


# Publications without superscripts print a designation as a digit behind a section or the EAR
# (`734.9(g),3 746.8`, `of the EAR)4`), and spell the list's words in ways of their own.
_UNMARKED_NOTE = re.compile(
    r"(?<=\)),?\s?(?P<section_note>\d{1,2})(?=[\s,.]|$)"
    r"|(?<=EAR)\s?(?P<ear_note>\d)(?=[\s,.)]|$)"
)
_UNMARKED_SPELLINGS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("’", "'"),
        ("€", "(e)"),  # what a spreadsheet makes of (e)
        (r"\s*(?:\bpart\s*)?(§+)\??\s*(?=\d)", r" \1 "),
        (r" of the EAR and (?=\d)", " and "),
        (r"(?<=\d) (?=\([a-z]\))", ""),
        (r"\bPresumption for denial", "Presumption of denial"),
        (r"\bcasa-by-case", "case-by-case"),
        (r"\bsemiconducto rs\b", "semiconductors"),
        (r"\bitems subjects to\b", "items subject to"),
    )
]


def decode_unmarked(requirement: str | None, policy: str | None) -> tuple[Term, ...]:
    """`decode` for a publication that copies the list's terms without its superscripts."""

    def marked(text: str | None) -> str:
        mended = " ".join((text or "").split())
        for pattern, plain in _UNMARKED_SPELLINGS:
            mended = pattern.sub(plain, mended)
        return _UNMARKED_NOTE.sub(
            lambda match: f"{NOTE}{match['section_note'] or match['ear_note']}{NOTE_END}", mended
        )

    return decode(marked(requirement), marked(policy))


def decode(requirement: str, policy: str) -> tuple[Term, ...]:
    """The terms of one entry, requirement before policy, each in the order of its text."""
    return (*_decode(requirement, "requirement"), *_decode(policy, "policy"))


@lru_cache(maxsize=4096)
def _decode(marked: str, column: str) -> tuple[Term, ...]:
    found: list[tuple[int, Term]] = []
    for match in _NOTES.finditer(marked):
        for digit in _DIGITS.findall(match.group(1)):
            found.append((match.start(), Term("footnote_designation", digit, digit)))
    # Equal lengths keep positions true while pieces are taken off.
    text = _NOTES.sub(lambda match: " " * len(match.group()), marked)

    def take(match: re.Match[str], terms: list[Term]) -> None:
        nonlocal text
        found.extend((match.start(), term) for term in terms)
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]

    for kind, value, pattern in _RULES[column]:
        for match in pattern.finditer(_spaced(text)):
            words = " ".join(match.group().split())
            groups = match.groupdict()
            terms = [Term(kind, value, words)]
            if groups.get("section"):
                terms.append(Term("ear_section", groups["section"], words))
            terms += [
                Term("eccn_carve_out", eccn, words) for eccn in _eccns(groups.get("eccns") or "")
            ]
            take(match, terms)
    for match in _SECTIONS.finditer(_spaced(text)):
        sections = match["sections"] or match["sections_comma"]
        take(
            match,
            [
                Term("ear_section", re.sub(r"(?<=\d)l", "1", section), section)
                for section in _ONE_SECTION.findall(sections)
            ],
        )
    left = " ".join(text.split()).strip(" .;,:()")
    if _WORD.search(left):
        found.append((len(marked), Term("undecoded", left, left)))
    return tuple(term for _, term in sorted(found, key=lambda item: item[0]))


def _eccns(text: str) -> list[str]:
    """`3B001.a.4, .c, f.1.b.2, .k to .p; 3B993` as whole numbers: `3B001.c`, `3B001.k to .p`."""
    found, base = [], ""
    for item in _ECCN_LIST_BREAK.split(text):
        whole = _ECCN.fullmatch(item.strip())
        paragraph = _ECCN_PARAGRAPH.fullmatch(item.strip())
        if whole:
            base = whole["base"]
            found.append(item.strip())
        elif paragraph and base:
            found.append(f"{base}.{paragraph['paragraph']}")
    return found


def _spaced(text: str) -> str:
    """The same length, with line breaks as spaces."""
    return text.replace("\n", " ")
