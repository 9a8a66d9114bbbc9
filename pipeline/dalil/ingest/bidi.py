"""From the order in which characters stand on a line to the order in which they are read.

The inverse of the Unicode Bidirectional Algorithm (UAX 9) for the cases that running text has:
numbers and phrases of one direction inside the other. It is not unique: a number between a
Latin and an Arabic word may belong to either; here it goes with a Latin word on its left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

OPENING, CLOSING = "([{«‹⟨", ")]}»›⟩"
_STOPS = ".,:;!?،؛؟"
_PREFIXES = "@#$€£"
_SEPARATORS = ".,/:٫٬"  # hold a number together (classes CS and AN)


@cache
def direction(char: str) -> str:
    """R, L, N (digit), M (mark on a letter), or O (anything neutral)."""
    bidi = unicodedata.bidirectional(char)
    if bidi in ("R", "AL"):
        return "R"
    if char.isdigit() and bidi in ("EN", "AN"):
        return "N"
    return {"L": "L", "NSM": "M"}.get(bidi, "O")


def has_rtl(text: str) -> bool:
    return any(direction(char) == "R" for char in text)


def runs_rtl(text: str) -> bool:
    """Whether at least half of the letters are right to left."""
    directions = [direction(char) for char in text]
    return directions.count("R") >= directions.count("L")


def logical(units: Sequence[str], rtl: bool) -> list[tuple[int, bool]]:
    """Indexes of `units` (given from left to right) as read, and whether each is right to left.

    A unit is one character, a letter with its marks, or a ligature's letters. `rtl` says whether
    the line as a whole runs right to left.
    """
    directions = [direction(unit[0]) for unit in units]
    if rtl:
        return _right_to_left(units, directions, 0, len(units))
    order: list[tuple[int, bool]] = []
    at = 0
    while at < len(units):
        if directions[at] == "R":
            end = _run(directions, at, "R", "RNOM")
            order.extend(_right_to_left(units, directions, at, end))
        else:
            end = at + 1
            order.append((at, False))
        at = end
    return order


def _right_to_left(
    units: Sequence[str], directions: Sequence[str], start: int, end: int
) -> list[tuple[int, bool]]:
    pieces: list[list[tuple[int, bool]]] = []
    at = start
    while at < end:
        sign = units[at] in _PREFIXES and at + 1 < end and directions[at + 1] == "L"
        if directions[at] == "L" or sign:
            stop = _run(directions[:end], at + sign, "LN", "LNOM")
            stop = _with_stop(units[:end], at, stop)
            pieces.append([(i, False) for i in range(at, stop)])
        elif directions[at] == "N":
            stop = _number(units[:end], directions, at)
            pieces.append([(i, False) for i in range(at, stop)])
        else:
            stop = at + 1
            pieces.append([(at, True)])
        at = stop
    return [one for piece in reversed(pieces) for one in piece]


def _run(directions: Sequence[str], start: int, strong: str, allowed: str) -> int:
    """Where a run ends: after the last `strong` before anything that is not `allowed`."""
    end = start + 1
    for i in range(start + 1, len(directions)):
        if directions[i] not in allowed:
            break
        if directions[i] in strong:
            end = i + 1
    return end


def _with_stop(units: Sequence[str], start: int, end: int) -> int:
    """Where a left-to-right run ends with what closes it: `NATO (EU)`, or a stop before a space.

    Such a stop stands on the right where the run goes on in the next line.
    """
    inside = units[start:end]
    opened = sum(unit in OPENING for unit in inside) - sum(unit in CLOSING for unit in inside)
    if opened and end < len(units) and units[end] in OPENING + CLOSING:
        end += 1
    if end < len(units) and units[end] in _STOPS and units[end + 1 : end + 2] in ([], [" "]):
        end += 1
    return end


def _number(units: Sequence[str], directions: Sequence[str], start: int) -> int:
    end = start + 1
    while end < len(units):
        if directions[end] == "N":
            end += 1
        elif units[end] in _SEPARATORS and end + 1 < len(units) and directions[end + 1] == "N":
            end += 2
        else:
            break
    return end
