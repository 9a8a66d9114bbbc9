"""Markdown: the source as it is, with the blocks that CommonMark (and tables) finds in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dalil.ingest.encoding import decode
from dalil.ingest.extract import Extract
from dalil.ingest.model import Block

_LINE_END = re.compile("\r\n?|\n")  # what markdown-it counts as one
_FRONT_MATTER = re.compile(r"\A---[ \t]*[\r\n](.*?)[\r\n]---[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"(?:\A|[\r\n])title:[ \t]*([^\r\n]*[^\r\n \t])")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_LINK_DEFINITION = re.compile(r"\[[^\]^][^\]]*\]:[ \t]*\S+[^\r\n]*(?=[\r\n]|\Z)")
_DEFINITIONS = (_FOOTNOTE, _LINK_DEFINITION)
_MARKERS = re.compile(r"(?:[ \t]+|>|#{1,6}(?=[ \t])|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))+")
_HEADING_END = re.compile(r"(?:[ \t]+#+)?[ \t]*\Z|(?:\r\n?|\n)[ \t>]*(?:=+|-+)[ \t]*\Z")
# Tags that stand inside a sentence; any other tag in an HTML block ends a paragraph.
_HTML_BREAK = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|pre)\b.*?(?:</\1\s*>|\Z)"
    r"|</?(?!(?:a|abbr|b|bdi|bdo|br|cite|em|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b)"
    r"[a-zA-Z!?][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")


def extract(data: bytes, file: Path, encoding: str | None) -> Extract:
    """The decoded source and the spans of its blocks, less their leading markers.

    The first `#` heading is the title, unless the front matter names one. Tables are blocks row
    by row; a footnote definition is a note. Code, comments, front matter and link definitions
    are no blocks. Markers inside a block (emphasis, links, the `>` of a quotation's later lines)
    stay part of its span.
    """
    decoded = decode(data, file=file, encoding=encoding)
    text = decoded.text
    start, title = 0, ""
    if front := _FRONT_MATTER.match(text):
        start = front.end()
        if named := _FRONT_TITLE.search(front[1]):
            title = named[1].strip("\"'")
    blocks = tuple(_blocks(text, start))
    heads = [block for block in blocks if block.kind == "title"]
    if not title and heads:
        title = text[heads[0].start : heads[0].end]
    return Extract(text, blocks, title, decoded.encoding, decoded.reason)


def _blocks(text: str, offset: int) -> Iterator[Block]:
    # Link definitions are recognised below: markdown-it would swallow a one-word footnote
    # definition as one.
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    body = text[offset:]
    lines = [offset, *(offset + end.end() for end in _LINE_END.finditer(body)), len(text)]
    inside: list[str] = []  # the open containers
    titled = False
    for token in parser.parse(body):
        if token.type.endswith("_open"):
            inside.append(token.type)
        elif token.type.endswith("_close"):
            inside.pop()
        if token.map is None or not _is_leaf(token):
            continue
        start, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
        if token.type == "html_block":
            yield from _html(text, start, end)
            continue
        kind = "paragraph"
        if token.type == "heading_open":
            kind = "heading" if titled or token.tag != "h1" else "title"
            titled = titled or kind == "title"
        elif token.type == "tr_open":
            kind = "table"
        elif "list_item_open" in inside:
            kind = "list"
        yield from _trimmed(text, start, end, kind)


def _is_leaf(token: Token) -> bool:
    return token.type in ("heading_open", "paragraph_open", "tr_open", "html_block")


def _trimmed(text: str, start: int, end: int, kind: str) -> Iterator[Block]:
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    if marker := _MARKERS.match(text, start, end):
        start = marker.end()
    if kind in ("title", "heading"):
        end = start + len(_HEADING_END.sub("", text[start:end], count=1))
    if kind == "table":
        start, end = _inner(text, start, end, "| \t")
    if kind in ("paragraph", "list"):
        yield from _definitions(text, start, end, kind)
    elif start < end:
        yield Block(start, end, kind)


def _inner(text: str, start: int, end: int, edge: str) -> tuple[int, int]:
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end


def _definitions(text: str, start: int, end: int, kind: str) -> Iterator[Block]:
    """A paragraph, cut at the lines that begin with the definition of a footnote or a link."""
    starts = [line.end() for line in _LINE_END.finditer(text, start, end)]
    cuts = [at for at in starts if any(d.match(text, at, end) for d in _DEFINITIONS)]
    for left, right in pairwise([start, *cuts, end]):
        this = kind
        if note := _FOOTNOTE.match(text, left, right):
            left, this = note.end(), "note"
        elif link := _LINK_DEFINITION.match(text, left, right):
            left = link.end()
        left, right = _inner(text, left, right, " \t\r\n")
        if left < right:
            yield Block(left, right, this)


def _html(text: str, start: int, end: int) -> Iterator[Block]:
    """The paragraphs inside raw HTML, such as `<div dir="rtl">…</div>`."""
    breaks = [match.span() for match in _HTML_BREAK.finditer(text, start, end)]
    edges = [start, *(edge for span in breaks for edge in span), end]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        left, right = _inner(text, left, right, " \t\r\n")
        if _TAG.sub("", text[left:right]).strip():
            yield Block(left, right, "paragraph")
