"""Languages of a document's segments: unclear ones take the language of those round them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dalil.segment.language_id import Guess, guess

# Log-odds below which Persian and Arabic letters do not decide alone. Two of a thousand
# two-word headings in running text lie beyond it on the wrong side.
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
    found: list[str] = []
    for i, g in enumerate(guesses):
        if clear[i]:
            found.append(clear[i])
        elif g.script == "arabic":
            found.append(_settle(g, _nearest(clear, i, ("fa", "ar")), arabic_main))
        elif g.script == "latin" and g.letters >= _FEWEST_LETTERS:
            found.append(g.lang)
        else:
            beside = _nearest(clear, i, ("fa", "ar", "en", "other"))
            found.append(beside[0] if beside else main or g.lang)
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


def _nearest(clear: Sequence[str], i: int, wanted: tuple[str, ...]) -> list[str]:
    """The nearest clear languages before and after text `i`, the one before first."""
    before = next((c for c in reversed(clear[:i]) if c in wanted), "")
    after = next((c for c in clear[i + 1 :] if c in wanted), "")
    return [c for c in (before, after) if c]


def _settle(g: Guess, beside: list[str], main: str) -> str:
    score = g.score
    for language in beside:
        score += (_NEIGHBOURS if language == "fa" else -_NEIGHBOURS) / len(beside)
    if main:
        score += _DOCUMENT if main == "fa" else -_DOCUMENT
    return "fa" if score >= 0 else "ar"
