"""Lists of names and of words that stand beside names, and groups of words used alike.

They are features of the recogniser, no evidence of their own: a surname that is in a list is more
likely part of a name. `models/names/LANG/` has the lists, one entry a line; a recogniser's folder
has the groups, `word<TAB>group…` a line (clusters of word vectors, coarse to fine).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dalil.languages.fold import fold
from dalil.resources import resource

# File name of a list → the short name of it in features. Those of single words, then phrases.
WORD_LISTS = {"first": "fn", "last": "ln"}
PHRASE_LISTS = {"place": "pl", "org": "og", "orghead": "oh", "title": "ti", "event": "ev"}


_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Phrases:
    """Phrases of folded words, looked up by their first word."""

    by_first: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, ...]]) -> Phrases:
        """The longest of the phrases that begin alike come first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(phrases), key=lambda words: (-len(words), words)):
            found.setdefault(phrase[0], []).append(phrase)
        return cls(found)

    def spans(self, norms: Sequence[str]) -> list[tuple[int, int]]:
        """Where phrases stand in a text of folded tokens, from left to right, the longest."""
        found = []
        at = 0
        while at < len(norms):
            size = 0
            for phrase in self.by_first.get(norms[at], ()):
                if tuple(norms[at : at + len(phrase)]) == phrase:
                    size = len(phrase)
                    break
            if size:
                found.append((at, at + size))
            at += size or 1
        return found


@dataclass(frozen=True)
class KnownNames:
    """What the lists say of words (`words`: folded word → names of its lists) and phrases."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, Phrases]


@lru_cache(maxsize=3)
def known_names(lang: str) -> KnownNames:
    """The packaged lists of a language; a list that is missing is empty."""
    folder = resource("models/names") / lang
    words: dict[str, tuple[str, ...]] = {}
    for name, short in WORD_LISTS.items():
        for entry in _entries(folder / f"{name}.txt", lang):
            for word in entry:
                if short not in words.get(word, ()):
                    words[word] = (*words.get(word, ()), short)
    phrases = {
        short: Phrases.of(_entries(folder / f"{name}.txt", lang))
        for name, short in PHRASE_LISTS.items()
    }
    return KnownNames(words, phrases)


def _entries(path: Path, lang: str) -> list[tuple[str, ...]]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    found = (tuple(_words(line, lang)) for line in lines)
    return [entry for entry in found if entry]


def _words(line: str, lang: str) -> list[str]:
    # A half-space does not end a word here: it does not end a token either.
    bare = (_NO_LETTER.sub("", word) for word in fold(line, lang).split())
    return [word for word in bare if word]


def read_groups(path: Path) -> dict[str, tuple[str, ...]]:
    """Words with their groups from a gzipped table; none where there is no such file."""
    if not path.exists():
        return {}
    rows = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
    cells = (row.split("\t") for row in rows if row)
    return {word: tuple(groups) for word, *groups in cells}
