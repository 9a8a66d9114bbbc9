"""What the half-space model learns from: sound text damaged, with what was there before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dalil.repair.halfspaces.candidates import (
    context_features,
    joinable,
    pair_features,
    split_features,
    splits,
    whole_features,
)
from dalil.repair.halfspaces.corpus import words_of
from dalil.repair.halfspaces.fit import Choice
from dalil.repair.halfspaces.lexicon import Lexicon
from dalil.repair.halfspaces.model import Model
from dalil.repair.halfspaces.spacing import (
    division_features,
    divisions,
    may_be_torn,
    torn_features,
    undivided_features,
)
from dalil.repair.halfspaces.units import BLANK, JOINED, Units

# The words around are weighed where the word itself leaves it open: log-odds within this.
_OPEN = 6.0
# One space in so many is lost, one word in so many torn. In what people give it is far rarer,
# so each counts for little.
_RUN_TOGETHER = 3
_TORN = 5
_RARE = 0.05


class Fold:
    """A part of the texts, judged by a lexicon that was counted without it."""

    def __init__(self, texts: Sequence[Units], lexicon: Lexicon) -> None:
        self.texts = texts
        self.lexicon = lexicon
        self._words: dict[str, tuple[list[tuple[str, ...]], tuple[tuple[str, ...], ...]]] = {}
        self._pairs: dict[tuple[str, str], tuple[str, ...] | None] = {}

    def _options(self, word: str) -> tuple[list[tuple[str, ...]], tuple[tuple[str, ...], ...]]:
        """The ways to read a word, first as it stands, and the features of each."""
        found = self._words.get(word)
        if found is None:
            ways = [(word,), *splits(word, self.lexicon)]
            features = [tuple(whole_features(word, self.lexicon))]
            features += [tuple(split_features(way, self.lexicon)) for way in ways[1:]]
            found = self._words[word] = (ways, tuple(features))
        return found

    def _pair(self, left: str, right: str) -> tuple[str, ...] | None:
        """The features of a pair; None where it can't be one word."""
        if (left, right) not in self._pairs:
            fits = joinable(left, right, self.lexicon)
            features = tuple(pair_features(left, right, self.lexicon)) if fits else None
            self._pairs[left, right] = features
        return self._pairs[left, right]

    def word_choices(self) -> Iterator[Choice]:
        """Each word that lost its half-spaces, and how it is to be divided."""
        for word, way, _, _ in _words_without(self.texts):
            ways, features = self._options(word)
            if len(ways) > 1 and way in ways:
                yield Choice(features, ways.index(way))

    def pair_choices(self) -> Iterator[Choice]:
        """Each pair of neighbours, and whether a half-space stood between them."""
        for yes, left, right, _, _ in _pairs_apart(self.texts):
            features = self._pair(left, right)
            if features is not None:
                yield Choice(((), features), yes)

    def context_choices(self, model: Model) -> Iterator[Choice]:
        """Those of both that the weights of `model` leave open, with the words around."""
        for word, way, before, after in _words_without(self.texts):
            ways, features = self._options(word)
            if len(ways) < 2 or way not in ways:
                continue
            scores = [sum(model.words.get(n, 0.0) for n in names) for names in features]
            kept = [k for k, score in enumerate(scores) if score > max(scores) - _OPEN]
            right = ways.index(way)
            if len(kept) < 2 or right not in kept:
                continue
            kinds = ["=" if k == 0 else model.kind(ways[k][-2], ways[k][-1]) for k in kept]
            options = tuple(
                tuple("w" + name for name in context_features(kind, before, after))
                for kind in kinds
            )
            fixed = tuple(round(scores[k], 3) for k in kept)
            yield Choice(options, kept.index(right), 1.0, fixed)
        for yes, left, follower, before, after in _pairs_apart(self.texts):
            pair = self._pair(left, follower)
            if pair is None:
                continue
            score = sum(model.pairs.get(name, 0.0) for name in pair)
            if abs(score) < _OPEN:
                names = context_features(model.kind(left, follower), before, after)
                around = tuple("p" + name for name in names)
                yield Choice(((), around), yes, 1.0, (0.0, round(score, 3)))

    def spacing_choices(self, model: Model) -> Iterator[Choice]:
        """Words as they are and run together; neighbours as they are and words torn apart."""
        model = replace(model, lexicon=self.lexicon)
        turn = 0
        for units in self.texts:
            for i, name in enumerate(units.names):
                if (i and units.links[i - 1] == JOINED) or units.links[i] == JOINED:
                    continue
                turn += 1
                yield from _division_choice(name, None, model)
                if turn % _TORN == 0 and len(name) > 1:
                    at = 1 + turn // _TORN % (len(name) - 1)
                    yield from _torn_choice(name[:at], name[at:], 1, model)
                if units.links[i] == BLANK and units.links[i + 1] != JOINED:
                    right = units.names[i + 1]
                    yield from _torn_choice(name, right, 0, model)
                    if turn % _RUN_TOGETHER == 0:
                        yield from _division_choice(name + right, (name, right), model)


def _words_without(
    texts: Sequence[Units],
) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Each word without its half-spaces, its pieces, and the units around; long ones in part."""
    for units in texts:
        names = units.names
        for a, b in words_of(units):
            runs = [(a, b)]
            if b - a > 1:
                runs += [(i, i + 1) for i in range(a, b)]
            if b - a > 2:
                runs += [(a, b - 1), (a + 1, b)]
            for c, d in runs:
                way = tuple(names[c:d])
                yield "".join(way), way, units.before(c), units.after(d - 1)


def _pairs_apart(texts: Sequence[Units]) -> Iterator[tuple[int, str, str, str, str]]:
    """Each pair of neighbours: whether a half-space is between, the two, the units around."""
    for units in texts:
        names = units.names
        for i, link in enumerate(units.links):
            if link:
                yes = int(link == JOINED)
                yield yes, names[i], names[i + 1], units.before(i), units.after(i + 1)


def _division_choice(word: str, truth: tuple[str, str] | None, model: Model) -> Iterator[Choice]:
    ways = divisions(word, model)
    if not ways or (truth and truth not in ways):
        return
    options = [tuple(undivided_features(word))]
    options += [tuple(division_features(left, right, model)) for left, right in ways]
    if truth:
        yield Choice(tuple(options), 1 + ways.index(truth), _RARE)
    else:
        yield Choice(tuple(options), 0)


def _torn_choice(left: str, right: str, yes: int, model: Model) -> Iterator[Choice]:
    if may_be_torn(left, right, model):
        yield Choice(((), tuple(torn_features(left, right, model))), yes, _RARE if yes else 1.0)
