"""The trained model: its lexicon, its weights, and the scores that they give to words and pairs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from dalil.repair.halfspaces.candidates import (
    context_features,
    is_habit,
    is_telling,
    joinable,
    pair_features,
    split_features,
    splits,
    whole_features,
)
from dalil.repair.halfspaces.lexicon import Lexicon
from dalil.repair.halfspaces.tokens import ZWNJ
from dalil.resources import read_model

MODEL_FORMAT = 1
MODEL_FILE = "models/halfspaces_fa/model.json.gz"

# Readings whose odds against the word as it stands are below e^-6 are not looked at again.
_HOPELESS = -6.0
# Where plurals and comparatives are written in one by habit, it is by at least one in twelve.
_HABIT = 2.5
_MEMORY = 200_000


@dataclass(frozen=True)
class Reading:
    """A word divided by half-spaces: its pieces, its score over the undivided word, its kind.

    `telling`: to write it without them would be a fault, not a habit.
    """

    pieces: tuple[str, ...]
    score: float
    kind: str
    telling: bool


@dataclass
class Model:
    """Weights by feature name: for divided words, for pairs, for the words around, for spacing.

    What was found of a word is kept: `divided` is the memory of `spacing`. `plain` are words
    known to have no reading but as they stand.
    """

    lexicon: Lexicon
    words: Mapping[str, float]
    pairs: Mapping[str, float]
    context: Mapping[str, float]
    spacing: Mapping[str, float]
    kinds: frozenset[str]
    plain: frozenset[str] = frozenset()
    divided: dict[str, tuple[int, float] | None] = field(default_factory=dict, init=False)
    _readings: dict[str, tuple[Reading, ...]] = field(default_factory=dict, init=False)
    _pairs: dict[str, float | None] = field(default_factory=dict, init=False)

    def kind(self, left: str, right: str) -> str:
        """The kind of a half-space, for which the words around were counted."""
        if right in self.kinds:
            return "+" + right
        return left + "+" if left + "+" in self.kinds else "+"

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The ways to divide `word` (bare letters) that are worth weighing; often none."""
        if word in self.plain:
            return ()
        found = self._readings.get(word)
        if found is None:
            if len(self._readings) >= _MEMORY:
                self._readings.clear()
            found = self._readings[word] = self._read(word)
        return found

    def _read(self, word: str) -> tuple[Reading, ...]:
        ways = splits(word, self.lexicon)
        if not ways:
            return ()
        weights = self.words
        whole = sum(weights.get(name, 0.0) for name in whole_features(word, self.lexicon))
        scores = [
            sum(weights.get(name, 0.0) for name in split_features(way, self.lexicon)) - whole
            for way in ways
        ]
        # The undivided word is also what some write for a plural or a comparative.
        habits = [
            math.exp(score - _HABIT)
            for way, score in zip(ways, scores, strict=True)
            if all(is_habit(a, b) for a, b in pairwise(way))
        ]
        undivided = math.log1p(sum(habits))
        readings = []
        for way, score in zip(ways, scores, strict=True):
            if score - undivided > _HOPELESS:
                telling = any(is_telling(a, b) for a, b in pairwise(way))
                kind = self.kind(way[-2], way[-1])
                readings.append(Reading(way, score - undivided, kind, telling))
        return tuple(readings)

    def pair(self, left: str, right: str) -> float | None:
        """Log-odds that two words apart are one; None where that is out of the question."""
        key = left + ZWNJ + right
        try:
            return self._pairs[key]
        except KeyError:
            pass
        score = None
        if joinable(left, right, self.lexicon):
            score = sum(
                self.pairs.get(name, 0.0) for name in pair_features(left, right, self.lexicon)
            )
            if score < _HOPELESS:
                score = None
        if len(self._pairs) >= _MEMORY:
            self._pairs.clear()
        self._pairs[key] = score
        return score

    def around(self, task: str, kind: str, before: str, after: str) -> float:
        """What the words before and after say for a reading, in log-odds."""
        return sum(
            self.context.get(task + name, 0.0) for name in context_features(kind, before, after)
        )


def from_json(data: Mapping[str, Any]) -> Model:
    """The model that `train` wrote; raises KeyError where a part is missing."""
    counted: dict[str, dict[str, int]] = {"counts": {}, "general": {}, "spaced": {}}
    for part, words_by_count in counted.items():
        for n, listed in data[part].items():
            words_by_count.update(dict.fromkeys(listed.split(" "), int(n)))
    lexicon = Lexicon(
        **counted,
        stems=data["verbs"].split(" "),
        nouns=frozenset(data["nouns"].split(" ")),
        adjectives=frozenset(data["adjectives"].split(" ")),
    )
    scale = data["scale"]
    words, pairs, context, spacing = (
        {name: weight / scale for name, weight in data[part].items()}
        for part in ("words", "pairs", "context", "spacing")
    )
    model = Model(lexicon, words, pairs, context, spacing, frozenset(data["kinds"]))
    model.plain = frozenset(data["plain"].split(" "))
    return model


@lru_cache(maxsize=1)
def load() -> Model:
    """The model of the package, read once a process. Raises DalilError for another format."""
    data = read_model(MODEL_FILE, MODEL_FORMAT, "dalil.repair.halfspaces.train")
    return from_json(data)
