"""What a run keeps of a document, so that the next one need not do it again."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

from dalil.files import replacing
from dalil.run.document import Result

FOLDER = "cache"


def _path(outputs: Path, doc: str) -> Path:
    return outputs / FOLDER / f"{doc}.json.gz"


def load(outputs: Path, doc: str, key: str) -> Result | None:
    """The kept result of `doc` if it was made under the same key, else None."""
    try:
        with gzip.open(_path(outputs, doc), "rt", encoding="utf-8") as file:
            kept = json.load(file)
        return Result(**kept["result"]) if kept["key"] == key else None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return None  # not there, or damaged by a crash: then it is made anew


def save(outputs: Path, key: str, result: Result) -> None:
    """Keep `result` under `key`; results that say why a document failed are not kept."""
    if result.error:
        return
    content = json.dumps({"key": key, "result": vars(result)}, ensure_ascii=True)
    with replacing(_path(outputs, result.doc)) as temporary:
        temporary.write_bytes(gzip.compress(content.encode("ascii"), 1, mtime=0))


def forget_others(outputs: Path, docs: set[str]) -> None:
    """Drop what is kept of documents that the study no longer has."""
    folder = outputs / FOLDER
    for path in folder.glob("*.json.gz") if folder.is_dir() else ():
        if path.name.removesuffix(".json.gz") not in docs:
            path.unlink()
