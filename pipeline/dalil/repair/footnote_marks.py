"""Numbers of notes that stand in the middle of the text: «امنیت1 منطقه‌ای», "the treaty² was"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS

_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_VALUES = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")

_CLOSING = '»”"’)\\]'
_ENDS = rf"(?=[\s{_CLOSING}«“(؛;:!?؟….,،]|\Z)(?!\s*[.,،٫/:]\s?[{_DIGITS}])"
_MARK = re.compile(
    rf"(?:(?P<raised>[{_RAISED}]{{1,3}})|(?P<plain>[{_DIGITS}]{{1,3}})"
    rf"|(?P<bracket>\([{_DIGITS}]{{1,3}}\)|\[[{_DIGITS}]{{1,3}}\])){_ENDS}"
)
# What a raised number stands behind: a word, a quotation or a stop.
_BEFORE_RAISED = re.compile(rf"(?:[^\W\d_]|[{_CLOSING}{MARKS}.,،؛:;!?؟])\Z")
# What another one is stuck to: a word in Arabic letters, a longer word in small Latin letters, or
# what closes a quotation. So G7, CO2 and COVID19 are none.
_BEFORE_PLAIN = re.compile(rf"(?:[{LETTERS}{MARKS}»”]|[a-z]{{4}}|[a-z]{{3}}[.,;\"”])\Z")
_NOTE = re.compile(
    rf"^[^\S\n]*[\[(]?([{_DIGITS}]{{1,3}}|[{_RAISED}]{{1,3}})[\])]?[.\-–:ـ٫]?[^\S\n]*(?=[^\W\d_«“\"'(])",
    re.MULTILINE,
)
# Words whose number is their own, and units with an exponent.
_NUMBERED = re.compile(
    r"(?:جدول|شکل|نمودار|تصویر|بخش|فصل|ماده|اصل|بند|مرحله|فاز|گروه|صفحه|شماره|الجدول|الشكل|المادة|"
    r"الفصل|البند|المرحلة|رقم|صفحة|table|figure|section|chapter|article|part|phase|stage|page|"
    r"group|level|volume|covid|\b(?:[kcmd]?m|ft|mi|km)|\b(?:متر|کیلومتر|كيلومتر|كم|م))\Z",
    re.IGNORECASE,
)
_LOST = 2  # notes that may be missing between two


@dataclass(frozen=True)
class _Number:
    """A number of a note: in the text or at the head of the note."""

    value: int
    start: int
    end: int
    kind: str


def footnote_marks(text: str) -> list[Edit]:
    """The number of a note stuck in the text goes where the note is there: below, in its turn.

    A note is a line that begins with the number. Marks and notes are paired in order, each note
    with the last mark of its number above it; numbers rise by one or begin again. Raised numbers
    have confidence 0.95, others 0.9, 0.6 where no other pair comes before or behind.
    """
    marks = list(_marks(text))
    if not marks:
        return []
    pairs = _paired(marks, list(_notes(text)))
    edits = []
    for i, (mark, note) in enumerate(pairs):
        chained = (i > 0 and pairs[i - 1][1].value < note.value) or (
            i + 1 < len(pairs) and pairs[i + 1][1].value > note.value
        )
        confidence = 0.95 if mark.kind == "raised" else 0.9 if chained else 0.6
        edits.append(Edit(mark.start, mark.end, "", confidence))
    return edits


def _marks(text: str) -> Iterator[_Number]:
    for m in _MARK.finditer(text):
        before = text[max(0, m.start() - 20) : m.start()]
        stuck = _BEFORE_RAISED if m.lastgroup == "raised" else _BEFORE_PLAIN
        if not stuck.search(before) or _NUMBERED.search(before):
            continue
        yield _Number(_value(m.group()), m.start(), m.end(), str(m.lastgroup))


def _notes(text: str) -> Iterator[_Number]:
    for m in _NOTE.finditer(text):
        yield _Number(_value(m.group(1)), m.start(), m.end(), "note")


def _value(digits: str) -> int:
    return int(digits.strip("()[]").translate(_VALUES))


def _paired(marks: Sequence[_Number], notes: Sequence[_Number]) -> list[tuple[_Number, _Number]]:
    """Marks with their notes, both in order."""
    starts = [mark.start for mark in marks]
    pairs: list[tuple[_Number, _Number]] = []
    for note in notes:
        last_mark, last_note = pairs[-1] if pairs else (None, None)
        follows = last_note is not None and 0 < note.value - last_note.value <= 1 + _LOST
        if note.value != 1 and not follows:
            continue
        low = bisect_left(starts, last_mark.end) if last_mark else 0
        high = bisect_left(starts, note.start)
        for mark in reversed(marks[low:high]):
            if mark.value == note.value:
                pairs.append((mark, note))
                break
    return pairs
