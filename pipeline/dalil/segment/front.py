"""The top of a document: title, author and date lines, and an abstract without a heading.

The title line is `title`; author, affiliation and date lines are `note`, as they are neither
text nor part of the page; the work under review, at the top of a book review, is `reference`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dalil.segment import bylines, cues, shapes
from dalil.segment.paragraphs import Unit
from dalil.segment.references import looks_like_reference

_MOST_LINES = 8
_LONGEST_TITLE = 220
_LONGEST_ABSTRACT = 4000
_MOST_ABSTRACT_PARAGRAPHS = 6


def mark_front(units: Sequence[Unit]) -> None:
    """Give the units at the top their sections; does nothing where a text begins at once."""
    units = [unit for unit in units if unit.section != "header"]
    front: list[Unit] = []
    for unit in units[:_MOST_LINES]:
        if not _is_front_line(unit):
            break
        front.append(unit)
    rest = units[len(front) :]
    if not front or not rest:
        return
    titles: list[Unit] = [unit for unit in front if unit.block == "title"]
    for i, unit in enumerate(front):
        if unit.section:
            continue
        following = front[i + 1] if i + 1 < len(front) else rest[0]
        if looks_like_reference(unit.text, needed=3):
            unit.section = "reference"
        elif bylines.is_byline(unit.text, under_title=bool(titles)) or bylines.is_date(unit.text):
            unit.section = "note"
        elif titles and bylines.could_be_name(unit.text) and _opens_article(following):
            unit.section = "note"
        elif not titles and (unit.block in ("", "heading")):
            unit.section = "title"
            titles.append(unit)
        elif titles and i > 0 and front[i - 1] is titles[-1] and _goes_on(titles[-1], unit):
            unit.section = "title"
            titles.append(unit)
    _mark_standfirst(rest)


def _is_front_line(unit: Unit) -> bool:
    text = unit.text
    if unit.section or unit.block in ("list", "table", "caption", "note"):
        return unit.section == "title"
    if len(text) > _LONGEST_TITLE or cues.cue(text) or cues.inline_cue(text):
        return False
    if shapes.dash_marker(text) or shapes.note_marker(text):
        return False
    if looks_like_reference(text, needed=3) or bylines.is_byline(text, under_title=False):
        return True
    return unit.block in ("title", "heading") or not text.rstrip("*_ ").endswith((".", ":", "؛", "،"))


def _opens_article(unit: Unit) -> bool:
    kind = cues.cue(unit.text) or cues.inline_cue(unit.text)
    return kind in ("abstract", "summary", "keywords") or bylines.is_date(unit.text)


def _goes_on(title: Unit, unit: Unit) -> bool:
    """Whether a second line is part of the title: under a colon, or a headline under a kicker."""
    if unit.block == "heading" or title.block:
        return False
    if title.text.endswith(":"):
        return True
    return len(unit.text) > len(title.text) or unit.text.endswith(("?", "؟"))


def _mark_standfirst(rest: Sequence[Unit]) -> None:
    """The paragraph between headline and date line sums the report up."""
    if len(rest) > 2 and not rest[0].section and bylines.is_date(rest[1].text):
        rest[0].section = "abstract"
        rest[1].section = "note"


def mark_abstract_before_keywords(units: Sequence[Unit]) -> None:
    """Paragraphs between the title and the keywords are the abstract, headed so or not."""
    if any(unit.section == "abstract" for unit in units):
        return
    at = next((i for i, unit in enumerate(units) if unit.section == "keywords"), None)
    if at is None:
        return
    before = [unit for unit in units[:at] if unit.section not in ("header", "note", "title")]
    size = sum(len(unit.text) for unit in before)
    if 0 < len(before) <= _MOST_ABSTRACT_PARAGRAPHS and size <= _LONGEST_ABSTRACT:
        if all(unit.section == "body" for unit in before):
            for unit in before:
                unit.section = "abstract"
