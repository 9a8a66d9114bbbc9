"""Hard-wrapped regions: where line ends are the typesetter's and not the author's.

A region is hard-wrapped where most lines are about equally long and break off in mid-sentence.
It is looked for around each line, as one file can hold wrapped and unwrapped parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.segment.lines import Line
from dalil.segment.shapes import ends_sentence

_NEIGHBOURS = 14  # lines looked at before and after a line
_NEARBY = 8  # lines that tell the margin just here
_FEWEST_LINES = 4
_NARROWEST, _WIDEST = 30, 140
_FULL = 0.75  # of the region's width, from which a line counts as full
_FULL_SHARE = 0.45
_OVERLONG = 1.3  # of the width: a line that cannot have been wrapped to it (a long address can)
_OVERLONG_SHARE = 0.05
_OPEN_SHARE = 0.35
# Where so many of the lines that break off are followed by an empty line, empty lines are
# line spacing and say nothing.
_SPACED_SHARE = 0.2
_SPACED_COUNT = 4


@dataclass(frozen=True)
class Wrap:
    """How the region round a line is wrapped: its width and whether empty lines are just spacing."""

    width: float
    spaced: bool

    def is_short(self, line: Line, following: Line) -> bool:
        """Whether `line` ends before the margin: the next word would have fitted well.

        Justified lines differ in their count of letters, so 7 of 100 are left as tolerance.
        """
        return line.width + 1 + following.opening <= self.width * 0.93

    def is_very_short(self, line: Line) -> bool:
        """Whether `line` is so short that it ends a paragraph even without a stop."""
        return line.width < self.width * 0.86


def find_wraps(lines: Sequence[Line]) -> list[Wrap | None]:
    """For each line the wrapping of its region, None where lines are paragraphs."""
    open_ends = [not ends_sentence(line.text) for line in lines]
    widths = [line.width for line in lines]
    wraps: list[Wrap | None] = []
    for i in range(len(lines)):
        wraps.append(None)
        low, high = max(0, i - _NEIGHBOURS), min(len(lines), i + _NEIGHBOURS + 1)
        # At the edge of a region only the lines on one side are like this one.
        for start, end in ((low, high), (low, i + 1), (i, high)):
            width = _region_width(widths[start:end], open_ends[start:end])
            if width is not None and widths[i] <= width * _OVERLONG:
                spaced = _is_spaced(lines, open_ends, start, end, width)
                wraps[i] = Wrap(min(width, _margin(widths, i)), spaced)
                break
    return _small_paragraphs(lines, open_ends, wraps)


def _region_width(widths: Sequence[int], open_ends: Sequence[bool]) -> float | None:
    if len(widths) < _FEWEST_LINES:
        return None
    width = float(_percentile(widths))
    if not _NARROWEST <= width <= _WIDEST:
        return None
    if sum(w > width * _OVERLONG for w in widths) > _OVERLONG_SHARE * len(widths):
        return None
    full = [is_open for w, is_open in zip(widths, open_ends, strict=True) if w >= _FULL * width]
    if len(full) < _FULL_SHARE * len(widths) or sum(full) < _OPEN_SHARE * len(full):
        return None
    return width


def _margin(widths: Sequence[int], i: int) -> float:
    """The smaller width of the lines just before and just after, each with line `i`.

    Where a wide column gives way to a narrow one, no line may look short for it.
    """
    sides = (widths[max(0, i - _NEARBY) : i + 1], widths[i : i + _NEARBY + 1])
    known = [float(_percentile(side)) for side in sides if len(side) > _NEARBY / 2]
    return min(known, default=float(_WIDEST))


def _percentile(widths: Sequence[int]) -> int:
    ranked = sorted(widths)
    return ranked[int(0.85 * (len(ranked) - 1))]


def _is_spaced(
    lines: Sequence[Line], open_ends: Sequence[bool], low: int, high: int, width: float
) -> bool:
    broken = [
        lines[i + 1].blanks > 0
        for i in range(low, high - 1)
        if open_ends[i] and lines[i].width >= 0.86 * width and lines[i + 1].width > 0.5 * width
    ]
    return sum(broken) >= max(_SPACED_COUNT, _SPACED_SHARE * len(broken))


def _small_paragraphs(
    lines: Sequence[Line], open_ends: Sequence[bool], wraps: list[Wrap | None]
) -> list[Wrap | None]:
    """Add the paragraphs of two or three wrapped lines in a text too short for a region."""
    if len(lines) >= _FEWEST_LINES or len(lines) < 2 or any(line.blanks for line in lines):
        return wraps
    width = float(max(line.width for line in lines))
    fits = all(line.width >= 0.8 * width for line in lines[:-1]) and all(open_ends[:-1])
    if fits and 45 <= width <= _WIDEST:
        return [Wrap(width, False)] * len(lines)
    return wraps
