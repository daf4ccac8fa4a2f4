"""How the finder agrees with others' labels, where the real files are (ENTITY_LIST_REAL_DATA).

    ENTITY_LIST_REAL_DATA=… .venv/bin/python benchmarks/news/agreement.py

Against the Entity List of mid-2026:
  affiliations   15,080 real affiliation strings, labelled with the listed names they hold: wrongly
                 marked strings in 1,000, and recall (of strings)
  GDELT          the organisations that GDELT found in 200 + 1,000 articles: every one that the
                 finder takes for a listed party, to be read by a person
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from speed import real_parties  # noqa: E402

from dagster_project.news import Article, MentionFinder  # noqa: E402
from dagster_project.sources.gdelt.parse import parse as parse_gkg  # noqa: E402

DATA = Path(os.environ.get("ENTITY_LIST_REAL_DATA", "real-data"))


def affiliations(finder: MentionFinder) -> None:
    path = DATA / "matching" / "entity_list_screen_labelled.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = finder.find(
        Article(str(number), None, row["name"], None, None) for number, row in enumerate(rows)
    )
    marked = {int(number) for number in found.column("document_id").to_pylist()}
    labelled = {number for number, row in enumerate(rows) if row["listed_names"]}
    wrong = sorted(marked - labelled)
    print(f"affiliations: {len(rows):,} strings, {len(labelled)} with a listed name")
    print(f"  recall {len(marked & labelled) / len(labelled):.3f}")
    print(f"  wrongly marked {len(wrong)}, {1000 * len(wrong) / len(rows):.2f} in 1,000")
    for number in wrong:
        print(f"    wrong   {rows[number]['name'][:100]}")
    for number in sorted(labelled - marked):
        print(f"    missed  {rows[number]['name'][:100]}")


def gdelt(finder: MentionFinder) -> None:
    articles = []
    for name in ("gkg-2.1_sample.csv", "gkg-2.1_translingual_sample.csv"):
        parsed = parse_gkg((DATA / "news" / "gdelt" / name).read_bytes(), name=name)
        for row in parsed.tables["gdelt_articles"].to_pylist():
            names = dict.fromkeys(item["name"].lower() for item in row["organizations"])
            articles.append(Article(row["record_id"], None, "\n".join(names), None, None, True))
    path = DATA / "news" / "gdelt" / "articles_organisations_sample.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file):
            names = dict.fromkeys((item["organizations"] or "").split(";"))
            articles.append(Article(item["article_id"], None, "\n".join(names), None, None, True))
    found = finder.find(articles)
    organisations = sum(len(article.text.split("\n")) for article in articles if article.text)
    print(f"GDELT: {len(articles):,} articles, {organisations:,} organisations")
    taken = Counter(
        zip(
            found.column("mention_text").to_pylist(),
            found.column("matched_name").to_pylist(),
            strict=True,
        )
    )
    for (mention, name), times in taken.most_common():
        print(f"  {times:3} {mention!r} taken for {name!r}")


def main() -> None:
    parties = real_parties()
    if not parties:
        raise SystemExit("set ENTITY_LIST_REAL_DATA to the directory of the real files")
    finder = MentionFinder(parties)
    affiliations(finder)
    gdelt(finder)


if __name__ == "__main__":
    main()
