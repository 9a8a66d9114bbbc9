"""Languages of a document's segments: unclear ones take the language of those round them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dalil.segment.language_id import Guess, guess
from dalil.segment.model import LANGUAGES

# Log-odds below which Persian and Arabic letters do not decide alone. Of 8,583 stretches of two
# words of held-out text 73 in 100 lie beyond it, and none of these on the wrong side.
_CLEAR = 6.0
# What clear neighbours and the rest of the document weigh, in the same unit.
_NEIGHBOURS = 4.0
_DOCUMENT = 2.0
_FEWEST_LETTERS = 3


def languages_of(texts: Sequence[str], lang: str | None = None) -> list[str]:
    """The language of each text in a row; `lang` is what the document is said to be in."""
    guesses = [guess(text) for text in texts]
    clear = [_clear_language(g) for g in guesses]
    sizes: Counter[str] = Counter()
    for g, language in zip(guesses, clear, strict=True):
        if language:
            sizes[language] += g.letters
    main = lang or (sizes.most_common(1)[0][0] if sizes else "")
    arabic_main = lang if lang in ("fa", "ar") else _larger(sizes)
    beside = _beside(clear, frozenset(LANGUAGES))
    beside_arabic = _beside(clear, frozenset(("fa", "ar")))
    found: list[str] = []
    for i, g in enumerate(guesses):
        if clear[i]:
            found.append(clear[i])
        elif g.script == "arabic":
            found.append(_settle(g, beside_arabic[i], arabic_main))
        elif g.script == "latin" and g.letters >= _FEWEST_LETTERS:
            found.append(g.lang)
        else:
            found.append(beside[i][0] if beside[i] else main or g.lang)
    return found


def _clear_language(g: Guess) -> str:
    if g.script == "arabic" and (abs(g.score) >= _CLEAR or g.lang == "other"):
        return g.lang
    if g.script == "other" and g.letters >= _FEWEST_LETTERS:
        return "other"
    return g.lang if g.script == "latin" and abs(g.score) >= 1 else ""


def _larger(sizes: Counter[str]) -> str:
    if sizes["fa"] == sizes["ar"]:
        return ""
    return "fa" if sizes["fa"] > sizes["ar"] else "ar"


def _beside(clear: Sequence[str], wanted: frozenset[str]) -> list[list[str]]:
    """For each text the nearest clear languages before and after it, the one before first."""
    found: list[list[str]] = [[] for _ in clear]
    for order in (range(len(clear)), range(len(clear) - 1, -1, -1)):
        last = ""
        for i in order:
            if last:
                found[i].append(last)
            last = clear[i] if clear[i] in wanted else last
    return found


def _settle(g: Guess, beside: list[str], main: str) -> str:
    score = g.score
    for language in beside:
        score += (_NEIGHBOURS if language == "fa" else -_NEIGHBOURS) / len(beside)
    if main:
        score += _DOCUMENT if main == "fa" else -_DOCUMENT
    return "fa" if score >= 0 else "ar"
