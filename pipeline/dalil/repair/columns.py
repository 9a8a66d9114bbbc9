"""Two columns of a page that were read straight across, line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dalil.ingest.bidi import runs_rtl
from dalil.repair.edits import Edit

_SLACK = 4  # columns by which letters of unequal width may spoil the alignment
_FEWEST_LINES = 4  # with text on both sides
_FEWEST_WORDS = 3.5  # in a cell, on average
_NARROWEST = 18.0  # characters of a cell, on average
_LETTERS = 0.7  # share of the characters of a side, at least
_FULL = 0.65  # of a column's width, which running text fills on most lines
_SHARE_FULL = 0.7
_CONFIDENCE = 0.9

_SUSPECT = re.compile(r"\S {3,}\S[^\n]*\n[^\n]*(?:\S {3,}\S[^\n]*\n[^\n]*){2}\S {3,}\S")
_CELL = re.compile(r"\S+(?: {1,2}\S+)*")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class _Cell:
    """A piece of a line between wide gaps: its columns and its place in the text."""

    left: int
    right: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    cells: tuple[_Cell, ...]


@dataclass(frozen=True)
class _Row:
    """A line of a block with what stands on its left and on its right; both None if it is blank."""

    line: _Line
    left: _Cell | None
    right: _Cell | None


def columns(text: str) -> list[Edit]:
    """Two columns that were read across are put one after the other, the right one first in
    right-to-left text.

    Only where a wide gap lies at the same place in many lines in a row and both sides are running
    text: tables and lists of short cells stay. One edit a block, with the origin of each
    character; it makes two lines of one, so it changes the number of lines.
    """
    if not _SUSPECT.search(text):
        return []
    lines = list(_lines(text))
    edits = []
    at = 0
    while at < len(lines):
        rows = _block(lines, at)
        if rows and _is_running_text(rows):
            edits.append(_edit(rows))
        at += max(1, len(rows))
    return edits


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, start + len(line.rstrip("\r")), tuple(_cells(line, start)))
        start += len(line) + 1


def _cells(line: str, start: int) -> Iterator[_Cell]:
    column = at = 0
    for m in _CELL.finditer(line):
        column += m.start() - at
        width = sum(unicodedata.category(char) not in ("Mn", "Cf") for char in m.group())
        yield _Cell(column, column + width, start + m.start(), start + m.end(), m.group())
        column += width
        at = m.end()


def _block(lines: Sequence[_Line], first: int) -> list[_Row]:
    """The rows from line `first` on that one gap parts; [] if there are too few.

    They begin with a row that has text on the right: one with text on the left alone belongs to
    what stands above.
    """
    low, high = 0, 10**6  # where the gap lies
    for line in lines[first : first + _FEWEST_LINES * 3]:
        if len(line.cells) == 2:
            low, high = line.cells[0].right, line.cells[1].left
            break
    rows: list[_Row] = []
    for i in range(first, len(lines)):
        line = lines[i]
        if not line.cells:
            if not any(row.left and row.right for row in rows) or not _has_text(rows[-1]):
                break
            rows.append(_Row(line, None, None))
            continue
        row = _parted(line, low, high)
        if row is None or (not rows and row.right is None):
            break
        rows.append(row)
        low = max(low, row.left.right) if row.left else low
        high = min(high, row.right.left) if row.right else high
    both = [row for row in rows if row.left and row.right]
    return _without_tail(rows) if len(both) >= _FEWEST_LINES else []


def _has_text(row: _Row) -> bool:
    return row.left is not None or row.right is not None


def _parted(line: _Line, low: int, high: int) -> _Row | None:
    """The line as a row of a block whose gap lies within `[low, high)`, None if it is none."""
    if len(line.cells) > 2 or "\f" in line.cells[0].text:
        return None
    left = line.cells[0] if line.cells[0].left < low else None
    right = line.cells[-1] if line.cells[-1].right > high or left is not line.cells[-1] else None
    if left is None and right is None:
        return None
    if left is right or (len(line.cells) == 2 and (left is None or right is None)):
        return None
    low = max(low, left.right) if left else low
    high = min(high, right.left) if right else high
    return _Row(line, left, right) if high - low >= -_SLACK else None


def _without_tail(rows: list[_Row]) -> list[_Row]:
    """The rows up to the last with two sides, and what follows it without a blank line."""
    last = max(i for i, row in enumerate(rows) if row.left and row.right)
    end = last + 1
    while end < len(rows) and _has_text(rows[end]):
        end += 1
    return rows[:end]


def _is_running_text(rows: Sequence[_Row]) -> bool:
    return _is_column([row.left for row in rows]) and _is_column([row.right for row in rows])


def _is_column(cells: Sequence[_Cell | None]) -> bool:
    texts = [cell.text for cell in cells if cell]
    size = sum(map(len, texts))
    words = sum(len(_WORD.findall(text)) for text in texts)
    if words < _FEWEST_WORDS * len(texts) or size < _NARROWEST * len(texts):
        return False
    if sum(char.isalpha() for text in texts for char in text) < _LETTERS * size:
        return False
    widest = max(map(len, texts))
    full = sum(len(text) >= _FULL * widest for text in texts)
    return full >= _SHARE_FULL * len(texts)


def _edit(rows: Sequence[_Row]) -> Edit:
    rtl = runs_rtl("".join(cell.text for row in rows for cell in (row.left, row.right) if cell))
    after: list[str] = []
    origins: list[tuple[int, int]] = []
    for take_right in (rtl, not rtl):
        for row in rows:
            cell = row.right if take_right else row.left
            if cell is None and _has_text(row):
                continue
            if after:
                place = cell.start if cell else row.line.start
                after.append("\n")
                origins.append((place, place))
            if cell:
                after.append(cell.text)
                origins.extend((i, i + 1) for i in range(cell.start, cell.end))
    start, end = rows[0].line.start, rows[-1].line.end
    return Edit(start, end, "".join(after), _CONFIDENCE, origins)
