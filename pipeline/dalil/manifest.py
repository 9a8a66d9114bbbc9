"""`corpus/manifest.csv`: which texts a study holds and what is known of them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from dalil.errors import DalilError
from dalil.files import write_text

LANGUAGES = ("fa", "ar", "en")


@dataclass(frozen=True)
class Entry:
    """One row. `doc` is the document's id, `file` lies in the corpus folder.

    `translation_of` is the `doc` of the text that this one translates; `lang` and `encoding`
    overrule what would be found out. All but `doc`, `file` and `sha256` may be empty.
    """

    doc: str
    file: str
    sha256: str
    title: str = ""
    author: str = ""
    year: str = ""
    source: str = ""
    lang: str = ""
    translation_of: str = ""
    encoding: str = ""


COLUMNS = tuple(f.name for f in fields(Entry))


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def document_id(file: str) -> str:
    """The document id that a file name gives: the name without its last suffix.

    What an id can't hold (spaces, brackets) becomes a hyphen.
    """
    stem = Path(file).name.rpartition(".")[0] or Path(file).name
    return re.sub(r"[^\w.-]+", "-", stem).strip("-") or "document"


def read_manifest(path: Path) -> list[Entry]:
    """The rows of a manifest. Raises the first of the errors of `check_manifest`."""
    entries, problems = _parse(path)
    if problems:
        raise problems[0]
    return entries


def check_manifest(path: Path, corpus: Path) -> list[DalilError]:
    """All that is wrong with a manifest and with the files that it names."""
    entries, problems = _parse(path)
    lines = {entry.doc: number for number, entry in enumerate(entries, 2)}
    for entry in entries:
        file = corpus / entry.file
        line = lines[entry.doc]
        if not file.is_file():
            message = f"{corpus.name}/ has no {entry.file!r}; put it back or take the row out"
            problems.append(DalilError(message, file=path, line=line, field="file"))
        elif entry.sha256 and sha256(file) != entry.sha256:
            message = (
                f"{entry.file!r} was changed since it was added; if that was meant, "
                "run `dalil add --update` on it"
            )
            problems.append(DalilError(message, file=path, line=line, field="sha256"))
    return problems


def _parse(path: Path) -> tuple[list[Entry], list[DalilError]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [DalilError("there is no manifest; `dalil add` makes one", file=path)]
    except UnicodeDecodeError as error:
        message = f"this is not UTF-8 ({error.reason}); save it as CSV UTF-8"
        return [], [DalilError(message, file=path)]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [c for c in ("doc", "file", "sha256") if c not in (reader.fieldnames or ())]
    if missing:
        return [], [DalilError(f"the column {missing[0]!r} is missing", file=path, line=1)]
    strange = [c for c in reader.fieldnames or () if c not in COLUMNS]
    problems: list[DalilError] = []
    if strange:
        message = f"no column is called {strange[0]!r}; there are {', '.join(COLUMNS)}"
        problems.append(DalilError(message, file=path, line=1))
    entries: list[Entry] = []
    rows = list(reader)
    docs = {(row.get("doc") or "").strip() for row in rows}
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        entry = Entry(**{c: (row.get(c) or "").strip() for c in COLUMNS})
        for name, message in _wrong(entry, docs, seen):
            problems.append(DalilError(message, file=path, line=line, field=name))
        seen.add(entry.doc)
        entries.append(entry)
    return entries, problems


def _wrong(entry: Entry, docs: set[str], seen: set[str]) -> Iterable[tuple[str, str]]:
    if not entry.doc:
        yield "doc", "every row needs a document id"
    elif not re.fullmatch(r"[\w.-]+", entry.doc):
        yield (
            "doc",
            f"{entry.doc!r}: an id is letters, digits, dots, hyphens and underscores",
        )
    if entry.doc in seen:
        yield "doc", f"{entry.doc!r} stands in the manifest twice"
    if not entry.file or Path(entry.file).is_absolute() or ".." in Path(entry.file).parts:
        yield "file", "wanted is the name of a file in the corpus folder"
    if entry.lang and entry.lang not in LANGUAGES:
        yield (
            "lang",
            f"{entry.lang!r} is not one of {', '.join(LANGUAGES)}; leave it empty if mixed",
        )
    if entry.translation_of and entry.translation_of not in docs:
        yield "translation_of", f"no document is called {entry.translation_of!r}"
    if entry.translation_of and entry.translation_of == entry.doc:
        yield "translation_of", "a text can't translate itself"


def write_manifest(path: Path, entries: Sequence[Entry]) -> None:
    """Write the rows, whole or not at all."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    write_text(path, buffer.getvalue())


def parallel_pairs(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """The pairs of documents that say the same, in manifest order.

    Translations of one text are parallel to it and to each other.
    """
    parent = {entry.doc: entry.translation_of for entry in entries}

    def origin(doc: str) -> str:
        passed = {doc}
        while parent.get(doc) and parent[doc] not in passed:
            doc = parent[doc]
            passed.add(doc)
        return doc

    origins = [(entry.doc, origin(entry.doc)) for entry in entries]
    return [
        (left, right)
        for i, (left, root) in enumerate(origins)
        for right, other in origins[i + 1 :]
        if other == root
    ]
