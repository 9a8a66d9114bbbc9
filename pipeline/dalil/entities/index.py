"""The gazetteer compiled for one language: from keys to what they can mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from dalil.entities.gazetteer import Entry
from dalil.entities.names import Name, key, parse_name, pieces

ANY, CAPITALS, UPPER, EXACT = "any", "capitals", "upper", "exact"
_MARKS = re.compile(r"[^\w\s]")
_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a key can mean: an entity, or nothing where the phrase is `blocked`.

    The mention is `key[lead : len(key) - tail]`; the rest is context. `bounds` are the places in
    the key where the name as written has a space, half-space or hyphen, `spaces` those where it
    has a space, `capitals` those where an English word begins with a capital, `marks` the
    punctuation in it. `words` counts the words of the mention.
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
    capitals: frozenset[int]
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
    readings: dict[str, dict[tuple[object, ...], Reading]] = {}
    for entry in entries:
        for source in dict.fromkeys((lang, "en")):
            for written in entry.written(source):
                name = parse_name(written)
                spelling, reading = _reading(entry, name, source)
                # The same letters twice in one row are one reading, the one with more spaces: it
                # says where words may be apart.
                guards = (name.blocked, name.year, name.before)
                slot = (entry.id, *guards, reading.case, reading.capitals)
                known = readings.setdefault(spelling, {}).setdefault(slot, reading)
                if len(known.spaces) < len(reading.spaces):
                    readings[spelling][slot] = reading
    beginnings = {spelling[:end] for spelling in readings for end in range(1, len(spelling) + 1)}
    return Index({k: tuple(v.values()) for k, v in readings.items()}, frozenset(beginnings))


def _reading(entry: Entry, name: Name, lang: str) -> tuple[str, Reading]:
    """What a name means, under the key that it is spelt by."""
    whole = name.whole
    words = [pieces(word, lang) for word in whole.split()]
    within = [piece for word in words for piece in word]
    reading = Reading(
        entry,
        lang,
        name.text,
        name.blocked,
        name.year,
        _length(name.before, lang) if name.before else 0,
        _length(name.after, lang) if name.after else 0,
        _bounds(map(len, within)),
        _bounds(sum(map(len, word)) for word in words),
        _capitals(whole) if lang == "en" else _NOWHERE,
        frozenset(_MARKS.findall(whole)),
        len(name.text.split()),
        _case(name, lang),
    )
    return "".join(within), reading


def _length(text: str, lang: str) -> int:
    return sum(map(len, pieces(text, lang)))


def _bounds(lengths: Iterable[int]) -> frozenset[int]:
    """Where in a key its words end, the last one left out."""
    ends = [*accumulate(length for length in lengths if length)]
    return frozenset(ends[:-1]) if len(ends) > 1 else _NOWHERE


def _capitals(text: str) -> frozenset[int]:
    words = re.split(r"[\s–-]+", text)
    starts = [sum(len(key(word, "en")) for word in words[:i]) for i in range(len(words))]
    return frozenset(at for at, word in zip(starts, words, strict=True) if word[:1].isupper())


def _case(name: Name, lang: str) -> str:
    if lang != "en":
        return ANY
    letters = [c for c in name.text if c.isalpha()]
    if not letters or letters[0].islower():
        return ANY
    if all(c.isupper() for c in letters):
        return UPPER
    # Xi is no XI: a short name says little, so its case must say more.
    return EXACT if len(letters) <= 3 else CAPITALS
