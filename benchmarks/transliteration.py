"""How well names in other spellings and scripts are told, on the gazetteer's own people.

    python benchmarks/transliteration.py [GAZETTEER]

`rank`: for each Persian or Arabic name all names of the other language are ranked; `first` is the
share whose nearest is the right one. `threshold` is the lowest similarity at which at least 0.98 of
the nearest names are right on one half of the people (by a hash of the id); precision and recall
there are those of the other half. A name of a list that has no such person should find nothing:
`absent` is the share that stays above the threshold when the right one is taken away.

`variants`: each name is looked for in an index that lacks it, but has its entry's other names
(`found`, of those that have another name of as many words), and in one that lacks the entry
(`false`): that is what an unknown name meets. `plain` in both is the share of equal letters
(difflib) of names romanised one letter at a time, as one would write it in an afternoon.
Seconds are processor seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from dalil.entities import Entry, read_gazetteer
from dalil.entities.names import key, parse_name
from dalil.entities.sounds import words
from dalil.entities.transliteration import VariantIndex, romanised, similarity
from dalil.resources import resource

PAIRS = (("fa", "en"), ("fa", "ar"), ("ar", "en"))
PRECISION = 0.98
Measure = Callable[[str, str, str, str], float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gazetteer", nargs="?", type=Path)
    options = parser.parse_args()
    path = options.gazetteer or resource("annotations/gazetteer.csv")
    people = [entry for entry in read_gazetteer(path).entries if entry.type == "PER"]
    people = [entry for entry in people if entry.fa and entry.ar]
    print(f"{len(people)} people")
    for name, measure in (("dalil", similarity), ("plain", plain)):
        started = time.process_time()
        for one, other in PAIRS:
            print(f"rank {name:6} {one} to {other}: " + rank(people, one, other, measure))
        print(f"  {time.process_time() - started:.0f} s")
    for lang in ("fa", "ar", "en"):
        print(f"variants {lang}: " + variants(people, lang))


def plain(a: str, lang_a: str, b: str, lang_b: str) -> float:
    """Equal letters of two romanised names."""
    return SequenceMatcher(None, romanised(a, lang_a), romanised(b, lang_b)).ratio()


def half(entry: Entry) -> int:
    return hashlib.sha256(entry.id.encode()).digest()[0] % 2


def rank(people: list[Entry], one: str, other: str, measure: Measure) -> str:
    """The line of one pair of languages."""
    nearest: list[tuple[int, float, bool, float]] = []
    for entry in people:
        near = [
            (measure(getattr(entry, one), one, getattr(o, other), other), o.id == entry.id)
            for o in people
        ]
        best, right = max(near)
        rival = max(value for value, is_right in near if not is_right)
        nearest.append((half(entry), best, right, rival))
    threshold = threshold_of([(best, right) for side, best, right, _ in nearest if side == 0])
    rest = [found for found in nearest if found[0] == 1]
    kept = [right for _, best, right, _ in rest if best >= threshold]
    false = sum(rival >= threshold for *_, rival in rest) / len(rest)
    return (
        f"first {sum(found[2] for found in rest) / len(rest):.3f}  threshold {threshold:.2f}  "
        f"precision {sum(kept) / max(1, len(kept)):.3f}  recall {sum(kept) / len(rest):.3f}  "
        f"absent {false:.3f}"
    )


def threshold_of(found: list[tuple[float, bool]]) -> float:
    """The lowest similarity with `PRECISION` among those above it."""
    lowest, right = 1.0, 0
    for count, (value, is_right) in enumerate(sorted(found, reverse=True), 1):
        right += is_right
        if right / count >= PRECISION:
            lowest = value
    return lowest


def variants(people: list[Entry], lang: str) -> str:
    """The line of one language."""
    started = time.process_time()
    sought = tried = found = wrong = false = 0
    names = {entry.id: plain_names(entry, lang) for entry in people}
    alone = {entry.id: only(entry, lang, names[entry.id]) for entry in people}
    for entry in people:
        if half(entry) == 0:
            continue
        others = [alone[id_] for id_ in alone if id_ != entry.id]
        absent = VariantIndex(others)
        for name in names[entry.id]:
            rest = [w for w in names[entry.id] if key(w, lang) != key(name, lang)]
            size = len(words(name, lang))
            has_other = any(len(words(w, lang)) == size for w in rest)
            hit = VariantIndex([*others, only(entry, lang, rest)]).find(name.split(), lang)
            tried += 1
            sought += has_other
            found += has_other and hit is not None and hit.id == entry.id
            wrong += hit is not None and hit.id != entry.id
            false += absent.find(name.split(), lang) is not None
    return (
        f"{tried} names; found {found / sought:.3f} of {sought}  wrong {wrong / tried:.4f}  "
        f"false {false / tried:.4f}  {time.process_time() - started:.0f} s"
    )


def plain_names(entry: Entry, lang: str) -> list[str]:
    """The names that need no words around them."""
    parsed = [parse_name(written) for written in entry.written(lang)]
    return [n.text for n in parsed if not (n.blocked or n.year) and n.whole == n.text]


def only(entry: Entry, lang: str, names: list[str]) -> Entry:
    """The entry with only these names, in one language."""
    empty = {f"aliases_{each}": () for each in ("en", "fa", "ar")}
    cells = {"en": "", "fa": "", "ar": "", **empty, f"aliases_{lang}": tuple(names)}
    return replace(entry, **cells)


if __name__ == "__main__":
    main()
