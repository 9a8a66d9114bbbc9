"""The files of a run, as the contract names them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dalil import store
from dalil.export import export_dataset, json_line
from dalil.study import Study
from dalil.tables import frequency_tables, write_tables

Rows = list[dict[str, Any]]


def write(
    study: Study,
    tables: dict[str, Rows],
    repairs: Rows,
    sections: Sequence[str],
    *,
    excel: bool,
    tokens: bool,
) -> None:
    """Write dataset, JSONL, CSV, frequency tables and the repair log, each whole or not at all."""
    folder = study.outputs
    dataset = folder / "corpus"
    for name, rows in tables.items():
        store.write(dataset, name, rows)
    write_lines(folder / "annotated.jsonl", annotated(tables, tokens=tokens))
    write_lines(folder / "repairs.jsonl", repairs)
    export_dataset(dataset, folder, excel=excel)
    write_tables(folder / "tables", frequency_tables(dataset, sections=sections), excel=excel)


def write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """One JSON object a line, UTF-8."""
    store.write_text(path, "".join(json_line(row) + "\n" for row in rows))


def write_log(folder: Path, log: dict[str, Any]) -> None:
    """Write `run.json`; last of all, so that it tells of a run that came to its end."""
    store.write_text(folder / "run.json", json.dumps(log, ensure_ascii=False, indent=2) + "\n")


_META = ("file", "sha256", "format", "encoding", "title", "author", "year", "source")


def annotated(tables: dict[str, Rows], *, tokens: bool = False) -> Rows:
    """The documents in the shape of `dalil annotate`, with `doc`, `meta` and `segments`."""
    of: dict[str, dict[str, Rows]] = {
        name: _by_doc(rows) for name, rows in tables.items() if name not in ("alignments",)
    }
    return [_document(row, of, tokens) for row in tables["documents"]]


def _by_doc(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["doc"]].append(row)
    return found


def _pick(rows: Rows, *names: str) -> Rows:
    return [{name: row[name] for name in names} for row in rows]


def _document(row: dict[str, Any], of: dict[str, dict[str, Rows]], tokens: bool) -> dict[str, Any]:
    doc = row["doc"]
    segments = of["segments"].get(doc, [])
    shown: dict[str, Any] = {
        "doc": doc,
        "id": doc,
        "lang": row["lang"],
        "meta": {name: row[name] for name in _META} | {"translation_of": row["translation_of"]},
        "text": row["text"],
        "clean": "\n".join(segment["clean"] for segment in segments),
        "segments": _pick(segments, "segment", "start", "end", "lang", "section"),
        "sentences": _pick(of["sentences"].get(doc, []), "start", "end"),
    }
    if tokens:
        shown["tokens"] = [
            {"start": t["start"], "end": t["end"], "text": t["clean"]}
            | {"lemma": t["lemma"], "pos": t["pos"]}
            for t in of["tokens"].get(doc, [])
        ]
    shown["entities"] = _pick(
        of["entities"].get(doc, []),
        *("start", "end", "text", "label", "id", "name"),
        *("role", "role_start", "role_end", "role_of", "score", "source", "version"),
    )
    shown["claims"] = [
        claim | {"evidence": [[e["start"], e["end"]] for e in claim["evidence"]]}
        for claim in _pick(
            of["claims"].get(doc, []),
            *("start", "end", "tag", "stance", "holder", "holder_id", "organisations"),
            *("score", "evidence", "cues", "source", "version"),
        )
    ]
    return shown
