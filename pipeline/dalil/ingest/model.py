"""What ingest gives: the text of a file as decoded, and how it was come by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A unit that the file's own format marks: raw span and kind.

    `kind` is one of title, heading, paragraph, list, caption, note, table, header, page.
    `page` blocks tell where the pages of a PDF lie and may overlap the others.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Source:
    """One file, read.

    `text` is the raw text that all offsets point into: the decoded file for plain text and
    Markdown (line ends as found), the extracted text for HTML, DOCX and PDF. `blocks` is what
    the format says of its structure, empty where it says nothing. `encoding` is the decision,
    `encoding_reason` why (`bom`, `declared`, `utf-8 decodes`, `letters`, …).
    """

    doc: str
    file: str
    text: str
    sha256: str
    format: str
    encoding: str
    encoding_reason: str
    blocks: tuple[Block, ...] = ()
    title: str = ""
