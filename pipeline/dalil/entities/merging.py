"""The gazetteer's mentions and a recogniser's, made one list without overlaps.

The gazetteer knows what a name stands for, the recogniser sees names that no list has. Where both
speak of the same words:

- the same span is the gazetteer's, with its id;
- a longer name of the recogniser («دانشگاه تهران» around «تهران») takes the place of the names in
  it where it is sure enough, as the longest name counts; but a place stays as the gazetteer has it,
  since «شهر آلماتی» and «منطقه آسیای مرکزی» are no names of places;
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
    """From which score on a recogniser's mention is taken; chosen on the development texts.

    `person`, `place` and `other` where the gazetteer says nothing (news, of which recognisers
    learn, calls more things an organisation than the codebook does), `around` where a mention
    takes the place of names in it.
    """

    person: float = 0.5
    place: float = 0.6
    other: float = 0.8
    around: float = 0.9

    def alone(self, label: str) -> float:
        """The score that a mention with this label needs by itself."""
        return {"PER": self.person, "LOC": self.place}.get(label, self.other)


def merge(
    known: Sequence[Found], found: Sequence[Found], thresholds: Thresholds
) -> tuple[list[int], list[Found]]:
    """Which of `known` stay (their places in the list), and which of `found` come to them."""
    dropped: set[int] = set()
    added = []
    for mention in sorted(found, key=lambda m: (m.start, m.end)):
        over = [i for i, k in enumerate(known) if k.start < mention.end and k.end > mention.start]
        if not over:
            if mention.score >= thresholds.alone(mention.label):
                added.append(mention)
            continue
        if mention.score >= thresholds.around and _is_longer(mention, [known[i] for i in over]):
            dropped.update(over)
            added.append(mention)
    return [i for i in range(len(known)) if i not in dropped], added


def _is_longer(mention: Found, known: Sequence[Found]) -> bool:
    """Whether a mention holds the known ones and words besides, and may."""
    within = all(mention.start <= k.start and k.end <= mention.end for k in known)
    same = any((k.start, k.end) == (mention.start, mention.end) for k in known)
    return within and not same and mention.label not in ("LOC", "PER")
