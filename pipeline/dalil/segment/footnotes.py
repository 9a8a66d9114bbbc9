"""Footnotes in the middle of a text, where the page they stood at the foot of came to an end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dalil.segment import shapes
from dalil.segment.paragraphs import Unit

_LONGEST = 500
_STAR = re.compile(r"^([*†‡]{1,3})\s?(?=[^\W\d_])")
_STAR_AT_END = re.compile(r"(?<=[^\W_])[*†‡]{1,3}$")
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0620-\u06d3]")


def mark_footnotes(units: Sequence[Unit]) -> None:
    """Mark as `note` what begins with a note mark, or with a number and stands like a footnote.

    A footnote stands like one where the text above breaks off, where a gap is above it, where
    the page ends below it, where it is in another script than the text, or where it goes on the
    numbering of the note above, or where the text above has its number; two of these are needed,
    three if the number is bare, and one of them must be a break or a page.
    """
    note: Unit | None = None
    body: Unit | None = None
    stars: set[str] = set()  # marks on the author's name and the title, for the notes that explain
    for i, unit in enumerate(units):
        if unit.section in ("header", "caption"):
            continue
        star = _STAR.match(unit.text)
        if star and star.group(1) in stars and not unit.section:
            unit.section = "note"
            continue
        if unit.section in ("title", "note") and (mark := _STAR_AT_END.search(unit.text)):
            stars.add(mark.group())
        if _is_note(units, i, body, note):
            unit.section = "note"
            note = unit
        elif unit.section != "note":
            body, note = unit, None


def _is_note(units: Sequence[Unit], i: int, body: Unit | None, note: Unit | None) -> bool:
    unit = units[i]
    if unit.section or unit.block or len(unit.text) > _LONGEST:
        return False
    if shapes.note_marker(unit.text) and not unit.text.startswith("*"):
        return True
    number, needed = shapes.number_marker(unit.text), 2
    if number is None:
        number, needed = shapes.bare_number_marker(unit.text), 3
    if number is None or body is None or body.text.endswith((":", "：")):
        return False
    if note is not None:
        above = shapes.number_marker(note.text) or shapes.bare_number_marker(note.text)
        return above is not None and 0 < number - above <= 3
    following = units[i + 1] if i + 1 < len(units) else None
    breaks = body.breaks_off() and body.section != "list"
    page_ends = following is not None and (following.section == "header" or following.first.turns)
    if not (breaks or page_ends) or _next_is_item(following, number):
        return False
    gap = unit.first.blanks > 1 or (unit.first.blanks == 1 and unit.wrap is not None)
    return sum((breaks, page_ends, gap, _other_script(unit, body), _refers(body, number))) >= needed


def _next_is_item(following: Unit | None, number: int) -> bool:
    """A long second item follows: then these are items of a list, at a page's end by chance."""
    if following is None or shapes.number_marker(following.text) != number + 1:
        return False
    return len(following.text) > 120


def _other_script(unit: Unit, body: Unit) -> bool:
    persian = _ARABIC.search(body.text) is not None
    return persian and _LATIN.search(unit.text) is not None and not _ARABIC.search(unit.text)


def _refers(body: Unit, number: int) -> bool:
    """Whether the text above has the note's number set on a word or a quotation."""
    digits = str(number)
    forms = (digits, digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    return any(
        re.search(rf"[^\W\d_»”\"]{form}(?=[\s،.؛:«»]|$)|[»”\"]{form}|{form}«", body.text)
        for form in forms
    )
