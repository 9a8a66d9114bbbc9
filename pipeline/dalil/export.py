r"""Tables as CSV and JSONL files that other programs read back unchanged.

CSV: UTF-8, a header, RFC 4180 quoting, lines end in `\n`. A list is one cell, its items joined by
`|` (inside an item written `\|`, and the backslash `\\`); a span is `start-end`; what is missing
is an empty cell. JSONL: one object a line, lists and spans as arrays, what is missing is `null`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from dalil.files import replacing

Row = Mapping[str, Any]
Target = Path | TextIO

_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON may hold surrogates escaped, and these as they are; but UTF-8 can't hold the first, and
# `str.splitlines` and many readers of lines break at the others.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")
_QUOTED = re.compile('[",\r\n]')
# What a spreadsheet takes for the start of a formula, and the full-width forms that it folds to
# them (OWASP, "CSV Injection"); blanks and invisible characters before it don't protect.
_FORMULA = re.compile(
    "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]"
)


@dataclass(frozen=True)
class Written:
    """What was written: rows, and the cells in which lone surrogates had to be replaced."""

    rows: int
    replaced: int = 0


def write_csv(
    target: Target, columns: Sequence[str], rows: Iterable[Row], *, excel: bool = False
) -> Written:
    """Write the `columns` of `rows` to a path (whole or not at all) or a text stream.

    With `excel`, a byte-order mark comes first, and text that a spreadsheet would run as a
    formula gets an apostrophe before it; numbers stay numbers. Lone surrogates, which UTF-8
    can't hold, become U+FFFD; the result says in how many cells.
    """
    count = replaced = 0
    with _stream(target) as stream:
        stream.write(("\ufeff" if excel else "") + _csv_line(columns))
        for row in rows:
            cells = [_cell(row.get(name), excel) for name in columns]
            clean = [_SURROGATE.sub("\ufffd", cell) for cell in cells]
            stream.write(_csv_line(clean))
            replaced += sum(one != two for one, two in zip(cells, clean, strict=True))
            count += 1
    return Written(count, replaced)


def write_jsonl(target: Target, rows: Iterable[Row]) -> Written:
    """Write one JSON object a row to a path (whole or not at all) or a text stream."""
    count = 0
    with _stream(target) as stream:
        for row in rows:
            stream.write(json_line(row) + "\n")
            count += 1
    return Written(count)


def json_line(row: Row) -> str:
    r"""The row as JSON in one line, keys in their order, every script readable.

    The line can be encoded whatever is in it: a lone surrogate is written as a `\udXXX` escape.
    """
    try:
        text = json.dumps(dict(row), ensure_ascii=False, allow_nan=False, default=_of_numpy)
    except ValueError:  # NaN, which JSON has not
        text = json.dumps(_without_nan(row), ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def export_dataset(dataset: Path, outputs: Path, *, excel: bool = False) -> dict[str, Written]:
    """Write the claims, entities and alignments of a dataset for other programs, by file name.

    `claims` and `entities` as CSV and JSONL have the columns of the dataset; `alignments.csv` has
    besides, for either side, raw `start` and `end` of the linked sentences and their `text`, one
    after the other. `excel` makes the CSV files fit for spreadsheets (see `write_csv`). Raises
    DalilError when the study has not been run.
    """
    from dalil import store

    written: dict[str, Written] = {}
    for name in ("claims", "entities"):
        columns = store.SCHEMAS[name].names
        rows = [_with_spans(row) for row in store.read(dataset, name).to_pylist()]
        csv_file, jsonl_file = outputs / f"{name}.csv", outputs / f"{name}.jsonl"
        written[csv_file.name] = write_csv(csv_file, columns, rows, excel=excel)
        written[jsonl_file.name] = write_jsonl(jsonl_file, rows)
    columns = store.SCHEMAS["alignments"].names + [
        f"{side}_{name}" for side in ("left", "right") for name in ("start", "end", "text")
    ]
    links = store.read(dataset, "alignments").to_pylist()
    wanted = ["doc", "sentence", "start", "end", "text"]
    sentences = {
        (row["doc"], row["sentence"]): row
        for row in store.read(dataset, "sentences", wanted).to_pylist()
    }
    file = outputs / "alignments.csv"
    told = (_with_texts(link, sentences) for link in links)
    written[file.name] = write_csv(file, columns, told, excel=excel)
    return written


def _with_spans(row: Row) -> Row:
    """The row with its evidence as [start, end] pairs."""
    if "evidence" not in row:
        return row
    return {**row, "evidence": [[span["start"], span["end"]] for span in row["evidence"]]}


def _with_texts(link: Row, sentences: Mapping[tuple[str, int], Row]) -> Row:
    """The link with what its sentences say on either side."""
    told = dict(link)
    for side in ("left", "right"):
        found = [sentences[link[f"{side}_doc"], number] for number in link[f"{side}_sentences"]]
        told[f"{side}_start"] = min(row["start"] for row in found)
        told[f"{side}_end"] = max(row["end"] for row in found)
        told[f"{side}_text"] = " ".join(row["text"] for row in found)
    return told


@contextmanager
def _stream(target: Target) -> Iterator[TextIO]:
    if not isinstance(target, Path):
        yield target
        return
    with replacing(target) as path, path.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def _csv_line(cells: Sequence[str]) -> str:
    # Not the csv module: with `\n` as line end it leaves a bare `\r` unquoted, at which readers
    # break the line.
    if len(cells) == 1 and not cells[0]:
        return '""\n'
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _cell(value: Any, excel: bool) -> str:
    value = _python(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    text = "|".join(map(_item, value)) if isinstance(value, list | tuple) else str(value)
    return "'" + text if excel and _FORMULA.match(text) else text


def _item(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "-".join(map(str, value))
    return str(value).replace("\\", "\\\\").replace("|", "\\|")


def _python(value: Any) -> Any:
    """The value, a numpy number or array as Python has it."""
    return value.tolist() if hasattr(value, "tolist") else value


def _of_numpy(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _without_nan(value: Any) -> Any:
    value = _python(value)
    if isinstance(value, Mapping):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
