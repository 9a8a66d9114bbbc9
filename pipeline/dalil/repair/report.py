"""What a repair did to a document, for people to read: counts, examples, damaged passages.

The report is data; `dalil repair --report` prints it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dalil.repair import Change, Passage
from dalil.repair.document import RepairedDocument, Stage

EXAMPLES = 3

_CONTEXT = 3  # words on either side
_LONGEST = 100  # characters of a changed stretch that are shown
_SPACE = re.compile(r"\s")
# What can't be seen is named. Half-spaces are seen by the letters that they part.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True)
class Example:
    """A change in its line (from 1): the words that it touched, before and after, and those by."""

    line: int
    left: str
    before: str
    after: str
    right: str


@dataclass(frozen=True)
class RuleReport:
    """How often a rule changed something, how sure it was on average, and what it did."""

    rule: str
    changes: int
    confidence: float
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class PassageReport:
    """A stretch that was judged damaged: its first and last line (from 1) and how it begins.

    `unordered` counts lines left out of order, `unsure` those whose order is less likely than not.
    """

    first_line: int
    last_line: int
    score: float
    restored: bool
    begins: str
    unordered: int = 0
    unsure: int = 0

    @property
    def outcome(self) -> str:
        """What became of it, in words."""
        if not self.restored:
            return "left as it is"
        parts = ["restored"]
        if self.unordered:
            parts.append(f"{self.unordered} lines left out of order")
        if self.unsure:
            parts.append(f"the order of {self.unsure} lines is not sure")
        return ", ".join(parts)


@dataclass(frozen=True)
class Report:
    """All of it, the rules with most changes first, the passages in the order of the text."""

    rules: tuple[RuleReport, ...]
    passages: tuple[PassageReport, ...]


def report(document: RepairedDocument, examples: int = EXAMPLES) -> Report:
    """The report of a repaired document, with up to `examples` different examples of each rule."""
    by_rule: dict[str, list[Change]] = {}
    shown: dict[str, list[Example]] = {}
    for stage in document.stages:
        lines = Lines(stage.text)
        grouped: dict[str, list[Change]] = {}
        for change in stage.changes:
            grouped.setdefault(change.rule, []).append(change)
        for rule, changes in grouped.items():
            by_rule.setdefault(rule, []).extend(changes)
            found = shown.setdefault(rule, [])
            found += _examples(stage, changes, lines, examples - len(found))
    rules = [
        RuleReport(
            rule,
            len(changes),
            sum(c.confidence for c in changes) / len(changes),
            tuple(shown[rule]),
        )
        for rule, changes in by_rule.items()
    ]
    rules.sort(key=lambda found: (-found.changes, found.rule))
    text = document.stages[0].text
    return Report(tuple(rules), tuple(_passages(text, document.passages)))


class Lines:
    """The lines of a text, ending in line feeds."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.bounds = [*pairwise(self.starts), (self.starts[-1], len(text) + 1)]

    def number(self, offset: int) -> int:
        """The line that holds a character, from 1."""
        return bisect_right(self.starts, offset)

    def inside(self, offset: int) -> tuple[int, int]:
        """Bounds of the line that holds a character, without its end."""
        start, end = self.bounds[self.number(offset) - 1]
        return start, end - 1


def _passages(text: str, passages: Iterable[Passage]) -> Iterable[PassageReport]:
    lines = Lines(text)
    for passage in passages:
        yield PassageReport(
            lines.number(passage.start),
            lines.number(max(passage.start, passage.end - 1)),
            passage.score,
            passage.restored,
            _short(visible(" ".join(text[passage.start : passage.end].split()))),
            len(passage.unordered),
            len(passage.unsure),
        )


def _examples(stage: Stage, changes: Sequence[Change], lines: Lines, wanted: int) -> list[Example]:
    """The first changes of a rule that differ from one another."""
    found: dict[tuple[str, str], Example] = {}
    shown = 0  # up to where the changes are in an example already
    for i, change in enumerate(changes):
        if len(found) >= wanted:
            break
        # In letters that a rule before it moved, a change is not what stands at its place.
        if change.start < shown or change.before != stage.text[change.start : change.end]:
            continue
        example, shown = _example(stage.text, changes[i : i + _LONGEST], lines)
        found.setdefault((example.before, example.after), example)
    return list(found.values())


def _example(text: str, changes: Sequence[Change], lines: Lines) -> tuple[Example, int]:
    """The first of the changes, with those that follow in the same words, and where these end."""
    first = changes[0]
    line_start, line_end = lines.inside(first.start)
    line_end = max(first.end, line_end)
    start, end = _whole_words(text, first.start, first.end, line_start, line_end)
    after = text[start : first.start] + first.after
    cursor = first.end
    for change in changes[1:]:
        if not cursor <= change.start <= change.end <= end:
            break
        after += text[cursor : change.start] + change.after
        cursor = change.end
    after += text[cursor:end]
    example = Example(
        lines.number(first.start),
        visible(" ".join(text[line_start:start].split()[-_CONTEXT:])),
        _short(visible(text[start:end])),
        _short(visible(after)),
        visible(" ".join(text[end:line_end].split()[:_CONTEXT])),
    )
    return example, max(end, first.start + 1)


def _whole_words(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The interval widened to the bounds of the words that it touches."""
    while start > first and not _SPACE.match(text[start - 1]):
        start -= 1
    while end < last and not _SPACE.match(text[end]):
        end += 1
    return start, end


def visible(text: str) -> str:
    """`text` with controls and invisible characters as their code points: ⟨U+202B⟩."""
    return _UNSEEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
