"""The pieces of a line put back in order.

An extractor that takes right-to-left text for left-to-right gives the pieces ("runs") of a line
in visual order: letters inside a run are in reading order, the list of the runs is reversed. Where
the runs meet does not show. So of all ways to cut the line and reverse the list, that is taken in
which the words follow each other best by the bigrams; one run, the line as it is, competes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.repair.fonts.font_map import Codes, Reading
from dalil.repair.fonts.lexicon import Floats, Following
from dalil.repair.fonts.links import Links, WordedLine, habits_of, links_of, weighed, worded
from dalil.repair.fonts.segmenting import Item

_BLOCK = 60_000  # pairs of items in the lines that are solved together
_NO_END = 0, 0.0  # any word, not trusted
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


class Puzzles:
    """The lines of a document whose items are to be put in order.

    `lines` are the lines (letters folded), each with its items and the codes by which these were
    read. Lines with the same codes and as many items are solved together, as numpy is quick with
    many of the same size only.
    """

    def __init__(self, lines: Sequence[tuple[str, Sequence[Item], Codes]]) -> None:
        self._lines = [worded(*line) for line in lines]
        every = [word for line in self._lines for word in line.words]
        alike: dict[int, list[int]] = {}
        for i, (_, _, codes) in enumerate(lines):
            alike.setdefault(id(codes), []).append(i)
        self._blocks: list[_Block] = []
        for numbers in alike.values():
            codes = lines[numbers[0]][2]
            habits = habits_of(self._lines[i].items for i in numbers)
            following = Following(codes.lexicon, [*every, codes.lexicon.number["."]], habits)
            for block in _blocks(numbers, [len(self._lines[i].items) for i in numbers]):
                links = links_of([self._lines[i] for i in block], codes, following)
                self._blocks.append(_Block(block, links, following))

    def solve(self, known: Sequence[Order] | None = None) -> list[Order]:
        """The likeliest order of each line; `known` are orders found before, which tell how the
        lines beside a line end and begin."""
        orders = [Order.as_it_is(0)] * len(self._lines)
        for block in self._blocks:
            before = [known[i - 1] if known and i else None for i in block.numbers]
            after = [known[i + 1] if known and i + 1 < len(known) else None for i in block.numbers]
            ends = [_end(order, order.last) if order else _NO_END for order in before]
            begins = [_end(order, order.first) if order else _NO_END for order in after]
            first = block.links.first + block.after(ends)
            last = block.before(begins)
            solved = _solve(block.links, first, last)
            for n, (i, (items, probability)) in enumerate(zip(block.numbers, solved, strict=True)):
                orders[i] = _order(self._lines[i], block.links, n, items, probability)
        return orders


def _blocks(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of lines by their sizes, not too many at once; without those of size 0."""
    by_size: dict[int, list[int]] = {}
    for i, size in zip(numbers, sizes, strict=True):
        by_size.setdefault(size, []).append(i)
    for size, alike in by_size.items():
        if size:
            most = max(1, _BLOCK // size**2)
            yield from (alike[at : at + most] for at in range(0, len(alike), most))


def _end(order: Order, word: int | None) -> tuple[int, float]:
    """A word at the end of a line beside, and how far it is to be trusted that it stands there."""
    return _NO_END if word is None else (word, min(_MOST_TRUSTED, order.probability))


@dataclass(frozen=True)
class _Block:
    """Lines, by number, of the same size."""

    numbers: Sequence[int]
    links: Links
    following: Following

    def after(self, ends: Sequence[tuple[int, float]]) -> Floats:
        """What it weighs that each item follows the line before, of which the end is given."""
        words, shares = _columns(ends)
        gains = weighed(self.following.gains(words, self.links.words))
        return np.where(self.links.words < 0, 0.0, _trusted(shares, gains))

    def before(self, ends: Sequence[tuple[int, float]]) -> Floats:
        """What it weighs that the line after, whose beginning is given, follows each item."""
        words, shares = _columns(ends)
        gains = weighed(self.following.gains(self.links.words, words))
        return np.where(self.links.words < 0, 0.0, _trusted(shares, gains))


def _columns(ends: Sequence[tuple[int, float]]) -> tuple[np.ndarray, Floats]:
    words, shares = zip(*ends, strict=True)
    return np.array(words)[:, None], np.array(shares)[:, None]


def _trusted(shares: Floats, gains: Floats) -> Floats:
    """Gains that hold with a probability only."""
    trusted: Floats = np.log(shares * np.exp(gains) + 1 - shares)
    return trusted


def _solve(links: Links, first: Floats, last: Floats) -> list[tuple[list[int], float]]:
    """For each line the items in the likeliest order, and the probability of that."""
    count, size = first.shape
    along = np.concatenate([np.zeros((count, 1)), np.cumsum(links.kept, axis=1)], axis=1)
    # best[:, s, e]: line[s:] read to its end with the run [s, e) last, before which the run
    # [e, came) was read; `every` is the same for all orders together (no log), so that the best
    # one has a probability.
    best = np.full((count, size, size + 1), -np.inf)
    every = np.zeros((count, size, size + 1))
    came = np.full((count, size, size + 1), size)
    links_as_factors = np.exp(links.cut)
    for start in range(size - 1, -1, -1):
        later = start + 1
        best[:, start, size] = along[:, -1] - along[:, start] + first[:, start]
        every[:, start, size] = np.exp(best[:, start, size])
        if later == size:
            continue
        own = links.meeting[:, start:] + along[:, start:-1] - along[:, start, None]
        met = best[:, later:, later + 1 :] + links.cut[:, None, later:, start]
        chosen = met.argmax(axis=2)
        top = np.take_along_axis(met, chosen[:, :, None], axis=2)[:, :, 0]
        best[:, start, later:size] = top + own
        came[:, start, later:size] = chosen + later + 1
        ways = every[:, later:, later + 1 :] @ links_as_factors[:, later:, start, None]
        every[:, start, later:size] = ways[:, :, 0] * np.exp(own)
    finals = best[:, 0, 1:] + last
    ends = finals.argmax(axis=1) + 1
    total = (every[:, 0, 1:] * np.exp(last)).sum(axis=1)
    probabilities = np.minimum(1.0, np.exp(finals.max(axis=1)) / total)
    found = []
    for line, (end, probability) in enumerate(
        zip(ends.tolist(), probabilities.tolist(), strict=True)
    ):
        runs = [range(end)]
        while end < size:
            start, end = end, int(came[line, runs[-1].start, end])
            runs.append(range(start, end))
        found.append(([i for run in reversed(runs) for i in run], probability))
    return found


def _order(
    line: WordedLine, links: Links, n: int, items: Sequence[int], probability: float
) -> Order:
    """The order of line `n` of those that `links` are about."""
    glued = {}
    stops = set()
    for k, (left, right) in enumerate(itertools.pairwise(items)):
        reading = links.glued[n].get((left, right))
        if reading is not None and k - 1 not in glued:
            first = line.items[left]
            glued[k] = reading, len(line.line[first.start : first.end].strip())
        elif reading is None and links.stops[n, left, right]:
            stops.add(k)
    ends = [line.words[items[0]], line.words[items[-1]]]
    first_word, last_word = (word if word >= 0 else None for word in ends)
    return Order(tuple(items), glued, frozenset(stops), probability, first_word, last_word)
