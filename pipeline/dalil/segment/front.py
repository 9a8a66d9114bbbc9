"""The top of a document: title, author and date lines, and an abstract without a heading.

The title line is `title`; author, affiliation and date lines are `note`, as they are neither
text nor part of the page; the work under review, at the top of a book review, is `reference`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dalil.segment import bylines, cues, shapes
from dalil.segment.paragraphs import Unit, repeated_speakers
from dalil.segment.references import looks_like_reference

# A stop with words before and behind it: running text, not a title.
_SENTENCES = re.compile(r"[^\W\d_]{3,}[.؟?!]\s+[^\W\d_]+\s+[^\W\d_]+\s+[^\W\d_]+")
_NOT_A_TITLES_END = (".", ":", "؛", ";", "،", ",", "-", "–", "—")
_MOST_LINES = 8
_LONGEST_TITLE = 220
_LONGEST_ABSTRACT = 4000
_MOST_ABSTRACT_PARAGRAPHS = 6


def mark_front(units: Sequence[Unit]) -> None:
    """Give the units at the top their sections; does nothing where a text begins at once."""
    units = [unit for unit in units if unit.section != "header"]
    speakers = repeated_speakers([unit.first for unit in units])
    front: list[Unit] = []
    for unit in units[:_MOST_LINES]:
        if not _is_front_line(unit) or shapes.speaker(unit.text) in speakers:
            break
        front.append(unit)
    rest = units[len(front) :]
    if not front or not rest:
        return
    titles = [unit for unit in front if unit.block == "title"]
    headed = any(unit.block in ("title", "heading") for unit in units)
    for before, unit, following in zip([None, *front], front, [*front[1:], rest[0]], strict=False):
        if not unit.section:
            unit.section = _section(unit, before, following, titles, headed)
            if unit.section == "title":
                titles.append(unit)
    _mark_standfirst(rest)


def _section(
    unit: Unit, before: Unit | None, following: Unit, titles: Sequence[Unit], headed: bool
) -> str:
    """What a line of the front is, "" where it may be a heading.

    `titles` are those above it; `headed` tells that the file marks titles or headings as such.
    """
    text = unit.text
    below_title = bool(titles) and before is titles[-1]
    if below_title and _wants_more(titles[-1].text):
        return "title"
    if looks_like_reference(text, needed=3):
        return "reference"
    if bylines.is_byline(text, under_title=bool(titles)) or bylines.is_date(text):
        return "note"
    # A name in emphasis, or with the abstract or an affiliation below it.
    named = _opens_article(following) or text.endswith(("*", "_"))
    if titles and named and bylines.could_be_name(text):
        return "note"
    can_be_title = unit.block != "paragraph" or not headed
    if (not titles and can_be_title) or (below_title and _goes_on(titles[-1], unit)):
        return "title"
    return ""


def _is_front_line(unit: Unit) -> bool:
    text = unit.text.strip("*_ ") or unit.text  # less the emphasis of Markdown
    if unit.section or unit.block in ("list", "table", "caption", "note"):
        return unit.section == "title"
    if len(text) > _LONGEST_TITLE or cues.cue(text) or cues.inline_cue(text):
        return False
    if shapes.dash_marker(text) or shapes.note_marker(text) or _SENTENCES.search(text):
        return False
    if looks_like_reference(text, needed=3) or bylines.is_byline(text, under_title=False):
        return True
    return unit.block in ("title", "heading") or not text.endswith(_NOT_A_TITLES_END)


def _opens_article(unit: Unit) -> bool:
    kind = cues.cue(unit.text) or cues.inline_cue(unit.text)
    if kind in ("abstract", "summary", "keywords") or bylines.is_date(unit.text):
        return True
    return bylines.is_byline(unit.text, under_title=True) and len(unit.text) <= _LONGEST_TITLE


def _wants_more(title: str) -> bool:
    return title.split()[-1].lower() in bylines.CONNECTIVES


def _goes_on(title: Unit, unit: Unit) -> bool:
    """Whether a second line is part of the title: a headline under a kicker."""
    if unit.block == "heading" or title.block:
        return False
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
    fits = 0 < len(before) <= _MOST_ABSTRACT_PARAGRAPHS and size <= _LONGEST_ABSTRACT
    if fits and all(unit.section == "body" for unit in before):
        for unit in before:
            unit.section = "abstract"
