"""The gazetteer compiled for one language: from keys to what they can mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dalil.entities.gazetteer import Entry
from dalil.entities.names import Name, key, parse_name, pieces

ANY, CAPITAL, UPPER, EXACT = "any", "capital", "upper", "exact"
_MARKS = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a key can mean: an entity, or nothing where the phrase is `blocked`.

    The mention is `key[lead : len(key) - tail]`; the rest is context. `bounds` are the places in
    the key where the name as written has a space, half-space or hyphen, `spaces` those where it
    has a space, `marks` the punctuation in it. `words` counts the words of the mention.
    """

    entry: Entry
    lang: str
    text: str
    blocked: bool
    year: bool
    lead: int
    tail: int
    bounds: frozenset[int]
    spaces: frozenset[int]
    marks: frozenset[str]
    words: int
    case: str


@dataclass(frozen=True)
class Index:
    """Readings by key, and every beginning of every key."""

    readings: dict[str, tuple[Reading, ...]]
    beginnings: frozenset[str]


def build_index(entries: Iterable[Entry], lang: str) -> Index:
    """The index for texts in `lang`; names in Latin letters count in Persian and Arabic too."""
    readings: dict[str, dict[tuple[str, str], Reading]] = {}
    for entry in entries:
        for source in dict.fromkeys((lang, "en")):
            for written in entry.written(source):
                name = parse_name(written)
                spelling = key(name.whole, source)
                # The same name twice in one row is one reading; a blocked one stands against it.
                slot = (entry.id, f"{name.blocked}{name.year}{name.before}{_case(name, source)}")
                readings.setdefault(spelling, {}).setdefault(slot, _reading(entry, name, source))
    beginnings = {spelling[:end] for spelling in readings for end in range(1, len(spelling) + 1)}
    return Index({k: tuple(v.values()) for k, v in readings.items()}, frozenset(beginnings))


def _reading(entry: Entry, name: Name, lang: str) -> Reading:
    whole = name.whole
    return Reading(
        entry,
        lang,
        name.text,
        name.blocked,
        name.year,
        len(key(name.before, lang)) if name.before else 0,
        len(key(name.after, lang)) if name.after else 0,
        _bounds(pieces(whole, lang)),
        _bounds([key(word, lang) for word in whole.split()]) if " " in whole else frozenset(),
        frozenset(_MARKS.findall(whole)),
        len(name.text.split()),
        _case(name, lang),
    )


def _bounds(words: list[str]) -> frozenset[int]:
    lengths = [len(word) for word in words if word]
    return frozenset(sum(lengths[:i]) for i in range(1, len(lengths)))


def _case(name: Name, lang: str) -> str:
    letters = [c for c in name.text if c.isalpha()]
    if lang != "en" or not letters or letters[0].islower():
        return ANY
    if all(c.isupper() for c in letters):
        return UPPER
    # Xi is no XI: a short name says little, so its case must say more.
    return EXACT if len(letters) <= 3 else CAPITAL
