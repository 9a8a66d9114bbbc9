"""Paragraphs from lines, and paragraphs joined again over what cut them in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dalil.segment import cues, shapes
from dalil.segment.bylines import CONNECTIVES
from dalil.segment.lines import Line
from dalil.segment.wrapping import Wrap

# A line that is a paragraph has to be so long before its missing stop can mean that it goes on.
_LONG_ENOUGH_TO_BE_CUT = 80
_LONG_LINE = 45  # characters, from which a line can have been wrapped
_SHORT = 50  # characters, for the heading or table row that stands apart by its numbers


@dataclass
class Unit:
    """A paragraph in the making: its lines, and the section once it is known ("" until then).

    `block` is the kind that the file's own structure gives it, "" in plain text. `joined` are
    units that continue it behind an interruption.
    """

    lines: list[Line]
    wrap: Wrap | None = None
    section: str = ""
    block: str = ""
    joined: list[Unit] = field(default_factory=list)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        own = tuple((line.start, line.end) for line in self.lines)
        return own + tuple(piece for unit in self.joined for piece in unit.pieces)

    @property
    def full_text(self) -> str:
        return " ".join([self.text, *(unit.full_text for unit in self.joined)])

    def breaks_off(self) -> bool:
        """Whether the paragraph stops in mid-sentence, at the margin if it is hard-wrapped."""
        if not shapes.breaks_off(self.last.text):
            return False
        if self.wrap is not None:
            return not self.wrap.is_very_short(self.last)
        return len(self.text) >= _LONG_ENOUGH_TO_BE_CUT


def build_units(
    lines: Sequence[Line], wraps: Sequence[Wrap | None], headers: set[int]
) -> list[Unit]:
    """Group lines into paragraphs; running headers become units of their own."""
    speakers = repeated_speakers(lines)
    units: list[Unit] = []
    current: list[Line] = []

    def close() -> None:
        if current:
            units.append(Unit(list(current), wraps[current[0].number]))
            current.clear()

    for line in lines:
        if line.number in headers:
            close()
            units.append(Unit([line], section="header"))
            continue
        if current and _begins_paragraph(current, line, wraps, speakers):
            close()
        current.append(line)
    close()
    return units


def repeated_speakers(lines: Sequence[Line]) -> set[str]:
    """Names with a colon that begin several lines: the speakers of an interview."""
    names = Counter(name for line in lines if (name := shapes.speaker(line.text)))
    return {name for name, n in names.items() if n > 1 and len(name.split()) <= 4}


def _begins_paragraph(
    current: list[Line], line: Line, wraps: Sequence[Wrap | None], speakers: set[str]
) -> bool:
    before = current[-1]
    wrap, wrap_before = wraps[line.number], wraps[before.number]
    if wrap is None or wrap_before is None:
        return not _goes_on_below(before, line)
    if line.blanks and (not wrap.spaced or line.blanks > 1):
        return True
    ended = shapes.ends_sentence(before.text) or before.text.endswith((":", "؛", ";"))
    if line.turns and ended:
        return True
    short = wrap_before.is_short(before, line)
    if _stands_apart(current, line, ended or short):
        return True
    if ended and shapes.speaker(line.text) in speakers:
        return True
    if not short:
        return ended and wrap.is_set_off(line)
    return ended or wrap_before.is_very_short(before)


def _goes_on_below(before: Line, line: Line) -> bool:
    """Whether a line outside all regions goes on: it breaks off, and a small letter is below."""
    follows = not line.blanks and not line.turns and line.text[0].islower()
    return follows and before.width >= _LONG_LINE and shapes.breaks_off(before.text)


def _stands_apart(current: list[Line], line: Line, fresh: bool) -> bool:
    """Whether what `line` says makes it a unit of its own, or makes the one before it complete.

    `fresh` tells that the line before may be the last of its paragraph.
    """
    opening = current[0].text
    if _has_marker(line.text) and (fresh or _has_marker(opening)):
        return True
    if _is_row(line) or _is_row(current[-1]):
        return True
    inline = cues.inline_cue(line.text)
    if inline == "keywords":
        return True
    if cues.is_caption(opening) and line.blanks:
        return True
    if cues.inline_cue(opening) == "source" and current[-1].text.endswith((")", ".")):
        return True
    if line.width < _SHORT and shapes.ends_in_heading_number(line.text):
        return True
    return fresh and (inline == "source" or bool(cues.cue(line.text)))


def _is_row(line: Line) -> bool:
    return line.width < _SHORT and shapes.is_table_row(line.text)


def _has_marker(text: str) -> bool:
    return bool(
        shapes.dash_marker(text)
        or shapes.number_marker(text) is not None
        or shapes.note_marker(text)
        or shapes.letter_marker(text)
        or cues.is_caption(text)
    )


_INTERRUPTIONS = frozenset({"header", "note", "caption"})
_CONTINUED = frozenset({"body", "abstract", "list", "reference"})


def join_broken(units: Sequence[Unit], *, stops: bool) -> list[Unit]:
    """Join each paragraph that breaks off with its rest behind headers, notes, captions, blanks.

    `stops` tells that finished paragraphs of this text end in a stop; where they do not, a
    paragraph on one line is never joined with the next.
    """
    kept: list[Unit] = []
    open_unit: Unit | None = None
    interrupted = False
    for unit in units:
        if unit.section == "title" and kept and _is_one_title(kept[-1], unit):
            kept[-1].joined.append(unit)
            continue
        if unit.section in _INTERRUPTIONS:
            interrupted = True
            kept.append(unit)
            continue
        if open_unit is not None and _continues(open_unit, unit, stops, interrupted):
            open_unit.joined.append(unit)
            if not unit.breaks_off():
                open_unit = None
            interrupted = False
            continue
        kept.append(unit)
        open_unit = unit if unit.section in _CONTINUED and unit.breaks_off() else None
        interrupted = False
    return kept


def _is_one_title(unit: Unit, rest: Unit) -> bool:
    """Whether a title was set in two lines: the first ends in a word that wants another."""
    wants_more = unit.full_text.split()[-1].lower() in CONNECTIVES
    return unit.section == "title" and not rest.first.blanks and not rest.block and wants_more


def _continues(unit: Unit, rest: Unit, stops: bool, interrupted: bool) -> bool:
    tail = unit.joined[-1] if unit.joined else unit
    if rest.section not in ("body", unit.section) or _has_marker(rest.text):
        return False
    if rest.block or tail.block:
        return False
    if unit.section in ("list", "reference") and not interrupted:
        return False
    if (tail.wrap is None) != (rest.wrap is None) and not interrupted:
        return False
    if tail.wrap is None and not (stops and len(rest.text) >= _LONG_ENOUGH_TO_BE_CUT / 2):
        return False
    if tail.wrap is not None and len(tail.lines) == 1 and not interrupted and not unit.joined:
        return False
    return _may_follow(tail.text, rest.text)


def _may_follow(text: str, rest: str) -> bool:
    """Whether `rest` can continue the sentence of `text`: in Latin letters not with a capital."""
    if text.endswith((",", "،", "-", "–", "—")):
        return True
    if shapes.speaker(rest[:60]):
        return False
    opening = rest.lstrip("\"'([«“‘")[:1]
    return not (opening.isupper() and text[-1].isascii())
