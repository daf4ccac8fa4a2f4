"""What a sentence says about an institution and a party, as the press reports it.

Here: sentences that name both (or refer back to one) and the words that say what ties them, in
English and French. Not here: finding the names (`mentions.py`), and whether the report is true: a
row is reported speech with its source, for a person to review.

  funds      SenseTime has funded 27 projects of MIT researchers
  ends       MIT ended its relationships with Huawei and ZTE
  reviews    MIT is reviewing its relationship with SenseTime
  partners   MIT works together with SenseTime
  joins      SenseTime was the first company to join an initiative of MIT
  lists      the Commerce Department added SenseTime to the Entity List (no institution)
  co_mention both stand in the sentence, and it says none of these
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dagster_project.news.records import RELATIONS, Article
from dagster_project.news.sentences import Sentences


@dataclass(frozen=True)
class _Kind:
    name: str
    status: str
    says: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


def _one_of(alternatives: str) -> str:
    return rf"(?:{'|'.join(alternatives.split())})"


def _english(stems: str) -> str:
    """A verb in any form; stems that double or drop a letter are given both ways."""
    return rf"{_one_of(stems)}(?:s|es|d|ed|ing)?\b"


def _within(words: int) -> str:
    """At most so many words in between."""
    return rf"(?:\W+\w+){{0,{words}}}?\W+"


_TIES = _one_of(
    """relations? relationships? ties links? partnerships? collaborations? agreements? work
    contracts? cooperation engagements? interactions? dealings?"""
)
_LIENS = _one_of(
    """relations? liens? partenariats? collaborations? accords? travaux contrats? coopérations?
    engagements?"""
)
_LIST = r"(?:entity list|(?:trade )?blacklist)\b"
_LISTE = r"liste (?:noire|d(?:es|['’])\s?entités)"

# In order of precedence: "ended its partnership" is an end and no partnership.
_KINDS = (
    _Kind(
        "ends",
        "ended",
        _any(
            _english(
                """end sever cut cutt terminat terminate stop stopp suspend halt discontinu
                discontinue ceas cease broke broken"""
            )
            + _within(6)
            + rf"{_TIES}\b",
            r"(?:broke|cut) off\b",
            r"(?:stopped|ended|suspended|ceased) (?:accepting|working|collaborating|taking)\b",
            r"(?:mis|mit|mettre|mettra|met|mettant) (?:fin|un terme) (?:à|a|aux?)\b",
            _one_of("rompu rompt rompre suspendu suspend suspendre cessé cesse interrompu coupé")
            + rf"\b{_within(6)}{_LIENS}\b",
        ),
    ),
    _Kind(
        "reviews",
        "under_review",
        _any(
            _english(
                """review examin examine re-?examin re-?examine reassess reconsider re-?evaluat
                re-?evaluate scrutini[sz] scrutini[sz]e"""
            )
            + rf"{_within(8)}{_TIES}\b",
            rf"{_TIES}\b{_within(8)}(?:under review|being (?:review|examin|reassess)ed)\b",
            rf"{_TIES}\b{_within(8)}be reviewed\b",
            r"review of\b",
            _one_of(
                r"""examin(?:e|ait|era|er|ent|aient) réexamin\w+ revoir revoit revoyait
                réévalu\w+ étudi(?:e|ait|era|er)"""
            )
            + rf"\b{_within(8)}{_LIENS}\b",
            rf"pass(?:e|er) en revue\b{_within(8)}{_LIENS}\b",
            rf"{_LIENS}\b{_within(6)}(?:à l['’]examen|en cours d['’]examen|réexaminée?s?)\b",
        ),
    ),
    _Kind(
        "funds",
        "active",
        _any(
            r"(?:co-?)?fund(?:s|ed|ing|er)?\b",
            r"financ(?:e[sd]?|ing|é|ée|és|ées|er|ait|ent|ements?|era)\b",
            r"sponsor(?:s|ed|ing|ship)?\b",
            r"donat(?:e[sd]?|ing|ions?)\b",
            r"endow(?:s|ed|ment)?\b",
            _one_of("gave gives given pledged contributed granted awarded")
            + r" (?:\S+ ){0,4}?(?:million|grants?|gifts?|money|dollars|\$|€)",
            r"(?:grants?|gifts?) (?:from|by|of)\b",
            _one_of("fourni fournit versé verse accordé apporté octroyé")
            + rf"\b{_within(3)}(?:fonds|dons?|millions?|subventions?|financements?)\b",
            r"subventionn\w+",
            r"fait (?:un )?dons?\b",
        ),
    ),
    _Kind(
        "joins",
        "active",
        _any(
            r"join(?:s|ed|ing)?\b(?!\s+(?:forces|hands|ventures?))",
            r"(?:became|become|is|was) (?:a |the first )?(?:founding )?members? of\b",
            r"founding member\b",
            r"(?:rejoint|rejoindre|rejoignait|adhéré|adhère|se joindre|membre fondateur)\b",
            r"s['’]est jointe?\b",
        ),
    ),
    _Kind(
        "partners",
        "active",
        _any(
            r"partner(?:s|ed|ing|ships?)?\b",
            r"collaborat(?:e[sd]?|ing|ions?|ors?|if|ive)\b",
            r"collabor(?:e|ent|ait|é|er)\b",
            r"co-?operat(?:e[sd]?|ing|ion)\b",
            r"work(?:s|ed|ing)? (?:together |closely |jointly )?with\b",
            r"(?:joint|common) "
            + _one_of("laboratory lab research project venture cent(?:re|er) program(?:me)?")
            + r"\b",
            r"(?:research|cooperation|framework) agreement\b|memorandum of understanding\b",
            r"joined? forces\b|alliances?\b",
            r"partenair(?:e|es)\b|partenariats?\b",
            r"coopér(?:ation|er|é|ait|e|ent)\b",
            r"travaill(?:e|ent|ait|é|er) avec\b",
            r"laboratoire commun\b|accord de recherche\b",
        ),
    ),
)

_LISTS = _any(
    _english("add put putt plac place nam name")
    + rf"{_within(25)}(?:to|on|onto) (?:\S+ ){{0,4}}?{_LIST}",
    rf"(?:added|placed|put|listed) (?:by .{{0,60}} )?(?:to|on|onto) (?:\S+ ){{0,4}}?{_LIST}",
    r"blacklist(?:ed|s|ing)\b",
    rf"on (?:\S+ ){{0,5}}?{_LIST}",
    _one_of(
        """inscri(?:t|te|ts|tes|re|vait|vent) ajout(?:é|ée|és|ées|e|er|ait)
        plac(?:é|ée|és|ées|e|er) figur(?:e|ent|ant|ait|aient) mis(?:e|es)?"""
    )
    + rf"\b{_within(20)}(?:sur|à|dans) (?:sa |la |une |leur )?{_LISTE}",
    rf"l['’]une? des (?:\S+ ){{1,6}}?(?:sur|à) la {_LISTE}",
)
_NOT = re.compile(
    r"\b(?:not|never|no longer|denie[sd]|deny|without|neither|nor)\b|n['’]t\b"
    r"|\bn(?:e |['’])(?:\S+ ){1,3}?(?:pas|jamais|aucune?|plus)\b"
    r"|\baucune? (?:relation|lien)|\bdément\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|would|plans? to|planned to|intends? to|is to|may|might|could|considering)\b"
    r"|\b\w+(?:era|eront|erait)\b|\b(?:envisage|prévoit|compte) ",
    re.IGNORECASE,
)

_REFERS_TO_PARTY = re.compile(
    r"\b(?:it|its|the (?:first )?(?:company|firm|start-?up|group|giant|maker|vendor|supplier))\b"
    r"|\b(?:il|elle|ses|ce fut|l['’]entreprise|la (?:première )?(?:entreprise|société|start-?up)|"
    r"la (?:firme|compagnie)|le (?:groupe|géant|fabricant))\b",
    re.IGNORECASE,
)
_REFERS_TO_INSTITUTION = re.compile(
    r"\bthe (?:university|institute|school|college)\b|\bl['’](?:université|institut|école)\b",
    re.IGNORECASE,
)
# Longer ones are tables and lists, not sentences; they say nothing of who is tied to whom.
_LONGEST = 3000
# How many sentences back a "the company" or "il" may point.
_REACH = 2

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "twenty": 20, "thirty": 30, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "vingt": 20, "trente": 30,
}  # fmt: skip
_TENS = "(?:twenty|thirty|vingt|trente)"
_QUANTITY = re.compile(
    rf"\b(\d{{1,4}}|(?:{_TENS}[- ])?(?:{'|'.join(_NUMBER_WORDS)}))\s+(?:\w+\s+){{0,2}}?"
    r"(projects?|projets?|grants?|contracts?|contrats?|agreements?|accords?|gifts?|dons|"
    r"subventions?|studies|études|programmes?|programs?)\b",
    re.IGNORECASE,
)

_CAPITAL = r"[A-ZÀ-Þ][\wÀ-ÿ.’-]*"
_NAME = rf"(?:(?:[Tt]he|[Ll]e|[Ll]a)\s+)?{_CAPITAL}(?:\s+(?:of\s+)?{_CAPITAL})*"
_SPOKESPERSON = (
    r"(?:(?:an?|the|une?|le|la)\s+)?(?:spokes\w+|representative|porte-parole|représentante?)"
    r"\s+(?:for|of|from|du|de|d['’])\s*"
)
_SOURCE = re.compile(
    r"(?:[Aa]ccording to|reported by|[Ss]elon|[Dd]['’]après)\s+"
    rf"(?P<cited>(?:[\w'’-]+\s+){{0,4}}?{_NAME})"
    rf"|(?P<outlet>{_NAME})\s+(?:reported|a rapporté|rapporte)\b"
    rf"|(?P<speaker>(?:(?i:{_SPOKESPERSON}))?{_NAME})"
    r"\s+(?:said|says|told|announced|a déclaré|a annoncé|a indiqué|a dit|déclare)\b"
)


@dataclass(frozen=True)
class _Named:
    start: int
    kind: str
    id: str


def relations(articles: Iterable[Article], mentions: pa.Table) -> pa.Table:
    """Reported relationships, in the schema RELATIONS, from the mentions found in the articles."""
    named: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    columns = ("document_id", "part", "start", "party_kind", "party_id")
    for document_id, part, start, kind, party_id in zip(
        *(mentions.column(column).to_pylist() for column in columns), strict=True
    ):
        named[document_id, part].append(_Named(start, kind, party_id))
    rows: list[dict[str, Any]] = []
    for article in articles:
        for part, text in (("title", article.title or ""), ("text", article.text)):
            in_part = sorted(
                named.get((article.document_id, part), ()), key=lambda n: (n.start, n.kind, n.id)
            )
            if in_part and not article.is_name_list:
                for row in _in_text(text, in_part):
                    rows.append({"document_id": article.document_id, "part": part, **row})
    return pa.Table.from_pylist(rows, schema=RELATIONS)


def _in_text(text: str, named: Sequence[_Named]) -> Iterator[dict[str, Any]]:
    starts = [mention.start for mention in named]
    institutions_in_text = {mention.id for mention in named if mention.kind == "institution"}
    last_parties: tuple[int, list[_Named]] = (-10, [])
    for number, (start, end) in enumerate(Sentences(text).spans()):
        if end - start > _LONGEST:
            continue
        sentence = text[start:end]
        here = named[bisect_left(starts, start) : bisect_left(starts, end)]
        parties = _once(mention for mention in here if mention.kind != "institution")
        institutions = sorted({m.id for m in here if m.kind == "institution"})
        yield from _listings(sentence, start, end, parties)
        if not institutions and _REFERS_TO_INSTITUTION.search(sentence):
            institutions = sorted(institutions_in_text) if len(institutions_in_text) == 1 else []
        about = parties
        if (
            not parties
            and institutions
            and number - last_parties[0] <= _REACH
            and _REFERS_TO_PARTY.search(sentence)
        ):
            about = last_parties[1]
        if parties:
            last_parties = (number, parties)
        if institutions and about:
            yield from _ties(sentence, start, end, institutions, about, referred=not parties)


def _once(mentions: Iterable[_Named]) -> list[_Named]:
    seen: dict[tuple[str, str], _Named] = {}
    for mention in mentions:
        seen.setdefault((mention.kind, mention.id), mention)
    return list(seen.values())


def _listings(
    sentence: str, start: int, end: int, parties: Sequence[_Named]
) -> Iterator[dict[str, Any]]:
    listed = [party for party in parties if party.kind == "listed"]
    says = _LISTS.search(sentence) if listed else None
    if says and not _NOT.search(sentence[: says.end()]):
        for party in listed:
            yield _row(sentence, start, end, None, party, "lists", "listed")


def _ties(
    sentence: str,
    start: int,
    end: int,
    institutions: Sequence[str],
    parties: Sequence[_Named],
    *,
    referred: bool,
) -> Iterator[dict[str, Any]]:
    kinds = _kinds_said(sentence)
    if not kinds and not referred:
        kinds = [("co_mention", "unstated")]
    for kind, status in kinds:
        for institution in institutions:
            for party in parties:
                yield _row(sentence, start, end, institution, party, kind, status)


def _kinds_said(sentence: str) -> list[tuple[str, str]]:
    """The kinds that the sentence states, less those within words already taken by another."""
    taken: list[tuple[int, int]] = []
    said: list[tuple[str, str]] = []
    for kind in _KINDS:
        for match in kind.says.finditer(sentence):
            if any(match.start() < stop and start < match.end() for start, stop in taken):
                continue
            if _NOT.search(sentence[max(0, match.start() - 40) : match.end()]):
                continue
            taken.append(match.span())
            before = sentence[max(0, match.start() - 25) : match.end()]
            is_planned = kind.name != "reviews" and _PLANNED.search(before)
            said.append((kind.name, "planned" if is_planned else kind.status))
            break
    return said


def _row(
    sentence: str,
    start: int,
    end: int,
    institution_id: str | None,
    party: _Named,
    kind: str,
    status: str,
) -> dict[str, Any]:
    quantity = _QUANTITY.search(sentence) if kind in {"funds", "partners", "ends"} else None
    source = _SOURCE.search(sentence)
    return {
        "institution_id": institution_id,
        "party_kind": party.kind,
        "party_id": party.id,
        "relation_kind": kind,
        "status": status,
        "quantity": _number(quantity[1]) if quantity else None,
        "quantity_of": quantity[2].lower() if quantity else None,
        "attributed_to": next(filter(None, source.groups())).strip() if source else None,
        "start": start,
        "end": end,
        "quote": sentence,
    }


def _number(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    return sum(_NUMBER_WORDS[word] for word in re.split(r"[- ]", printed.lower()))
