"""Running headers, footers and page numbers: lines that belong to the page and not to the text.

What tells them: the same short line comes back at the distance of a page, mostly with another
page number; a bare number stands at the edge of a page or cuts a sentence in two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from dalil.segment.cues import key
from dalil.segment.lines import Line
from dalil.segment.shapes import ends_sentence

_DIGITS = "0-9۰-۹٠-٩"
_BARE_NUMBER = re.compile(
    rf"^[^\w]*(?:p\.?|pp\.?|page|ص|صفحه|صفحة)?\s*[{_DIGITS}]{{1,4}}"
    rf"(?:\s*(?:of|/|از|من)\s*[{_DIGITS}]{{1,4}})?[^\w]*$",
    re.IGNORECASE,
)
# A number with dashes round it, or called a page, is a page number wherever it stands.
_MARKED_NUMBER = re.compile(
    rf"^(?:([-–—~|])\s*[{_DIGITS}]{{1,4}}\s*\1|(?:page|صفحه|صفحة)\s*[{_DIGITS}]{{1,4}}\b.{{0,9}})$",
    re.IGNORECASE,
)
_NUMBER_AT_EDGE = re.compile(rf"^[{_DIGITS}]{{1,4}}\b|\b[{_DIGITS}]{{1,4}}$")
# The page number stands apart from the running title: by a wide gap or a bar.
_GAP = r"(?:\s{3,}|\s*[|│•]\s*|\t)"
_NUMBER_APART = re.compile(
    rf"^[{_DIGITS}]{{1,4}}{_GAP}\S|\S{_GAP}(?:[^\W\d_]{{1,8}}\.?\s)?[{_DIGITS}]{{1,4}}$"
)
_NUMBER = re.compile(rf"[{_DIGITS}]+")
_VALUES = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")

_LONGEST_HEADER = 110
_SHORTEST_KEY = 4
_SHORTEST_TWIN = 12
_FEWEST_LINES_APART = 4
_EDGE = 3  # lines from the top or the bottom of a page in which a header or footer stands
_ALIKE = 0.9


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that are running headers, footers or page numbers."""
    edges = _page_edges(lines)
    found: set[int] = set()
    for group in _repeated(lines):
        if _is_running(lines, group, edges):
            found.update(group)
    for line in lines:
        if _is_single_header(lines, line, edges):
            found.add(line.number)
    found |= _page_numbers(lines, found, edges)
    return found


def _page_edges(lines: Sequence[Line]) -> set[int]:
    """Lines near the top or bottom of a page; none where the text does not tell its pages."""
    if not lines or lines[-1].page == lines[0].page:
        return set()
    turns = [line.number for line in lines if line.turns]
    edges = set(range(_EDGE)) | set(range(len(lines) - _EDGE, len(lines)))
    for turn in turns:
        edges.update(range(turn - _EDGE, turn + _EDGE))
    return edges


def _repeated(lines: Sequence[Line]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.width <= _LONGEST_HEADER:
            letters = key(line.text)
            if len(letters) >= _SHORTEST_KEY:
                groups[letters].append(line.number)
    repeated = {letters: numbers for letters, numbers in groups.items() if len(numbers) > 1}
    similar: dict[str, list[str]] = defaultdict(list)
    for letters in repeated:
        for part in _ends(letters):
            similar[part].append(letters)
    for letters, numbers in groups.items():
        if letters not in repeated and len(letters) >= _SHORTEST_TWIN:
            twins = (t for part in _ends(letters) for t in similar[part] if _alike(t, letters))
            twin = next(twins, None)
            if twin:  # a header with a letter lost or garbled
                repeated[twin].extend(numbers)
    return [sorted(numbers) for numbers in repeated.values()]


def _ends(letters: str) -> tuple[str, str]:
    return letters[:6], "…" + letters[-6:]


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 3:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _is_running(lines: Sequence[Line], group: list[int], edges: set[int]) -> bool:
    if any(b - a < _FEWEST_LINES_APART for a, b in pairwise(group)):
        return False
    at_edge = sum(n in edges for n in group) * 2 >= len(group) and bool(edges)
    cutting = sum(_cuts(lines, n) for n in group)
    numbers = [_number_at_edge(lines[n].text) for n in group]
    rising = None not in numbers and len(set(numbers)) == len(numbers)
    if rising:
        apart = sum(_NUMBER_APART.search(lines[n].text) is not None for n in group)
        return at_edge or cutting > 0 or apart * 2 >= len(group)
    if len(group) == 2:
        return all(_is_outermost(lines, n) for n in group)
    return at_edge or cutting * 2 >= len(group)


def _is_outermost(lines: Sequence[Line], number: int) -> bool:
    """Whether the line is the first or the last of its page."""
    if lines[-1].page == lines[0].page:
        return False
    last = number + 1 == len(lines) or lines[number + 1].turns
    return last or number == 0 or lines[number].turns


def _number_at_edge(text: str) -> int | None:
    match = _NUMBER_AT_EDGE.search(text)
    return int(match.group().translate(_VALUES)) if match else None


def _cuts(lines: Sequence[Line], number: int) -> bool:
    """Whether the line before breaks off, so that this line stands in the middle of a sentence."""
    for before in reversed(lines[max(0, number - 3) : number]):
        if _BARE_NUMBER.match(before.text):
            continue
        return before.width >= 40 and not ends_sentence(before.text)
    return False


def _is_single_header(lines: Sequence[Line], line: Line, edges: set[int]) -> bool:
    """A running title seen once: short, its page number set apart, at a page's edge or in a gap."""
    if line.width > _LONGEST_HEADER or not (line.text[0].isdigit() or line.text[-1].isdigit()):
        return False
    if not _NUMBER_APART.search(line.text):
        return False
    if len(_NUMBER.findall(line.text)) > 3:  # a row of a table
        return False
    if line.number in edges or line.number == 0:
        return True
    above = lines[max(0, line.number - 4) : line.number]
    broken = [a.width for a in above if a.width >= 50 and not ends_sentence(a.text)]
    return line.blanks > 1 and bool(broken) and line.width < 0.8 * max(broken)


def _page_numbers(lines: Sequence[Line], headers: set[int], edges: set[int]) -> set[int]:
    bare = [line.number for line in lines if _BARE_NUMBER.match(line.text)]
    if not bare:
        return set()
    values = [int(_NUMBER.search(lines[n].text).group().translate(_VALUES)) for n in bare]  # type: ignore[union-attr]
    found = set()
    for i, n in enumerate(bare):
        beside = n - 1 in headers or n + 1 in headers
        in_sequence = any(
            0 < values[j] - values[i] <= 2 * (j - i) and bare[j] - n >= _FEWEST_LINES_APART * 2
            for j in range(i + 1, min(i + 3, len(bare)))
        ) or any(
            0 < values[i] - values[j] <= 2 * (i - j) and n - bare[j] >= _FEWEST_LINES_APART * 2
            for j in range(max(0, i - 2), i)
        )
        marked = _MARKED_NUMBER.match(lines[n].text) is not None
        if marked or beside or n in edges or in_sequence or _cuts(lines, n):
            found.add(n)
    return found
