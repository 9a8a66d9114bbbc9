"""The data that the half-space model is trained on: how it is read, unified and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dalil.repair.halfspaces.candidates import joinable
from dalil.repair.halfspaces.lexicon import Lexicon, base
from dalil.repair.halfspaces.tokens import WORD, ZWNJ, pieces
from dalil.repair.halfspaces.units import BLANK, JOINED, Units


def read_tokens(path: Path) -> list[str]:
    """Sentences of a table of tokens and tags, a blank line after each sentence."""
    sentences: list[list[str]] = [[]]
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.strip():
            sentences[-1].append(row.split("\t")[0].strip(ZWNJ))
        elif sentences[-1]:
            sentences.append([])
    return [" ".join(tokens) for tokens in sentences if tokens]


def words_of(units: Units) -> Iterator[tuple[int, int]]:
    """The words of a row of units as [first, last) of their pieces."""
    first = 0
    for i, link in enumerate(units.links):
        if link != JOINED:
            yield first, i + 1
            first = i + 1


def count_forms(texts: Sequence[Units]) -> Counter[str]:
    """How often each form (with its half-spaces) stands in the texts."""
    counts: Counter[str] = Counter()
    for units in texts:
        for a, b in words_of(units):
            counts[ZWNJ.join(units.names[a:b])] += 1
    return counts


def count_spaced(texts: Sequence[Units], lexicon: Lexicon) -> Counter[str]:
    """How often each pair that could be one word stands with a space."""
    counts: Counter[str] = Counter()
    for units in texts:
        names, links = units.names, units.links
        spans = list(words_of(units))
        for (a, b), (_, d) in pairwise(spans):
            if links[b - 1] != BLANK:
                continue
            for left in dict.fromkeys((names[b - 1], "".join(names[a:b]))):
                for right in dict.fromkeys((base(names[b]), base("".join(names[b:d])))):
                    if joinable(left, right, lexicon):
                        counts[left + ZWNJ + right] += 1
    return counts


@dataclass(frozen=True)
class General:
    """hazm's word list: a frequency class by form (0 for none, 1 to 4), nouns, adjectives."""

    grades: dict[str, int]
    nouns: frozenset[str]
    adjectives: frozenset[str]


def read_general(path: Path) -> General:
    """Read `words.dat`: lines of word, frequency and tags."""
    grades: dict[str, int] = {}
    tagged: dict[str, set[str]] = {"N": set(), "AJ": set()}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, tags = line.split("\t")
        form = pieces(word.strip()).strip(ZWNJ)
        if not form or " " in form:
            continue
        n = int(frequency)
        grade = 0 if n == 0 and tags == "0" else 1 + (n > 0) + (n > 10_000) + (n > 500_000)
        grades[form] = max(grades.get(form, 0), grade)
        for tag in tags.split(","):
            if tag in tagged:
                tagged[tag].add(form)
    return General(grades, frozenset(tagged["N"]), frozenset(tagged["AJ"]))


# Plurals and comparatives that some write in one («سالهای», «بزرگترین») and the Academy of Persian
# Language with a half-space; those that it leaves in one, and words that only look like them.
_IN_ONE = re.compile(r"(.+[^اآدذرزژوهؤء])(ها(?:ی|یی|یم|یت|یش|یمان|یتان|یشان|ست)?|تر(?:ین)?)")
_LEFT_IN_ONE = frozenset("آن این تن همین همان بیش کم که شانگ انت من ن".split())
_UNIFIED = 4


class Unifier:
    """Writes plurals and comparatives of a corpus with half-spaces where it has both ways.

    One in five stays, so that the model knows that there are two ways.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.seen: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        return WORD.sub(self._one, text)

    def _one(self, m: re.Match[str]) -> str:
        word = m.group()
        found = _IN_ONE.fullmatch(word)
        if not found or found[1] in _LEFT_IN_ONE or not self.counts.get(found[1]):
            return word
        if found[2].startswith("تر") and not self.counts.get(found[1] + ZWNJ + found[2]):
            return word
        self.seen[found[2]] += 1
        return word if self.seen[found[2]] % (_UNIFIED + 1) == 0 else f"{found[1]}{ZWNJ}{found[2]}"
