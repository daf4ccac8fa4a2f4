"""A whole day of GDELT through the build: 96 files of a quarter of an hour, at their true size.

    python benchmarks/news/day.py [files] [records per file]

The files are made up in the true format (27 columns, zipped as GDELT serves them): 2,000 records of
11.6 kB each, as the GKG of 2015 has them, three quarters of the bytes in the column of word
counts. One record in two hundred names a listed party. The list is the Entity List of mid-2026
where ENTITY_LIST_REAL_DATA has it, else the bundled sample. Prints seconds and records per second
of each stage, and the peak of resident memory.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.stages import Clock, answer, build, in_a_process, land_the_list, show  # noqa: E402

FILES, RECORDS = 96, 2000
FIRST_SLOT = datetime(2019, 10, 9, tzinfo=UTC)
SLOT = timedelta(minutes=15)
LISTED = ("huawei technologies", "sensetime", "sichuan university", "zte", "hikvision")
_SYLLABLES = "ba ke lo mi nu ra se to vi zu dan fer gol hin jor kas lem mor nik pol".split()  # noqa: SIM905
_KINDS = ("university", "group", "ministry", "bank", "association", "police department", "inc")
# Bytes of each column, on average, over the records of one real file.
_THEMES, _COUNTS, _PLACES, _QUOTES = 1450, 8320, 590, 310


def slot_file(slot: datetime, records: int, chance: random.Random) -> bytes:
    """One zip file of one quarter of an hour."""
    stamp = f"{slot:%Y%m%d%H%M%S}"
    counts = ",".join(
        f"c{chance.randrange(1, 26)}.{chance.randrange(1, 99)}:{chance.randrange(1, 99)}"
        for _ in range(4 * _COUNTS // 9)
    )
    lines = []
    for number in range(records):
        names = [
            f"{''.join(chance.choices(_SYLLABLES, k=3))} {chance.choice(_KINDS)}"
            for _ in range(chance.choice((0, 0, 1, 2, 3, 4, 6)))
        ]
        if chance.random() < 0.005:
            names.append(chance.choice(LISTED))
        at = chance.randrange(3 * len(counts) // 4)
        fields = [""] * 27
        fields[0:5] = [
            f"{stamp}-{number}",
            stamp,
            "1",
            "news.example.org",
            f"https://news.example.org/{stamp}/{number}",
        ]
        fields[7] = "TAX_FNCACT;LEADER;" * (_THEMES // 54)
        fields[8] = "TAX_FNCACT,131;LEADER,33;" * (_THEMES // 38)
        fields[10] = "1#China#CH#CH##35#105#CH#210;" * (_PLACES // 29)
        fields[13] = ";".join(names)
        fields[14] = ";".join(f"{name.title()},{50 + 90 * at}" for at, name in enumerate(names))
        fields[15] = "-1.25,1.5,2.75,4.25,20.5,0.5,232"
        fields[17] = "wc:232," + counts[at : at + _COUNTS]
        fields[22] = "x" * _QUOTES
        fields[26] = f"<PAGE_TITLE>Report number {number} of the day</PAGE_TITLE>"
        lines.append("\t".join(fields))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(f"{stamp}.gkg.csv", "\n".join(lines) + "\n")
    return out.getvalue()


def the_list() -> list[Path]:
    real = Path(os.environ.get("ENTITY_LIST_REAL_DATA", "real-data")) / "entity_list" / "ecfr"
    sample = ROOT / "data" / "sample" / "ecfr"
    return sorted((real if real.is_dir() else sample).glob("*.xml"))


def measure(files: int, records: int) -> None:
    """From the landed files to the marts."""
    from dagster_project.sources.landing import Landing

    clock = Clock()
    chance = random.Random(20191009)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        land_the_list(base, the_list())
        landing = Landing(base / "landing")
        for number in range(files):
            slot = FIRST_SLOT + number * SLOT
            content = slot_file(slot, records, chance)
            clock.stage(
                "land",
                lambda slot=slot, content=content: landing.land(
                    "gdelt",
                    content,
                    name=f"{slot:%Y%m%d%H%M%S}.gkg.csv.zip",
                    fetched_at=slot,
                    published_on=date(2019, 10, 9),
                ),
            )
        build(base, ("ecfr", "gdelt"), clock)
    answer(clock.seconds)


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--only"]:
        measure(int(arguments[1]), int(arguments[2]))
        return
    files, records = (int(argument) for argument in (arguments or [FILES, RECORDS]))
    stages, peak = in_a_process(__file__, str(files), str(records))
    show(f"{files} files of {records:,} records", stages, peak, files * records)


if __name__ == "__main__":
    main()
