"""One line of a damaged text cut into words, wherever these stand in it.

A Viterbi search over the places of the line: words that the codes know, stretches that nothing
explains, spaces, and what is no letter. Order plays no part yet, so each word weighs by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dalil.repair.fonts.font_map import LOST, Codes, Reading

# Letters of any script, what broken fonts leave for them (private use, U+FFFD), and their marks.
TOKEN = re.compile("(?:[^\\W\\d_]|[\ue000-\uf8ff\ufffd\u064b-\u065f\u0670])+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ue000-\uf8ff\ufffd]")

# Digits, marks and Latin words stay together as they stand: a bracketed reference is one thing.
_LATIN = "[A-Za-z\u00c0-\u024f\u0400-\u04ff]"
_FIXED = re.compile(
    f"\\(?{_LATIN}[^\u0600-\u06ff\\n]*(?:\\)|\\d|{_LATIN})|{_LATIN}+|\\d+(?:[/٫,:–-]\\d+)*|[^\\w\\s]|_"
)

_UNKNOWN, _UNKNOWN_LETTER = -9.5, -2.8
TAILS = frozenset("یۀ")  # last letters that stand as runs of their own, in front of their word
_TAIL = -5.0
_GLUED = -2.8
_BROKEN = -1.0  # part of a number or foreign word
_SPARE = -0.8  # a space more than words need
_WIDEST = 3  # tokens that lost letters inside a word make of it
_LONGEST = 24  # letters of a token that is looked into


@dataclass(frozen=True)
class Item:
    """`[start, end)` of a line: a word with its readings, or text that stays as it is.

    `kind` is `word`, `unknown` (letters that no word explains) or `other` (digits, marks,
    Latin words). The first reading is the likeliest. `log` is the log probability of the item.
    """

    start: int
    end: int
    kind: str
    readings: tuple[Reading, ...] = ()
    log: float = 0.0


def unknown(size: int) -> float:
    """The log probability of `size` letters that no word explains."""
    return _UNKNOWN + _UNKNOWN_LETTER * size


def is_damageable(token: str) -> bool:
    """Whether a token has letters of the Arabic script, or what a font left for such."""
    return bool(_ARABIC.search(token))


Edge = tuple[int, float, str, tuple[Reading, ...]]


def cut(line: str, codes: Codes) -> tuple[list[Item], float]:
    """The items of `line` (letters folded) in the order in which they stand, and their log
    probability."""
    edges = _edges(line, codes)
    size = len(line)
    best: list[float] = [0.0] + [-1e9] * size
    back: list[tuple[int, str, tuple[Reading, ...], float]] = [(0, "", (), 0.0)] * (size + 1)
    for i in range(size):
        here = best[i]
        if here <= -1e9:
            continue
        if line[i] == " ":
            # After a space or at the margin it is one too many.
            spare = i == 0 or back[i][1] == "space"
            score = here + (_SPARE if spare else 0.0)
            if score > best[i + 1]:
                best[i + 1], back[i + 1] = score, (i, "space", (), 0.0)
        glued = _GLUED if i and back[i][1] in ("word", "unknown") else 0.0
        if glued and line[back[i][0] : i] in TAILS:
            glued = 0.0
        for end, log, kind, readings in edges.get(i, ()):
            score = here + log + (glued if kind != "other" else 0.0)
            if score > best[end]:
                best[end], back[end] = score, (i, kind, readings, log)
    items = []
    at = size
    while at:
        start, kind, readings, log = back[at]
        if kind != "space":
            items.append(Item(start, at, kind, readings, log))
        at = start
    return items[::-1], best[size]


def _edges(line: str, codes: Codes) -> dict[int, list[Edge]]:
    edges: dict[int, list[Edge]] = {}
    found = [m.span() for m in TOKEN.finditer(line)]
    tokens = [(start, end) for start, end in found if is_damageable(line[start:end])]
    others = [span for span in found if span not in tokens]
    others += [m.span() for m in _FIXED.finditer(line)]
    for start, end in others:
        edges.setdefault(start, []).append((end, 0.0, "other", ()))
    inside = {i for start, end in tokens for i in range(start, end)}
    for i in range(len(line)):
        if i not in inside and line[i] != " ":  # what is cut by one of the above, by itself
            edges.setdefault(i, []).append((i + 1, _BROKEN, "other", ()))
    solved = [_spans(line, start, end, codes, edges) for start, end in tokens]
    for n, (start, end) in enumerate(tokens):
        if not solved[n]:
            _inside(line, start, end, codes, edges)
        elif line[start] in TAILS and end - start > 2:
            edges.setdefault(start, []).append((start + 1, _TAIL, "unknown", ()))
            _spans(line, start + 1, end, codes, edges)
        if codes.lost_inside:
            _over_gaps(line, tokens[n : n + _WIDEST], all(solved[n : n + 2]), codes, edges)
    return edges


def _spans(line: str, start: int, end: int, codes: Codes, edges: dict[int, list[Edge]]) -> bool:
    """Words at `[start, end)` and with the spaces beside it, which a lost letter may have left."""
    text = line[start:end]
    found = _word(text, start, end, codes, edges)
    before = codes.lost_first and start > 0 and line[start - 1] == LOST
    after = codes.lost_last and line.startswith(LOST, end)
    if (before or after) and codes.may_lose_ends(text):
        if after:
            found |= _word(text + LOST, start, end + 1, codes, edges)
        if before:
            found |= _word(LOST + text, start - 1, end, codes, edges)
        if before and after:
            found |= _word(LOST + text + LOST, start - 1, end + 1, codes, edges)
    return found


def _word(text: str, start: int, end: int, codes: Codes, edges: dict[int, list[Edge]]) -> bool:
    readings = codes.readings(text)
    if not readings:
        return False
    edges.setdefault(start, []).append((end, readings[0].log, "word", readings))
    return True


def _over_gaps(
    line: str,
    tokens: list[tuple[int, int]],
    solved: bool,
    codes: Codes,
    edges: dict[int, list[Edge]],
) -> None:
    """Words that a letter lost inside cut in two or three.

    Where the tokens are no words by themselves, one may begin or end inside them.
    """
    start, end = tokens[0]
    last = end
    whole = codes.may_begin_gapped(line[start:end])
    for width, (low, high) in enumerate(tokens[1:], 2):
        if line[last:low] != LOST:
            return
        last = high
        if whole and codes.may_end_gapped(line[low:high]):
            _spans(line, start, high, codes, edges)
        if width == 2 and not solved and high - start <= _LONGEST:
            begins = [a for a in range(start, end) if codes.may_begin_gapped(line[a:end])]
            ends = [b for b in range(low + 1, high + 1) if codes.may_end_gapped(line[low:b])]
            for a in begins:
                for b in ends:
                    if (a, b) != (start, high):
                        _spans(line, a, b, codes, edges)


def _inside(line: str, start: int, end: int, codes: Codes, edges: dict[int, list[Edge]]) -> None:
    """Words and unknown pieces that ran into each other where pieces of the line met."""
    looked_into = end - start <= _LONGEST
    for low in range(start, end):
        here = edges.setdefault(low, [])
        for high in range(low + 1, end + 1):
            text = line[low:high]
            log = unknown(high - low)
            if high - low > 1:
                if low == start or high == end:
                    log = max(log, codes.fragments(text) or log)
            elif low == start and text in TAILS:
                log = _TAIL
            here.append((high, log, "unknown", ()))
            if not looked_into or (low, high) == (start, end):
                continue
            if low == start or high == end:
                _spans(line, low, high, codes, edges)
            elif readings := codes.readings(text):  # there are no spaces beside it
                here.append((high, readings[0].log, "word", readings))
