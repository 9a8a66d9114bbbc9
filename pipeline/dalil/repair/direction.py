"""Whether a word in Arabic letters stands in reading order or with its letters reversed.

A linear model over the letter n-grams of the word, trained by `dalil.repair.train_letters` and
kept in `models/letters`. An n-gram and its mirror image have opposite weights, so a word and
its reversal have opposite scores, and a palindrome has none.
"""

from __future__ import annotations

from functools import lru_cache

from dalil.resources import read_model
from dalil.segment.language_id import features, fold_word

MODEL_FORMAT = 1

_MIRRORED_BOUNDS = str.maketrans("^$", "$^")


def mirror(gram: str) -> str:
    """The n-gram that stands where `gram` stood once the word is reversed."""
    return gram[::-1].translate(_MIRRORED_BOUNDS)


def reading_order(word: str) -> float:
    """Log-odds (natural) that the letters of `word` stand in reading order, not reversed.

    0.0 for what holds no letter of the Arabic script that Persian or Arabic uses.
    """
    weights, scale = _model()
    return sum(weights.get(gram, 0) for gram in features(fold_word(word))) / scale


def edges(word: str) -> float:
    """What the first two and the last two letters of `word` say alone: rough, but quicker.

    In natural log-odds as `reading_order`; reversal turns the sign.
    """
    weights, scale = _model()
    word = fold_word(word)
    return (weights.get(f"^{word[:2]}", 0) + weights.get(f"{word[-2:]}$", 0)) / scale


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, int], float]:
    data = read_model("models/letters/direction.json", MODEL_FORMAT, "dalil.repair.train_letters")
    weights: dict[str, int] = dict(data["weights"])
    weights.update({mirror(gram): -weight for gram, weight in data["weights"].items()})
    return weights, float(data["scale"])
