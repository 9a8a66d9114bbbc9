"""Hard-wrapped regions: where line ends are the typesetter's and not the author's.

A region is hard-wrapped where most lines are about equally long and break off in mid-sentence.
It is looked for around each line, as one file can hold wrapped and unwrapped parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.segment.lines import Line
from dalil.segment.shapes import ends_sentence

_NEIGHBOURS = 14  # lines looked at before and after a line
_NEARBY = 8  # lines that tell the margin just here
_FEWEST_LINES = 4
_NARROWEST, _WIDEST = 30, 140
_WIDE, _USUAL = 0.85, 0.6  # shares of lines below the width of a region, and of full lines here
_FULL = 0.75  # of the region's width, from which a line counts as full
_FULL_SHARE = 0.45
_OVERLONG = 1.3  # of the width: a line that cannot have been wrapped to it (a long address can)
_OVERLONG_SHARE = 0.05
_OPEN_SHARE = 0.35
# Where so many of the lines that break off are followed by an empty line, empty lines are
# line spacing and say nothing.
_SPACED_SHARE = 0.2
_SPACED_COUNT = 4
_FITS = 1.1  # of the width: what still fits the margin of the region beside
# Text wrapped at a count of characters keeps the rule that the next word did not fit; so many
# lines may break it (an address, a heading). Justified text in a proportional font does not.
_EXACT_SHARE = 0.08
_TOLERANCE = 0.93
_VERY_SHORT = 0.86
_INDENT = 2


@dataclass(frozen=True)
class Measure:
    """What the program that wrapped the lines counted: marks and half-spaces, the indent."""

    marks: bool = False
    indent: bool = False

    def size(self, line: Line) -> int:
        own = len(line.text) if self.marks else line.width
        return own + line.indent if self.indent else own

    def with_next_word(self, line: Line, following: Line) -> int:
        word = len(following.text.split(None, 1)[0]) if self.marks else following.opening
        return self.size(line) + 1 + word


_MEASURES = (Measure(), Measure(marks=True), Measure(indent=True), Measure(True, True))


@dataclass(frozen=True)
class Wrap:
    """How the region round a line is wrapped.

    `width` is what full lines have, `limit` what a line may reach by `measure` before the next
    word must go to the next line. `spaced` tells that empty lines are just spacing, `indent`
    what most lines are indented by.
    """

    width: float
    limit: float
    measure: Measure
    spaced: bool
    indent: int

    def is_short(self, line: Line, following: Line) -> bool:
        """Whether `line` ends before the margin: the next word would have fitted."""
        return self.measure.with_next_word(line, following) <= self.limit

    def is_set_off(self, line: Line) -> bool:
        """Whether `line` is indented unlike the others: a first line, or the head of an entry."""
        return not self.spaced and abs(line.indent - self.indent) >= _INDENT

    def is_very_short(self, line: Line) -> bool:
        """Whether `line` is so short that it ends a paragraph even without a stop."""
        return line.width < self.width * _VERY_SHORT


def find_wraps(lines: Sequence[Line]) -> list[Wrap | None]:
    """For each line the wrapping of its region, None where lines are paragraphs."""
    wraps: list[Wrap | None] = [None] * len(lines)
    start = 0
    for end in [*(i for i, line in enumerate(lines) if line.width > _WIDEST), len(lines)]:
        wraps[start:end] = _wraps_of_run(lines[start:end], alone=end - start == len(lines))
        start = end + 1
    return wraps


def _wraps_of_run(lines: Sequence[Line], *, alone: bool) -> list[Wrap | None]:
    """The wrapping of lines none of which is too long; `alone` tells that they are all there is."""
    open_ends = [not ends_sentence(line.text) for line in lines]
    widths = [line.width for line in lines]
    if alone and len(lines) < _FEWEST_LINES:
        return _small_paragraph(lines, widths, open_ends)
    gaps = _gaps(lines, open_ends)
    known: dict[int, tuple[tuple[float, Measure] | None, int]] = {}  # for each eight lines
    wraps: list[Wrap | None] = []
    for i in range(len(lines)):
        wraps.append(None)
        low, high = max(0, i - _NEIGHBOURS), min(len(lines), i + _NEIGHBOURS + 1)
        # At the edge of a region only the lines on one side are like this one.
        for start, end in ((low, high), (low, i + 1), (i, high)):
            width = _region_width(widths[start:end], open_ends[start:end])
            if width is not None and widths[i] <= width * _OVERLONG:
                width = _margin(widths, i, width)
                block = i // _NEARBY
                if block not in known:
                    known[block] = (
                        _exact_limit(lines, open_ends, block * _NEARBY, width),
                        _usual_indent(lines, block * _NEARBY),
                    )
                exact, indent = known[block]
                limit, measure = exact or (width * _TOLERANCE, _MEASURES[0])
                wraps[i] = Wrap(width, limit, measure, _is_spaced(gaps, start, end), indent)
                break
    _spread(wraps, widths)
    return wraps


def _spread(wraps: list[Wrap | None], widths: Sequence[int]) -> None:
    """Give lines near a region its wrapping where they fit its margin, down and then up.

    Headings, tables and the last lines of a text leave too few full lines for a region.
    """
    for order in (range(1, len(wraps)), range(len(wraps) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for i in order:
            beside = wraps[i + step]
            if wraps[i] is None and beside is not None and widths[i] <= beside.width * _FITS:
                wraps[i] = beside


def _region_width(widths: Sequence[int], open_ends: Sequence[bool]) -> float | None:
    if len(widths) < _FEWEST_LINES:
        return None
    width = float(_percentile(widths))
    if width < _NARROWEST:
        return None
    overlong = sum(w > width * _OVERLONG for w in widths)
    if overlong > max(_OVERLONG_SHARE * len(widths), len(widths) >= _NEARBY):
        return None
    full = [is_open for w, is_open in zip(widths, open_ends, strict=True) if w >= _FULL * width]
    if len(full) < _FULL_SHARE * len(widths) or sum(full) < _OPEN_SHARE * len(full):
        return None
    return width


def _percentile(widths: Sequence[int], share: float = _WIDE) -> int:
    ranked = sorted(widths)
    return ranked[int(share * (len(ranked) - 1))]


def _margin(widths: Sequence[int], i: int, width: float) -> float:
    """The smaller width of the full lines just before and just after, each with line `i`.

    Where a wide column gives way to a narrow one, no line may look short for it. `width` is
    that of the region.
    """
    sides = (widths[max(0, i - _NEARBY) : i + 1], widths[i : i + _NEARBY + 1])
    full = [[w for w in side if w >= _FULL * width] for side in sides]
    return min([width, *(float(_percentile(side, _USUAL)) for side in full if len(side) > 1)])


def _exact_limit(
    lines: Sequence[Line], open_ends: Sequence[bool], at: int, width: float
) -> tuple[float, Measure] | None:
    """The widest line round line `at`, if the region was wrapped at a count of characters."""
    low, high = max(0, at - _NEIGHBOURS), min(len(lines), at + _NEIGHBOURS + _NEARBY)
    full = [
        (lines[i], lines[i + 1])
        for i in range(low, high - 1)
        if open_ends[i] and lines[i].width >= _FULL * width
    ]
    for measure in _MEASURES:
        widest = max(map(measure.size, lines[low:high]))
        loose = sum(measure.with_next_word(*pair) <= widest for pair in full)
        if loose <= _EXACT_SHARE * len(full):
            return float(widest), measure
    return None


def _usual_indent(lines: Sequence[Line], at: int) -> int:
    around = lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + _NEARBY]
    counts = Counter(line.indent for line in around)
    return min(counts, key=lambda indent: (-counts[indent], indent))


def _gaps(lines: Sequence[Line], open_ends: Sequence[bool]) -> list[tuple[int, int]]:
    """Running counts of the lines that break off, and of those with an empty line below them."""
    counts = [(0, 0)]
    for line, below, is_open in zip(lines, lines[1:], open_ends, strict=False):
        broken, spaced = counts[-1]
        if is_open and line.width >= _NARROWEST and below.width >= line.width / 2:
            broken, spaced = broken + 1, spaced + (below.blanks > 0)
        counts.append((broken, spaced))
    return counts


def _is_spaced(gaps: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    (broken_before, spaced_before), (broken, spaced) = gaps[start], gaps[end - 1]
    return spaced - spaced_before >= max(_SPACED_COUNT, _SPACED_SHARE * (broken - broken_before))


def _small_paragraph(
    lines: Sequence[Line], widths: Sequence[int], open_ends: Sequence[bool]
) -> list[Wrap | None]:
    """The wrapping of a text of two or three lines: full, open, without empty lines between."""
    width = max(widths, default=0)
    fits = all(w >= 0.8 * width for w in widths[:-1]) and all(open_ends[:-1])
    if len(lines) > 1 and fits and width >= 45 and not any(line.blanks for line in lines):
        return [Wrap(width, width * _TOLERANCE, _MEASURES[0], spaced=False, indent=0)] * len(lines)
    return [None] * len(lines)
