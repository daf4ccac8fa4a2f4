"""pyahocorasick and flashtext on the same forms and text; run by speed.py in its own environment.

Both get the text in lower case and give names at word boundaries, as ours does when it only finds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ahocorasick
from flashtext import KeywordProcessor


def cpu_seconds(work, rounds=3):
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    inputs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    forms, texts = inputs["forms"], inputs["texts"]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6

    started = time.process_time()
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, len(form))
    automaton.make_automaton()
    built_automaton = time.process_time() - started

    def with_pyahocorasick() -> int:
        found = 0
        for text in texts:
            lower = text.lower()
            size = len(lower)
            for last, length in automaton.iter(lower):
                start = last - length + 1
                if (start == 0 or not lower[start - 1].isalnum()) and (
                    last + 1 == size or not lower[last + 1].isalnum()
                ):
                    found += 1
        return found

    started = time.process_time()
    processor = KeywordProcessor()
    for form in forms:
        processor.add_keyword(form)
    built_processor = time.process_time() - started

    def with_flashtext() -> int:
        return sum(len(processor.extract_keywords(text, span_info=True)) for text in texts)

    print(
        json.dumps(
            {
                "pyahocorasick": {
                    "build_s": built_automaton,
                    "mb_per_s": megabytes / cpu_seconds(with_pyahocorasick),
                    "found": with_pyahocorasick(),
                },
                "flashtext": {
                    "build_s": built_processor,
                    "mb_per_s": megabytes / cpu_seconds(with_flashtext, rounds=1),
                    "found": with_flashtext(),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
