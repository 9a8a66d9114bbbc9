"""Vowel signs that stand apart from their letters, as programs take them out of PDFs.

A sign is drawn over its letter and has a place of its own, so extraction puts it before the
letter («وفًقا» for «وفقًا», «ُمهم» for «مُهم»), or a space before it («أيض ًا», «المت ّحدة»).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS, arabic, bare, persian

_WORD = f"{LETTERS}{MARKS}\u0640\u200c\u200d"
_INSIDE = frozenset("\u0651\u0652\u0653\u0654\u0655\u0670")  # not on the first letter of a word
_LAST = frozenset("\u064b\u064c\u064d")  # only on the last one, or the last before alef

# A sign that stands on nothing.
_LOOSE = rf"(?<![{_WORD}])[{MARKS}]+"
# Tanwin inside a word, one letter too early: before the last letter, or the last before alef. A
# tanwin on alef, teh marbuta or hamza with letters behind it is a lost space, and stays; one just
# before them is a way to spell.
_EARLY = (
    rf"(?<=[{LETTERS}])(?:(?<![اأإآةىء])\u064b|(?<![ةىء])[\u064c\u064d])"
    rf"(?=[{LETTERS}][اى]?(?![{_WORD}]))(?![اىة])"
)
# Madda and hamza that can only belong to the alef, waw or yeh behind them.
_HAMZA = rf"(?<=[{LETTERS}])(?<![اويىیهەۀ])[\u0653-\u0655](?=[اويىی])"
SUSPECT = f"{_LOOSE}|{_EARLY}|{_HAMZA}"

_SUSPECT = re.compile(SUSPECT)
_LATE = re.compile(rf"(?<=[{LETTERS}])(?<!ا)[{MARKS}](?![{_WORD}])")
_ALEF_LAST = re.compile(rf"[اى](?![{_WORD}])")
_ANY = re.compile(f"[{MARKS}]+")
_LETTER = re.compile(f"[{LETTERS}]")
_BEFORE = re.compile(f"[{_WORD}]+$")
_AFTER = re.compile(f"[{_WORD}]+")

_SURE, _LIKELY = 1.0, 0.8


def split_marks(text: str) -> list[Edit]:
    """Arabic vowel signs that stand before their letter, or apart from it, are put on it.

    A sign that stands on nothing is sure to be out of place, and so is a tanwin in mid-word.
    Where most signs of `text` stand before their letters, all of them move (confidence 0.8).
    «قبلًا» and «قبلاً» both stay.
    """
    first = _SUSPECT.search(text)
    if first is None:
        return []
    early = _stand_before(text)
    edits: list[Edit] = []
    for mark in (_ANY if early else _SUSPECT).finditer(text, 0 if early else first.start()):
        edits.extend(_mend(text, mark.start(), mark.end(), early))
    return edits


def _stand_before(text: str) -> bool:
    """Whether signs stand before their letters all over `text`."""
    before = 0
    for mark in _SUSPECT.finditer(text):
        loose = mark.start() == 0 or not _AFTER.match(text[mark.start() - 1])
        before += not loose or _is_letter(text, mark.end())
    return before >= 3 and before > 2 * len(_LATE.findall(text))


def _is_letter(text: str, at: int) -> bool:
    return at < len(text) and _LETTER.match(text[at]) is not None


def _mend(text: str, start: int, end: int, early: bool) -> list[Edit]:
    """The edits for the signs `[start, end)` of `text`."""
    follows = _is_letter(text, end)
    before = text[start - 1 : start]
    if before and _AFTER.match(before):  # inside a word
        if not follows:
            return []
        sure = _SUSPECT.match(text, start) is not None
        moved = [_move(text, start, end, _SURE if sure else _LIKELY)]
        gap = early and text[end + 1 : end + 2] == " " and _is_letter(text, end + 2)
        if gap and _one_word(text, end + 1):
            moved.append(Edit(end + 1, end + 2, "", _LIKELY))  # «نظًر ا»
        return moved
    apart = before in (" ", "\u00a0") and start > 1 and _AFTER.match(text[start - 2]) is not None
    if apart and not follows:
        return [Edit(start - 1, start, "", _LIKELY)]
    signs = set(text[start:end])
    inside = signs & _INSIDE or (signs & _LAST and _ALEF_LAST.match(text, end))
    if apart and (inside or _one_word(text, start - 1)):
        gone = Edit(start - 1, start, "", _LIKELY)
        return [gone, _move(text, start, end, _LIKELY)] if early else [gone]
    if apart and signs & _LAST:  # «نوع ٌمن»
        places = [*((i, i + 1) for i in range(start, end)), (start - 1, start)]
        return [Edit(start - 1, end, text[start:end] + before, _LIKELY, places)]
    return [_move(text, start, end, _SURE)] if follows else []


def _one_word(text: str, space: int) -> bool:
    """Whether the space at `space` lies inside a word, going by the word lists."""
    left = _BEFORE.search(text, max(0, space - 40), space)
    right = _AFTER.match(text, space + 1)
    if left is None or right is None:
        return False
    one, other = bare(left.group()), bare(right.group())
    return any(_joins(one, other, usual) for usual in (arabic, persian))


def _joins(one: str, other: str, usual: Callable[[str], float]) -> bool:
    known = usual(one) > 0 and usual(other) > 0
    return len(one) + len(other) > 3 and usual(one + other) > 0 and not known


def _move(text: str, start: int, end: int, confidence: float) -> Edit:
    """The signs go behind the letter at `end`."""
    places = [(end, end + 1), *((i, i + 1) for i in range(start, end))]
    return Edit(start, end + 1, text[end] + text[start:end], confidence, places)
