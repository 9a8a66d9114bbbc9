"""Which cells of the lattice are looked at.

A lattice of 5,000 by 5,000 sentences has 25 million cells, of which the right path crosses ten
thousand. A corridor keeps, on every antidiagonal, the cells near a guessed path.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dalil.alignment.model import Sentence

Ints = NDArray[np.int64]
Point = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Corridor:
    """On antidiagonal d the cells (i, d - i) with low[d] <= i <= high[d]; neither ever falls."""

    size: Point
    low: Ints
    high: Ints

    @classmethod
    def around(cls, points: Sequence[Point], size: Point, half: int) -> Corridor:
        """Cells at most `half` antidiagonal steps from the line through `points`.

        `points` rise in both coordinates; (0, 0) and `size` are added where they lack.
        """
        n, m = size
        line = sorted({(0, 0), *points, size})
        diagonal = np.arange(n + m + 1)
        centre = np.interp(diagonal, [i + j for i, j in line], [i for i, _ in line])
        centre = np.floor(centre + 0.5).astype(np.int64)  # steps of 0 or 1, which rint breaks
        low = np.maximum(centre - half, np.maximum(0, diagonal - m))
        high = np.minimum(centre + half, np.minimum(n, diagonal))
        return cls(size, low, high)

    def columns(self, rows: Ints) -> tuple[Ints, Ints]:
        """The first and last column of each row that lies in the corridor."""
        first = np.searchsorted(self.high, rows, side="left") - rows
        last = np.searchsorted(self.low, rows, side="right") - 1 - rows
        return first, last

    def crowded(self, points: Sequence[Point], margin: int) -> bool:
        """Whether a path comes within `margin` of a wall that is not the lattice's own edge."""
        n, m = self.size
        i = np.array([point[0] for point in points])
        diagonal = np.array([sum(point) for point in points])
        near_low = (self.low[diagonal] > np.maximum(0, diagonal - m)) & (
            i - self.low[diagonal] < margin
        )
        near_high = (self.high[diagonal] < np.minimum(n, diagonal)) & (
            self.high[diagonal] - i < margin
        )
        return bool((near_low | near_high).any())


def landmarks(left: Sequence[Sentence], right: Sequence[Sentence]) -> list[Point]:
    """Cells that anchors found once in either document point to, the longest rising chain.

    A chance agreement breaks the order and drops out as long as true ones outnumber it.
    """
    where_left, where_right = _single(left), _single(right)
    points = sorted((where_left[a], where_right[a]) for a in where_left.keys() & where_right.keys())
    # Longest increasing subsequence by patience sorting. Points of one row stand in falling
    # order, so that a chain takes at most one of them.
    points.sort(key=lambda point: (point[0], -point[1]))
    tails: list[int] = []
    piles: list[int] = []
    before: list[int | None] = []
    for k, (_, j) in enumerate(points):
        pile = bisect_left(tails, j)
        before.append(piles[pile - 1] if pile else None)
        if pile == len(tails):
            tails.append(j)
            piles.append(k)
        else:
            tails[pile], piles[pile] = j, k
    chain: list[Point] = []
    at = piles[-1] if piles else None
    while at is not None:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]


def _single(sentences: Sequence[Sentence]) -> dict[str, int]:
    """Anchors that stand in one sentence only, and its index."""
    found: dict[str, int] = {}
    often: set[str] = set()
    for index, sentence in enumerate(sentences):
        for anchor in sentence.anchors:
            if anchor in found:
                often.add(anchor)
            found[anchor] = index
    return {anchor: index for anchor, index in found.items() if anchor not in often}
