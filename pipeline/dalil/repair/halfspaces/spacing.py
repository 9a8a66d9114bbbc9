"""Words that ran together are set apart, and words that were torn apart are joined."""

from __future__ import annotations

import math

from dalil.repair.edits import Edit
from dalil.repair.halfspaces.candidates import kind_of, level
from dalil.repair.halfspaces.model import Model, load
from dalil.repair.halfspaces.tokens import NON_JOINING, places
from dalil.repair.halfspaces.units import BLANK, JOINED, read_units

_SHORTEST = 4
_LONGEST = 24
# A word with a reading as good as this (log-odds) is a word that lost its half-spaces.
_DIVIDED = 0.0
# A part of words run together that is such a word itself («میشودکه»).
_SURELY_DIVIDED = 4.0
_LEAST = 0.97
# A torn word is looked for among words seen this often.
_SEEN = 3
_MEMORY = 100_000


def word_spacing(text: str, *, model: Model | None = None) -> list[Edit]:
    """Edits that set the words of Persian `text` apart or together, by one space each.

    A space is put into a word that no lexicon has and that is two words («اززمان»), and taken
    out of a word torn apart («سا زمان»). Each edit's confidence is the probability that it is
    right, 0.97 or more.
    """
    model = model or load()
    units = read_units(text)
    names, links, spans = units.names, units.links, units.spans
    edits: list[Edit] = []
    done = -1
    for i, name in enumerate(names):
        if i <= done or links[i] == JOINED or (i and links[i - 1] == JOINED):
            continue
        if links[i] == BLANK and name + names[i + 1] in model.lexicon.counts:
            sure = 0.0 if links[i + 1] == JOINED else _torn(name, names[i + 1], model)
            if sure >= _LEAST:
                edits.append(Edit(spans[i][1], spans[i + 1][0], "", sure))
                done = i + 1
                continue
        found = _division(name, model)
        if found:
            at, sure = found
            start, end = spans[i]
            place = start + places(text[start:end])[at]
            edits.append(Edit(place, place, " ", sure))
    return edits


def _division(word: str, model: Model) -> tuple[int, float] | None:
    """Where `word` falls into two, and how surely; None where it does not."""
    if word in model.lexicon.counts or not _SHORTEST <= len(word) <= _LONGEST:
        return None
    if word in model.divided:
        return model.divided[word]
    found = None
    ways = divisions(word, model)
    if ways:
        weights = model.spacing
        scores = [sum(weights.get(n, 0.0) for n in undivided_features(word))]
        for left, right in ways:
            names = division_features(left, right, model)
            scores.append(sum(weights.get(n, 0.0) for n in names))
        top = max(scores)
        total = sum(math.exp(s - top) for s in scores)
        best = max(range(1, len(scores)), key=scores.__getitem__)
        sure = math.exp(scores[best] - top) / total
        if sure >= _LEAST:
            found = len(ways[best - 1][0]), round(sure, 4)
    if len(model.divided) >= _MEMORY:
        model.divided.clear()
    model.divided[word] = found
    return found


def divisions(word: str, model: Model) -> list[tuple[str, str]]:
    """The ways in which `word` (bare letters) can be two words; none where it is one."""
    lexicon = model.lexicon
    if (
        word in lexicon.counts
        or word in lexicon.piece_counts
        or not _SHORTEST <= len(word) <= _LONGEST
        or word in lexicon.general
        or word in lexicon.finite
        or word in lexicon.participles
        or any(r.score > _DIVIDED for r in model.readings(word))
    ):
        return []
    ways = []
    for i in range(1, len(word)):
        left, right = word[:i], word[i:]
        if _stands_alone(left, model) and _stands_alone(right, model):
            ways.append((left, right))
    return ways


def _stands_alone(word: str, model: Model) -> bool:
    if len(word) == 1:
        return word == "و"
    return word in model.lexicon.counts or any(
        r.score > _SURELY_DIVIDED for r in model.readings(word)
    )


def undivided_features(word: str) -> list[str]:
    """Features of an unknown word left as it is."""
    return ["whole", f"length={min(len(word), 12)}", "ends " + word[-2:], "begins " + word[:2]]


def division_features(left: str, right: str, model: Model) -> list[str]:
    """Features of an unknown word set apart."""
    lexicon = model.lexicon
    a, b = level(lexicon.counts.get(left, 0)), level(lexicon.counts.get(right, 0))
    silent = left[-1] in NON_JOINING
    names = [
        f"apart {a}{b}{silent}",
        f"left {kind_of(left, lexicon)}{silent}",
        f"right {kind_of(right, lexicon)}{silent}",
        f"lengths {min(len(left), 5)} {min(len(right), 5)}",
        "silent" if silent else "joining",
    ]
    if a >= 6:
        names.append("left " + left)
    if b >= 6:
        names.append("right " + right)
    if right in lexicon.suffixes:
        names.append("second piece")
    if left in lexicon.prefixes:
        names.append("first piece")
    return names


def may_be_torn(left: str, right: str, model: Model) -> bool:
    """Whether two neighbours (bare letters) make up a word that is known."""
    known = model.lexicon.counts.get(left + right, 0) >= _SEEN
    return known and len(left + right) >= _SHORTEST and left != "و"


def torn_features(left: str, right: str, model: Model) -> list[str]:
    """Features of two neighbours that make up a word."""
    lexicon = model.lexicon
    whole = lexicon.counts.get(left + right, 0)
    a, b = lexicon.counts.get(left, 0), lexicon.counts.get(right, 0)
    return [
        "torn",
        f"torn {level(whole)}",
        f"torn left {kind_of(left, lexicon)}",
        f"torn right {kind_of(right, lexicon)}",
        f"torn {level(whole)} {level(min(a, b))}",
        f"torn {level(a)} {level(b)}",
        f"torn lengths {min(len(left), 4)} {min(len(right), 4)}",
        f"torn {left[-1] in NON_JOINING}",
    ]


def _torn(left: str, right: str, model: Model) -> float:
    """How surely two neighbours are one word without a half-space."""
    if not may_be_torn(left, right, model):
        return 0.0
    score = sum(model.spacing.get(n, 0.0) for n in torn_features(left, right, model))
    held = model.pair(left, right)
    if held is not None and held > score:  # «می دانی», «آن ها»
        return 0.0
    return round(1 / (1 + math.exp(-score)), 4)
