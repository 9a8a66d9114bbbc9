"""How likely a decoded text is Persian, Arabic or English, judged by its letters alone.

Used to tell 8-bit encodings apart: read under the wrong one, the frequent letters turn into rare
ones, into Latin letters inside Arabic words, or into vowel marks that stand on nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

# Letters per 10,000, mean of the Persian and the Arabic sentences of SIB-200 (800 rows of train
# and dev), counted in the letters that windows-1256 has (Persian yeh as U+064A).
_PER_10000 = (
    "ا1445 ي886 ل710 ر657 ن615 م566 و547 د507 ت487 ب397 ه391 س285 ع200 ف193 ش175 ق165 ة165 "
    "ک159 ز147 ج132 ح127 ك117 أ112 خ95 \u200c88 ط82 گ68 ص64 ى50 إ42 ض41 پ40 غ39 آ38 ث38 ذ37 "
    "ئ26 ظ21 چ19 ء18 ژ7 ؤ4"
)
_LOG = {part[0]: math.log(int(part[1:]) / 10_000) for part in _PER_10000.split(" ")}

# Rough natural logarithms for everything else; only their order of magnitude matters.
_MARK, _LATIN, _SIGN, _RARE, _CONTROL = -4.0, -4.0, -4.0, -9.0, -15.0
# Cost of neighbours that no orthography has: a Latin next to an Arabic letter, a mark without
# its letter, an exponent inside a word; and, less, of two accented letters in a row or a capital
# after a small letter.
_IMPOSSIBLE, _ODD = -6.0, -4.0

_LATIN_LETTERS = frozenset("éèêëàáâãäåçíîïñóôöøúûüßæœšžÉÖÜÇÁŠŽÄÅØ")
_RAISED = "¹²³¼½¾"  # end a word or a number
_SIGNS = frozenset("«»“”‘’„–—…•·،؛؟§©®°±²³µ½¼€£™†‡\u00a0\u200c\u200d\u200e\u200f")


@cache
def _kind(char: str) -> str:
    if "\u064b" <= char <= "\u0655":
        return "mark"
    if char in _LOG or "\u0620" <= char <= "\u06d3":
        return "joiner" if char in "\u200c\u0640" else "arabic"
    if char == "\u200d":
        return "joiner"
    return "latin" if char.isalpha() else "other"


@cache
def _alone(char: str) -> float:
    if char.isascii():
        return 0.0  # the same under every candidate
    if char in _LOG:
        return _LOG[char]
    if _kind(char) == "mark":
        return _MARK
    if char in _LATIN_LETTERS:
        return _LATIN
    if char in _SIGNS:
        return _SIGN
    return _CONTROL if "\x80" <= char <= "\x9f" else _RARE


@cache
def _pair(before: str, char: str) -> float:
    if before.isascii() and char.isascii():
        return 0.0
    value = _alone(char)
    left, right = _kind(before), _kind(char)
    if right == "mark" and left not in ("arabic", "mark", "joiner"):
        value += _IMPOSSIBLE
    if "latin" in (left, right) and {left, right} & {"arabic", "mark", "joiner"}:
        value += _IMPOSSIBLE
    if left == right == "latin" and not char.isascii():
        if not before.isascii() and char != "ß":
            value += _ODD
        if char.isupper() and before.islower():
            value += _ODD
    if before in _RAISED and char.isalpha():
        value += _IMPOSSIBLE
    return value


def plausibility(text: str) -> tuple[float, int]:
    """Log-likelihood (nats) of the characters of `text` beyond ASCII, and how many there are.

    About -3.1 a character for Persian and Arabic prose, below -4.5 for what it becomes, or what
    other scripts become, under a wrong encoding.
    """
    pairs = Counter(zip(" " + text, text + " ", strict=True))
    value = sum(_pair(before, char) * times for (before, char), times in pairs.items())
    return value, sum(times for (_, char), times in pairs.items() if not char.isascii())
