"""The pieces of a line put back in order.

An extractor that takes right-to-left text for left-to-right gives the pieces ("runs") of a line
in visual order: letters inside a run are in reading order, the list of the runs is reversed. Where
the runs meet does not show. So of all ways to cut the line and reverse the list, that is taken in
which the words follow each other best by the bigrams; one run, the line as it is, competes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.repair.fonts.font_map import Codes, Reading
from dalil.repair.fonts.lexicon import Floats, PairGains
from dalil.repair.fonts.links import links_of, weighed
from dalil.repair.fonts.segmenting import Item

_MOST_TRUSTED = 0.95  # of the word with which the line before ends, or the line after begins


@dataclass(frozen=True)
class Order:
    """Which items follow which.

    `items` are the numbers of the items in reading order. `glued[k]` is the reading of the word
    that items `k` and `k + 1` of that order make together, with the size of the first; `stops`
    are the `k` behind which a full stop was lost. `probability` is that of the order among all
    that reverse runs; `first` and `last` are the words at its ends.
    """

    items: tuple[int, ...]
    glued: Mapping[int, tuple[Reading, int]]
    stops: frozenset[int]
    probability: float
    first: int | None = None
    last: int | None = None

    @classmethod
    def as_it_is(cls, size: int) -> Order:
        """The order of the line itself."""
        return cls(tuple(range(size)), {}, frozenset(), 1.0)

    @property
    def moved(self) -> bool:
        """Whether any item changes its place."""
        return self.items != tuple(range(len(self.items)))

    def glued_items(self) -> dict[int, tuple[Reading, int]]:
        """For each item in a glued word the reading, and the places before the item there."""
        found = {}
        for k, (reading, skip) in self.glued.items():
            found[self.items[k]] = reading, 0
            found[self.items[k + 1]] = reading, skip
        return found


class Puzzle:
    """One line whose items are to be put in order.

    `habits` are the gains of word pairs that the document has often (`links.habits_of`).
    """

    def __init__(self, line: str, items: Sequence[Item], codes: Codes, habits: PairGains) -> None:
        self._line, self._items, self._codes, self._habits = line, items, codes, habits
        self._links = links_of(line, items, codes, habits) if items else None

    def solve(self, before: Order | None = None, after: Order | None = None) -> Order:
        """The likeliest order; `before` and `after` are those of the lines beside it."""
        links = self._links
        if links is None:
            return Order.as_it_is(0)
        size = len(self._items)
        along = np.concatenate([[0.0], np.cumsum(links.kept)])
        first, last = links.first + self._after(before), self._before(after)
        # best[s, e]: line[s:] read to its end with the run [s, e) last; `every` is the same for
        # all orders together (no log), so that the best one has a probability.
        best = np.full((size, size + 1), -np.inf)
        every = np.zeros((size, size + 1))
        links_as_factors = np.exp(links.cut)
        for start in range(size - 1, -1, -1):
            whole = along[-1] - along[start] + first[start]
            best[start, size], every[start, size] = whole, math.exp(whole)
            if start == size - 1:
                continue
            own = links.meeting[start:] + along[start:-1] - along[start]
            met = best[start + 1 :, start + 2 :] + links.cut[start + 1 :, start]
            best[start, start + 1 : size] = met.max(axis=1) + own
            ways = every[start + 1 :, start + 2 :] @ links_as_factors[start + 1 :, start]
            every[start, start + 1 : size] = ways * np.exp(own)
        finals = best[0, 1:] + last
        top = float(finals.max())
        probability = min(1.0, math.exp(top) / float(every[0, 1:] @ np.exp(last)))
        runs = []
        start, end = 0, int(finals.argmax()) + 1
        while end < size:
            runs.append((start, end))
            options = best[end, end + 1 :] + links.cut[end:, start]
            start, end = end, end + 1 + int(options.argmax())
        runs.append((start, size))
        return self._order([i for s, e in reversed(runs) for i in range(s, e)], probability)

    def _after(self, before: Order | None) -> Floats:
        """What it weighs that each item follows the line before."""
        assert self._links is not None
        words = np.array(self._links.words)
        if before is None or before.last is None:
            return np.zeros(len(words))
        gains = self._gains(np.array([before.last]), words)[0]
        return np.where(words < 0, 0.0, _trusted(before.probability, gains))

    def _before(self, after: Order | None) -> Floats:
        """What it weighs that the line after follows each item."""
        assert self._links is not None
        words = np.array(self._links.words)
        if after is None or after.first is None:
            return np.zeros(len(words))
        gains = self._gains(words, np.array([after.first]))[:, 0]
        return np.where(words < 0, 0.0, _trusted(after.probability, gains))

    def _gains(self, left: np.ndarray, right: np.ndarray) -> Floats:
        gains = self._codes.lexicon.gains_between(left, right)
        return weighed(np.maximum(gains, self._habits.between(left, right)))

    def _order(self, items: list[int], probability: float) -> Order:
        links = self._links
        assert links is not None
        glued = {}
        stops = set()
        for k, (left, right) in enumerate(itertools.pairwise(items)):
            reading = links.glued.get((left, right))
            if reading is not None and k - 1 not in glued:
                first = self._items[left]
                glued[k] = reading, len(self._line[first.start : first.end].strip())
            elif reading is None and links.stops[left, right]:
                stops.add(k)
        ends = [links.words[items[0]], links.words[items[-1]]]
        first_word, last_word = (word if word >= 0 else None for word in ends)
        return Order(tuple(items), glued, frozenset(stops), probability, first_word, last_word)


def _trusted(probability: float, gains: Floats) -> Floats:
    """Gains that hold with a probability only."""
    share = min(_MOST_TRUSTED, probability)
    return np.log(share * np.exp(gains) + 1 - share)
