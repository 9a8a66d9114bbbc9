"""The gazetteer's mentions and a recogniser's, made one list without overlaps.

The gazetteer knows what a name stands for, the recogniser sees names that no list has. Where both
speak of the same words:

- the same span is the gazetteer's, with its id;
- a longer name of the recogniser («دانشگاه تهران» around «تهران») takes the place of the names in
  it where it is sure enough, as the longest name counts;
- a recogniser's span within one of the gazetteer's, or across its bounds, gives way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A mention by its tokens `[start, end)`, its label, and how sure the recogniser is (0–1)."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True)
class Thresholds:
    """From which score on a recogniser's mention is taken.

    `alone` where the gazetteer says nothing, `around` where it takes the place of names in it.
    """

    alone: float = 0.5
    around: float = 0.6


def merge(
    known: Sequence[Found], found: Sequence[Found], thresholds: Thresholds
) -> tuple[list[int], list[Found]]:
    """Which of `known` stay (their places in the list), and which of `found` come to them."""
    dropped: set[int] = set()
    added = []
    for mention in sorted(found, key=lambda m: (m.start, m.end)):
        over = [
            i for i, k in enumerate(known) if k.start < mention.end and k.end > mention.start
        ]
        if not over:
            if mention.score >= thresholds.alone:
                added.append(mention)
            continue
        inside = all(
            mention.start <= known[i].start and known[i].end <= mention.end for i in over
        )
        size = max(known[i].end - known[i].start for i in over)
        if inside and mention.end - mention.start > size and mention.score >= thresholds.around:
            dropped.update(over)
            added.append(mention)
    return [i for i in range(len(known)) if i not in dropped], added
