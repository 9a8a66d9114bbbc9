"""What is aligned and what comes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """What the aligner knows of a sentence.

    `number` is the caller's name for it and comes back in the links. `length` is in characters.
    `anchors` are language-independent hints: entity ids, numbers. `paragraph` is the number of
    the paragraph that holds it; sentences are given in reading order.
    """

    number: int
    length: int
    anchors: frozenset[str] = frozenset()
    paragraph: int = 0


@dataclass(frozen=True)
class Link:
    """Sentences that say the same; one side is empty where a sentence has no counterpart.

    `left` and `right` are sentence numbers. `score` is the probability, 0 to 1, that exactly
    this link belongs to the alignment of the two documents.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
