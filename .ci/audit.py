#!/usr/bin/env python3
"""Are there known weaknesses in the packages of the locks?

One question to the OSV database (https://osv.dev) about every name and version in a lock. Needs
nothing but Python. Exit codes: 0, none that is not allowed; 1, there are some; 2, the allow list
is wrong; 3, no answer could be had, so nothing is known. With `--may-be-offline` the last is said
and ends with 0: a build without that network is no worse than before, and says so.

`audit-allowed.csv` beside this file names what is accepted: the advisory, the package, until when,
and why. After its day an entry counts no more.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKS = sorted(HERE.parent.glob("requirements*.lock"))
ALLOWED = HERE / "audit-allowed.csv"
SERVICE = "https://api.osv.dev/v1/querybatch"
MOST_QUERIES = 1_000  # the service's own limit
PATIENCE_S = 15
NONE_FOUND, FOUND, BAD_LIST, NOT_ASKED = range(4)


class NoAnswer(RuntimeError):
    """The service did not give a whole answer."""


def locked(lock: str) -> list[tuple[str, str]]:
    return re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", lock, flags=re.MULTILINE)


def allowed(text: str, today: date) -> set[tuple[str, str]]:
    """(advisory, package) of every entry whose day has not passed. Raises ValueError."""
    found = set()
    for row in csv.DictReader(text.splitlines(), strict=True):
        if not all((row.get(name) or "").strip() for name in ("advisory", "package", "reason")):
            raise ValueError(f"{row}: advisory, package and reason must be said")
        if date.fromisoformat(row["until"]) >= today:
            found.add((row["advisory"], row["package"]))
    return found


def ask(service: str, packages: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(advisory, package, version), sorted. Raises NoAnswer."""
    waiting = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in packages
    ]
    found = []
    while waiting:
        asked, waiting = waiting[:MOST_QUERIES], waiting[MOST_QUERIES:]
        for query, result in zip(asked, _post(service, asked), strict=True):
            name, version = query["package"]["name"], query["version"]
            found += [(vuln["id"], name, version) for vuln in result.get("vulns", [])]
            if result.get("next_page_token"):
                waiting.append({**query, "page_token": result["next_page_token"]})
    return sorted(set(found))


def _post(service: str, queries: list[dict]) -> list[dict]:
    request = urllib.request.Request(  # noqa: S310
        service,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "entity-list-warehouse audit"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    if not isinstance(results, list) or len(results) != len(queries):
        raise NoAnswer(f"no {len(queries)} results to as many questions")
    return results


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--service", default=SERVICE, help="another OSV server")
    parser.add_argument("--allowed", type=Path, default=ALLOWED, help="another allow list")
    parser.add_argument("--may-be-offline", action="store_true")
    asked = parser.parse_args(arguments)
    packages = [one for lock in LOCKS for one in locked(lock.read_text(encoding="utf-8"))]
    try:
        accepted = allowed(asked.allowed.read_text(encoding="utf-8"), datetime.now(UTC).date())
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        print(f"audit: {asked.allowed.name} cannot be read: {error}", file=sys.stderr)
        return BAD_LIST
    try:
        found = ask(asked.service, packages)
    except NoAnswer as error:
        print(
            f"audit: NOT DONE, nothing is known of {len(packages)} packages: the advisory service "
            f"gave no answer ({error})",
            file=sys.stderr,
        )
        return NONE_FOUND if asked.may_be_offline else NOT_ASKED
    bad = [one for one in found if one[:2] not in accepted]
    for advisory, name, version in bad:
        print(f"audit: {name} {version}: https://osv.dev/vulnerability/{advisory}")
    print(
        f"audit: {len(packages)} packages, {len(found)} advisories, "
        f"{len(found) - len(bad)} of them allowed"
    )
    return FOUND if bad else NONE_FOUND


if __name__ == "__main__":
    sys.exit(main())
