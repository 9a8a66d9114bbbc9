"""A real damaged document against lines of it that people restored by reading.

The gold file holds no text, only what to do with the damaged one, a line each:
`{"start": 0, "end": 40, "quote_sha256": "…", "runs": [[20, 40], [0, 20]],
"edits": [[3, 5, "ش"]], "part": "tune", "zone": "body", "annotator": "…"}`. Offsets are code points
over the raw text. `start`, `end` bound the line, `runs` are its pieces in reading order, `edits`
what is to be put in place of what stands there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dalil.errors import DalilError
from dalil.evaluate.compare import characters_wrong, words_in_any_order
from dalil.evaluate.restoration import RestorationScore
from dalil.evaluate.scores import Rate, Score
from dalil.evaluate.systems import systems

PARTS = ("tune", "report")
ALL = "all zones"


@dataclass(frozen=True)
class GoldLine:
    """A line of the raw text and how a person read it. `number` counts the raw lines from 0."""

    start: int
    end: int
    number: int
    restored: str
    part: str
    zone: str


def evaluate_restored_lines(gold: Path, path: Path, lang: str) -> list[RestorationScore]:
    """Scores of all systems on the lines of `gold`, for either part by zone and together.

    `path` is the damaged document, of any format that is read. Lines in reach are those that dalil
    did not mark as left damaged, or as of unsure order. Raises DalilError as `read_gold_lines`
    does, and where the document can't be read.
    """
    from dalil.ingest import read
    from dalil.repair.document import repair_document

    raw = read(path).text
    lines = read_gold_lines(gold, raw)
    document = repair_document(raw, lang)
    left = [(p.start, p.end) for p in document.passages if not p.restored]
    left += [bounds for p in document.passages for bounds in (*p.unordered, *p.unsure)]
    reached = {line.number for line in lines if not any(_overlap(line, *span) for span in left)}
    clean = document.text.split("\n")
    answers: dict[str, Callable[[GoldLine], str]] = {}
    for name, function in systems(lang).items():
        answers[name] = _by_line(function, raw)
    answers["dalil"] = lambda line: clean[line.number]
    return list(_rows(lines, answers, reached))


def _by_line(function: Callable[[Sequence[str]], list[str]], raw: str) -> Callable[[GoldLine], str]:
    return lambda line: function([raw[line.start : line.end]])[0]


def _overlap(line: GoldLine, start: int, end: int) -> bool:
    return start < line.end and end > line.start


def _rows(
    lines: Sequence[GoldLine],
    answers: dict[str, Callable[[GoldLine], str]],
    reached: set[int],
) -> Iterator[RestorationScore]:
    for part in PARTS:
        inside = [line for line in lines if line.part == part]
        zones = list(dict.fromkeys(line.zone for line in inside))
        for zone in [*zones, ALL] if len(zones) > 1 else zones:
            chosen = [line for line in inside if zone in (line.zone, ALL)]
            name = f"{part}, {zone}"
            yield RestorationScore(
                f"{name}: lines in reach",
                "dalil",
                Rate(sum(line.number in reached for line in chosen), len(chosen)),
            )
            for system, answer in answers.items():
                words, wrong, in_reach = Score(0, 0, 0), Rate(0, 0), Rate(0, 0)
                for line in chosen:
                    found = answer(line)
                    words += words_in_any_order(line.restored, found)
                    errors = characters_wrong(line.restored, found)
                    wrong += errors
                    in_reach += errors if line.number in reached else Rate(0, 0)
                yield RestorationScore(f"{name}: words in any order", system, words)
                yield RestorationScore(f"{name}: characters wrong", system, wrong)
                yield RestorationScore(f"{name}: characters wrong, in reach", system, in_reach)


def read_gold_lines(gold: Path, raw: str) -> list[GoldLine]:
    """The gold lines of a file, restored from `raw`.

    Raises DalilError, naming file and line, for what is not of the form above, for runs or edits
    outside of their line or run, and where `raw` is not the text that was read.
    """
    try:
        rows = gold.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read as UTF-8 text ({error})", file=gold) from None
    lines = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            lines.append(_gold_line(json.loads(row), raw))
        except json.JSONDecodeError as error:
            raise DalilError(f"this is not JSON: {error.msg}", file=gold, line=number) from None
        except _WrongError as error:
            raise DalilError(str(error), file=gold, line=number, field=error.field) from None
    if not lines:
        raise DalilError("there is no restored line in it", file=gold)
    return lines


class _WrongError(Exception):
    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


def _gold_line(item: Any, raw: str) -> GoldLine:
    if not isinstance(item, dict):
        raise _WrongError(None, "wanted is an object")
    start, end = _interval("start", [item.get("start"), item.get("end")], 0, len(raw))
    digest = hashlib.sha256(raw[start:end].encode("utf-8", "surrogatepass")).hexdigest()
    if item.get("quote_sha256") != digest:
        message = "the text has another line at this place than the one that was restored"
        raise _WrongError("quote_sha256", message)
    runs = [_interval("runs", run, start, end) for run in _list(item, "runs")]
    if any(one[1] > two[0] for one, two in _neighbours(runs)):
        raise _WrongError("runs", "runs overlap")
    edits = []
    for edit in _list(item, "edits"):
        if not isinstance(edit, list) or len(edit) != 3 or not isinstance(edit[2], str):
            raise _WrongError("edits", "an edit is [start, end, text]")
        edits.append((*_interval("edits", edit[:2], start, end), edit[2]))
    if any(one[1] > two[0] for one, two in _neighbours(edits)):
        raise _WrongError("edits", "edits overlap")
    for edit_start, edit_end, _ in edits:
        if not any(a <= edit_start and edit_end <= b for a, b in runs):
            raise _WrongError("edits", f"[{edit_start}, {edit_end}] lies in no run")
    if item.get("part") not in PARTS:
        raise _WrongError("part", f"{item.get('part')!r} is not one of {', '.join(PARTS)}")
    if not item.get("zone") or not isinstance(item["zone"], str):
        raise _WrongError("zone", "wanted is the zone of the document, such as body")
    restored = "".join(_edited(raw, run, edits) for run in runs)
    number = raw.count("\n", 0, start)
    return GoldLine(start, end, number, restored, item["part"], item["zone"])


def _list(item: dict[str, Any], field: str) -> list[Any]:
    found = item.get(field)
    if not isinstance(found, list):
        raise _WrongError(field, "wanted is a list")
    return found


def _interval(field: str, found: Any, first: int, last: int) -> tuple[int, int]:
    """Two whole numbers from `first` to `last`, the first smaller."""
    if not isinstance(found, list) or [type(x) for x in found] != [int, int]:
        raise _WrongError(field, "wanted are two whole numbers, start and end")
    start, end = found
    if not first <= start < end <= last:
        raise _WrongError(field, f"[{start}, {end}] is empty or not within {first}–{last}")
    return start, end


def _neighbours(intervals: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, Any]]:
    ordered = sorted(intervals, key=lambda interval: interval[:2])
    return pairwise(ordered)


def _edited(raw: str, run: tuple[int, int], edits: Sequence[tuple[int, int, str]]) -> str:
    text = ""
    cursor, end = run
    for start, stop, after in sorted(edits):
        if cursor <= start and stop <= end:
            text += raw[cursor:start] + after
            cursor = stop
    return text + raw[cursor:end]
