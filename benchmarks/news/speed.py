"""Finding names in news text: ours beside pyahocorasick and flashtext, one core, CPU time.

    .venv/bin/python benchmarks/news/speed.py [--names 10600] [--megabytes 8] [--scaling]

All three look for the same names in the same text in one run. The peers are installed into a
virtual environment of their own under benchmarks/results (git-ignored), never into the project's.
The text is English prose that every Python carries (pydoc_data.topics), with the labelled
sentences of tests/unit/news in one document of ten. The names are the Entity List's where
ENTITY_LIST_REAL_DATA has it, filled up with made-up company names.

"find" gives every name with character offsets at word boundaries; "with disambiguation" is
MentionFinder.find: capitals, addresses, longest form, context, sentence. The peers only find.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from pydoc_data.topics import topics

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "news")]

from labelled import parties as labelled_parties  # noqa: E402
from labelled import sentences  # noqa: E402

from dagster_project.news import Article, MentionFinder, Party  # noqa: E402
from dagster_project.news.mentions import _batches  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "news"
PEERS = ("pyahocorasick", "flashtext")
_LIST = "entity_list/ecfr/2026-07-18_part-744.xml"
_SYLLABLES = "ba ke lo mi nu ra se to vi zu dan fer gol hin jor kas lem mor nik pol".split()  # noqa: SIM905


def real_parties() -> list[Party]:
    """The Entity List of mid-2026, where it is; else nothing."""
    data = Path(os.environ.get("ENTITY_LIST_REAL_DATA", "real-data"))
    if not (data / _LIST).exists():
        return []
    from dagster_project.sources.ecfr.parse import parse

    tables = parse((data / _LIST).read_bytes(), name=_LIST, published_on=date(2026, 7, 18)).tables
    entries = {row["entry_number"]: row for row in tables["ecfr_entries"].to_pylist()}
    return [
        Party(
            "listed",
            str(row["entry_number"]),
            row["name"],
            row["name_kind"],
            entries[row["entry_number"]]["country_code"],
        )
        for row in tables["ecfr_names"].to_pylist()
        if entries[row["entry_number"]]["list_kind"] == "entity_list"
    ]


def parties(count: int) -> list[Party]:
    """So many names: the real ones first, then made-up companies."""
    chance = random.Random(count)
    found = (labelled_parties() + real_parties())[:count]
    while len(found) < count:
        brand = "".join(chance.choices(_SYLLABLES, k=4)).title()
        rest = chance.choice(("Technology Co., Ltd.", "Trading LLC", "Institute of Physics", "JSC"))
        found.append(Party("listed", f"made-up-{len(found)}", f"{brand} {rest}", "primary", "CN"))
    return found


def documents(megabytes: float) -> list[str]:
    """Prose in documents of about 4,000 characters; one in ten holds a labelled sentence."""
    chance = random.Random(20191009)
    prose = "\n\n".join(topics[name] for name in sorted(topics)).replace("'", "’")
    labelled = [sentence.text for sentence in sentences()]
    texts: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        start = chance.randrange(len(prose) - 4000)
        text = prose[start : start + 4000]
        if len(texts) % 10 == 0:
            text = f"{text[:2000]}\n\n{chance.choice(labelled)}\n\n{text[2000:]}"
        texts.append(text)
        size += len(text.encode())
    return texts


def cpu_seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The best of some rounds, in CPU seconds of this process."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def find_only(finder: MentionFinder, articles: Sequence[Article]) -> int:
    return sum(len(hits) for batch in _batches(articles) for _, _, _, hits in finder._hits(batch))


def ours(names: Sequence[Party], texts: Sequence[str]) -> dict[str, dict[str, float]]:
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    started = time.process_time()
    finder = MentionFinder(names)
    built = time.process_time() - started
    articles = [Article(str(n), None, text, "en", None) for n, text in enumerate(texts)]
    return {
        "ours, find": {
            "build_s": built,
            "mb_per_s": megabytes / cpu_seconds(lambda: find_only(finder, articles)),
            "found": find_only(finder, articles),
        },
        "ours, with disambiguation": {
            "build_s": built,
            "mb_per_s": megabytes / cpu_seconds(lambda: finder.find(articles)),
            "found": finder.find(articles).num_rows,
        },
    }


def peers(names: Sequence[Party], texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """The peers on the same written forms, in their own virtual environment."""
    venv = RESULTS / "peers-venv"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEERS], check=True)
    from dagster_project.news.forms import written_forms

    forms = sorted({form.words.decode() for form in written_forms(names)})
    inputs = RESULTS / "inputs.json"
    inputs.write_text(json.dumps({"forms": forms, "texts": list(texts)}), encoding="utf-8")
    answer = subprocess.run(
        [str(python), str(Path(__file__).with_name("peers.py")), str(inputs)],
        check=True,
        capture_output=True,
        text=True,
    )
    measured: dict[str, dict[str, float]] = json.loads(answer.stdout)
    return measured


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--names", type=int, default=10_600)
    arguments.add_argument("--megabytes", type=float, default=8)
    arguments.add_argument("--scaling", action="store_true", help="also 10^3, 10^4 and 10^5 names")
    arguments.add_argument("--no-peers", action="store_true")
    chosen = arguments.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    texts = documents(chosen.megabytes)
    names = parties(chosen.names)
    measured = ours(names, texts)
    if not chosen.no_peers:
        measured |= peers(names, texts)
    print(f"{len(names):,} names, {len(texts):,} documents, {chosen.megabytes} MB, one core")
    for name, row in measured.items():
        print(
            f"{name:28} {row['mb_per_s']:8.1f} MB/s   build {row['build_s']:6.2f} s   "
            f"found {row['found']:,.0f}"
        )
    if chosen.scaling:
        for count in (1_000, 10_000, 100_000):
            for name, row in ours(parties(count), texts).items():
                print(
                    f"{count:>7,} names  {name:28} {row['mb_per_s']:8.1f} MB/s   "
                    f"build {row['build_s']:6.2f} s"
                )
    measured_json = json.dumps(measured, indent=1)
    (RESULTS / "speed.json").write_text(measured_json, encoding="utf-8")


if __name__ == "__main__":
    main()
