"""Reading and checking `gazetteer.csv`, the names that a linguist edits in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dalil.entities.names import key, parse_name
from dalil.errors import DalilError, DalilWarning

LANGUAGES = ("en", "fa", "ar")
COLUMNS = (
    "id",
    "type",
    "kind",
    *LANGUAGES,
    *(f"aliases_{lang}" for lang in LANGUAGES),
    "note",
)
TYPES = ("PER", "ORG", "LOC", "EVENT", "LAW")

_ID = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_COUNTRY_ID = re.compile(r"[A-Z]{3}")
# Letters that belong to the other language's keyboard; matching does not care, readers do.
_STRANGE = {
    "fa": re.compile("[يىكة٠-٩]"),
    "ar": re.compile("[یکۀ۰-۹]"),
}
_LATIN = re.compile("[A-Za-z]{2}")


@dataclass(frozen=True)
class Entry:
    """One entity: a row of the gazetteer. `line` is where it stands in the file (0: nowhere)."""

    id: str
    type: str
    kind: str
    en: str
    fa: str = ""
    ar: str = ""
    aliases_en: tuple[str, ...] = ()
    aliases_fa: tuple[str, ...] = ()
    aliases_ar: tuple[str, ...] = ()
    note: str = ""
    line: int = 0

    def written(self, lang: str) -> tuple[str, ...]:
        """The name and the aliases in one language, as they stand in the file."""
        name: str = getattr(self, lang)
        aliases: tuple[str, ...] = getattr(self, f"aliases_{lang}")
        return (name, *aliases) if name else aliases

    def row(self) -> dict[str, str]:
        """The cells of the entry by column."""
        cells = {column: getattr(self, column) for column in COLUMNS}
        return {c: v if isinstance(v, str) else "|".join(v) for c, v in cells.items()}


@dataclass(frozen=True)
class Gazetteer:
    """The entries in the order of the file. `version` is a short hash of the file's content."""

    entries: tuple[Entry, ...]
    version: str = ""

    def by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}


def read_gazetteer(path: str | Path) -> Gazetteer:
    """The gazetteer in `path`. Raises the first of `check_gazetteer`'s errors; warnings pass."""
    text, version = _read(Path(path))
    entries, problems = _parse(text, Path(path))
    for problem in problems:
        if problem.severity == "error":
            raise problem
    return Gazetteer(tuple(entries), version)


def check_gazetteer(path: str | Path) -> list[DalilError]:
    """All that is wrong with a gazetteer, in the order of its lines; empty when nothing is.

    A `DalilWarning` (severity `warning`) leaves the file usable, a `DalilError` does not.
    """
    try:
        text, _ = _read(Path(path))
    except DalilError as error:
        return [error]
    entries, problems = _parse(text, Path(path))
    problems += _shared_names(entries, Path(path))
    return sorted(problems, key=lambda problem: problem.line or 0)


def _read(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DalilError("there is no such file; `dalil init` makes one", file=path) from None
    version = hashlib.sha256(data).hexdigest()[:12]
    try:
        # Spreadsheets put a byte-order mark before UTF-8.
        return data.decode("utf-8-sig"), version
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8; save the table as “CSV UTF-8” in the spreadsheet"
        raise DalilError(message, file=path, line=line) from None


def _records(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line. Raises DalilError at unbalanced quotes."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = (
                f"the quotes do not close as they should ({error}); a cell with a quote or a comma "
                'stands in quotes, and a quote inside it is doubled: "say ""so"""'
            )
            raise DalilError(message, file=path, line=line) from None
        if any(cell.strip() for cell in record):
            yield line, record
        line = reader.line_num + 1


def _parse(text: str, path: Path) -> tuple[list[Entry], list[DalilError]]:
    entries: list[Entry] = []
    problems: list[DalilError] = []
    records = _records(text, path)
    try:
        header = next(records, None)
        if header is None:
            message = f"the table is empty; its first line is {','.join(COLUMNS)}"
            return [], [DalilError(message, file=path, line=1)]
        columns = [cell.strip().lower() for cell in header[1]]
        problems += _header_problems(columns, path, header[0])
        if any(problem.severity == "error" for problem in problems):
            return [], problems
        seen: dict[str, int] = {}
        for line, record in records:
            if len(record) != len(columns):
                message = (
                    f"{len(record)} cells where the header has {len(columns)}; "
                    "a comma inside a cell needs quotes around the cell"
                )
                problems.append(DalilError(message, file=path, line=line))
                continue
            cells = dict(zip(columns, (cell.strip() for cell in record), strict=True))
            entry = _entry(cells, line)
            problems += _entry_problems(entry, path, seen)
            seen.setdefault(entry.id, line)
            entries.append(entry)
    except DalilError as error:
        problems.append(error)
    return entries, problems


def _entry(cells: dict[str, str], line: int) -> Entry:
    def aliases(lang: str) -> tuple[str, ...]:
        parts = (part.strip() for part in cells[f"aliases_{lang}"].split("|"))
        return tuple(part for part in parts if part)

    plain = {column: cells[column] for column in COLUMNS if not column.startswith("aliases_")}
    return Entry(
        **plain,  # type: ignore[arg-type]
        aliases_en=aliases("en"),
        aliases_fa=aliases("fa"),
        aliases_ar=aliases("ar"),
        line=line,
    )


def _header_problems(columns: list[str], path: Path, line: int) -> Iterator[DalilError]:
    missing = [column for column in COLUMNS if column not in columns]
    if missing and len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        message = "the cells are not separated by commas; save the table as “CSV UTF-8 (comma)”"
        yield DalilError(message, file=path, line=line)
        return
    for column in missing:
        message = f"this column is missing; the header is {','.join(COLUMNS)}"
        yield DalilError(message, file=path, line=line, field=column)
    for column in dict.fromkeys(columns):
        if columns.count(column) > 1:
            yield DalilError("this column stands there twice", file=path, line=line, field=column)
        elif column not in COLUMNS:
            message = "this column is not used; names belong into the columns of their language"
            yield DalilWarning(message, file=path, line=line, field=column or "(no name)")


def _entry_problems(entry: Entry, path: Path, seen: dict[str, int]) -> Iterator[DalilError]:
    def error(field: str, message: str) -> DalilError:
        return DalilError(message, file=path, line=entry.line, field=field)

    def warning(field: str, message: str) -> DalilWarning:
        return DalilWarning(message, file=path, line=entry.line, field=field)

    if not entry.id:
        yield error("id", "the id is empty; take a short English name in capitals: FERGANA-VALLEY")
    elif not _ID.fullmatch(entry.id):
        yield error("id", f"{entry.id!r} is no id; capitals, digits and hyphens only: CSTO-RRF")
    elif entry.id in seen:
        message = f"{entry.id!r} stands in line {seen[entry.id]} already; join the two rows"
        yield error("id", message)
    if entry.type not in TYPES:
        yield error("type", f"{entry.type!r} is no type; allowed are {', '.join(TYPES)}")
    if entry.kind == "country" and not _COUNTRY_ID.fullmatch(entry.id):
        yield error("id", f"a country has its ISO 3166-1 alpha-3 code as id, not {entry.id!r}")
    if not entry.en:
        yield error("en", "the English name is empty; it is the entity's name in all outputs")
    for lang in LANGUAGES:
        if lang != "en" and not getattr(entry, lang):
            yield warning(lang, f"no name in this language: {entry.id} is not found in such texts")
        for field in (lang, f"aliases_{lang}"):
            values = getattr(entry, field)
            for written in (values,) if isinstance(values, str) else values:
                if not written:
                    continue
                try:
                    name = parse_name(written)
                except ValueError as problem:
                    yield error(field, str(problem))
                    continue
                if field == lang and name.text != written:
                    message = f"{written!r}: brackets and ! are for the aliases, not for the name"
                    yield error(field, message)
                if len(key(name.text, lang)) < 2:
                    yield error(field, f"{written!r} is too short to be looked for")
                strange = _STRANGE[lang].search(written) if lang in _STRANGE else None
                if strange:
                    message = f"{written!r} has {strange.group()!r}, a letter of the other keyboard"
                    yield warning(field, message)
                if lang != "en" and _LATIN.search(name.text):
                    message = f"{written!r} is in Latin letters; it belongs into aliases_en"
                    yield warning(field, message)


def _shared_names(entries: list[Entry], path: Path) -> Iterator[DalilWarning]:
    """Names that two rows claim: of one type they give a mention without id, of two types none."""
    for lang in LANGUAGES:
        claimed: dict[str, Entry] = {}
        for entry in entries:
            for spelling, written in _claims(entry, lang).items():
                other = claimed.setdefault(spelling, entry)
                if other.id == entry.id or _is_meant(entry, other):
                    continue
                effect = "a mention without id" if other.type == entry.type else "no mention"
                message = (
                    f"{written!r} is also claimed by {other.id} (line {other.line}); it gives "
                    f"{effect} unless the paragraph names one of them otherwise; where that is "
                    f"meant, write “shared with {other.id}” in the note"
                )
                field = lang if written == getattr(entry, lang) else f"aliases_{lang}"
                yield DalilWarning(message, file=path, line=entry.line, field=field)


def _is_meant(entry: Entry, other: Entry) -> bool:
    """Whether a note says that the two share a name: "the surname is shared with ILHAM-ALIYEV"."""
    return f"shared with {other.id}" in entry.note or f"shared with {entry.id}" in other.note


def _claims(entry: Entry, lang: str) -> dict[str, str]:
    """The keys of an entry's unguarded names, with what was written."""
    found: dict[str, str] = {}
    blocked: set[str] = set()
    for written in entry.written(lang):
        try:
            name = parse_name(written)
        except ValueError:
            continue
        spelling = key(name.text, lang)
        if lang == "en" and name.text.isupper():
            spelling = name.text  # US is not us, GUAM not Guam
        if name.blocked:
            blocked.add(spelling)
        elif name.whole == name.text and not name.year:
            found.setdefault(spelling, written)
    return {spelling: written for spelling, written in found.items() if spelling not in blocked}
