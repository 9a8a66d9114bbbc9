"""Half-spaces that were lost or became spaces are put back where the evidence is strong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dalil.repair.edits import Edit
from dalil.repair.halfspaces.candidates import is_regular, is_telling
from dalil.repair.halfspaces.model import Model, Reading, load
from dalil.repair.halfspaces.tokens import ZWNJ, places
from dalil.repair.halfspaces.units import BLANK, JOINED, Units, read_units

# What is taken for seen of each fate before any half-space was seen: little, as most texts were
# treated in one way, and those that kept their half-spaces kept nearly all.
_PRIOR = 0.1
# What a half-space counts for that others leave out as a habit, beside one that all write.
_HABIT_KEPT = 0.5
_HABIT_LOST = 0.05
# A document says what its parts are like, but a part may still be otherwise: it counts for no
# more than this many half-spaces.
_SAY_OF_THE_WHOLE = 12.0
_STEPS = 4
_LEAST = 0.5
# Compounds are written in more ways than one, so more is asked for. A space wrongly taken out harms
# two words and a right one mends one; still more is asked for where texts mostly write two words.
_LEAST_COMPOUND_LOST = 0.8
_LEAST_COMPOUND_SPACED = 0.67
_LEAST_MORE_APART = 0.9


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
    replaced. Each edit's confidence is the probability that it is right: 0.5 or more for endings
    and «می», more for compounds. What can be written both ways is judged by the rest of the text:
    where half-spaces are kept, a word without one stays. For a part of a document, `wear` (of the
    whole) tells more.
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
        if sure >= _least_joining(units.names[i], units.names[i + 1], model):
            edits[units.spans[i][1], units.spans[i + 1][0]] = sure
            units.links[i] = JOINED
    # From the end, for a word divided moves those after it.
    for i, ways in reversed(evidence.words):
        pieces, sures = _divided(ways, lost, model)
        if sures:
            bounds = _bounds(text, units.spans[i], pieces)
            edits.update(
                ((place, place), sure) for place, sure in zip(bounds[1:-1], sures, strict=True)
            )
            units.names[i : i + 1] = pieces
            units.spans[i : i + 1] = list(pairwise(bounds))
            units.links[i:i] = [JOINED] * len(sures)
    return edits


def _least_joining(left: str, right: str, model: Model) -> float:
    """How sure the space between two words has to be a half-space."""
    if is_regular(left, right, model.lexicon):
        return _LEAST
    joined, apart = model.lexicon.ways_of(left, right)
    return _LEAST_MORE_APART if apart and apart >= joined else _LEAST_COMPOUND_SPACED


def _divided(
    ways: Sequence[tuple[Reading, float]], lost: float, model: Model
) -> tuple[tuple[str, ...], list[float]]:
    """The pieces of a word, and how sure each half-space between them is.

    A half-space is as sure as all the ways together that have it.
    """
    total = _log_sum([0.0] + [score + lost for _, score in ways])
    chances: dict[int, float] = {}
    for reading, score in ways:
        chance = math.exp(score + lost - total)
        at = 0
        for piece in reading.pieces[:-1]:
            at += len(piece)
            chances[at] = chances.get(at, 0.0) + chance
    best, _ = max(ways, key=_score)
    pieces: list[str] = [best.pieces[0]]
    sures: list[float] = []
    at = 0
    for left, right in pairwise(best.pieces):
        at += len(left)
        sure = min(chances[at], 1.0)
        regular = is_regular(left, right, model.lexicon)
        if sure >= (_LEAST if regular else _LEAST_COMPOUND_LOST):
            pieces.append(right)
            sures.append(sure)
        else:
            pieces[-1] += right
    return tuple(pieces), sures


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
