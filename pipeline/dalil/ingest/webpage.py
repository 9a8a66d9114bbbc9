"""HTML: the text that a browser shows, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from dalil.errors import DalilError
from dalil.ingest.encoding import decode
from dalil.ingest.extract import Extract, TextBuilder, is_data_row

_DECLARED = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; the standard says 1,024, old pages put more before it

# Not shown, or not prose.
_SKIPPED = frozenset(
    ("head", "script", "style", "template", "noscript", "svg", "iframe", "object", "embed")
    + ("canvas", "audio", "video", "map", "select", "button", "textarea", "input", "datalist")
)
_KINDS = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("p", "div", "section", "article", "main", "body", "blockquote"), "paragraph"),
    **dict.fromkeys(("pre", "address", "center", "form", "fieldset", "details"), "paragraph"),
    **dict.fromkeys(("figure", "summary", "hr", "table", "td", "th", "hgroup"), "paragraph"),
    **dict.fromkeys(("tbody", "thead", "tfoot", "html", "search", "dialog"), "paragraph"),
    **dict.fromkeys(("li", "dt", "dd", "ul", "ol", "dl", "menu"), "list"),
    **dict.fromkeys(("figcaption", "caption", "legend"), "caption"),
    **dict.fromkeys(("header", "footer", "nav", "aside"), "header"),
    "h1": "title",
    "tr": "table",
}
# Class and role names, the second half those with which Word writes its pages.
_NAMED_KINDS = {
    **dict.fromkeys(("footnote", "footnotes", "endnote", "endnotes"), "note"),
    **dict.fromkeys(("doc-footnote", "doc-endnote", "doc-endnotes"), "note"),
    **dict.fromkeys(("navigation", "banner", "contentinfo", "complementary"), "header"),
    **dict.fromkeys(("msofootnotetext", "msoendnotetext"), "note"),
    **dict.fromkeys(("msoheader", "msofooter"), "header"),
    "msotitle": "title",
    "msocaption": "caption",
    "msolistparagraph": "list",
}
# A kind that holds for all that is inside, whatever its tags say.
_STICKY = ("header", "note", "caption", "table")
_HEADINGS = ("title", "heading")

_SPACE = re.compile("[ \t\n\r\f]+")  # what HTML collapses; a no-break space is not among it
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" *\n *")
_PARAGRAPH_BREAK = re.compile("\n{2,}")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def extract(data: bytes, file: Path, encoding: str | None) -> Extract:
    """The shown text: blocks parted by an empty line, `<br>` as a line end, entities decoded.

    White space is collapsed as HTML does, except in `<pre>`. Two `<br>` in a row part blocks,
    as old pages mean it. A table row is one block with tabs between its cells, unless a cell
    holds blocks itself (a table for layout). Scripts, form controls, what is hidden by
    `hidden` or `display:none`, and the `<title>` (it is `Extract.title`) are not in the text.
    """
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = (found[1] or found[2]).decode("ascii") if found else None
    decoded = decode(data, file=file, encoding=encoding, declared=label)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(decoded.text.encode("utf-8"), parser)
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise DalilError(
            f"the HTML can't be read to its end ({parser.error_log.last_error.message}). "
            "Save the page again, for instance as plain text or DOCX.",
            file=file,
        )
    if root is None:
        raise DalilError("there is no text in it, only markup.", file=file)
    titles = root.findall(".//head/title")
    title = _SPACE.sub(" ", titles[0].text or "").strip() if titles else ""
    builder = _Walk(root).builder
    return Extract(builder.text, builder.blocks, title, decoded.encoding, decoded.reason)


@dataclass(frozen=True)
class _Frame:
    """An open block element."""

    tag: str
    kind: str
    kept_space: bool


class _Walk:
    """One pass over the tree, without recursion: old pages nest without bounds."""

    def __init__(self, root: etree._Element) -> None:
        self.builder = TextBuilder()
        self._frames = [_Frame("html", "paragraph", False)]
        self._pieces: list[str] = []
        self._titled = False
        steps = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in steps:
            if event == "start":
                if self._enter(element):
                    skipped = element
                    steps.skip_subtree()
                continue
            if element is skipped:
                skipped = None
            elif element.tag in _KINDS:
                self._flush()
                self._frames.pop()
            if element is not root:
                self._text(element.tail)
        self._flush()

    def _enter(self, element: etree._Element) -> bool:
        """Take up an element; True where its inside is done with."""
        tag = element.tag
        if tag in _SKIPPED or element.get("hidden") is not None:
            return True
        if _HIDDEN.search(element.get("style", "")):
            return True
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _KINDS:
            self._flush()
            kind = self._kind(element)
            if kind == "table" and tag == "tr":
                if row := _data_row(element):
                    self.builder.add(row, kind)
                    return True
                kind = "paragraph"
            kept = tag == "pre" or self._frames[-1].kept_space
            self._frames.append(_Frame(tag, kind, kept))
        self._text(element.text)
        return False

    def _kind(self, element: etree._Element) -> str:
        kind = _KINDS[element.tag]
        names = f"{element.get('class', '')} {element.get('role', '')}".lower().split()
        named = [_NAMED_KINDS[name] for name in names if name in _NAMED_KINDS]
        if "note" in named:
            return "note"
        outer = self._frames[-1]
        if outer.kind in _STICKY and not (kind in _HEADINGS and self._heads_an_article(element)):
            return outer.kind
        if named:
            kind = named[0]
        elif kind == "paragraph" and outer.kind in ("list", *_HEADINGS):
            kind = outer.kind
        if kind == "title":
            kind = "heading" if self._titled else kind
            self._titled = True
        return kind

    def _heads_an_article(self, element: etree._Element) -> bool:
        sticky = [frame.tag for frame in self._frames if frame.kind == "header"]
        return set(sticky) <= {"header", "div", "hgroup"} and any(
            outer.tag in ("article", "main") for outer in element.iterancestors()
        )

    def _text(self, text: str | None) -> None:
        if text:
            self._pieces.append(text if self._frames[-1].kept_space else _SPACE.sub(" ", text))

    def _flush(self) -> None:
        text, frame = "".join(self._pieces), self._frames[-1]
        self._pieces.clear()
        if frame.kept_space:
            self.builder.add(text.strip("\n"), frame.kind)
            return
        text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text)).strip(" \n")
        for part in _PARAGRAPH_BREAK.split(text):
            self.builder.add(part, frame.kind)


def _data_row(row: etree._Element) -> str:
    """The cells of a row, parted by tabs; empty where the row lays out a page."""
    if row.find(".//table") is not None:
        return ""
    cells = []
    for cell in row.iterchildren("td", "th"):
        part = _Walk(cell).builder
        cells.append([part.text[block.start : block.end] for block in part.blocks])
    return "\t".join(cell[0] if cell else "" for cell in cells) if is_data_row(cells) else ""
