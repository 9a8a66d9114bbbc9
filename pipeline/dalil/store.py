"""The dataset: Parquet files with fixed schemas, written whole or not at all.

A row is a plain dict with the columns of its table. Offsets (`start`, `end`, `pieces`,
`evidence`) are code points over the raw text of the document, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dalil.errors import DalilError
from dalil.files import replacing, write_text

__all__ = ["SCHEMAS", "Row", "read", "replacing", "table_of", "write", "write_text"]

Row = Mapping[str, Any]

_TEXT, _INT, _REAL = pa.string(), pa.int32(), pa.float64()
_SPANS = pa.list_(pa.struct([("start", _INT), ("end", _INT)]))
_PLACE = [("doc", _TEXT), ("sentence", _INT)]
_SPAN = [
    ("lang", _TEXT),
    ("section", _TEXT),
    ("start", _INT),
    ("end", _INT),
    ("text", _TEXT),
    ("clean", _TEXT),
]

SCHEMAS: dict[str, pa.Schema] = {
    "documents": pa.schema(
        [
            ("doc", _TEXT),
            ("file", _TEXT),
            ("sha256", _TEXT),
            ("format", _TEXT),
            ("encoding", _TEXT),
            ("encoding_reason", _TEXT),
            ("lang", _TEXT),
            ("title", _TEXT),
            ("author", _TEXT),
            ("year", _TEXT),
            ("source", _TEXT),
            ("translation_of", _TEXT),
            ("sentences", _INT),
            ("words", _INT),
            ("text", _TEXT),
        ]
    ),
    "segments": pa.schema([("doc", _TEXT), ("segment", _INT), *_SPAN, ("pieces", _SPANS)]),
    "sentences": pa.schema([*_PLACE, ("segment", _INT), *_SPAN]),
    "tokens": pa.schema(
        [
            *_PLACE,
            ("token", _INT),
            *_SPAN,
            ("norm", _TEXT),
            ("lemma", _TEXT),
            ("pos", _TEXT),
            ("is_word", pa.bool_()),
        ]
    ),
    "entities": pa.schema(
        [
            *_PLACE,
            ("entity", _INT),
            *_SPAN,
            ("label", _TEXT),
            ("id", _TEXT),
            ("name", _TEXT),
            ("role", _TEXT),
            ("role_start", _INT),
            ("role_end", _INT),
            ("role_of", _TEXT),
            ("score", _REAL),
            ("source", _TEXT),
            ("version", _TEXT),
        ]
    ),
    "claims": pa.schema(
        [
            *_PLACE,
            ("claim", _INT),
            *_SPAN,
            ("tag", _TEXT),
            ("stance", _TEXT),
            ("holder", _TEXT),
            ("holder_id", _TEXT),
            ("organisations", pa.list_(_TEXT)),
            ("score", _REAL),
            ("evidence", _SPANS),
            ("cues", pa.list_(_TEXT)),
            ("source", _TEXT),
            ("version", _TEXT),
        ]
    ),
    "alignments": pa.schema(
        [
            ("kind", _TEXT),
            ("left_doc", _TEXT),
            ("left_sentences", pa.list_(_INT)),
            ("right_doc", _TEXT),
            ("right_sentences", pa.list_(_INT)),
            ("score", _REAL),
        ]
    ),
}


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table with the schema of dataset table `name`."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=SCHEMAS[name])


def write(folder: Path, name: str, rows: Iterable[Row]) -> Path:
    """Write `rows` as `folder/name.parquet`; the same rows give the same bytes."""
    path = folder / f"{name}.parquet"
    with replacing(path) as temporary:
        pq.write_table(table_of(name, rows), temporary, compression="zstd")
    return path


def read(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """Read dataset table `name`. Raises DalilError when the study has not been run."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise DalilError("there is no such table yet; run `dalil run` first", file=path)
    return pq.read_table(path, columns=columns)
