"""Units from the blocks that a file's own format marks (Markdown, HTML, DOCX)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dalil.ingest.model import Block
from dalil.segment.lines import split_lines
from dalil.segment.paragraphs import Unit

# Of two blocks round one text the outer says what it is, if it is one of these.
_PREVAILING = ("list", "table", "caption", "note", "header")


def units_of_blocks(text: str, blocks: Sequence[Block]) -> list[Unit]:
    """One unit a block, its lines as pieces; text outside all blocks is left out.

    Where blocks overlap, each character belongs to the innermost (shortest) one.
    """
    ranked = sorted(
        (block for block in blocks if 0 <= block.start < block.end <= len(text)),
        key=lambda block: (block.start - block.end, block.start, block.kind),
    )
    owner = [-1] * len(text)
    kinds: list[str] = []
    for number, block in enumerate(ranked):
        outer = owner[block.start]
        kind = kinds[outer] if outer >= 0 and kinds[outer] in _PREVAILING else block.kind
        kinds.append(kind)
        owner[block.start : block.end] = [number] * (block.end - block.start)
    units: list[Unit] = []
    at = 0
    for number, run in groupby(owner):
        end = at + sum(1 for _ in run)
        if number >= 0:
            lines = split_lines(text, within=(at, end))
            if lines:
                units.append(Unit(lines, block=kinds[number]))
        at = end
    return units


def has_structure(blocks: Sequence[Block]) -> bool:
    """Whether the blocks tell more than pages and what belongs to them."""
    return any(block.kind in ("title", "heading", "paragraph", "list") for block in blocks)
