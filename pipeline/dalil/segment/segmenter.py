"""Raw text to segments: lines, page furniture, paragraphs, sections, languages."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.ingest.model import Block
from dalil.segment.furniture import find_furniture
from dalil.segment.lines import split_lines
from dalil.segment.model import Segment
from dalil.segment.paragraphs import Unit, build_units, join_broken
from dalil.segment.sections import mark_sections
from dalil.segment.shapes import ends_sentence
from dalil.segment.smoothing import languages_of
from dalil.segment.structure import has_structure, units_of_blocks
from dalil.segment.wrapping import find_wraps

# The text's long paragraphs of which this share ends in a stop: one without is broken off.
_STOPS_SHARE = 0.7
_LONG = 120


def segment(text: str, blocks: Sequence[Block] = (), *, lang: str | None = None) -> list[Segment]:
    """Cut `text` into segments with language and section kind.

    `blocks` is what the file's format says of its structure (`Source.blocks`): with paragraphs,
    headings or lists among them they are taken as they are and what lies outside (Markdown's
    markers) belongs to no segment; `page` blocks only tell where pages end. `lang` is the
    language that the text is said to be in; it decides where a segment's letters do not.

    Every visible character of a text without such structure is in exactly one segment. Pieces
    are raw intervals, trimmed, not empty, not overlapping; segments come in the order of their
    first characters, numbered from 0.
    """
    pages = [block for block in blocks if block.kind == "page"]
    if has_structure(blocks):
        units = units_of_blocks(text, [block for block in blocks if block.kind != "page"])
    else:
        units = _units_of_text(text, pages)
    mark_sections(units)
    units = join_broken(units, stops=_ends_in_stops(units))
    units.sort(key=lambda unit: min(start for start, _ in unit.pieces))
    languages = languages_of([unit.full_text for unit in units], lang)
    return [
        Segment(number, unit.pieces, language, unit.section)
        for number, (unit, language) in enumerate(zip(units, languages, strict=True))
    ]


def _units_of_text(text: str, pages: Sequence[Block]) -> list[Unit]:
    lines = split_lines(text, pages)
    headers = find_furniture(lines)
    kept = [line for line in lines if line.number not in headers]
    wraps = dict(zip((line.number for line in kept), find_wraps(kept), strict=True))
    return build_units(lines, [wraps.get(line.number) for line in lines], headers)


def _ends_in_stops(units: Sequence[Unit]) -> bool:
    long = [unit for unit in units if unit.section == "body" and len(unit.text) >= _LONG]
    return sum(ends_sentence(unit.text) for unit in long) >= _STOPS_SHARE * len(long)
