"""Lam-alef that came out of a PDF as alef-lam: «األمن» for «الأمن», «إسالم» for «إسلام».

The two letters are one glyph. A program that turns a line round glyph by glyph leaves the letters
of that glyph as they were, so they come out in the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, islice

from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS, arabic, persian
from dalil.segment.language_id import persian_score

_SIGNS = f"{MARKS}\u0640\u200d"
_SIGN_SET = frozenset("\u0640\u200d\u0670") | {chr(c) for c in range(0x064B, 0x0656)}
_WORD = re.compile(rf"[{LETTERS}][{LETTERS}{_SIGNS}]*")
_PAIR = re.compile("(?=[اأإآ]ل)")
# An article with a second alef behind its own: no Arabic word begins so.
_SURE_WORD = re.compile("([وف]?[بك]?ا)(?=[اأإآ]ل)")
_SURE = re.compile(rf"(?<![{LETTERS}{_SIGNS}]){_SURE_WORD.pattern}")
_SOUND = re.compile(rf"(?<![{LETTERS}{_SIGNS}])[وف]?[بك]?ال[اأإآ]")
_LAM_ALEF = re.compile("ل[اأإآ]")

_FEWEST = 3  # cases, from which all words of a text are looked at
_MOST_PAIRS = 4  # in a word
_SURE_CONFIDENCE = 0.99
_UNKNOWN = 0.01  # what an unknown word counts for
_OFTEN = 0.02  # lam-alefs for each alef-lam; sound Arabic has 0.3 of them and Persian 1
_SAMPLE = 400  # words, by which the language is told


@dataclass(frozen=True)
class _Reading:
    """Which pairs of a word to swap (indices of their alefs), and how sure that is."""

    swaps: tuple[int, ...]
    confidence: float


def lam_alef(text: str) -> list[Edit]:
    """Alef-lam that was a lam-alef is put right («األمن» to «الأمن», «إسالم» to «إسلام»).

    In Arabic an article before alef-lam is sure wherever it stands. Where a text has several such
    cases, and more of them than sound ones, its other words are put right too if the word lists
    know the mended form as the likelier word. Persian has no article: there the cases are words
    that are none as they stand, and one when mended.
    """
    sure = len(_SURE.findall(text))
    if not sure and len(_LAM_ALEF.findall(text)) > _OFTEN * text.count("ال"):
        return []
    words = [m.group() for m in islice(_WORD.finditer(text), _SAMPLE)]
    if persian_score(" ".join(words)) < 0:
        damaged = sure >= _FEWEST and sure > len(_SOUND.findall(text))
        return _edits(text, arabic, damaged) if sure else []
    return _edits(text, persian, True) if _is_damaged_persian(text) else []


def _is_damaged_persian(text: str) -> bool:
    types = {m.group() for m in _WORD.finditer(text) if "ل" in m.group()}
    sound = sum(_LAM_ALEF.search(word) is not None for word in types)
    mended = 0
    for word in sorted(types):
        mended += _PAIR.search(word) is not None and not persian(word) and _is_mended(word)
        if mended >= _FEWEST and mended > sound:
            return True
    return False


def _is_mended(word: str) -> bool:
    return any(persian(_swapped(word, one)) > _UNKNOWN for one in _choices(word) if one)


def _edits(text: str, usual: Callable[[str], float], damaged: bool) -> list[Edit]:
    edits: list[Edit] = []
    for m in _WORD.finditer(text):
        token = m.group()
        if "ل" not in token or not _PAIR.search(token):
            continue
        if token.startswith("ال") and not text[m.end() : m.end() + 1].isspace() and len(token) < 4:
            continue  # «الـ48», «ال78»
        places = [i for i, char in enumerate(token) if char not in _SIGN_SET]
        reading = _read("".join(token[i] for i in places), usual, damaged)
        for at in reading.swaps:
            start, end = places[at], places[at + 1]
            if end == start + 1:
                a = m.start() + start
                origins = [(a + 1, a + 2), (a, a + 1)]
                after = token[end] + token[start]
                edits.append(Edit(a, a + 2, after, reading.confidence, origins))
    return edits


@lru_cache(maxsize=20_000)
def _read(word: str, usual: Callable[[str], float], damaged: bool) -> _Reading:
    """The likeliest reading of `word`, among those with its sure pair swapped if it has one."""
    article = _SURE_WORD.match(word) if usual is arabic else None
    sure = (article.end(),) if article else ()
    if not damaged:
        return _Reading((), 0.0) if _is_doubled(word, sure) else _Reading(sure, _SURE_CONFIDENCE)
    choices = [one for one in _choices(word) if set(sure) <= set(one)]
    weights = [_weight(_swapped(word, one), usual) + _UNKNOWN for one in choices]
    best = max(range(len(choices)), key=lambda i: (weights[i], -len(choices[i])))
    if weights[best] == _UNKNOWN or len(choices) == 1:
        return _Reading(sure, _SURE_CONFIDENCE)
    return _Reading(choices[best], min(weights[best] / sum(weights), _SURE_CONFIDENCE))


def _is_doubled(word: str, sure: tuple[int, ...]) -> bool:
    """Whether the first of two alefs was typed twice: «االشبكة» where nothing else is damaged."""
    if not sure or word[sure[0]] != "ا":
        return False
    dropped = word[: sure[0]] + word[sure[0] + 1 :]
    return arabic(dropped) >= arabic(_swapped(word, sure))


def _weight(word: str, usual: Callable[[str], float]) -> float:
    return 0.0 if word == "ال" else usual(word)


def _choices(word: str) -> Iterator[tuple[int, ...]]:
    """Each way to swap pairs of `word`, the fewest first."""
    pairs = [m.start() for m in _PAIR.finditer(word)][:_MOST_PAIRS]
    return chain.from_iterable(combinations(pairs, n) for n in range(len(pairs) + 1))


def _swapped(word: str, alefs: tuple[int, ...]) -> str:
    letters = list(word)
    for i in alefs:
        letters[i], letters[i + 1] = letters[i + 1], letters[i]
    return "".join(letters)
