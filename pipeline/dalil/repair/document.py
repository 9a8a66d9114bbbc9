"""A whole document repaired: first what needs all of it, then line by line in each line's language.

For texts that are read as lines and written as lines; a study's run cuts a document into segments
in between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from dalil.offsets import OffsetMap
from dalil.repair import ALL_RULES, Change, Edit, Passage, Repaired, repair, restore, wear_of

_KNOWN = ("fa", "ar", "en")


@dataclass(frozen=True)
class Stage:
    """What was changed in a text: offsets of `changes` are into `text`."""

    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RepairedDocument:
    """A repaired document with as many lines (ending in line feeds) as it had.

    `map` leads from `text` to the text handed in, into which the offsets of `changes` and
    `passages` are. `stages` are the same changes as they were made: of the document, of its lines.
    """

    text: str
    map: OffsetMap
    changes: tuple[Change, ...]
    passages: tuple[Passage, ...]
    stages: tuple[Stage, ...]


def repair_document(text: str, lang: str | None = None) -> RepairedDocument:
    """Repair `text` by all rules; `lang` (`fa`, `ar`, `en`) holds for every line.

    Without `lang` each line's language is found; one in none of the three gets the rules that
    hold for all languages.
    """
    # Columns put after each other would be other lines.
    restored = restore(text, [rule for rule in ALL_RULES if rule != "columns"])
    lines = restored.text.split("\n")
    marks = _by_line(restored.note_marks, lines)
    languages = _languages(lines, lang)
    unordered = _stretches_by_line(restored.unordered(), lines)
    wear = wear_of(
        line
        for i, (line, language) in enumerate(zip(lines, languages, strict=True))
        if language == "fa" and i not in unordered
    )
    done = [
        repair(
            line,
            lang=language if language in _KNOWN else None,
            note_marks=marks.get(i, ()),
            wear=wear,
            unordered=unordered.get(i, ()),
        )
        for i, (line, language) in enumerate(zip(lines, languages, strict=True))
    ]
    clean, step = _joined(lines, done)
    changes: list[Change] = []
    at = 0
    for line, repaired in zip(lines, done, strict=True):
        changes += (
            Change(at + c.start, at + c.end, c.before, c.after, c.rule, c.confidence)
            for c in repaired.changes
        )
        at += len(line) + 1
    places = [(c.start, c.end) for c in changes]
    if restored.changes:
        places = restored.map.raw_many(places)
    raw = [
        Change(start, end, text[start:end], c.after, c.rule, c.confidence)
        for c, (start, end) in zip(changes, places, strict=True)
    ]
    return RepairedDocument(
        clean,
        step.compose(restored.map),
        (*restored.changes, *raw),
        tuple(restored.passages),
        (Stage(text, tuple(restored.changes)), Stage(restored.text, tuple(changes))),
    )


def _starts(lines: Sequence[str]) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in lines)]


def _stretches_by_line(
    spans: Sequence[tuple[int, int]], lines: Sequence[str]
) -> dict[int, list[tuple[int, int]]]:
    """Stretches of the whole text by their lines, with offsets into those."""
    starts = _starts(lines)
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in spans:
        first = bisect_right(starts, start) - 1
        for i in range(first, bisect_right(starts, max(start, end - 1))):
            begin = max(start - starts[i], 0)
            found.setdefault(i, []).append((begin, min(end - starts[i], len(lines[i]))))
    return found


def _by_line(edits: Sequence[Edit], lines: Sequence[str]) -> dict[int, list[Edit]]:
    """Edits of the whole text by their line, with offsets into it."""
    starts = _starts(lines)
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        line = bisect_right(starts, edit.start) - 1
        start = edit.start - starts[line]
        moved = replace(edit, start=start, end=start + edit.end - edit.start)
        found.setdefault(line, []).append(moved)
    return found


def _languages(lines: list[str], lang: str | None) -> list[str]:
    from dalil.segment.smoothing import languages_of

    return [lang] * len(lines) if lang else languages_of(lines)


def _joined(lines: list[str], done: list[Repaired]) -> tuple[str, OffsetMap]:
    """The repaired lines as one text, and its map to the lines."""
    starts: list[np.ndarray] = []
    ends: list[np.ndarray] = []
    at = 0
    for number, (line, repaired) in enumerate(zip(lines, done, strict=True)):
        if number:  # the line feed before it
            starts.append(np.array([at], dtype=np.int32))
            ends.append(np.array([at + 1], dtype=np.int32))
            at += 1
        starts.append(repaired.map.starts + np.int32(at))
        ends.append(repaired.map.ends + np.int32(at))
        at += len(line)
    text = "\n".join(repaired.text for repaired in done)
    return text, OffsetMap(np.concatenate(starts), np.concatenate(ends), at)
