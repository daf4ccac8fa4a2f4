"""Funding that grows: one synthetic edition of Section 117, and its raw rows over and over.

An edition is a file in the true columns of 2020. Beyond `PARSED_AT_MOST` rows it is not one file
any more: the rows that were parsed are repeated as raw rows with gifts, names of donors and links
of their own, so that what comes after parsing grows and parsing need not.
"""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, date, datetime, timedelta

from benchmarks.stages import Steps, grown_from, hand_over, land_the_list
from dagster_project.assets.transform import before

PARSED_AT_MOST = 1_000_000
EDITION = date(2020, 10, 19)
_GROWING = ("section_117_gifts", "section_117_gift_links", "matches")

WORDS = [
    "Advanced", "Central", "Coastal", "Delta", "East", "Global", "Harbour", "Inland", "Jade",
    "Lake", "Meridian", "National", "Northern", "Ocean", "Pacific", "Quantum", "River",
    "Southern", "Summit", "Union", "Valley", "Western", "Zenith",
]  # fmt: skip
KINDS = [
    "University", "Institute", "Academy", "Laboratory", "Corporation", "Foundation",
    "Industries", "Group",
]  # fmt: skip
FIELDS = [
    "Optics", "Materials", "Software", "Energy", "Medicine", "Agriculture", "Physics",
    "Logistics", "Design",
]  # fmt: skip
LISTED = ["Huawei Technologies", "Sichuan University", "Harbin Engineering University", "SenseTime"]
COUNTRIES = ["CHINA", "GERMANY", "JAPAN", "CANADA", "ENGLAND", "FRANCE", "SOUTH KOREA"]


def edition(rows: int, seed: int = 117) -> bytes:
    """A file of so many rows: some 4,000 institutions, one donor for every five rows, 1 % of the
    names listed, 13 % of the donors blank."""
    chance = random.Random(seed)
    donors = [
        f"{chance.choice(WORDS)} {chance.choice(FIELDS)} {chance.choice(KINDS)} {number}"
        for number in range(max(1, rows // 5))
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "ID", "OPEID", "Institution Name", "City", "State", "Foreign Gift Received Date",
            "Foreign Gift Amount", "Gift Type", "Country of Giftor", "Giftor Name",
        ]
    )  # fmt: skip
    first = date(2014, 1, 1)
    for number in range(1, rows + 1):
        institution = chance.randrange(4000)
        draw = chance.random()
        donor = "" if draw < 0.13 else chance.choice(LISTED if draw > 0.99 else donors)
        received = first + timedelta(days=chance.randrange(2300))
        writer.writerow(
            [
                number,
                f"{institution:06d}00",
                f"Example University {institution}",
                "Example City",
                "AL",
                (received - date(1899, 12, 30)).days,
                chance.randrange(250_000, 5_000_000),
                chance.choice(["Contract", "Monetary Gift"]),
                chance.choice(COUNTRIES),
                donor[:35],
            ]
        )
    return out.getvalue().encode()


# A made-up donor's name ends in its number; a listed one is the same party in every copy.
_REPEATED = """
insert into raw.section_117_gifts by name
select gifts.* replace (
    row_number + copy * $rows as row_number,
    case when regexp_matches(donor_name, '\\d$') then donor_name || ' ' || copy
        else donor_name end as donor_name,
    case when regexp_matches(donor_text, '\\d$') then donor_text || ' ' || copy
        else donor_text end as donor_text)
from raw.section_117_gifts as gifts, range(1, $times) as copies(copy);

insert into raw.section_117_gift_links by name
select links.* replace (
    row_number + copy * $rows as row_number, gift_id || '-' || copy as gift_id)
from raw.section_117_gift_links as links, range(1, $times) as copies(copy);
"""


def measure(steps: Steps, size: int, parsed_at_most: int = PARSED_AT_MOST) -> None:
    """So many rows of funding against the list, from the landed file to the marts."""
    parsed = min(size, parsed_at_most)
    base = steps.beforehand()
    land_the_list(base.base)
    land_edition(base, parsed)
    base.prepare()
    base.clock.done = steps.done
    base.load(
        ("ecfr", "section-117"), parsed, spread=steps.spread(), judged=steps.engine == "duckdb"
    )
    base.clock.done = lambda stage: None
    if size > parsed:
        sql = _REPEATED.replace("$rows", str(parsed)).replace("$times", str(size // parsed))
        with base.warehouse.connect() as connection:
            for statement in sql.split(";\n\n"):
                connection.execute(statement)
    every = grown_from(base.manifest, _GROWING)
    base.models("the list", (), "--select", *(f"+{name}" for name in every.stood_on))
    hand_over(base, steps, every.stood_on)
    steps.prepare()
    nodes = base.manifest["nodes"]
    early = {nodes[id_]["name"] for id_ in before(base.manifest)} & {*every.models}
    late = {*every.models} - early
    steps.models("models before matching", {*every.read} - {"matches"}, "--select", *early)
    steps.compute("match_names")
    steps.models("models after matching", {*every.read} & {"matches"}, "--select", *late)


def land_edition(steps: Steps, rows: int) -> None:
    steps.landing.land(
        "section-117",
        edition(rows),
        name=f"{EDITION}_foreign_gifts.csv",
        fetched_at=datetime(2020, 10, 19, tzinfo=UTC),
        published_on=EDITION,
    )
