"""What made an output: versions of Dalil, its code, its libraries and the lists that it read."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import dalil
from dalil.resources import resource

LIBRARIES = (
    "hazm",
    "camel-tools",
    "spacy",
    "simplemma",
    "nltk",
    "ftfy",
    "rapidfuzz",
    "pyarrow",
    "duckdb",
    "lxml",
    "markdown-it-py",
    "pypdfium2",
    "python-crfsuite",
    "python-docx",
)


@lru_cache(maxsize=1)
def libraries() -> dict[str, str]:
    """The installed versions of the libraries on which outputs depend."""
    return {name: metadata.version(name) for name in LIBRARIES} | {
        "python": platform.python_version()
    }


@lru_cache(maxsize=1)
def code() -> str:
    """A hash of the package's own source and of the models; it changes with every change."""
    digest = hashlib.sha256()
    models = [path for path in resource("models").rglob("*") if path.suffix not in ("", ".md")]
    sources = list(Path(dalil.__file__).parent.rglob("*.py"))
    for root, paths in ((Path(dalil.__file__).parent, sources), (resource("models"), models)):
        for path in sorted(paths):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def key(*parts: Any) -> str:
    """One hash for all of `parts`, which JSON must be able to hold."""
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()


def morphology(setting: str) -> str:
    """Which Arabic morphology a setting stands for on this machine."""
    if setting == "light":
        return "light"
    from dalil.languages.morphology import find_database

    path = find_database() if setting == "auto" else Path(setting)
    return str(path.parent.name) if path else "light"
