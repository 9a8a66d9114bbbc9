"""What speaks for and against linking sentences: lengths, shared anchors, paragraphs.

All evidence is a cost in nats (a negative log-probability, or log-odds against chance), so that
the kinds of evidence add up.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dalil.alignment.corridor import Corridor
from dalil.alignment.model import Sentence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Move = tuple[int, int]

# How many sentences a link joins on either side, and how often: the values of Gale & Church
# (1993), which are nltk's `LanguageIndependent.PRIORS` (importing nltk takes five seconds, too
# much for four numbers; a test compares them). 3-1 and 1-3 are ours: Persian strings clauses
# together where translators set full stops.
PRIORS: dict[Move, float] = {
    (1, 1): 0.89,
    (2, 1): 0.089,
    (1, 2): 0.089,
    (2, 2): 0.011,
    (3, 1): 0.005,
    (1, 3): 0.005,
}
MOVES: tuple[Move, ...] = tuple(PRIORS)
# Leaving a sentence out costs the same whatever its length; by the paper's formula, with a prior
# of 0.0099, a long one can hardly be left out (on NTREX with 3 % of the sentences dropped F1
# falls from 0.90 to 0.85). Leaving out the next one too costs less, as translators skip passages:
# with a quarter of each document dropped in one piece, F1 rises from 0.65 to 0.78.
OPEN = -math.log(0.03)
EXTEND = 1.5
_WIDEST = max(max(move) for move in MOVES)
_VARIANCE = 6.8  # of the difference in length, per character; Gale & Church (1993)

# An anchor that both documents know stands on both sides of a true link this often: recognisers
# miss mentions, and translators write "the alliance" for its name.
_KEPT = 0.85
_MISSED = -0.5 * math.log(1 - _KEPT)  # cost of an anchor without partner
# A link that opens a paragraph on one side opens one on the other side this often.
_TOGETHER = 0.85
_CROSSED = 2.0  # cost of reaching over a paragraph end, a side

# -log P(|Z| > d) for d = 0, 0.01, …, 12: looked up, as millions of cells ask for it.
_STEP = 0.01
_TAIL: Floats = np.array([-math.log(math.erfc(k * _STEP / math.sqrt(2))) for k in range(1201)])


@dataclass(frozen=True, eq=False)
class _Side:
    """Facts of one document. Row a, column i of a table: of the `a` sentences before position i."""

    lengths: Floats
    anchors: Floats  # number of different ones
    crossings: Floats  # paragraph ends within
    opens: Ints  # by position: 1 where the next sentence opens a paragraph
    rate: float  # share of the sentences, the first apart, that open one


@dataclass(frozen=True, eq=False)
class _Shared:
    """Gains from shared anchors, sorted by antidiagonal; those of d are bounds[d]:bounds[d+1]."""

    bounds: Ints
    rows: Ints
    gains: Floats


class Evidence:
    """The cost of every link that ends in cell (i, j): i left and j right sentences are done."""

    def __init__(
        self,
        left: Sequence[Sentence],
        right: Sequence[Sentence],
        *,
        ratio: float,
        corridor: Corridor,
    ) -> None:
        """`ratio` is right characters per left character in this pair of documents."""
        weights = _weights(left, right)
        # Both lengths on one scale, so that swapping the documents swaps the links, no more.
        self._left = _side(left, math.sqrt(ratio), weights)
        self._right = _side(right, 1 / math.sqrt(ratio), weights)
        self._shared = {move: _shared(left, right, move, weights, corridor) for move in MOVES}
        # Paragraphs tell nothing where every sentence is one, as in hard-wrapped text.
        rate = min(max(self._left.rate, self._right.rate, 0.01), _TOGETHER)
        alone = 0.5 * math.log((1 - rate) / (1 - _TOGETHER))
        self._opening = np.array([0.0, alone, -math.log(_TOGETHER / rate)])

    def cost(self, move: Move, rows: Ints, diagonal: int) -> Floats:
        """The cost of `move` into the cells (i, diagonal - i) for the consecutive i in `rows`.

        Cells that the move cannot reach get a number without meaning.
        """
        a, b = move
        columns = diagonal - rows
        x, y = self._left.lengths[a, rows], self._right.lengths[b, columns]
        # The mean length as in the authors' program, not the paper: symmetric.
        delta = np.abs(x - y) / np.sqrt(np.maximum((x + y) / 2, 1.0) * _VARIANCE)
        tail = _TAIL[np.minimum(delta / _STEP, len(_TAIL) - 1).astype(np.int64)]
        first, second = np.maximum(rows - a, 0), np.maximum(columns - b, 0)
        opens = self._left.opens[first] + self._right.opens[second]
        cost: Floats = (
            tail
            - math.log(PRIORS[move])
            + self._opening[opens]
            + self._left.crossings[a, rows]
            + self._right.crossings[b, columns]
            + self._left.anchors[a, rows]
            + self._right.anchors[b, columns]
        )
        shared = self._shared[move]
        here = slice(shared.bounds[diagonal], shared.bounds[diagonal + 1])
        at = shared.rows[here] - rows[0]
        inside = (at >= 0) & (at < len(rows))
        np.subtract.at(cost, at[inside], shared.gains[here][inside])
        return cost


def _weights(left: Sequence[Sentence], right: Sequence[Sentence]) -> dict[str, float]:
    """What sharing an anchor gains over chance; anchors of one document only tell nothing."""
    frequencies: list[dict[str, int]] = []
    for side in (left, right):
        counts: dict[str, int] = defaultdict(int)
        for sentence in side:
            for anchor in sentence.anchors:
                counts[anchor] += 1
        frequencies.append(counts)
    one, two = frequencies
    chance = {a: math.sqrt(one[a] / len(left) * two[a] / len(right)) for a in one.keys() & two}
    return {anchor: math.log(_KEPT / chance[anchor]) for anchor in sorted(chance)}


def _side(sentences: Sequence[Sentence], scale: float, weights: dict[str, float]) -> _Side:
    size = len(sentences)
    shape = (_WIDEST + 1, size + 1)
    lengths, anchors, crossings = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    known = [sentence.anchors & weights.keys() for sentence in sentences]
    paragraphs = [sentence.paragraph for sentence in sentences]
    opens = [1, *(int(one != two) for one, two in pairwise(paragraphs)), 0]
    rate = sum(opens[1:]) / (size - 1) if size > 1 else 0.0
    for i in range(1, size + 1):
        for a in range(1, min(_WIDEST, i) + 1):
            lengths[a, i] = scale * sum(s.length for s in sentences[i - a : i])
            anchors[a, i] = _MISSED * len(frozenset().union(*known[i - a : i]))
            crossings[a, i] = _CROSSED * (1 - rate) * sum(opens[i - a + 1 : i])
    return _Side(lengths, anchors, crossings, np.array(opens[: size + 1]), rate)


def _shared(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    move: Move,
    weights: dict[str, float],
    corridor: Corridor,
) -> _Shared:
    """For each cell of the corridor, what the anchors that both sides of `move` share gain."""
    a, b = move
    ends_left, ends_right = _ends(left, a, weights), _ends(right, b, weights)
    rows, columns, gains = [], [], []
    for anchor, weight in weights.items():
        # By chance too, more sentences hold more anchors.
        gain = max(0.0, weight - 0.5 * math.log(a * b)) + 2 * _MISSED
        i, j = ends_left[anchor], ends_right[anchor]
        first, last = corridor.columns(i)
        start = np.searchsorted(j, first, side="left")
        count = np.maximum(np.searchsorted(j, last, side="right") - start, 0)
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        rows.append(np.repeat(i, count))
        columns.append(j[np.repeat(start, count) + within])
        gains.append(np.full(len(within), gain))
    empty = np.zeros(0, dtype=np.int64)
    i, j = np.concatenate([empty, *rows]), np.concatenate([empty, *columns])
    gain_all = np.concatenate([np.zeros(0), *gains])
    order = np.argsort(i + j, kind="stable")
    bounds = np.searchsorted((i + j)[order], np.arange(len(left) + len(right) + 2))
    return _Shared(bounds, i[order], gain_all[order])


def _ends(sentences: Sequence[Sentence], width: int, weights: dict[str, float]) -> dict[str, Ints]:
    """For each anchor the positions at which a run of `width` sentences that holds it ends."""
    found: dict[str, set[int]] = defaultdict(set)
    for index, sentence in enumerate(sentences):
        for anchor in sentence.anchors & weights.keys():
            found[anchor].update(
                range(max(index + 1, width), min(index + width, len(sentences)) + 1)
            )
    return {a: np.array(sorted(found[a]), dtype=np.int64) for a in weights}
