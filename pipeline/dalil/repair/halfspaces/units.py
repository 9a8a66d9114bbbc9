"""A text as a row of units: pieces of words, and what stands between each and the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from dalil.repair.halfspaces.tokens import (
    ADDRESS,
    ADDRESS_SIGNS,
    GAP,
    WORD,
    ZWNJ,
    letters,
)

NOTHING = 0  # a line end, a mark, a word of another script: never joined
BLANK = 1
JOINED = 2


@dataclass
class Units:
    """Pieces (bare letters) with their offsets; `links[i]` stands between unit i and i + 1."""

    names: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)

    def before(self, i: int) -> str:
        """The unit before unit `i` of the same run of words, `.` at its beginning."""
        return self.names[i - 1] if i and self.links[i - 1] else "."

    def after(self, i: int) -> str:
        """The unit after unit `i` of the same run of words, `.` at its end."""
        return self.names[i + 1] if self.links[i] else "."


_parts_of: dict[str, tuple[tuple[str, int, int], ...]] = {}
_MEMORY = 200_000


def _parts(word: str) -> tuple[tuple[str, int, int], ...]:
    """The pieces of a word as written: bare letters, start and end in the word."""
    found = _parts_of.get(word)
    if found is None:
        parts = []
        start = 0
        for part in word.split(ZWNJ):
            if part:
                parts.append((letters(part), start, start + len(part)))
            start += len(part) + 1
        if len(_parts_of) >= _MEMORY:
            _parts_of.clear()
        found = _parts_of[word] = tuple(parts)
    return found


def read_units(text: str) -> Units:
    """The units of `text`; words within web and mail addresses are left out."""
    read = _read(text)
    return Units(read.names.copy(), read.spans.copy(), read.links.copy())


@lru_cache(maxsize=1)  # spacing and half-spaces look at the same text, one after the other
def _read(text: str) -> Units:
    units = Units()
    names, spans, links = units.names, units.spans, units.links
    closed: list[tuple[int, int]] = []
    if any(sign in text for sign in ADDRESS_SIGNS):
        closed = [m.span() for m in ADDRESS.finditer(text)]
    end = 0
    for m in WORD.finditer(text):
        start = m.start()
        if closed and any(a <= start < b for a, b in closed):
            continue
        if names:
            gap = text[end:start]
            links.append(BLANK if gap == " " or GAP.fullmatch(gap) else NOTHING)
        parts = _parts(m.group())
        if len(parts) == 1:
            names.append(parts[0][0])
            spans.append((start, m.end()))
        else:
            for k, (name, a, b) in enumerate(parts):
                if k:
                    links.append(JOINED)
                names.append(name)
                spans.append((start + a, start + b))
        end = m.end()
    if names:
        links.append(NOTHING)
    return units
