"""What every format gives back, and how a structured file becomes one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dalil.ingest.model import Block

BETWEEN = "\n\n"
_LONG_CELL = 500  # characters


def is_data_row(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a table's row holds data, given the paragraphs of each of its cells.

    Tables are also used to lay out a page; then a row has one cell, or a cell with several
    paragraphs or a long one.
    """
    return len(cells) > 1 and all(
        len(cell) <= 1 and all(len(text) <= _LONG_CELL for text in cell) for cell in cells
    )


@dataclass(frozen=True)
class Extract:
    """The text of a file, its blocks (code point offsets into the text), title and encoding.

    `encoding` is empty and `reason` is `format` where the format carries its own encoding.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    title: str = ""
    encoding: str = ""
    reason: str = "format"


@dataclass
class TextBuilder:
    """Takes blocks in reading order; `text` and `blocks` give the result."""

    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, kind: str) -> None:
        """Append a block; one without a visible character is left out."""
        if not text.strip():
            return
        if self._parts:
            self._length += len(BETWEEN)
        self._blocks.append(Block(self._length, self._length + len(text), kind))
        self._parts.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        return BETWEEN.join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)
