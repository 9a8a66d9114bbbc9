"""What a segment is: a stretch of a source with one language and one section kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.offsets import OffsetMap

SECTIONS = (
    "title",
    "abstract",
    "keywords",
    "heading",
    "body",
    "list",
    "reference",
    "note",
    "caption",
    "header",
)
LANGUAGES = ("fa", "ar", "en", "other")


@dataclass(frozen=True)
class Segment:
    """One paragraph-like unit.

    `pieces` are raw intervals in reading order: one for an unbroken paragraph, several where it
    was joined again over line ends, page breaks and what stood between. `lang` is one of
    `LANGUAGES`, `section` one of `SECTIONS` (`header` means running page headers, footers and
    page numbers).
    """

    number: int
    pieces: tuple[tuple[int, int], ...]
    lang: str
    section: str

    @property
    def start(self) -> int:
        return min(start for start, _ in self.pieces)

    @property
    def end(self) -> int:
        return max(end for _, end in self.pieces)

    def read(self, raw: str) -> tuple[str, OffsetMap]:
        """The segment's text, its pieces joined by one space, and the map to `raw`."""
        text = " ".join(raw[start:end] for start, end in self.pieces)
        starts: list[np.ndarray] = []
        ends: list[np.ndarray] = []
        for i, (start, end) in enumerate(self.pieces):
            if i:  # the joining space stands for the break between the pieces
                gap = self.pieces[i - 1][1]
                starts.append(np.array([gap], dtype=np.int32))
                ends.append(np.array([max(gap, min(start, gap + 1))], dtype=np.int32))
            span = np.arange(start, end, dtype=np.int32)
            starts.append(span)
            ends.append(span + 1)
        return text, OffsetMap(np.concatenate(starts), np.concatenate(ends), len(raw))
