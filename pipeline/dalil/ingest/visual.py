"""Right-to-left lines of a page, put back from the order of their places into reading order.

PDF stores glyphs where they stand, not in the order in which they are read. pdfium's own order
fails where a line is drawn in pieces, as Chromium does. So lines with Arabic (or Hebrew) letters
are put together here from the places of their characters: sorted along the line, then brought
from visual to logical order (`dalil.ingest.bidi`). Lines without such letters stay as pdfium reads them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dalil.ingest.bidi import CLOSING, OPENING, direction, logical
from dalil.ingest.glyphs import ZWNJ, Glyph

LINE_END = "\r\n"  # as pdfium writes it

# In units of the font size.
_SAME_LINE = 0.3  # baselines nearer than this are one
_MARK_REACH = 1.0  # a vowel mark may be drawn with its baseline this far off
_PIECE_GAP = 1.0  # pieces of a line are no farther apart; columns are
_WORD_GAP = 0.15  # gaps measured: 0.19 and more between words, 0.09 and less within
_DROPPED_SPACE_GAP = 0.03  # enough where the page has a space there that pdfium dropped

_MIRROR = str.maketrans(OPENING + CLOSING, CLOSING + OPENING)
_LETTER_RANGES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF))


@cache
def _ligatures() -> frozenset[str]:
    """The letter sequences that Unicode has a ligature for, lam-alef and its like."""
    forms = (chr(code) for start, end in _LETTER_RANGES for code in range(start, end + 1))
    return frozenset(
        text for form in forms if len(text := unicodedata.normalize("NFKC", form)) > 1
    )


def has_rtl(text: str) -> bool:
    return any(direction(char) == "R" for char in text)


@dataclass(frozen=True)
class _Unit:
    """What one glyph stands for: a letter with its marks, or the letters of a ligature."""

    text: str
    left: float
    right: float
    em: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def direction(self) -> str:
        return direction(self.text[0])


@dataclass(frozen=True)
class PageText:
    """The text of a page, and where in it stand brackets whose direction is right to left.

    Whether a producer writes such a bracket as it is meant or as it looks is seen only from
    many of them: see `unmirrored`.
    """

    text: str
    brackets: tuple[int, ...]


def page_text(glyphs: Sequence[Glyph], dropped: Sequence[Glyph]) -> PageText:
    """The lines of a page in pdfium's order, each in reading order, parted by `LINE_END`."""
    parts: list[str] = []
    brackets: list[int] = []
    length = 0
    for line in _joined(_lines(glyphs)):
        if not any(direction(glyph.text) == "R" for glyph in line):
            text, places = "".join(glyph.text for glyph in line), []
        else:
            text, places = _read(line, dropped)
        if parts:
            length += len(LINE_END)
        brackets.extend(length + place for place in places)
        parts.append(text)
        length += len(text)
    return PageText(LINE_END.join(parts), tuple(brackets))


def unmirrored(pages: Sequence[PageText]) -> list[str]:
    """The texts of the pages, right-to-left brackets turned round if more of them pair then."""
    turned = []
    for page in pages:
        chars = list(page.text)
        for place in page.brackets:
            chars[place] = chars[place].translate(_MIRROR)
        turned.append("".join(chars))
    as_is = [page.text for page in pages]
    better = sum(
        _pairs(new, page.brackets) - _pairs(old, page.brackets)
        for new, old, page in zip(turned, as_is, pages, strict=True)
    )
    return turned if better > 0 else as_is


def _pairs(text: str, places: Sequence[int]) -> int:
    """How many of the brackets open and are closed by the next of their sort."""
    waiting: dict[str, bool] = {}
    count = 0
    for place in places:
        char = text[place]
        if char in OPENING:
            waiting[char] = True
        elif waiting.pop(char.translate(_MIRROR), False):
            count += 1
    return count


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.made and glyph.text in "\r\n":
            if glyph.text == "\n":
                lines.append([])
        else:
            lines[-1].append(glyph)
    return lines


def _joined(lines: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The lines, those put together again that pdfium took apart around right-to-left pieces."""
    joined: list[list[Glyph]] = []
    for line in lines:
        if joined and _one_line(joined[-1], line):
            joined[-1] = joined[-1] + line
        else:
            joined.append(line)
    return joined


def _one_line(first: Sequence[Glyph], second: Sequence[Glyph]) -> bool:
    if not any(direction(glyph.text) == "R" for glyph in (*first, *second)):
        return False
    one = [glyph for glyph in first if not glyph.made]
    other = [glyph for glyph in second if not glyph.made]
    if not one or not other:
        return False
    em = max(glyph.em for glyph in (*one, *other))
    reach = _MARK_REACH if _only_marks(one) or _only_marks(other) else _SAME_LINE
    if abs(_baseline(one) - _baseline(other)) > reach * em:
        return False
    left, right = min(g.left for g in one), max(g.right for g in one)
    gap = max(min(g.left for g in other) - right, left - max(g.right for g in other))
    return gap <= _PIECE_GAP * em


def _only_marks(line: Sequence[Glyph]) -> bool:
    return all(direction(glyph.text) == "M" for glyph in line)


def _baseline(line: Sequence[Glyph]) -> float:
    heights = sorted(glyph.y for glyph in line if direction(glyph.text) != "M")
    return heights[len(heights) // 2] if heights else line[0].y


def _read(line: Sequence[Glyph], dropped: Sequence[Glyph]) -> tuple[str, list[int]]:
    """A line in reading order, and the places of its right-to-left brackets."""
    units = _spaced(_units(line), _near(line, dropped))
    text = ""
    brackets = []
    for i, is_rtl in logical([unit.text for unit in units]):
        if is_rtl and units[i].text in OPENING + CLOSING:
            brackets.append(len(text))
        text += units[i].text
    return text, brackets


def _near(line: Sequence[Glyph], dropped: Sequence[Glyph]) -> list[Glyph]:
    """The dropped spaces that lie in the line."""
    real = [glyph for glyph in line if not glyph.made]
    em, y = max(glyph.em for glyph in real), _baseline(real)
    left, right = min(glyph.left for glyph in real), max(glyph.right for glyph in real)
    return [
        glyph
        for glyph in dropped
        if abs(glyph.y - y) <= _SAME_LINE * em and left <= glyph.x <= right
    ]


def _units(line: Sequence[Glyph]) -> list[_Unit]:
    """The glyphs of a line from left to right, marks put on their letters."""
    clusters: dict[int, list[Glyph]] = {}
    for glyph in line:
        if not glyph.made and glyph.text != " ":
            clusters.setdefault(glyph.glyph, []).append(glyph)
    units, marks = [], []
    for cluster in clusters.values():
        left = min(min(glyph.left for glyph in cluster), cluster[0].x)
        right = max(glyph.right for glyph in cluster)
        if cluster[0].text == ZWNJ:
            left = right = cluster[0].x
        unit = _Unit(_ordered(cluster), left, right, cluster[0].em)
        (marks if unit.direction == "M" else units).append(unit)
    units.sort(key=lambda unit: (unit.middle, unit.left))
    for mark in marks:
        _put_on(mark, units)
    return units


def _ordered(cluster: Sequence[Glyph]) -> str:
    """The characters of one glyph. pdfium turns them round where they are right to left."""
    text = "".join(glyph.text for glyph in cluster)
    if len(text) == 1 or not has_rtl(text):
        return text
    if text not in _ligatures() or text[::-1] in _ligatures():
        text = text[::-1]
    letters = [char for char in text if direction(char) != "M"]
    if direction(text[0]) == "M":  # marks come after what they stand on
        text = "".join(letters) + "".join(char for char in text if char not in letters)
    return text


def _put_on(mark: _Unit, units: list[_Unit]) -> None:
    bases = [i for i, unit in enumerate(units) if unit.direction in "RL" and unit.text != ZWNJ]
    if not bases:
        units.append(mark)
        return
    at = min(
        bases,
        key=lambda i: (
            not units[i].left <= mark.middle <= units[i].right,
            abs(units[i].middle - mark.middle),
        ),
    )
    units[at] = replace(units[at], text=units[at].text + mark.text)


def _spaced(units: Sequence[_Unit], dropped: Sequence[Glyph]) -> list[_Unit]:
    """The units with a space wherever there is a word gap, and dropped half-spaces back in."""
    out: list[_Unit] = []
    for i, unit in enumerate(units):
        if i:
            before = units[i - 1]
            between = {g.text for g in dropped if before.middle < g.x <= unit.middle}
            gap = (unit.left - before.right) / max(unit.em, before.em)
            enough = _DROPPED_SPACE_GAP if " " in between else _WORD_GAP
            if gap > enough:
                out.append(_Unit(" ", before.right, unit.left, unit.em))
            elif ZWNJ in between:
                out.append(_Unit(ZWNJ, unit.left, unit.left, unit.em))
        out.append(unit)
    return out
