"""What a segment is: a stretch of a source with one language and one section kind."""

from __future__ import annotations

import re
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

_SOFT_HYPHEN = "\u00ad"
_HYPHEN_END = re.compile("[^\\W\\d_]+[-\u2010\u00ad]$")
_WORD_START = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Segment:
    """One paragraph-like unit.

    `pieces` are raw intervals in reading order: one for an unbroken paragraph, several where it
    was joined again over line ends, page breaks and what stood between. `lang` is one of
    `LANGUAGES`, `section` one of `SECTIONS` (`header` means running page headers, footers and
    page numbers; `note` also the author, affiliation and date lines round a title).
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
        """The segment's text and the map from it to `raw`.

        Pieces are joined by one space, which maps to the character behind the earlier piece. A
        word hyphenated at the break is put together again: without its hyphen, unless the text
        writes it with one elsewhere.
        """
        parts: list[str] = []
        starts: list[np.ndarray] = []
        ends: list[np.ndarray] = []
        for i, (start, end) in enumerate(self.pieces):
            joint = " "
            if i + 1 < len(self.pieces):
                joint, end = _joint(raw, (start, end), self.pieces[i + 1])
            span = np.arange(start, end, dtype=np.int32)
            parts.append(raw[start:end])
            starts.append(span)
            ends.append(span + 1)
            if joint and i + 1 < len(self.pieces):  # it stands for the break between the pieces
                following = self.pieces[i + 1][0]
                parts.append(joint)
                starts.append(np.array([end], dtype=np.int32))
                ends.append(np.array([max(end, min(following, end + 1))], dtype=np.int32))
        joined = OffsetMap(np.concatenate(starts), np.concatenate(ends), len(raw))
        return "".join(parts), joined


def _joint(raw: str, piece: tuple[int, int], after: tuple[int, int]) -> tuple[str, int]:
    """What joins a piece to the next one, and where the piece ends when its hyphen goes."""
    start, end = piece
    if raw[end - 1] not in "-\u2010\u00ad":
        return " ", end
    before = _HYPHEN_END.search(raw, max(start, end - 40), end)
    rest = _WORD_START.match(raw, *after)
    if before is None or rest is None or not rest.group()[0].islower():
        return " ", end
    if raw[end - 1] == _SOFT_HYPHEN:
        return "", end - 1
    whole = before.group()[:-1] + rest.group()
    hyphenated = f"{before.group()[:-1]}-{rest.group()}"
    if hyphenated in raw and whole not in raw:
        return "", end
    return "", end - 1
