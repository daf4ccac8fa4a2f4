"""The sources' true shapes, answered from small records that a test may change as it goes.

Here: the eCFR's versioner, the Federal Register's and NSF's paged APIs, GDELT's lists and zip
files. Not here: HTTP and its faults (`server.py`).
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from loopback.server import Asked, Loopback, Scripted

VERSIONS = "/api/versioner/v1/versions/title-15.json"
DOCUMENTS = "/api/v1/documents.json"
AWARDS = "/services/v1/awards.json"


def as_json(value: Any, **changes: Any) -> Scripted:
    headers = {"Content-Type": "application/json"}
    return Scripted(json.dumps(value).encode(), headers=headers, **changes)


class Ecfr:
    """`texts`: date → XML of the Supplement. Sections of part 744 change as well."""

    def __init__(self, loopback: Loopback, texts: dict[str, bytes]) -> None:
        self.texts = texts
        self.loopback = loopback
        self.absent: set[str] = set()
        self.removed: set[str] = set()
        self.per_page = 1000
        loopback.respond(VERSIONS, self._versions)
        for on in texts:
            self.add(on, texts[on])

    def add(self, on: str, text: bytes | Scripted) -> None:
        scripted = text if isinstance(text, Scripted) else Scripted(text, packed=True, chunked=True)
        self.texts[on] = scripted.body
        self.loopback.respond(self.path(on), lambda asked: self._full(on, asked, scripted))

    @staticmethod
    def path(on: str) -> str:
        return f"/api/versioner/v1/full/{on}/title-15.xml"

    def _full(self, on: str, asked: Asked, scripted: Scripted) -> Scripted:
        wanted = {"part": "744", "appendix": "Supplement No. 4 to Part 744"}
        if asked.query != wanted or on in self.absent:
            return as_json({"error": "No matching content found."}, status=404)
        return scripted

    def _versions(self, asked: Asked) -> Scripted:
        assert asked.query["part"] == "744"
        rows = [
            {
                "date": on,
                "amendment_date": on,
                "issue_date": on,
                "identifier": identifier,
                "name": f"{identifier}—Entity List",
                "part": "744",
                "substantive": True,
                "removed": on in self.removed,
                "subpart": None,
                "title": "15",
                "type": kind,
            }
            for identifier, kind, dates in (
                ("744.11", "section", ["2018-01-05"]),
                ("Supplement No. 4 to Part 744", "appendix", list(self.texts)),
                ("Supplement No. 6 to Part 744", "appendix", ["2019-04-11"]),
            )
            for on in dates
        ]
        page = int(asked.query.get("page", 1))
        meta: dict[str, Any] = {
            "title": "15",
            "result_count": str(len(rows)),
            "issue_date": {},
            "latest_amendment_date": max(row["date"] for row in rows),
            "latest_issue_date": max(row["date"] for row in rows),
        }
        if len(rows) > self.per_page:
            meta["total_pages"] = math.ceil(len(rows) / self.per_page)
        rows = rows[(page - 1) * self.per_page : page * self.per_page]
        return as_json({"content_versions": rows, "meta": meta})


class Paged:
    """Records behind a paged API. `before_page` runs before each page and may change them."""

    def __init__(self, loopback: Loopback, path: str, records: list[dict[str, str]]) -> None:
        self.loopback, self.path, self.records = loopback, path, records
        self.before_page: Callable[[int], None] = lambda number: None
        self.instead: dict[int, Scripted] = {}
        self.asked_pages: list[int] = []
        loopback.respond(path, self._respond)

    def _respond(self, asked: Asked) -> Scripted:
        number = self.page_number(asked)
        self.asked_pages.append(number)
        self.before_page(number)
        return self.instead.get(number) or self.page(asked, number)

    def page_number(self, asked: Asked) -> int:
        raise NotImplementedError

    def page(self, asked: Asked, number: int) -> Scripted:
        raise NotImplementedError


class FederalRegister(Paged):
    """Documents of `document_number` and `publication_date`, oldest first."""

    def __init__(self, loopback: Loopback, records: list[dict[str, str]]) -> None:
        super().__init__(loopback, DOCUMENTS, records)

    def page_number(self, asked: Asked) -> int:
        return int(asked.query.get("page", 1))

    def page(self, asked: Asked, number: int) -> Scripted:
        per_page = int(asked.query["per_page"])
        first = asked.query["conditions[publication_date][gte]"]
        last = asked.query["conditions[publication_date][lte]"]
        found = [row for row in self.records if first <= row["publication_date"] <= last]
        # The API counts and gives no further than 10,000.
        count = min(len(found), 10_000)
        body: dict[str, Any] = {"count": count, "description": "Documents", "total_pages": 0}
        if count:
            body["total_pages"] = math.ceil(count / per_page)
            if number < body["total_pages"]:
                query = urlencode({**asked.query, "page": number + 1})
                body["next_page_url"] = f"{self.loopback.url}{DOCUMENTS}?{query}"
            body["results"] = found[:count][(number - 1) * per_page : number * per_page]
        return as_json(body)


class Nsf(Paged):
    """Awards of `id` and `date` (mm/dd/yyyy). `tells_total`: whether a page states the total.
    No more than `most` awards come for one question."""

    def __init__(self, loopback: Loopback, records: list[dict[str, str]]) -> None:
        super().__init__(loopback, AWARDS, records)
        self.tells_total = True
        self.most = 3_000

    def page_number(self, asked: Asked) -> int:
        return (int(asked.query["offset"]) - 1) // 25 + 1

    def page(self, asked: Asked, number: int) -> Scripted:
        offset, size = int(asked.query["offset"]), int(asked.query["rpp"])
        assert offset >= 1
        assert size <= 25

        def day(text: str) -> date:
            return datetime.strptime(text, "%m/%d/%Y").date()

        first, last = day(asked.query["dateStart"]), day(asked.query["dateEnd"])
        found = [row for row in self.records if first <= day(row["date"]) <= last]
        given = found[: self.most]
        response: dict[str, Any] = {"award": given[offset - 1 : offset - 1 + size]}
        if self.tells_total:
            response["metadata"] = {"totalCount": len(found), "offset": offset, "rpp": size}
        return as_json({"response": response})


class Gdelt:
    """Zip files by name, and the lists that name them (with http addresses, as GDELT does)."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.lines: dict[str, list[str]] = {
            "masterfilelist.txt": [],
            "masterfilelist-translation.txt": [],
        }
        for name in self.lines:
            loopback.respond(f"/gdeltv2/{name}", lambda asked, name=name: self._list(name))

    def _list(self, name: str) -> Scripted:
        return Scripted("".join(f"{line}\n" for line in self.lines[name]).encode())

    def path(self, name: str) -> str:
        return f"/gdeltv2/{name}"

    def add(self, slot: str, text: str = "one record", *, served: bool = True) -> bytes:
        """A slot such as 20191009120000 or 20191009120000.translation: listed, and served."""
        name = f"{slot}.gkg.csv.zip"
        content = zipped(name.removesuffix(".zip"), text.encode())
        self.list_line(name, content)
        if served:
            self.loopback.serve(self.path(name), content)
        return content

    def list_line(self, name: str, content: bytes) -> None:
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        lines = self.lines[
            "masterfilelist-translation.txt" if ".translation." in name else "masterfilelist.txt"
        ]
        for other in ("export.CSV", "mentions.CSV"):
            event = name.replace("gkg.csv", other)
            lines.append(f"150383 {'0' * 32} http://data.gdeltproject.org/gdeltv2/{event}")
        lines.append(f"{len(content)} {md5} http://data.gdeltproject.org/gdeltv2/{name}")


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2019, 10, 9, 12, 0, 0)), content)
    return packed.getvalue()
