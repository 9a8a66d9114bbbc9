"""Half-spaces that were lost or became spaces are put back where the evidence is strong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dalil.repair.edits import Edit
from dalil.repair.halfspaces.candidates import is_telling
from dalil.repair.halfspaces.model import Model, Reading, load
from dalil.repair.halfspaces.tokens import ZWNJ, places
from dalil.repair.halfspaces.units import BLANK, JOINED, Units, read_units

# What is taken for seen of each fate before any half-space was seen.
_PRIOR = 0.5
# What a half-space counts for that others leave out as a habit, beside one that all write.
_HABIT_KEPT = 0.5
_HABIT_LOST = 0.05
# A document says what its parts are like, but a part may still be otherwise: it counts for no
# more than this many half-spaces.
_SAY_OF_THE_WHOLE = 12.0
_STEPS = 4
_LEAST = 0.5


@dataclass(frozen=True)
class Wear:
    """How many half-spaces of a text were lost, became spaces, and were kept (expected counts)."""

    lost: float = 0.0
    spaced: float = 0.0
    kept: float = 0.0

    def odds(self) -> tuple[float, float]:
        """Logarithms of the shares that were lost and that became spaces."""
        total = self.lost + self.spaced + self.kept + 3 * _PRIOR
        return math.log((self.lost + _PRIOR) / total), math.log((self.spaced + _PRIOR) / total)

    def at_most(self, size: float) -> Wear:
        """The same shares, of no more than `size` half-spaces."""
        total = self.lost + self.spaced + self.kept
        if total <= size:
            return self
        return Wear(self.lost * size / total, self.spaced * size / total, self.kept * size / total)


def half_spaces(text: str, wear: Wear | None = None, *, model: Model | None = None) -> list[Edit]:
    """Edits that give the words of Persian `text` the half-spaces (ZWNJ) that they lost.

    A half-space that was left out is put in (`start == end`), a space that stands for one is
    replaced. Each edit's confidence is the probability that it is right, 0.5 or more. What can
    be written both ways is judged by the rest of the text: where half-spaces are kept, a word
    without one stays. For a part of a document, `wear` (of the whole) tells more.
    """
    model = model or load()
    units = read_units(text)
    whole = (wear or Wear()).at_most(_SAY_OF_THE_WHOLE)
    edits: dict[tuple[int, int], float] = {}
    # What was mended is context for the rest. Each round joins something for good: it ends.
    while found := _one_round(text, units, whole, model):
        edits.update(found)
    return [Edit(start, end, ZWNJ, round(p, 4)) for (start, end), p in sorted(edits.items())]


def wear_of(text: str, *, model: Model | None = None) -> Wear:
    """How a whole Persian text has been treated, to be handed to `half_spaces` with its parts."""
    return _Evidence.of(read_units(text), model or load()).wear(Wear())


@dataclass(frozen=True)
class _Evidence:
    """What can have been a half-space: words and pairs with their log-odds, and those kept."""

    words: list[tuple[int, list[tuple[Reading, float]]]]
    pairs: list[tuple[int, float, bool]]
    kept: float

    @classmethod
    def of(cls, units: Units, model: Model) -> _Evidence:
        names, links = units.names, units.links
        words: list[tuple[int, list[tuple[Reading, float]]]] = []
        pairs: list[tuple[int, float, bool]] = []
        kept = 0.0
        for i, name in enumerate(names):
            readings = model.readings(name)
            if readings:
                before, after = units.before(i), units.after(i)
                whole = model.around("w", "=", before, after)
                ways = [
                    (r, r.score + model.around("w", r.kind, before, after) - whole)
                    for r in readings
                ]
                words.append((i, ways))
            link = links[i]
            if link == BLANK:
                right = names[i + 1]
                score = model.pair(name, right)
                if score is not None:
                    kind = model.kind(name, right)
                    score += model.around("p", kind, units.before(i), units.after(i + 1))
                    pairs.append((i, score, is_telling(name, right)))
            elif link == JOINED:
                kept += 1.0 if is_telling(name, names[i + 1]) else _HABIT_KEPT
        return cls(words, pairs, kept)

    def wear(self, whole: Wear) -> Wear:
        """The fate of the half-spaces by expectation–maximisation, `whole` added to it."""
        words = []
        for _, ways in self.words:
            best, _ = max(ways, key=_score)
            total = _log_sum([score for _, score in ways])
            words.append((total, 1.0 if best.telling else _HABIT_LOST))
        pairs = [(score, 1.0 if telling else _HABIT_LOST) for _, score, telling in self.pairs]
        wear = Wear(whole.lost, whole.spaced, whole.kept + self.kept)
        lost, spaced = wear.odds()
        if not wear.kept:
            lost = spaced = math.log(1 / 3)
        for _ in range(_STEPS):
            wear = Wear(
                whole.lost + sum(w * _probability(s + lost) for s, w in words),
                whole.spaced + sum(w * _probability(s + spaced) for s, w in pairs),
                wear.kept,
            )
            lost, spaced = wear.odds()
        return wear


def _one_round(text: str, units: Units, whole: Wear, model: Model) -> dict[tuple[int, int], float]:
    """The edits that the evidence asks for; `units` are changed to what they make of the text."""
    evidence = _Evidence.of(units, model)
    if not evidence.words and not evidence.pairs:
        return {}
    lost, spaced = evidence.wear(whole).odds()
    edits: dict[tuple[int, int], float] = {}
    for i, score, _ in evidence.pairs:
        sure = _probability(score + spaced)
        if sure >= _LEAST:
            edits[units.spans[i][1], units.spans[i + 1][0]] = sure
            units.links[i] = JOINED
    # From the end, for a word divided moves those after it.
    for i, ways in reversed(evidence.words):
        best, score = max(ways, key=_score)
        total = _log_sum([0.0] + [other + lost for _, other in ways])
        sure = math.exp(score + lost - total)
        if sure >= _LEAST:
            bounds = _bounds(text, units.spans[i], best.pieces)
            edits.update(((place, place), sure) for place in bounds[1:-1])
            units.names[i : i + 1] = best.pieces
            units.spans[i : i + 1] = list(pairwise(bounds))
            units.links[i:i] = [JOINED] * (len(best.pieces) - 1)
    return edits


def _bounds(text: str, span: tuple[int, int], pieces: Sequence[str]) -> list[int]:
    """Where each piece of the word at `span` begins, and where the last one ends."""
    start, end = span
    offsets = places(text[start:end])
    bounds = [start]
    at = 0
    for piece in pieces[:-1]:
        at += len(piece)
        bounds.append(start + offsets[at])
    return [*bounds, end]


def _score(way: tuple[Reading, float]) -> float:
    return way[1]


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def _log_sum(scores: Sequence[float]) -> float:
    top = max(scores)
    return top + math.log(sum(math.exp(score - top) for score in scores))
