"""Section kinds of paragraphs: a walk through the document that remembers which part it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dalil.segment import bylines, cues, shapes
from dalil.segment.footnotes import mark_footnotes
from dalil.segment.front import mark_abstract_before_keywords, mark_front
from dalil.segment.lists import mark_lists
from dalil.segment.paragraphs import Unit
from dalil.segment.references import looks_like_reference, marks

_OF_BLOCK = {
    "title": "title",
    "heading": "heading",
    "list": "list",
    "caption": "caption",
    "table": "caption",
    "note": "note",
    "header": "header",
}
_LONGEST_HEADING = 110
_MOST_HEADING_WORDS = 14
_HEADING_SHARE = 0.86  # of the width of a wrapped text: a longer line is one of a paragraph
_MOST_ABSTRACT_PARAGRAPHS = 6
_NOT_A_HEADINGS_END = (".", "؛", ";", "،", ",", "…", "-", "–", "—")
_MOST_WORDS_OVER_A_LIST = 6
_TABLE_ROWS = 14
_LONG_PROSE = 350


def mark_sections(units: Sequence[Unit]) -> None:
    """Fill in the section of every unit."""
    for unit in units:
        if unit.block in ("caption", "table", "note", "header", "title"):
            unit.section = _OF_BLOCK[unit.block]
    _mark_captions(units)
    mark_front(units)
    mark_footnotes(units)
    text = [unit for unit in units if unit.section not in ("header", "note", "caption")]
    mark_lists(text)
    _Walk(text).run()
    mark_abstract_before_keywords(text)


def _mark_captions(units: Sequence[Unit]) -> None:
    for i, unit in enumerate(units):
        if unit.section or unit.block in ("heading", "list") or not cues.is_caption(unit.text):
            continue
        unit.section = "caption"
        if cues.is_table_caption(unit.text) and not unit.block:
            _mark_table(units, i + 1)


def _mark_table(units: Sequence[Unit], start: int) -> None:
    """The rows of a table in plain text, up to its source line: short lines, many digits."""
    end = next(
        (
            i + 1
            for i, unit in enumerate(units[start : start + _TABLE_ROWS], start)
            if cues.inline_cue(unit.text) == "source"
        ),
        None,
    )
    rows = units[start : end or start]
    tabular = sum(shapes.is_table_row(unit.text) for unit in rows)
    if rows and tabular * 2 >= len(rows) - 1:
        for unit in rows:
            unit.section = unit.section or "caption"


class _Walk:
    """One pass over the text units; `part` is where in the article it stands."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.part = "front"
        self.abstracts = 0
        self.asked = sum(
            u.text.endswith(("?", "؟")) and len(u.text) <= _LONGEST_HEADING for u in units
        )
        # Word files whose headings are plain paragraphs in bold tell no headings at all.
        self.headed = any(unit.block == "heading" for unit in units)
        self.often = {t for t, n in Counter(u.text for u in units).items() if n > 2}

    def run(self) -> None:
        for i, unit in enumerate(self.units):
            if unit.section in ("title", "note", "reference") and self.part == "front":
                continue
            unit.section = self._section(i, unit)
            if unit.section == "body" and self.part == "front":
                self.part = "body"

    def _section(self, i: int, unit: Unit) -> str:
        bare = shapes.without_marker(unit.text)
        kind = cues.cue(bare) or cues.cue(unit.text)
        if kind and kind != "source" and len(unit.lines) <= 2 and unit.section != "abstract":
            return self._enter(kind)
        kind = cues.inline_cue(unit.text) or cues.inline_cue(unit.first.text)
        if kind in ("abstract", "summary") and (kind == "abstract" or self.part == "front"):
            self.part, self.abstracts = "abstract", 1
            return "abstract"
        if kind == "keywords":
            self.part = "front"
            return "keywords"
        if kind == "source" and len(unit.text) <= 300:
            return "reference"
        if self.part == "keywords":
            self.part = "front"
            return "keywords"
        if unit.block == "heading":
            return self._head(i)
        if self.part in ("references", "notes"):
            return self._in_back_matter(i, unit)
        if unit.section:
            if unit.section == "body" and self.part == "abstract":
                return "abstract"
            return unit.section
        if self._is_heading(i, unit):
            self.part = "body"
            return "heading"
        if self.part == "abstract" and self.abstracts < _MOST_ABSTRACT_PARAGRAPHS:
            self.abstracts += 1
            return "abstract"
        if self.part != "front" and self._is_lone_reference(i, unit):
            return "reference"
        return _OF_BLOCK.get(unit.block, "body")

    def _enter(self, kind: str) -> str:
        if kind == "abstract" or (kind == "summary" and self.part == "front"):
            self.part, self.abstracts = "abstract", 0
        elif kind in ("keywords", "references", "notes"):
            self.part = kind
        else:
            self.part = "body"
        return "heading"

    def _head(self, i: int) -> str:
        """A heading marked by the file; it ends back matter unless only entries follow."""
        following = self._next(i)
        if self.part not in ("references", "notes") or (following and _is_prose(following)):
            self.part = "body"
        return "heading"

    def _in_back_matter(self, i: int, unit: Unit) -> str:
        entry = "reference" if self.part == "references" else "note"
        following = self._next(i)
        if shapes.number_marker(unit.text) is not None:
            return entry
        if self._is_heading(i, unit) and marks(unit.text) < 2:
            if following is not None and _is_prose(following):
                self.part = "body"
            return "heading"
        if _is_prose(unit) and self.part == "references":
            self.part = "body"
            return "body"
        return entry

    def _is_lone_reference(self, i: int, unit: Unit) -> bool:
        """An entry without a heading above it: clear, and in company or with no text after it."""
        if not looks_like_reference(unit.text, needed=5):
            return False
        if i and self.units[i - 1].section == "reference":
            return True
        after = self.units[i + 1 : i + 3]
        return all(looks_like_reference(unit.text) for unit in after)

    def _next(self, i: int) -> Unit | None:
        return self.units[i + 1] if i + 1 < len(self.units) else None

    def _is_heading(self, i: int, unit: Unit) -> bool:
        """Short, no stop, alone on its lines, and something follows that it can head."""
        text, following = unit.text, self._next(i)
        if following is None or len(unit.lines) > 2:
            return False
        if unit.block and (self.headed or unit.block != "paragraph"):
            return False
        if len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_HEADING_WORDS:
            return False
        if unit.wrap is not None and unit.last.width > _HEADING_SHARE * unit.wrap.width:
            return False
        if bylines.is_date(text) or text in self.often or looks_like_reference(text):
            return False
        if not any(c.isalpha() for c in text) or shapes.dash_marker(text):
            return False
        before = self.units[i - 1] if i else None
        if before is not None and before.section in ("body", "abstract") and before.breaks_off():
            return _is_numbered(text) and len(text.split()) <= 8
        if text.endswith(_NOT_A_HEADINGS_END):
            return False
        if text.endswith((")", "»")) and shapes.ends_sentence(text):
            return False
        if text.endswith(("?", "؟", "!")):
            return self.asked < 3 and len(following.text) > 2 * len(text)
        if text.endswith(":"):
            return len(text.split()) <= 3 and not shapes.dash_marker(following.text)
        if shapes.dash_marker(following.text):
            return len(text.split()) <= _MOST_WORDS_OVER_A_LIST
        return (
            _is_numbered(text) or not self._is_short_line(i + 1) or not self._is_short_line(i + 2)
        )

    def _is_short_line(self, i: int) -> bool:
        """Whether there is a unit `i` that could itself be a heading: three are a list of names."""
        if i >= len(self.units):
            return False
        text = self.units[i].text
        return len(text) <= _LONGEST_HEADING and shapes.breaks_off(text) and not cues.cue(text)


def _is_numbered(text: str) -> bool:
    return (
        shapes.number_marker(text) is not None
        or shapes.letter_marker(text)
        or shapes.ends_in_number(text)
    )


def _is_prose(unit: Unit) -> bool:
    """Running text: long, several sentences, few marks of a bibliography entry."""
    stops = unit.text.count(". ") + unit.text.count("، ") / 2
    return len(unit.text) >= _LONG_PROSE and stops >= 2 and marks(unit.text) <= 2
