"""Reads one file of any supported format."""

from __future__ import annotations

import hashlib
import re
from importlib import import_module
from pathlib import Path

from dalil.errors import DalilError
from dalil.ingest.extract import Extract
from dalil.ingest.model import Source

# Longer lines are data or damage, not prose, and would be one "sentence" to every later stage.
MAX_LINE = 1_000_000

# Suffix: (format, module with `extract(data, file, encoding)`). The modules are imported when
# first needed: each pulls in the library of its format.
_FORMATS = {
    ".txt": ("txt", "plain"),
    ".md": ("md", "markdown"),
    ".html": ("html", "webpage"),
    ".htm": ("html", "webpage"),
    ".docx": ("docx", "word"),
    ".pdf": ("pdf", "pdf"),
}
SUFFIXES = tuple(_FORMATS)
_OWN_ENCODING = ("docx", "pdf")

# What a file can begin with that is no text, whatever its suffix says.
_SIGNATURES = (
    (b"%PDF-", "a PDF: name it .pdf"),
    (b"PK\x03\x04", "a ZIP archive or an office document: name a Word file .docx"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted office document: save it as an open .docx"),
    (b"{\\rtf", "an RTF document: save it as .docx"),
    (b"\x89PNG", "a picture (PNG): it needs text recognition (OCR) first"),
    (b"\xff\xd8\xff", "a picture (JPEG): it needs text recognition (OCR) first"),
    (b"GIF8", "a picture (GIF): it needs text recognition (OCR) first"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
)
_LINE_END = re.compile("[\n\r\f\v\x85\u2028\u2029]")


def read(path: Path, *, doc: str | None = None, encoding: str | None = None) -> Source:
    """The text of a file, with its structure where the format has one.

    `doc` is the id; without it, the file name less its last suffix (`gulf.fa.txt` → `gulf.fa`).
    `encoding` settles the encoding of a text, Markdown or HTML file; without it, it is found out
    (`dalil.ingest.encoding`). DOCX and PDF carry their own: there `Source.encoding` is empty and
    `encoding_reason` is `format`.

    Where `Source.blocks` is not empty, what lies outside of them (code, comments, front matter,
    markup) is not the author's prose.

    Raises DalilError, naming the file, where it is missing, empty, binary, damaged, encrypted,
    of an unsupported format or of an undecidable encoding, where it holds NULs or a line of more
    than `MAX_LINE` characters, or has no text layer.
    """
    path = Path(path)
    known = _FORMATS.get(path.suffix.lower())
    if known is None:
        raise DalilError(
            f"unsupported format {path.suffix or '(no suffix)'}: supported are "
            f"{', '.join(SUFFIXES)}. Save it as one of them.",
            file=path,
        )
    name, module = known
    if encoding is not None and name in _OWN_ENCODING:
        raise DalilError(
            f"{encoding} is given, but a {path.suffix} file carries its own encoding. "
            "Leave it empty.",
            file=path,
            field="encoding",
        )
    data = _bytes(path)
    if name not in _OWN_ENCODING:
        _refuse_other_formats(data, path)
    extract: Extract = import_module(f"dalil.ingest.{module}").extract(data, path, encoding)
    _refuse_bad_text(extract.text, path)
    return Source(
        doc=path.stem if doc is None else doc,
        file=str(path),
        text=extract.text,
        sha256=hashlib.sha256(data).hexdigest(),
        format=name,
        encoding=extract.encoding,
        encoding_reason=extract.reason,
        blocks=extract.blocks,
        title=extract.title,
    )


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DalilError("no such file.", file=path) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DalilError(f"can't be read ({why}).", file=path) from error
    if not data:
        raise DalilError("the file is empty (0 bytes).", file=path)
    return data


def _refuse_other_formats(data: bytes, path: Path) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise DalilError(f"this is not a {path.suffix} file but {what}.", file=path)


def _refuse_bad_text(text: str, path: Path) -> None:
    if not text.strip("\ufeff\u200b \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"):
        raise DalilError("there is no text in it, only space.", file=path)
    if len(text) <= MAX_LINE:
        return
    start = 0
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if len(line) > MAX_LINE:
            raise DalilError(
                f"a line of {len(line):,} characters, starting at character {start:,}: at most "
                f"{MAX_LINE:,} are taken for prose. Break the text into lines or paragraphs.",
                file=path,
                line=number,
            )
        start += len(line) + 1
