"""The index over all listed names, and the match of many names against it.

Here: which listed names are looked at for a name, and the best entities for each. A row depends
on its own name and the list alone, never on the other names. Not here: words (`vocabulary`),
agreement (`features`), what it is worth (`scorer`) and how it is told (`evidence`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from dagster_project.matching.features import (
    FEATURES,
    SPELLING,
    LISTED_WIDTH,
    WIDTH,
    Parts,
    Rows,
    coverage_bound,
    features,
)
from dagster_project.matching.records import MATCHES, ListedName, ScreenedName
from dagster_project.matching.scorer import scorer
from dagster_project.matching.tokens import Tokens, tokenise
from dagster_project.matching.vocabulary import (
    ALTERNATIVES,
    CONTENT,
    FORM_WORD,
    STOP_WORD,
    UNIT_WORD,
    Vocabulary,
    words_of,
)
from dagster_project.matching.words import COUNTRY_BITS, FORMS, KINDS, SAME, SHORT_FORMS, STOP

MATCHER_VERSION = "1.0"
MATCH_AT, REVIEW_AT, NEAR_MISS_AT = 0.8, 0.4, 0.05
CONFIGURATION_HASH = f"{MATCHER_VERSION}:{MATCH_AT}:{REVIEW_AT}"

CUT = FEATURES.index("cut_prefix")
_CHUNK = 8192
_RARE_ROWS = 60
_KEYS_PER_ROW = 3
_LEAST_COVERAGE = 0.3
_BRACKETS = re.compile(r"\(([^()]*)\)")
_INITIALS_FOR = ("university", "institute", "academy", "college")


@dataclass(frozen=True)
class Pairs:
    """Scored pairs of a chunk, one item a pair."""

    name: NDArray[np.int64]
    listed: NDArray[np.int64]
    row: NDArray[np.int64]
    part: NDArray[np.int64]
    features: NDArray[np.float32]
    first: NDArray[np.int8]
    last: NDArray[np.int8]
    score: NDArray[np.float64]
    parts: Parts
    tokens: Tokens


def _variants(listed: Sequence[ListedName]) -> tuple[list[str], list[int], list[int]]:
    """Each name as it stands, without its brackets, the acronym in them, and its initials."""
    names, owner, derived = [], [], []

    def add(name: str, number: int, made: int = 0) -> None:
        names.append(name)
        owner.append(number)
        derived.append(made)

    for number, entry in enumerate(listed):
        add(entry.name, number)
        inner = _BRACKETS.findall(entry.name)
        if inner:
            add(_BRACKETS.sub(" ", entry.name), number, 0 if all(map(_is_acronym, inner)) else 1)
            last = entry.name.rstrip(" .,;").endswith(")")
            if last and _is_acronym(inner[-1]):
                add(inner[-1], number)
    for number, words in enumerate(words_of([_BRACKETS.sub(" ", e.name) for e in listed])):
        same = [SAME.get(word, word) for word in words]
        content = [w for w, s in zip(words, same, strict=True) if s not in STOP and s not in FORMS]
        if len(content) >= 4 and any(word in _INITIALS_FOR for word in same):
            add("".join(word[0] for word in content), number, 2)
    return names, owner, derived


def _formed(words: Sequence[str]) -> str:
    """A name's words in one, legal forms in their short spelling and small words left out."""
    same = (SAME.get(word, word) for word in words)
    return "".join(SHORT_FORMS.get(word, word) for word in same if word not in STOP)


def _is_acronym(text: str) -> bool:
    return len(text) >= 3 and text.upper() == text and text.upper() != text.lower()


class Index:
    """All names of all listed entities, ready to be matched against; built once."""

    def __init__(self, listed: Sequence[ListedName]) -> None:
        self._listed = tuple(listed)
        numbers: dict[str, int] = {}
        self._entity = np.array(
            [numbers.setdefault(entry.entity_id, len(numbers)) for entry in self._listed],
            dtype=np.int64,
        )
        names, owner, derived = _variants(self._listed)
        words = words_of(names)
        kept = [at for at, row in enumerate(words) if row]
        words = [words[at] for at in kept]
        owner = [owner[at] for at in kept]
        derived = [derived[at] for at in kept]
        self._vocabulary = Vocabulary(words, [int(self._entity[number]) for number in owner])
        self._rows = self._build_rows(words, owner, derived)
        content = [
            [same for same in (SAME.get(w, w) for w in row) if same not in STOP and same not in FORMS]
            for row in words
        ]
        self._spelled = ["".join(row) for row in content]
        self._ordered = ["".join(sorted(row)) for row in content]
        self._formed = [_formed(row) for row in words]
        written = ["".join(row) for row in words]
        self._written = sorted((text, row) for row, text in enumerate(written) if len(text) > 20)
        self._build_keys()
        anchors = tokenise(["s t science technology r d research development"])
        self._anchors = self._vocabulary.meanings(anchors).tolist()

    def _build_rows(
        self, words: Sequence[Sequence[str]], owner: Sequence[int], derived: Sequence[int]
    ) -> Rows:
        vocabulary, count = self._vocabulary, len(words)
        ids = np.full((LISTED_WIDTH, count), -1, dtype=np.int16)
        length = np.zeros((LISTED_WIDTH, count), dtype=np.int16)
        counts = np.zeros(count, dtype=np.int8)
        kinds = np.zeros(count, dtype=np.int16)
        form = np.zeros(count, dtype=np.int8)
        countries = np.zeros(count, dtype=np.int64)
        acronym = np.zeros(count, dtype=bool)
        for row, raw in enumerate(words):
            at = 0
            used = set()
            for word in raw:
                same = SAME.get(word, word)
                number = vocabulary.number.get(same)
                kinds[row] |= KINDS.get(same, 0)
                form[row] = FORMS.get(word, form[row])
                if number is None or number in used or at >= LISTED_WIDTH:
                    continue
                used.add(number)
                ids[at, row], length[at, row] = number, len(word)
                at += 1
            counts[row] = at
            acronym[row] = at == 1 and length[0, row] <= 6
            entry = self._listed[owner[row]]
            countries[row] = COUNTRY_BITS.get(entry.country_code or "", 0)
        weight = np.where(ids >= 0, vocabulary.weights[ids], 0).astype(np.float32)
        from dagster_project.matching.vocabulary import word_class
        classes = np.array([word_class(word) for word in vocabulary.words], dtype=np.int8)
        return Rows(
            listed=np.array(owner, dtype=np.int32),
            count=counts,
            ids=ids,
            weight=weight,
            klass=np.where(ids >= 0, classes[ids], -1).astype(np.int8),
            length=length,
            total=weight.sum(axis=0),
            kinds=kinds,
            form=form,
            countries=countries,
            acronym=acronym,
            derived=np.array(derived, dtype=np.int8),
        )

    def _build_keys(self) -> None:
        """For each row the few rare words, or pairs of common ones, by which it is found."""
        rows, size = self._rows, len(self._vocabulary.words)
        frequency = np.bincount(rows.ids[rows.ids >= 0], minlength=size)
        self._common = frequency > _RARE_ROWS
        common = self._common.tolist()
        often = frequency.tolist()
        self._vocabulary_size = size
        of_row = [
            [number for number in column if number >= 0] for column in rows.ids.T.tolist()
        ]
        pair_count: Counter[int] = Counter()
        pairs_of: list[list[int]] = []
        for ids in of_row:
            pairs = [
                self._pair_key(ids[i], ids[j])
                for i in range(len(ids))
                for j in range(i + 1, min(i + 3, len(ids)))
                if common[ids[i]] and common[ids[j]]
            ]
            pairs_of.append(pairs)
            pair_count.update(pairs)
        singles: dict[int, list[int]] = defaultdict(list)
        doubles: dict[int, list[int]] = defaultdict(list)
        for row, (ids, pairs) in enumerate(zip(of_row, pairs_of, strict=True)):
            rare = sorted((n for n in ids if not common[n]), key=lambda n: (often[n], n))
            if len(ids) == 1:
                singles[ids[0]].append(row)
                continue
            for number in rare[:_KEYS_PER_ROW]:
                singles[number].append(row)
            if len(rare) < 2:
                for pair in sorted(pairs, key=lambda key: (pair_count[key], key))[:_KEYS_PER_ROW]:
                    doubles[pair].append(row)
        self._single_start, self._single_rows = _postings(
            [singles.get(number, []) for number in range(size)]
        )
        self._double_keys = np.array(sorted(doubles), dtype=np.int64)
        self._double_start, self._double_rows = _postings(
            [doubles[key] for key in self._double_keys.tolist()]
        )

    def _pair_key(self, one: int, other: int) -> int:
        return min(one, other) * self._vocabulary_size + max(one, other)

    def match(
        self, names: Sequence[ScreenedName], *, keep: int = 3, include_no_match: bool = False
    ) -> pa.Table:
        """The best listed entities for each name, in the schema `MATCHES`, best first.

        At most `keep` entities per name; rows with the verdict `no_match` only on request.
        """
        distinct: dict[ScreenedName, int] = {}
        position = [distinct.setdefault(name, len(distinct)) for name in names]
        todo = list(distinct)
        rows = []
        for start in range(0, len(todo), _CHUNK):
            pairs = self.score(todo[start : start + _CHUNK])
            at = self._best(pairs, keep)
            for p in at.tolist():
                entry = self._listed[pairs.listed[p]]
                score = float(pairs.score[p])
                verdict = "match" if score >= MATCH_AT else "review" if score >= REVIEW_AT else "near_miss" if score >= NEAR_MISS_AT else "no_match"
                if verdict == "no_match" and not include_no_match:
                    continue
                name = todo[start + int(pairs.name[p])]
                rows.append({"name_number": start + int(pairs.name[p]), "name": name.name, "country_code": name.country_code, "entity_id": entry.entity_id, "matched_name": entry.name, "matched_name_kind": entry.name_kind, "score": score, "level": "legal_entity", "verdict": verdict, "evidence": "{}"})
        table = pa.Table.from_pylist(rows, schema=MATCHES)
        if len(distinct) == len(names):
            return table
        return _repeat(table, position)

    def _best(self, pairs: Pairs, keep: int) -> NDArray[np.int64]:
        """Per name the best pair of each entity, the `keep` best entities, best first."""
        entity = self._entity[pairs.listed]
        order = np.lexsort((pairs.row, pairs.part, -pairs.score, entity, pairs.name))
        name, entity = pairs.name[order], entity[order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (name[1:] != name[:-1]) | (entity[1:] != entity[:-1])
        order = order[first]
        order = order[np.lexsort((self._entity[pairs.listed[order]], -pairs.score[order], pairs.name[order]))]
        name = pairs.name[order]
        opens = np.ones(len(order), dtype=bool)
        opens[1:] = name[1:] != name[:-1]
        starts = np.flatnonzero(opens)
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
        return order[rank < keep]

    def score(self, names: Sequence[ScreenedName]) -> Pairs:
        tokens = tokenise([screened.name for screened in names])
        slots = self._vocabulary.meanings(tokens)
        slots = self._vocabulary.joins(tokens, self._expand_initials(tokens, slots))
        v = self._vocabulary
        klass = v.klass[slots]
        content = np.flatnonzero((klass != STOP_WORD) & (klass != FORM_WORD))
        slot, name, segment = slots[content], tokens.name[content], tokens.segment[content]

        count = len(names)
        form = np.zeros(count, dtype=np.int8)
        forms = np.flatnonzero(v.form[slots] > 0)
        form[tokens.name[forms]] = v.form[slots[forms]]
        countries = np.array([COUNTRY_BITS.get(n.country_code or "", 0) for n in names], dtype=np.int64)
        placed = np.flatnonzero(v.countries[slots])
        np.bitwise_or.at(countries, tokens.name[placed], v.countries[slots[placed]])

        # Parts: each segment, cut where it is too long; then neighbours, then the whole name.
        opens = np.ones(len(content), dtype=bool)
        opens[1:] = segment[1:] != segment[:-1]
        seg_start = np.flatnonzero(opens)
        seg_end = np.append(seg_start[1:], len(content))
        of_token = np.cumsum(opens) - 1
        seg_name = name[seg_start]

        cand_seg, cand_row = self._candidates(slot, name, of_token, len(seg_start))
        # part numbering: 0..S-1 segments; S..2S-1 segment with the next; 2S..3S-1 whole name
        S = len(seg_start)
        name_first = np.searchsorted(seg_name, seg_name, side="left")
        name_last = np.searchsorted(seg_name, seg_name, side="right") - 1
        nxt = np.minimum(np.arange(S) + 1, S - 1)
        start = np.concatenate([seg_start, seg_start, seg_start[name_first]])
        end = np.concatenate([seg_end, seg_end[nxt], seg_end[name_last]])
        sizes = end - start
        has_next = np.zeros(S, dtype=bool)
        has_next[:-1] = seg_name[1:] == seg_name[:-1]

        def parts_of(numbers: NDArray[np.int64]) -> tuple[Parts, NDArray[np.int64]]:
            used, back = np.unique(numbers, return_inverse=True)
            return self._parts(tokens, slots, content, slot, seg_name[used % max(S, 1)], start[used], end[used], form, countries, (start[used] == start[2*S + used % max(S,1)]) & (end[used] == end[2*S + used % max(S,1)])), back

        base, back = parts_of(cand_seg)
        bound = coverage_bound(base, self._rows, back, cand_row)
        weak = np.flatnonzero(bound < 0.95)
        seg = cand_seg[weak]
        wider = []
        for number, ok in (
            (S + seg, has_next[seg]),
            (S + seg - 1, (seg > 0) & has_next[np.maximum(seg - 1, 0)]),
            (2 * S + seg, (name_last[seg] - name_first[seg] >= 2)),
        ):
            number = np.where(ok, number, 0)
            ok = ok & (sizes[number] <= 14)
            wider.append((weak[ok], number[ok]))
        wide_of = np.concatenate([w for w, _ in wider])
        wide = np.concatenate([n for _, n in wider])
        keep = bound >= _LEAST_COVERAGE
        part_no, row, b = cand_seg[keep], cand_row[keep], bound[keep]
        cut_name, cut_row, cut_share = self._cut(tokens, names)
        if len(cut_name) and S:
            cut_seg = np.searchsorted(seg_name, cut_name)
            ok = cut_seg < S
            ok[ok] = seg_name[cut_seg[ok]] == cut_name[ok]
            part_no = np.concatenate([part_no, 2 * S + cut_seg[ok]])
            row = np.concatenate([row, cut_row[ok]])
        if len(wide):
            parts2, back2 = parts_of(wide)
            bound2 = coverage_bound(parts2, self._rows, back2, cand_row[wide_of])
            ok = (bound2 >= _LEAST_COVERAGE) & (bound2 > bound[wide_of] + 0.02)
            part_no = np.concatenate([part_no, wide[ok]])
            row = np.concatenate([row, cand_row[wide_of[ok]]])
        parts, back = parts_of(part_no)
        if len(row) == 0:
            empty = np.zeros(0, dtype=np.int64)
            return Pairs(empty, empty, empty, empty, np.zeros((len(FEATURES), 0), np.float32), empty.astype(np.int8), empty.astype(np.int8), empty.astype(float), parts, tokens)
        code = np.unique(part_no * len(self._rows.listed) + row)
        part_no, row = code // len(self._rows.listed), code % len(self._rows.listed)
        parts, back = parts_of(part_no)
        values, first, last = features(parts, self._rows, back, row)
        share = dict(zip(zip(cut_name.tolist(), cut_row.tolist(), strict=True), cut_share.tolist(), strict=True))
        if share:
            truncated = np.flatnonzero(np.isin(parts.name[back], cut_name))
            values[CUT, truncated] = [share.get(pair, 0.0) for pair in zip(parts.name[back[truncated]].tolist(), row[truncated].tolist(), strict=True)]
        open_ = np.flatnonzero(scorer().may_match(values))
        back, row, values, first, last = back[open_], row[open_], values[:, open_], first[open_], last[open_]
        self._spell(tokens, parts, slots, back, row, values, first, last)
        return Pairs(
            name=parts.name[back], listed=self._rows.listed[row].astype(np.int64), row=row, part=back,
            features=values, first=first, last=last, score=scorer()(values), parts=parts, tokens=tokens,
        )

    def _spell(self, stream: Tokens, parts: Parts, slots, back, row, values, first, last) -> None:
        """The features by letters, spaces aside: typing errors that no single word shows."""
        same, part_text, window_text = self._vocabulary.same, {}, []
        tokens = parts.token.T
        for p, f, l in zip(back.tolist(), first.tolist(), last.tolist(), strict=True):
            words = part_text.get(p)
            if words is None:
                words = part_text[p] = [same[slot] for slot in slots[tokens[p, : parts.count[p]]].tolist()]
            window_text.append("".join(words[f : l + 1]))
        whole = {p: "".join(words) for p, words in part_text.items()}
        listed = [self._spelled[r] for r in row.tolist()]
        ordered = {p: "".join(sorted(words)) for p, words in part_text.items()}
        values[SPELLING] = np.maximum(
            cpdist([whole[p] for p in back.tolist()], listed, scorer=OSA.normalized_similarity, dtype=np.float32),
            cpdist([ordered[p] for p in back.tolist()], [self._ordered[r] for r in row.tolist()], scorer=OSA.normalized_similarity, dtype=np.float32) - np.float32(0.02),
        )
        formed = {}
        for p in set(back.tolist()):
            held = tokens[p, : parts.count[p]]
            lo, hi = int(held[0]), int(held[-1]) + 1
            name, klass = stream.name, self._vocabulary.klass
            while lo > 0 and name[lo - 1] == name[lo] and klass[slots[lo - 1]] <= FORM_WORD:
                lo -= 1
            while hi < len(slots) and name[hi] == name[lo] and klass[slots[hi]] <= FORM_WORD:
                hi += 1
            formed[p] = _formed([same[slot] for slot in slots[lo:hi].tolist()])
        formed_listed = [self._formed[r] for r in row.tolist()]
        values[SPELLING + 2] = cpdist([formed[p] for p in back.tolist()], formed_listed, scorer=OSA.normalized_similarity, dtype=np.float32)
        values[SPELLING + 1] = cpdist(window_text, listed, scorer=OSA.normalized_similarity, dtype=np.float32)

    def _cut(self, tokens: Tokens, names: Sequence[ScreenedName]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Listed names that begin with the whole of a name that fills a column of 35 characters."""
        name, rows, share = [], [], []
        for number in np.flatnonzero(tokens.truncated).tolist():
            lo, hi = np.searchsorted(tokens.name, [number, number + 1]).tolist()
            text = "".join(tokens.word(at) for at in range(lo, hi))
            if len(text) < 20:
                continue
            at = bisect_left(self._written, (text, -1))
            found = []
            while at < len(self._written) and self._written[at][0].startswith(text) and len(found) < 40:
                found.append(self._written[at][1])
                at += 1
            found = [r for r in found if len(self._written) and self._rows.derived[r] == 0]
            entities = {int(self._entity[self._rows.listed[r]]) for r in found}
            name += [number] * len(found)
            rows += found
            share += [1 / max(len(entities), 1)] * len(found)
        return np.array(name, dtype=np.int64), np.array(rows, dtype=np.int64), np.array(share, dtype=float)

    def _expand_initials(self, tokens: Tokens, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """S & T is science and technology, R&D research and development."""
        s, t, science, technology, r, d, research, development = self._anchors
        gap = 1
        pair = np.zeros(len(slots), dtype=bool)
        for one, other, full_one, full_other in ((s, t, science, technology), (r, d, research, development)):
            at = np.flatnonzero((slots[:-1] == one) & (tokens.name[:-1] == tokens.name[1:]))
            for step in (1, 2):
                inside = at[at + step < len(slots)]
                hit = inside[(slots[inside + step] == other) & ((step == 1) | (self._vocabulary.klass[slots[inside + 1]] == STOP_WORD))]
                slots[hit], slots[hit + step] = full_one, full_other
        return slots

    def _candidates(self, slot, name, of_token, segments):
        v = self._vocabulary
        found_seg, found_row = [], []
        for layer in range(ALTERNATIVES):
            ids = v.ids[slot, layer].astype(np.int64)
            at = np.flatnonzero(ids >= 0)
            if not len(at):
                break
            seg, row = _expand(ids[at], of_token[at], self._single_start, self._single_rows)
            found_seg.append(seg)
            found_row.append(row)
        ids = v.ids[slot, 0].astype(np.int64)
        common = (ids >= 0) & self._common[ids]
        at = np.flatnonzero(ids >= 0)
        for step in (1, 2, 3):
            left = np.flatnonzero(common[:-step] & common[step:] & (name[:-step] == name[step:])) if len(slot) > step else np.zeros(0, np.int64)
            one, other = ids[left], ids[left + step]
            keys = np.minimum(one, other) * self._vocabulary_size + np.maximum(one, other)
            where = np.searchsorted(self._double_keys, keys)
            where = np.minimum(where, max(len(self._double_keys) - 1, 0))
            hit = self._double_keys[where] == keys if len(self._double_keys) else np.zeros(len(keys), bool)
            for side in (left[hit], left[hit] + step):
                seg, row = _expand(where[hit], of_token[side], self._double_start, self._double_rows)
                found_seg.append(seg)
                found_row.append(row)
        code = np.unique(np.concatenate(found_seg) * len(self._rows.listed) + np.concatenate(found_row))
        return code // len(self._rows.listed), code % len(self._rows.listed)

    def _parts(self, tokens, slots, content, slot, part_name, start, end, form, countries, whole):
        v = self._vocabulary
        size = np.minimum(end - start, WIDTH)
        # a longer part: its last words, where the institution usually stands
        begin = end - size
        position = begin[None, :] + np.arange(WIDTH)[:, None]
        inside = np.arange(WIDTH)[:, None] < size[None, :]
        position = np.where(inside, position, 0)
        s = slot[position] if len(slot) else np.zeros_like(position)
        token = content[position] if len(content) else np.zeros_like(position)
        ids = np.stack([np.where(inside, v.ids[s, layer], -2) for layer in range(ALTERNATIVES)]).astype(np.int16)
        ids[ids == -1] = -2
        link = v.link[slots]
        prev_link = np.zeros(len(slots), dtype=bool)
        prev_link[1:] = link[:-1] & (tokens.segment[1:] == tokens.segment[:-1])
        prev_also = np.zeros(len(slots), dtype=bool)
        prev_also[1:] = v.also[slots[:-1]]
        telling = np.where(v.klass[slot] == CONTENT, v.weight[slot], 0)
        units = v.klass[slot] == UNIT_WORD
        names_count = int(tokens.name_upper.shape[0])
        of_name = tokens.name[content]
        sum_telling = np.concatenate([[0], np.cumsum(telling)])
        sum_units = np.concatenate([[0], np.cumsum(units)])
        all_telling = np.bincount(of_name, weights=telling, minlength=names_count)
        all_units = np.bincount(of_name, weights=units, minlength=names_count)
        return Parts(
            name=part_name, count=size.astype(np.int8), ids=ids,
            sims=np.stack([np.where(inside, v.sims[s, layer], 0) for layer in range(ALTERNATIVES)]).astype(np.float32),
            weight=np.where(inside, v.weight[s], 0).astype(np.float32),
            klass=np.where(inside, v.klass[s], -1).astype(np.int8),
            kinds=np.where(inside, v.kinds[s], 0).astype(np.int16),
            after_of=np.where(inside, prev_link[token], False),
            after_and=np.where(inside, prev_also[token], False),
            upper=np.where(inside, tokens.upper[token] & ~tokens.name_upper[part_name][None, :], False),
            length=np.where(inside, v.length[s], 0).astype(np.int16),
            token=np.where(inside, token, -1).astype(np.int32),
            alternatives=(ids[1:] >= 0).any(axis=(0, 1)),
            form=form[part_name], countries=countries[part_name], one_part=whole,
            rest_distinct=(all_telling[part_name] - (sum_telling[end] - sum_telling[start])).astype(np.float32),
            rest_unit=all_units[part_name] > sum_units[end] - sum_units[start],
        )


def _postings(lists):
    start = np.concatenate([[0], np.cumsum([len(rows) for rows in lists])]).astype(np.int64)
    return start, np.array([row for rows in lists for row in rows], dtype=np.int64)


def _expand(keys, owners, start, rows):
    """Every row posted under each key, with the key's owner."""
    counts = start[keys + 1] - start[keys]
    total = int(counts.sum())
    offset = np.repeat(start[keys] - np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(keys) else np.zeros(0, np.int64), counts)
    return np.repeat(owners, counts), rows[offset + np.arange(total)]


def _repeat(table: pa.Table, position: Sequence[int]) -> pa.Table:
    numbers = table["name_number"].to_numpy()
    at = np.array(position)
    lo = np.searchsorted(numbers, at, side="left")
    hi = np.searchsorted(numbers, at, side="right")
    take = np.concatenate([np.arange(a, b) for a, b in zip(lo, hi)]) if len(at) else at
    name_number = np.repeat(np.arange(len(at)), hi - lo)
    out = table.take(pa.array(take.astype(np.int64)))
    return out.set_column(0, MATCHES.field(0), pa.array(name_number, type=pa.int32()))
