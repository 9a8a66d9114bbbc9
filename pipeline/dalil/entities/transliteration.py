"""Names in other spellings and other scripts told to be the same, by sound.

«کریم‌اف», «کریموف», «كريموف» and “Karimov” are one name written by four habits. `skeleton` is
what such spellings have in common, `similarity` how near two names are, `romanised` a readable
name in Latin capitals, and `VariantIndex` finds the entry of the gazetteer that an unknown
spelling stands for. `benchmarks/transliteration.py` measures all of it on the gazetteer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, product

from dalil.entities.gazetteer import LANGUAGES, Entry
from dalil.entities.names import parse_name
from dalil.entities.roman import romanised
from dalil.entities.sounds import SUBSTITUTION, WEIGHT, sounds, words

__all__ = ["VariantIndex", "last_keys", "romanised", "similarity", "skeleton", "variant_keys"]

SAME = 0.9  # similarity from which two full names of people are one
SAME_WORD = 0.95  # and from which a single word is a surname or a place
SAME_PLACE = 0.96
MARGIN = 0.04  # no other entry may come so near behind

_STRANGERS = 1.0  # substitution of two consonants that have nothing in common
_GIVEN, _SURNAME = 1.0, 2.0  # weight of the words of a name
_MISSING = 0.35  # of a given name's weight, where one side has it not
_SINGLE = 4  # consonants of a surname that may be looked for alone
_NAMED_PLACES = ("city", "country", "region")

_CLASSES = {
    **dict.fromkeys("bp", "B"),
    **dict.fromkeys("td", "T"),
    **dict.fromkeys("kgqG", "K"),
    **dict.fromkeys("szSZcj", "S"),
    **{sound: sound.upper() for sound in "rlmnx"},
    "V": "F",
    "J": "SK",
    "Q": "ST",
    "T": "TS",
    "D": "TS",
}
_FIRST_ONLY = {"f": "F", "v": "F", "w": "F", "h": "H"}
_MOST_KEYS = 4


def skeleton(name: str, lang: str) -> tuple[str, ...]:
    """Per word of a name the classes of its consonants, blind to spelling.

    `name` is as written in `lang` (`fa`, `ar`, `en`). Vowels, و, ی, ه and f/v inside a word are
    dropped, since other spellings lack them; the ending of Karimov is always F.
    """
    return tuple(variant_keys(word, lang)[0] for word in words(name, lang))


@lru_cache(maxsize=50_000)
def variant_keys(word: str, lang: str) -> tuple[str, ...]:
    """The skeletons of a word, at most four where its letters leave a class open (Arabic ج)."""
    options = []
    first = True
    for sound in sounds(word, lang):
        if sound in "AL":
            continue
        classes = _CLASSES.get(sound, _FIRST_ONLY.get(sound, "") if first else "")
        if sound.isdigit():
            classes = sound
        if classes:
            options.append(classes)
        first = False
    open_ = 1
    for at, classes in enumerate(options):
        open_ *= len(classes)
        if open_ > _MOST_KEYS:
            options[at], open_ = classes[0], open_ // len(classes)
    found = ("".join(choice) for choice in product(*options))
    return tuple(dict.fromkeys(re.sub(r"(.)\1+", r"\1", key) for key in found))


def similarity(a: str, lang_a: str, b: str, lang_b: str) -> float:
    """How near two names sound, from 0 to 1; 1 where every letter may be the other's.

    An edit distance over sounds inside words inside the name: the last word counts double, a
    given name that one side lacks costs a third, and a word may be written as two.
    """
    left = tuple(sounds(word, lang_a) for word in words(a, lang_a))
    right = tuple(sounds(word, lang_b) for word in words(b, lang_b))
    left, right = tuple(filter(None, left)), tuple(filter(None, right))
    if not left or not right:
        return 0.0
    return _similarity(left, right) if left <= right else _similarity(right, left)


@lru_cache(maxsize=50_000)
def _similarity(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    # Backwards, so that the surnames come first.
    left, right = left[::-1], right[::-1]
    rows, columns = len(left), len(right)
    # (cost, weight) of the best way to each cell; the ratio is what is asked for, but the sum of
    # costs leads there and keeps the way additive.
    best: dict[tuple[int, int], tuple[float, float]] = {(0, 0): (0.0, 0.0)}
    for i in range(rows + 1):
        for j in range(columns + 1):
            if (i, j) == (0, 0):
                continue
            ways = []
            for di, dj in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (0, 1), (1, 0)):
                before = best.get((i - di, j - dj))
                if before is None:
                    continue
                weight = _SURNAME if not min(i - di, j - dj) else _GIVEN
                if di and dj:
                    one = "".join(reversed(left[i - di : i]))
                    other = "".join(reversed(right[j - dj : j]))
                    cost = weight * _word_distance(one, other)
                elif i - di and j - dj:
                    weight = cost = _MISSING * _length(left[i - 1] if di else right[j - 1])
                else:
                    continue  # surnames must meet
                ways.append((before[0] + cost, before[1] + weight))
            if ways:
                best[i, j] = min(ways)
    if (rows, columns) not in best:
        return 0.0
    cost, weight = best[rows, columns]
    return max(0.0, 1.0 - cost / weight)


def _length(word: str) -> float:
    """1 for a word, less for an initial."""
    return 1.0 if len(word) > 1 else 0.5


@lru_cache(maxsize=200_000)
def _word_distance(a: str, b: str) -> float:
    """Edit distance of two words' sounds, divided by their mean weight; from 0 to 1."""
    if a == b:
        return 0.0
    gained = [WEIGHT.get(sound, 1.0) for sound in b]
    row = [0.0, *accumulate(gained)]
    mass = row[-1]
    for sound in a:
        lost = WEIGHT.get(sound, 1.0)
        mass += lost
        left = row[0] + lost
        below = [left]
        for at, other in enumerate(b):
            change = 0.0 if sound == other else SUBSTITUTION.get((sound, other), _STRANGERS)
            left = min(row[at] + change, row[at + 1] + lost, left + gained[at])
            below.append(left)
        row = below
    return min(1.0, 2 * row[-1] / mass)


# -- the gazetteer's entries under other spellings --------------------------------------------


class VariantIndex:
    """People, states, cities and regions of the gazetteer, under spellings it does not list."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[str, dict[str, dict[tuple[str, str], Entry]]] = {
            lang: defaultdict(dict) for lang in LANGUAGES
        }
        for entry in entries:
            for lang in LANGUAGES:
                for name in dict.fromkeys(_plain_names(entry, lang)):
                    if not _is_transliteration(entry, name, lang):
                        continue
                    for key in last_keys(words(name, lang), lang):
                        self._by_key[lang][key].setdefault((entry.id, name), entry)

    def find(self, name: Sequence[str], lang: str, label: str = "") -> Entry | None:
        """The one entry whose name is this one in another spelling; None where none or two are.

        `name` are the words of a mention in `lang`; `label`, if given, is `PER` or `LOC`. A single
        word is only taken for a person's surname or a place, and only with four consonants.
        """
        written = " ".join(name)
        parts = words(written, lang)
        single = len(parts) == 1
        if not parts or (single and len(variant_keys(parts[0], lang)[0]) < _SINGLE):
            return None
        nearest: dict[str, tuple[float, Entry]] = {}
        for key in last_keys(parts, lang):
            for (id_, known), entry in self._by_key[lang].get(key, {}).items():
                others = words(known, lang)
                if (label and entry.type != label) or (not single and len(others) == 1):
                    continue
                if single and entry.type == "PER":
                    known = others[-1]
                near = similarity(written, lang, known, lang)
                if near > nearest.get(id_, (0.0,))[0]:
                    nearest[id_] = near, entry
        if not nearest:
            return None
        best, entry = max(nearest.values(), key=lambda found: found[0])
        rivals = sum(near > best - MARGIN for near, _ in nearest.values())
        return entry if rivals == 1 and best >= _threshold(entry, single) else None


def _is_transliteration(entry: Entry, name: str, lang: str) -> bool:
    """Whether a name may have other spellings: “East Asia” has none, it would be West Asia."""
    return entry.type == "PER" or (
        entry.type == "LOC" and entry.kind in _NAMED_PLACES and len(words(name, lang)) == 1
    )


def _threshold(entry: Entry, single: bool) -> float:
    if entry.type == "LOC":
        return SAME_PLACE
    return SAME_WORD if single else SAME


def _plain_names(entry: Entry, lang: str) -> Iterator[str]:
    """The names in a language that need no words around them."""
    for written in entry.written(lang):
        name = parse_name(written)
        if not (name.blocked or name.year) and name.whole == name.text:
            yield name.text


def last_keys(parts: Sequence[str], lang: str) -> Iterator[str]:
    """Keys of the last word, and of the last two as one: «بردی محمداف» is «بردی‌محمداف», too."""
    yield from variant_keys(parts[-1], lang)
    if len(parts) > 1:
        yield from variant_keys(parts[-2] + parts[-1], lang)
