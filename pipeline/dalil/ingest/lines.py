"""The lines of a page, from the pieces in which pdfium gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dalil.ingest.bidi import direction, has_rtl
from dalil.ingest.glyphs import Glyph

# In units of the font size.
SAME_LINE = 0.5  # baselines nearer than this are one
_MARK_REACH = 1.0  # a vowel mark may be drawn with its baseline this far off
_PIECE_GAP = 1.0  # pieces of a line are no farther apart; columns are
_NEW_LINE = 0.9  # a step this high is a new line, not an exponent or a raised letter

_WINDOW = 5  # pieces of a line follow each other this closely


@dataclass
class Line:
    """Characters of one line or piece of it, in pdfium's order, and where it lies."""

    glyphs: list[Glyph]
    rtl: bool = field(init=False)
    em: float = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    baseline: float = field(init=False)
    sure: bool = field(init=False)

    def __post_init__(self) -> None:
        real = [glyph for glyph in self.glyphs if not glyph.made]
        self.rtl = any(has_rtl(glyph.text) for glyph in real)
        self.em = max((glyph.em for glyph in real), default=0.0)
        self.left = min((glyph.left for glyph in real), default=0.0)
        self.right = max((glyph.right for glyph in real), default=0.0)
        heights = sorted(glyph.y for glyph in real if _on_baseline(glyph))
        self.sure = bool(heights)
        heights = heights or [glyph.y for glyph in real] or [0.0]
        self.baseline = heights[len(heights) // 2]


def _on_baseline(glyph: Glyph) -> bool:
    """Not a mark, nor a letter that lies where its mark does."""
    return not any(direction(char) == "M" for char in glyph.text)


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines in pdfium's order, those put together again that it took apart.

    That happens around right-to-left letters only; other lines are left as they are.
    """
    found = [Line(piece) for piece in _pieces(glyphs)]
    _join(found)
    _place_marks(found)
    _join(found)
    return found


def _pieces(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs between pdfium's line ends, cut where it missed one."""
    pieces: list[list[Glyph]] = []
    cut: list[list[Glyph]] = [[]]
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.made and glyph.text in "\r\n":
            if glyph.text == "\n":
                pieces.extend(_drawn_in_order(cut))
                cut, last = [[]], None
            continue
        if not glyph.made and glyph.text != " " and _on_baseline(glyph):
            if last and abs(glyph.y - last.y) > _NEW_LINE * max(glyph.em, last.em):
                cut.append([])
            last = glyph
        cut[-1].append(glyph)
    return pieces + _drawn_in_order(cut)


def _drawn_in_order(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """Two lines that pdfium took for one it may also have turned round."""
    if len(pieces) == 1:
        return pieces
    return sorted(pieces, key=lambda piece: max((glyph.order for glyph in piece), default=-1))


def _join(found: list[Line]) -> None:
    """Join, in place, the pieces that lie on one baseline and next to each other."""
    at = 0
    while at < len(found):
        near = range(at + 1, min(at + 1 + _WINDOW, len(found)))
        fitting = (
            i
            for i in near
            if found[at].sure and found[i].sure and _one_line(found[at], found[i], SAME_LINE)
        )
        if (best := next(fitting, None)) is None:
            at += 1
        else:
            found[at] = Line(found[at].glyphs + found.pop(best).glyphs)
            at = max(0, at - _WINDOW)  # what lay too far from a piece may fit the whole


def _place_marks(found: list[Line]) -> None:
    """Join, in place, the pieces whose baseline is a mark's to the nearest line with room."""
    at = 0
    while at < len(found):
        piece = found[at]
        near = range(max(0, at - _WINDOW), min(at + 1 + _WINDOW, len(found)))
        fitting = [
            i
            for i in near
            if found[i].sure and _one_line(found[i], piece, _MARK_REACH) and _room(found[i], piece)
        ]
        if piece.sure or piece.em == 0 or not fitting:
            at += 1
            continue
        best = min(fitting, key=lambda i: abs(found[i].baseline - piece.baseline))
        found[best] = Line(found[best].glyphs + piece.glyphs)
        del found[at]


def _one_line(one: Line, other: Line, reach: float) -> bool:
    em = max(one.em, other.em)
    if not min(one.em, other.em) or not (one.rtl or other.rtl or not other.sure):
        return False
    if abs(one.baseline - other.baseline) > reach * em:
        return False
    return max(other.left - one.right, one.left - other.right) <= _PIECE_GAP * em


def _room(line: Line, piece: Line) -> bool:
    """Whether the letters of a piece, if it has any, would stand on no other's place."""
    middle = (piece.left + piece.right) / 2
    return not piece.rtl or not any(
        glyph.left < middle < glyph.right for glyph in line.glyphs if not glyph.made
    )
