"""Restored text against the text as it should be: words, letters, and what is no difference.

Words are maximal runs between white space. What two good spellings of a text may differ in is
folded away first: punctuation, the script of digits, and, unless the damage lies there, vowel
signs and the yeh and kaf of the keyboard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from rapidfuzz.distance import Levenshtein

from dalil.evaluate.scores import Rate, Score

ZWNJ = "\u200c"

_PUNCTUATION = regex.compile(r"[\p{P}\p{S}]")
_GAPS = regex.compile(rf"[\s{ZWNJ}]+")
_DIGITS = {0x0660 + i: str(i) for i in range(10)} | {0x06F0 + i: str(i) for i in range(10)}
_MARKS = {**dict.fromkeys((*range(0x064B, 0x0660), 0x0670)), ord("ۀ"): "ه"}
_LETTERS = {ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک"}


@dataclass(frozen=True)
class Words:
    """The words of a line; `spans` are over its letters, without white space and half-spaces."""

    letters: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]


@cache
def _table(marks: bool, letters: bool) -> dict[int, str | None]:
    return _DIGITS | (_MARKS if marks else {}) | (_LETTERS if letters else {})


def fold(line: str, *, marks: bool = True, letters: bool = True) -> str:
    """`line` without punctuation, digits in ASCII; vowel signs, yeh and kaf folded where wanted."""
    return str(_PUNCTUATION.sub("", line.translate(_table(marks, letters))))


@lru_cache(maxsize=20_000)
def words_of(line: str) -> Words:
    """The words of a folded line."""
    words = tuple(word for part in line.split() if (word := part.strip(ZWNJ)))
    letters = ""
    spans = []
    for word in words:
        start = len(letters)
        letters += word.replace(ZWNJ, "")
        spans.append((start, len(letters)))
    return Words(letters, tuple(spans), words)


def right_words(gold: Words, found: Words) -> set[int]:
    """The numbers of the gold words that stand in `found` in their place, spelt alike.

    Their place is the span of their letters; where letters were lost or added elsewhere in the
    line, it is the one that the alignment with the fewest edits gives it.
    """
    number = {span: i for i, span in enumerate(gold.spans)}
    places: Sequence[int | None] = range(len(found.letters))
    if gold.letters != found.letters:
        places = _aligned(found.letters, gold.letters)
    right = set()
    for (start, end), word in zip(found.spans, found.words, strict=True):
        first, last = places[start], places[end - 1]
        if first is None or last is None:
            continue
        i = number.get((first, last + 1))
        if i is not None and gold.words[i] == word:
            right.add(i)
    return right


def _aligned(one: str, two: str) -> list[int | None]:
    """For each letter of `one` the place of the same letter in `two`."""
    places: list[int | None] = [None] * len(one)
    for step in Levenshtein.opcodes(one, two):
        if step.tag == "equal":
            length = step.src_end - step.src_start
            places[step.src_start : step.src_end] = range(step.dest_start, step.dest_start + length)
    return places


def words_in_any_order(gold: str, found: str) -> Score:
    """The words that two lines have in common, whatever their order; a half-space is a space."""
    wanted, got = (Counter(fold(line).replace(ZWNJ, " ").split()) for line in (gold, found))
    return Score((wanted & got).total(), got.total(), wanted.total())


def characters_wrong(gold: str, found: str) -> Rate:
    """Letters to change, put in or take out, of those of the gold line; gaps count for nothing."""
    wanted, got = (_GAPS.sub("", fold(line)) for line in (gold, found))
    return Rate(Levenshtein.distance(wanted, got), len(wanted))
