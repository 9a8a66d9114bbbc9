"""Physical lines of a text: where they lie, what stands between them, on which page they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.ingest.model import Block

# A form feed ends a page and with it a line; the others are the line ends of `str.splitlines`.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_VISIBLE = re.compile(
    "[^\\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e]"
)
_FIRST_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Line:
    """A line with something to see in it.

    `start` and `end` bound it without surrounding white space. `indent` counts white space
    before it, `blanks` the empty lines between it and the visible line before. `page` counts
    pages from 0; `turns` tells that a page begins with it. `width` is its length without
    combining marks, `opening` that of its first word.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int
    blanks: int
    page: int
    turns: bool
    width: int
    opening: int


def is_visible(text: str) -> bool:
    """Whether `text` has a character that shows: no white space, control or format character."""
    return _VISIBLE.search(text) is not None


def split_lines(
    text: str, pages: Sequence[Block] = (), within: tuple[int, int] | None = None
) -> list[Line]:
    """The visible lines of `text` in order, or of its part `within`, with offsets into `text`.

    `pages` are the `page` blocks, if there are any; a form feed turns the page as well.
    """
    starts = sorted(block.start for block in pages)
    lines: list[Line] = []
    first, last = within or (0, len(text))
    blanks = feeds = 0
    at = first
    for end, stop, is_feed in _bounds(text, first, last):
        raw = text[at:end]
        if is_visible(raw):
            shown = raw.strip()
            start = at + len(raw) - len(raw.lstrip())
            page = (bisect_right(starts, start) - 1 if starts else 0) + feeds
            lines.append(
                Line(
                    number=len(lines),
                    start=start,
                    end=start + len(shown),
                    text=shown,
                    indent=start - at,
                    blanks=blanks if lines else 0,
                    page=page,
                    turns=bool(lines) and page != lines[-1].page,
                    width=_width(shown),
                    opening=_width(_FIRST_WORD.match(shown).group()),  # type: ignore[union-attr]
                )
            )
            blanks = 0
        else:
            blanks += not is_feed
        feeds += is_feed
        at = stop
    return lines


def _bounds(text: str, first: int, last: int) -> list[tuple[int, int, bool]]:
    ends = _LINE_END.finditer(text, first, last)
    bounds = [(m.start(), m.end(), m.group() == "\f") for m in ends]
    bounds.append((last, last, False))
    return bounds


def _width(shown: str) -> int:
    return len(shown) if shown.isascii() else len(_MARKS.sub("", shown))
