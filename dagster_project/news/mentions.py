"""Which parties a document names, where, in what sentence, and by which rule.

Here: one automaton over every written form, the checks that a hit is a name, and what settles an
ambiguous one. Not here: the written forms (`forms.py`) and what the sentence says
(`relations.py`).

A hit counts only at word boundaries (AZTEC and HEIZTECHNIK hold no ZTE), in fitting capitals, not
inside an address or a handle, not across sentences, and not as the start of a longer name that is
somebody else's (Tianjin University of Commerce). Overlaps go to the longest form. An
ambiguous form counts if the document settles it once; then it counts throughout the document:
  any level     its full name (another, plain name of the same party) is there
  short         the party's country is there, or a plain mention of a listed party of that country,
                or the sentence speaks of the list or of export controls
  initialism    as short; with three letters or fewer the country stands in the sentence, or the
                document also speaks of the list or names a listed party of that country plainly
  person        the country is there, and the document speaks of the list, or of a company beside it
  generic       the country is there, and the sentence speaks of the list or of a company beside it
  institution   (MIT) the academic world is there, or a plain mention of another party
Where all words are in capitals, those of an initialism say nothing: only a full name settles it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import ahocorasick_rs
import pyarrow as pa

from dagster_project.matching.words import FORMS
from dagster_project.news import words
from dagster_project.news.folding import FoldedText, fold, words_of
from dagster_project.news.forms import Form, written_forms
from dagster_project.news.records import MENTIONS, Article, Party
from dagster_project.news.sentences import Sentences

_TITLE_GAP = "\n\n"
# Characters scanned at once: enough to spare the start of a scan, few enough for the cache.
_BATCH = 200_000
# What two words of one name may have between them: no sentence end, no paragraph.
_APART = re.compile(r"\n\s*\n|[;!?…|•]|[^\W\d_]{4,}\.\s")
# What makes the text around a name (\0) an address, a handle or a path.
_ADDRESS = re.compile(r"@|://|\bwww\.|\\|\0\.[a-z]{2,}\b|\.\0|/\S*\.[a-z]{2,4}\b")
_LONGER_NAME = re.compile(r"\s+(?:of|for|de|des|du|d’|d'|and)\s+(?:the\s+|la\s+|l’|l')?[A-ZÀ-Þ]")
_BODY_END = (b"university", b"institute", b"academy", b"college", b"universite", b"institut")
_COMPASS = frozenset(
    b"north south east west northern southern eastern western central northwest northeast "
    b"northwestern northeastern southwest southeast southwestern southeastern".split()
)
_BEFORE_NAMES = frozenset(b"the le la les l and et of with".split())
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w’'&-]*|of|for|and|the|de|des|du|la|et|für|und)"
# "National Iranian Organisation (NIO)": words that the document abbreviates itself.
_DEFINED = re.compile(rf"((?:{_NAME_WORD}\s+){{1,9}}{_NAME_WORD})\s*\Z")


class _Automaton:
    """Finds patterns between spaces, overlapping ones too."""

    def __init__(self, forms: Mapping[bytes, Sequence[Form]]) -> None:
        self._forms = [tuple(group) for group in forms.values()]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [b" %s " % pattern for pattern in forms],
            matchkind=ahocorasick_rs.MatchKind.Standard,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def find(self, words: bytes) -> list[tuple[tuple[Form, ...], int, int]]:
        """Forms with the start and end of their words, without the spaces around them."""
        return [
            (self._forms[pattern], start + 1, end - 1)
            for pattern, start, end in self._automaton.find_matches_as_indexes(
                words, overlapping=True
            )
        ]


def _whole_text(article: Article) -> str:
    return f"{article.title}{_TITLE_GAP}{article.text}" if article.title else article.text


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in batches of some text, prose and lists of names apart."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        if batch and (size >= _BATCH or article.is_name_list != batch[0].is_name_list):
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    if batch:
        yield batch


def _capitalised(form: bytes) -> bytes:
    return form[:1].upper() + form[1:]


def _may_start_small(form: bytes, forms: Sequence[Form]) -> bool:
    return b" " not in form and len(form) > 4 and form[:1] in b"ie"


@dataclass(frozen=True)
class _Hit:
    """One written form found in one document; positions in characters of the whole text."""

    start: int
    end: int
    forms: tuple[Form, ...]
    # The form's own words in the folded words of the document, for what stands beside it.
    words_start: int
    words_end: int


class MentionFinder:
    """Finds parties in documents. Building takes a second for 10,000 names; keep it."""

    def __init__(self, parties: Sequence[Party]) -> None:
        by_words: dict[bytes, list[Form]] = defaultdict(list)
        for form in written_forms(parties):
            by_words[form.words].append(form)
        # One word must start with a capital to be a name, which spares most of the false hits;
        # several words are found in any case.
        self._one_word = _Automaton(
            {_capitalised(form): forms for form, forms in by_words.items() if b" " not in form}
            # iFlytek, eSilicon
            | {form: forms for form, forms in by_words.items() if _may_start_small(form, forms)}
        )
        self._more_words = _Automaton(
            {form: forms for form, forms in by_words.items() if b" " in form}
        )
        self._words_by_party: dict[tuple[str, str], set[bytes]] = defaultdict(set)
        for forms in by_words.values():
            for form in forms:
                self._words_by_party[form.party.party_kind, form.party.id].add(form.words)

    def find(self, articles: Iterable[Article]) -> pa.Table:
        """Every mention in every document, in the schema MENTIONS, in order of appearance."""
        columns: dict[str, list[Any]] = {name: [] for name in MENTIONS.names}
        for batch in _batches(articles):
            for article, text, words_, hits in self._hits(batch):
                for row in self._mentions(article, _Document(text, words_, article), hits):
                    for name, value in row.items():
                        columns[name].append(value)
        return pa.table(columns, schema=MENTIONS)

    def _hits(self, batch: Sequence[Article]) -> Iterator[tuple[Article, str, bytes, list[_Hit]]]:
        """Each article that holds a written form: its whole text, its words and the hits.

        The batch is scanned as one text, which spares the start of each scan.
        """
        texts = [_whole_text(article) for article in batch]
        folded = FoldedText(texts)
        found = self._more_words.find(folded.words)
        found += self._one_word.find(folded.initials(any_case=batch[0].is_name_list))
        hits: dict[int, list[_Hit]] = defaultdict(list)
        for forms, start, end in sorted(found, key=lambda match: match[1:]):
            number, first, last = folded.span(start, end)
            words_start = start - folded.words_start(number)
            hits[number].append(_Hit(first, last, forms, words_start, words_start + end - start))
        for number, in_text in hits.items():
            yield batch[number], texts[number], folded.words_in(number), in_text

    def _mentions(
        self, article: Article, document: _Document, hits: Iterable[_Hit]
    ) -> Iterator[dict[str, Any]]:
        offset = len(article.title) + len(_TITLE_GAP) if article.title else 0
        names = _longest(hit for hit in map(document.with_bracket, hits) if document.is_name(hit))
        for hit, form, context in self._settled(document, names):
            in_title = hit.start < offset
            shift = 0 if in_title else offset
            start, end = document.sentences.around(hit.start)
            yield {
                "document_id": article.document_id,
                "part": "title" if in_title else "text",
                "start": hit.start - shift,
                "end": hit.end - shift,
                "mention_text": document.text[hit.start : hit.end],
                "party_kind": form.party.party_kind,
                "party_id": form.party.id,
                "matched_name": form.party.name,
                "ambiguity": "needs_context_met" if context else "plain",
                "rule": form.rule,
                "context": context,
                "quote": document.text[start:end],
            }

    def _settled(
        self, document: _Document, hits: Sequence[_Hit]
    ) -> Iterator[tuple[_Hit, Form, str | None]]:
        """The hits that count, each with what settled it (None where nothing had to)."""
        judged = [(hit, form, document.ambiguity(hit, form)) for hit in hits for form in hit.forms]
        plain = _Plain(document)
        for hit, form, ambiguity in judged:
            if ambiguity == "plain":
                plain.add(hit, form.party)
        settled: dict[tuple[bytes, str, str], str] = {}
        for hit, form, ambiguity in judged:
            key = (form.words, form.party.party_kind, form.party.id)
            if ambiguity == "plain" or key in settled:
                continue
            if self._is_defined_otherwise(document, hit, form):
                continue
            context = _context(document, plain, hit, form, ambiguity)
            if context:
                settled[key] = context
        for hit, form, ambiguity in judged:
            key = (form.words, form.party.party_kind, form.party.id)
            if ambiguity == "plain":
                yield hit, form, None
            elif key in settled and not document.is_surname(hit, form):
                yield hit, form, settled[key]

    def _is_defined_otherwise(self, document: _Document, hit: _Hit, form: Form) -> bool:
        """Whether the document itself says that these letters stand for somebody else."""
        if form.rule != "initialism" and form.words.count(b" "):
            return False
        letters = document.text[hit.start : hit.end]
        defined = document.words_abbreviated_as(letters)
        if not defined:
            return False
        expansion = words_of(fold(defined))
        own = self._words_by_party[form.party.party_kind, form.party.id]
        if any(b" %s " % words_ in expansion for words_ in own if b" " in words_):
            return False
        capitals = [word[0] for word in re.findall(r"[A-Z][\w’'&-]*", defined)]
        return "".join(capitals).upper().endswith(letters.upper())


class _Plain:
    """What the document names plainly."""

    def __init__(self, document: _Document) -> None:
        self._document = document
        self.parties: set[tuple[str, str]] = set()
        self.listed_countries: set[str | None] = set()
        self.listed_in_sentence: set[tuple[tuple[int, int], str | None]] = set()

    def add(self, hit: _Hit, party: Party) -> None:
        sentence = self._document.sentences.around(hit.start)
        self.parties.add((party.party_kind, party.id))
        if party.party_kind == "listed":
            self.listed_countries.add(party.country_code)
            self.listed_in_sentence.add((sentence, party.country_code))


def _context(
    document: _Document, plain: _Plain, hit: _Hit, form: Form, ambiguity: str
) -> str | None:
    """What in the document settles an ambiguous form; None if nothing does."""
    party = form.party
    sentence = document.sentences.around(hit.start)
    if (party.party_kind, party.id) in plain.parties:
        return "full_name"
    if ambiguity == "initialism" and document.text[slice(*sentence)].isupper():
        return None
    if party.party_kind == "institution":
        if document.is_academic:
            return "academic_words"
        return "plain_mention_of_a_party" if plain.parties else None
    if len(form.words) <= 2 or form.words.decode() in words.COMMON_INITIALISMS:
        return None
    if ambiguity == "initialism" and form.words.decode() in words.ORDINARY:
        return None
    if document.is_surname(hit, form):
        return None
    country = document.names_country(party.country_code)
    if ambiguity == "generic":
        if country and document.list_in_sentence(hit):
            return "country_and_list_in_sentence"
        return "country_and_company" if country and document.company_beside(hit) else None
    if ambiguity == "person":
        if country and document.speaks_of_list:
            return "country_and_list"
        return "country_and_company" if country and document.company_beside(hit) else None
    if (sentence, party.country_code) in plain.listed_in_sentence:
        return "listed_party_of_same_country_in_sentence"
    if document.list_in_sentence(hit):
        return "list_in_sentence"
    if ambiguity == "initialism" and len(form.words) <= 3:
        if document.names_country(party.country_code, sentence):
            return "country_in_sentence"
        if not (document.speaks_of_list or party.country_code in plain.listed_countries):
            return None
    if country:
        return "country"
    return "listed_party_of_same_country" if party.country_code in plain.listed_countries else None


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits that do not overlap: the longest first; the leftmost among equals."""
    ranked = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    kept: list[_Hit] = []
    for hit in ranked:
        while (
            kept
            and hit.start < kept[-1].end
            and hit.end - hit.start > kept[-1].end - kept[-1].start
        ):
            kept.pop()
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


class _Document:
    """One text and what its hits are judged by; everything costly is made when first asked."""

    def __init__(self, text: str, words_: bytes, article: Article) -> None:
        self.text = text
        self._words = words_
        self._is_name_list = article.is_name_list
        self._countries: dict[str | None, bool] = {}
        self._abbreviated: dict[str, str | None] = {}

    def with_bracket(self, hit: _Hit) -> _Hit:
        """With the bracket that closes right behind the name, if it opens within."""
        closes = self.text[hit.end : hit.end + 1] == ")" and "(" in self.text[hit.start : hit.end]
        return replace(hit, end=hit.end + 1) if closes else hit

    @cached_property
    def sentences(self) -> Sentences:
        return Sentences(self.text)

    @cached_property
    def is_academic(self) -> bool:
        return any(cue in self._words for cue in words.ACADEMIC_CUES)

    @cached_property
    def speaks_of_list(self) -> bool:
        return any(cue in self._words for cue in words.LIST_CUES)

    def words_abbreviated_as(self, letters: str) -> str | None:
        """The words before the first "(letters)"; None if there are none."""
        if letters not in self._abbreviated:
            bracket = self.text.find(f"({letters})")
            found = _DEFINED.search(self.text, max(0, bracket - 150), max(0, bracket))
            self._abbreviated[letters] = found[1] if found else None
        return self._abbreviated[letters]

    def names_country(self, code: str | None, sentence: tuple[int, int] | None = None) -> bool:
        """Whether the document (or one sentence of it) names the country in some way."""
        names = words.COUNTRY_WORDS.get(code or "", ())
        if sentence:
            there = words_of(fold(self.text[slice(*sentence)]))
            return any(name in there for name in names)
        if code not in self._countries:
            self._countries[code] = any(name in self._words for name in names)
        return self._countries[code]

    def list_in_sentence(self, hit: _Hit) -> bool:
        start, end = self.sentences.around(hit.start)
        sentence = words_of(fold(self.text[start:end]))
        return any(cue in sentence for cue in words.LIST_CUES)

    def company_beside(self, hit: _Hit) -> bool:
        before = self._words[max(0, hit.words_start - 60) : hit.words_start].split()[-4:]
        behind = self._words[hit.words_end : hit.words_end + 60].split()[:5]
        return not words.COMPANY_CUES.isdisjoint(map(bytes.decode, before + behind))

    def is_name(self, hit: _Hit) -> bool:
        """Whether the hit is written as a name is."""
        text = self.text[hit.start : hit.end]
        form = hit.forms[0]
        if self._is_name_list:
            return self._fills_its_line(hit)
        if _APART.search(text) and not _APART.search(form.party.name):
            return False
        if _ADDRESS.search(self._token_around(hit)):
            return False
        if not _capitals_fit(text, form):
            return False
        last_word = form.words.rpartition(b" ")[2]
        if last_word in _BODY_END:
            if _LONGER_NAME.match(self.text, hit.end) and not self._is_two_names(hit):
                return False
            if self._word_before(hit) in _COMPASS:
                return False
        if form.party.party_kind == "institution" and form.rule == "initialism":
            following = self._words[hit.words_end + 1 : hit.words_end + 30]
            if any(
                following.startswith(word + b" ")
                for group in words.NOT_THE_INSTITUTION
                for word in group
            ):
                return False
        return True

    def _token_around(self, hit: _Hit) -> str:
        """What stands around a name without white space."""
        start, end = max(0, hit.start - 100), hit.end + 100
        head = re.search(r"\S*\Z", self.text[start : hit.start])
        tail = re.match(r"\S*", self.text[hit.end : end])
        return (head[0] if head else "") + "\0" + (tail[0] if tail else "")

    def _fills_its_line(self, hit: _Hit) -> bool:
        """In a list of names, one line is one name, but for a legal form behind it."""
        line_start = self.text.rfind("\n", 0, hit.start) + 1
        line_end = self.text.find("\n", hit.start)
        line_end = len(self.text) if line_end < 0 else line_end
        if hit.end > line_end:
            return False
        beside = f"{self.text[line_start : hit.start]} {self.text[hit.end : line_end]}"
        return all(word in FORMS or word == "the" for word in fold(beside).decode().split())

    def _is_two_names(self, hit: _Hit) -> bool:
        """ "Tianjin University and Huawei" is two names; "... of Commerce" is one."""
        return bool(re.match(r"\s+and\s", self.text[hit.end : hit.end + 8]))

    def _word_before(self, hit: _Hit) -> bytes:
        words_before = self._words[max(0, hit.words_start - 40) : hit.words_start].split()
        return words_before[-1] if words_before else b""

    def is_surname(self, hit: _Hit, form: Form) -> bool:
        """Whether one word is a piece of another name.

        "Igor Karimov" is not Karimov Trading, Jinhua University no listed Jinhua, and Quaid-i-Azam
        not Azam Electronics.
        """
        if b" " in form.words or form.rule == "initialism" or self._is_name_list:
            return False
        head = self.text[max(0, hit.start - 40) : hit.start]
        if re.search(r"\w-\Z", head) or re.match(r"-[A-ZÀ-Þ]", self.text[hit.end : hit.end + 2]):
            return True
        behind = re.match(r"\s+([^\W\d_]+)", self.text[hit.end : hit.end + 40])
        if behind and fold(behind[1]).decode() in words.MORE_OF_A_NAME:
            return True
        before = re.search(r"([^\W\d_]+)[ \u00a0]\Z", head)
        if before and before[1].istitle() and fold(before[1]).decode() in words.PERSON_NAMES:
            return True
        if not before or not before[1][0].isupper() or before[1].isupper():
            return False
        if hit.start - len(before[0]) == self.sentences.around(hit.start)[0]:
            return False
        word = fold(before[1]).decode()
        return word not in words.ORDINARY and f" {word} ".encode() not in _ALL_COUNTRY_WORDS

    def ambiguity(self, hit: _Hit, form: Form) -> str:
        """How ambiguous the form is as it is written here."""
        text = self.text[hit.start : hit.end]
        if form.ambiguity == "short" and re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]", text):
            return "plain"
        return form.ambiguity


_ALL_COUNTRY_WORDS = frozenset(word for group in words.COUNTRY_WORDS.values() for word in group)


def _capitals_fit(text: str, form: Form) -> bool:
    """Capitals as in a name: all of an initialism's, the first and last great word's otherwise."""
    if form.rule == "initialism" or (b" " not in form.words and len(form.words) <= 4):
        printed = [part for part in re.split(r"\W+", form.party.name) if fold(part) == form.words]
        return text.isupper() or text in printed
    great = [word for word in re.findall(r"[^\W_]+", text) if len(word) > 3] or [text]
    return not great[-1].islower() and (form.rule == "french" or not great[0].islower())
