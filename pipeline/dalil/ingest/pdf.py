"""PDF with a text layer, read with pdfium."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dalil.errors import DalilError
from dalil.ingest.bidi import has_rtl
from dalil.ingest.extract import Extract
from dalil.ingest.glyphs import glyphs
from dalil.ingest.model import Block
from dalil.ingest.visual import LINE_END, PageText, page_text, unmirrored

PAGE_END = "\f"
_BROKEN_WORD = "\ufffe"  # in pdfium's text, for a hyphen and the line end after it
# Word and its like put the file name where the title belongs.
_NO_TITLE = re.compile(r"microsoft word\b|.*\.(docx?|rtf|odt|tex|dvi|indd|pdf)$", re.IGNORECASE)


def extract(data: bytes, file: Path, encoding: str | None) -> Extract:
    """The text of the pages, parted by a form feed, and a `page` block for each.

    Lines end with `\\r\\n`, as pdfium gives them. Pages with right-to-left letters are put into
    reading order (`dalil.ingest.visual`); other pages are pdfium's text. Words broken at a line's
    end stay broken; a character that the file does not map to Unicode is U+FFFD.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unreadable(error, file) from error
    try:
        pages = [_page(document, number, file) for number in range(len(document))]
        title = document.get_metadata_dict().get("Title", "").strip()
    finally:
        document.close()
    texts = unmirrored(pages)
    if not any(text.strip() for text in texts):
        raise DalilError(
            f"its {len(texts)} page(s) have no text layer, only pictures. Run text recognition "
            "(OCR) over it, for instance `ocrmypdf -l fas+ara+eng in.pdf out.pdf`, and add that.",
            file=file,
        )
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block(start, start + len(text), "page"))
        start += len(text) + len(PAGE_END)
    title = "" if _NO_TITLE.match(title) else title
    return Extract(PAGE_END.join(texts), tuple(blocks), title)


def _page(document: pdfium.PdfDocument, number: int, file: Path) -> PageText:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise DalilError(f"page {number + 1} is damaged ({error}).", file=file) from error
    try:
        text = textpage.get_text_range()
        if has_rtl(text):
            return page_text(*glyphs(page, textpage))
        text = text.replace(_BROKEN_WORD, "-" + LINE_END).replace("\x00", "\ufffd")
        return PageText(text)
    finally:
        textpage.close()
        page.close()


def _unreadable(error: pdfium.PdfiumError, file: Path) -> DalilError:
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return DalilError(
            "this PDF is encrypted and needs a password. Save it without one.", file=file
        )
    return DalilError(
        f"not a PDF, or a damaged one ({error}). Open it in a viewer and save or print it again.",
        file=file,
    )
