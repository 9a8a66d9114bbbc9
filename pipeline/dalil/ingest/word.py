"""DOCX: paragraphs, tables, notes and running headers of a Word document, in document order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from dalil.errors import DalilError
from dalil.ingest.extract import Extract, TextBuilder, is_data_row

MAX_UNPACKED = 1_000_000_000  # bytes; beyond it the archive is a bomb, not a manuscript

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"  # the container of .doc and of password-protected .docx
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = frozenset(
    {_FALLBACK, *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:sectPr", "w:tblPr", "w:sdtPr"))}
)
_TEXT_BOX = qn("w:txbxContent")
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
    qn("w:softHyphen"): "\u00ad",
}
# Built-in styles keep their English names in the file, whatever language Word speaks.
_STYLES = (
    (re.compile(r"title$"), "title"),
    (re.compile(r"(toc )?heading\b|subtitle$"), "heading"),
    (re.compile(r"caption$"), "caption"),
    (re.compile(r"(footnote|endnote) text$"), "note"),
    (re.compile(r"toc \d|table of (figures|authorities)$|header$|footer$"), "header"),
    (re.compile(r"list\b"), "list"),
)
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def extract(data: bytes, file: Path, encoding: str | None) -> Extract:
    """The text of body, then notes, then running headers and footers (each once).

    Insertions of tracked changes are in, deletions out; hidden text, comments and the numbers
    that Word generates (of lists, notes, pages) are not in the text. A table's row is one block
    with tabs between its cells, unless it lays out the page.
    """
    document = _open(data, file)
    styles = _style_kinds(document)
    builder = TextBuilder()
    for text, kind in _blocks(document.element.body, styles):
        builder.add(text, kind)
    for relation in ("footnotes", "endnotes"):
        for part in _related(document, relation, file):
            for note in part:
                if note.get(qn("w:type")) not in _SEPARATORS:
                    for text, _ in _blocks(note, styles):
                        builder.add(text.strip(), "note")
    running: dict[str, None] = {}
    for relation in ("header", "footer"):
        for part in _related(document, relation, file):
            running.update(dict.fromkeys(text.strip() for text, _ in _blocks(part, styles)))
    for text in running:
        builder.add(text, "header")
    title = _property_title(document)
    if not title:
        titles = [block for block in builder.blocks if block.kind == "title"]
        title = builder.text[titles[0].start : titles[0].end] if titles else ""
    return Extract(builder.text, builder.blocks, title)


def _open(data: bytes, file: Path) -> Document:
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise DalilError(
            "this document is encrypted, or an old .doc with a new name. "
            "Save it in Word as .docx, without a password.",
            file=file,
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_UNPACKED:
            raise DalilError(
                f"unpacks to {size:,} bytes, more than {MAX_UNPACKED:,}: this is no manuscript.",
                file=file,
            )
        return docx.Document(io.BytesIO(data))
    except DalilError:
        raise
    except Exception as error:  # python-docx lets through whatever broke inside of it
        raise _damaged(error, file) from error


def _property_title(document: Document) -> str:
    links = document.part.package.rels.values()
    # python-docx makes up properties, with a title, for a document that has none.
    if not any(link.reltype.endswith("/core-properties") for link in links):
        return ""
    return str(document.core_properties.title).strip()


def _related(document: Document, relation: str, file: Path) -> Iterator[Any]:
    for link in document.part.rels.values():
        if link.reltype.endswith(f"/{relation}") and not link.is_external:
            try:
                yield parse_xml(link.target_part.blob)
            except XMLSyntaxError as error:
                raise _damaged(error, file) from error


def _damaged(error: Exception, file: Path) -> DalilError:
    return DalilError(
        f"not a DOCX file, or a damaged one ({type(error).__name__}: {error}). "
        "Open it in Word or LibreOffice and save it again.",
        file=file,
    )


def _style_kinds(document: Document) -> dict[str, str]:
    """Style id → block kind, for the paragraph styles that tell one, own or inherited."""
    elements = {style.get(qn("w:styleId")): style for style in document.styles.element.style_lst}
    kinds = {}
    for name in elements:
        seen: set[str] = set()
        style = elements[name]
        while style is not None and style.get(qn("w:styleId")) not in seen:
            seen.add(style.get(qn("w:styleId")))
            if kind := _style_kind(style):
                kinds[name] = kind
                break
            base = style.find(qn("w:basedOn"))
            style = elements.get(base.get(qn("w:val"))) if base is not None else None
    return kinds


def _style_kind(style: Any) -> str:
    name = style.find(qn("w:name"))
    label = name.get(qn("w:val"), "").lower() if name is not None else ""
    for pattern, kind in _STYLES:
        if pattern.match(label):
            return kind
    return _own_kind(style.find(qn("w:pPr")))


def _own_kind(properties: Any) -> str:
    """What a paragraph's (or style's) properties say: an outline level, a list number."""
    if properties is None:
        return ""
    level = properties.find(qn("w:outlineLvl"))
    if level is not None and level.get(qn("w:val")) != "9":  # 9 is body text
        return "heading"
    number = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    return "list" if number is not None and number.get(qn("w:val")) != "0" else ""


def _blocks(parent: Any, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Text and kind of what stands in `parent`, in order."""
    for element in parent:
        if element.tag in _SKIPPED:
            continue
        if element.tag == qn("w:p"):
            yield _text(element), _kind(element, styles)
            for box in element.iter(_TEXT_BOX):
                if not any(outer.tag == _FALLBACK for outer in box.iterancestors()):
                    yield from _blocks(box, styles)
        elif element.tag == qn("w:tr"):
            yield from _row(element, styles)
        else:  # tables, content controls, custom XML
            yield from _blocks(element, styles)


def _row(row: Any, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    if row.find(f".//{qn('w:tbl')}") is None:
        cells = [
            [text for text, _ in _blocks(cell, styles) if text.strip()]
            for cell in row.iter(qn("w:tc"))
        ]
        if is_data_row(cells):
            yield "\t".join(cell[0] if cell else "" for cell in cells), "table"
            return
    for cell in row:
        yield from _blocks(cell, styles)


def _kind(paragraph: Any, styles: dict[str, str]) -> str:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return "paragraph"
    style = properties.find(qn("w:pStyle"))
    named = styles.get(style.get(qn("w:val")), "") if style is not None else ""
    own = _own_kind(properties)
    return (own if own == "heading" and not named else named or own) or "paragraph"


def _text(paragraph: Any) -> str:
    """The characters of a paragraph, without those of the text boxes anchored in it."""
    parts: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _SKIPPED or tag == _TEXT_BOX or (tag == qn("w:r") and _is_hidden(element)):
            continue
        if tag in (qn("w:t"), _MATH_TEXT):
            parts.append(element.text or "")
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
        elif tag == qn("w:sym"):
            parts.append(_symbol(element.get(qn("w:char"), "")))
        waiting.extend(reversed(element))
    return "".join(parts)


def _symbol(code: str) -> str:
    """A character of a symbol font, in the private area where Word puts it."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0xFFFD
    return "\ufffd" if 0xD800 <= number <= 0xDFFF or not number else chr(number)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")
