"""List items: paragraphs with the marker of a dash, a number or a letter, in company."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.segment import shapes
from dalil.segment.paragraphs import Unit

_SEARCH = 6  # paragraphs within which the next number of a list is expected
_LONGEST_HEADING = 110


def mark_lists(units: Sequence[Unit]) -> None:
    """Mark items as `list`, dashed speeches as `body`; numbered headings are left alone."""
    _mark_dashes(units)
    _mark_numbers(units)
    _mark_letters(units)


def _mark_dashes(units: Sequence[Unit]) -> None:
    i = 0
    while i < len(units):
        marker = shapes.dash_marker(units[i].text)
        end = i
        while end < len(units) and _is_free(units[end]) and _same(marker, units[end].text):
            end += 1
        if end == i:
            i += 1
            continue
        run = units[i:end]
        introduced = i > 0 and units[i - 1].text.rstrip().endswith((":", "："))
        asked = sum(unit.text.endswith(("?", "؟")) for unit in run)
        is_item = run[0].text.endswith(("؛", ";", "،", ","))
        speech = asked * 3 >= len(run) and not introduced
        listed = (len(run) > 1 or introduced or is_item) and not speech
        for unit in run:
            unit.section = "list" if listed else "body"
        i = end


def _same(marker: str, text: str) -> bool:
    return bool(marker) and shapes.dash_marker(text) == marker


def _is_free(unit: Unit) -> bool:
    return not unit.section and unit.block in ("", "paragraph")


def _mark_numbers(units: Sequence[Unit]) -> None:
    numbers = [shapes.number_marker(unit.text) if _is_free(unit) else None for unit in units]
    for i, number in enumerate(numbers):
        if number is None:
            continue
        after = _find(numbers, range(i + 1, min(i + 1 + _SEARCH, len(units))), number + 1)
        before = _find(numbers, range(i - 1, max(i - 1 - _SEARCH, -1), -1), number - 1)
        introduced = i > 0 and units[i - 1].text.rstrip().endswith((":", "："))
        if after is None and before is None and not introduced:
            continue
        if _is_numbered_heading(units, numbers, i):
            continue
        units[i].section = "list"


def _find(numbers: Sequence[int | None], places: range, wanted: int) -> int | None:
    return next((i for i in places if numbers[i] == wanted), None)


def _is_numbered_heading(units: Sequence[Unit], numbers: Sequence[int | None], i: int) -> bool:
    """Short, no stop, and text without a number follows."""
    text = units[i].text
    if len(text) > _LONGEST_HEADING or shapes.ends_sentence(text) or text.endswith(("؛", ";", "،")):
        return False
    return i + 1 < len(units) and numbers[i + 1] is None


def _mark_letters(units: Sequence[Unit]) -> None:
    lettered = [_is_free(unit) and shapes.letter_marker(unit.text) for unit in units]
    for i, is_lettered in enumerate(lettered):
        beside = (i > 0 and lettered[i - 1]) or (i + 1 < len(units) and lettered[i + 1])
        introduced = i > 0 and units[i - 1].text.rstrip().endswith((":", "："))
        if is_lettered and (beside or introduced):
            units[i].section = "list"
