"""`align`: guess a corridor, search it, and say how sure the links are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dalil.alignment.corridor import Corridor, Point, landmarks
from dalil.alignment.evidence import Evidence
from dalil.alignment.lattice import Step, best_path, posteriors
from dalil.alignment.model import Link, Sentence

# Lattices up to this many cells are searched whole; larger ones in a corridor of this half-width
# around the landmarks, widened while the path leans on its walls.
_WHOLE = 1_000_000
_HALF, _HALF_LIMIT = 200, 1_600
# Where else than near the best path is there probability worth counting?
_DOUBT = 30
# The search is done again while its links show another length ratio than it was done with.
_LOOKS, _RATIO_SLACK, _RATIO_LINKS = 4, 0.05, 10
_RATIO_PRIOR = 500  # characters of equal length that every pair is taken to begin with


def align(left: Sequence[Sentence], right: Sequence[Sentence]) -> list[Link]:
    """Link the sentences of two parallel documents, both given in reading order.

    Every sentence is in exactly one link, in order; a link with one side empty says that a
    sentence has no counterpart. A link joins at most two with two or one with three sentences.
    The same input gives the same links. Time and memory grow with the length of the documents,
    not with its square.
    """
    size = len(left), len(right)
    if not all(size):
        return [Link((s.number,), (), 1.0) for s in left] + [
            Link((), (s.number,), 1.0) for s in right
        ]
    guess = landmarks(left, right)
    ratio = _ratio(left, right)
    for _ in range(_LOOKS):
        steps, evidence = _search(left, right, ratio, guess)
        # Where much was left out, the totals mislead; the linked sentences tell better.
        told = _ratio_of_links(left, right, steps, ratio)
        if abs(math.log(told / ratio)) <= _RATIO_SLACK:
            break
        ratio = told
    near = Corridor.around([step.cell for step in steps], size, _DOUBT)
    scores = posteriors(evidence, near, steps)
    return [_link(left, right, step, score) for step, score in zip(steps, scores, strict=True)]


def _search(
    left: Sequence[Sentence], right: Sequence[Sentence], ratio: float, guess: Sequence[Point]
) -> tuple[list[Step], Evidence]:
    """The best path in a corridor around `guess` that is wide enough, and the evidence for it."""
    size = len(left), len(right)
    half = sum(size) if (size[0] + 1) * (size[1] + 1) <= _WHOLE else _HALF
    while True:
        corridor = Corridor.around(guess, size, half)
        evidence = Evidence(left, right, ratio=ratio, corridor=corridor)
        steps = best_path(evidence, corridor)
        cells = [step.cell for step in steps]
        if half >= _HALF_LIMIT or not corridor.crowded(cells, half // 4):
            return steps, evidence
        half *= 2


def _link(left: Sequence[Sentence], right: Sequence[Sentence], step: Step, score: float) -> Link:
    (i, j), (a, b) = step.cell, step.move
    return Link(
        tuple(s.number for s in left[i - a : i]),
        tuple(s.number for s in right[j - b : j]),
        round(score, 4),
    )


def _ratio(left: Sequence[Sentence], right: Sequence[Sentence]) -> float:
    """Right characters per left character in the two documents.

    Held near one, the more so the shorter they are, and within what translations between
    Persian, Arabic and English show: a sentence left out of a short text, or half of a long one,
    must not stretch the others.
    """
    one, two = (_RATIO_PRIOR + sum(s.length for s in side) for side in (left, right))
    return min(max(two / one, 0.6), 1 / 0.6)


def _ratio_of_links(
    left: Sequence[Sentence], right: Sequence[Sentence], steps: Sequence[Step], ratio: float
) -> float:
    """The same over the sentences that are linked one to one; `ratio` where they are few."""
    cells = [step.cell for step in steps if step.move == (1, 1)]
    if len(cells) < _RATIO_LINKS:
        return ratio
    return _ratio([left[i - 1] for i, _ in cells], [right[j - 1] for _, j in cells])
