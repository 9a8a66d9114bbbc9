"""The characters of a PDF page with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

ZWNJ = "\u200c"
_LINE_END_HYPHEN = "\x02"  # pdfium's stand-in for a hyphen at which a word is broken


@dataclass(frozen=True)
class Glyph:
    """One character. Places are in points, turned so that the baseline runs along x.

    `x` is the pen position, `left` to `right` the advance, `y` the baseline, `em` the font size.
    `made` characters are not on the page: pdfium put them in for gaps and line ends. Characters
    with the same `glyph` number come from one glyph, a ligature.
    """

    text: str
    x: float
    y: float
    left: float
    right: float
    em: float
    glyph: int
    made: bool


def glyphs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of a page in pdfium's order, and the spaces that it dropped."""
    found: list[Glyph] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    before: tuple[Any, ...] = ()
    kept: set[int] = set()
    number = 0
    for i in range(textpage.count_chars()):
        char = _character(raw.FPDFText_GetUnicode(textpage, i))
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, i, box)
        raw.FPDFText_GetMatrix(textpage, i, matrix)
        owner = raw.FPDFText_GetTextObject(textpage, i)
        address = ctypes.addressof(owner.contents) if owner else 0
        kept.add(address)
        made = not owner or char in "\r\n"
        place = (address, x.value, y.value)
        if made or place != before:
            number += 1
        before = place
        em = abs(raw.FPDFText_GetFontSize(textpage, i)) * math.hypot(matrix.a, matrix.b)
        pen, y_turned = _turned(x.value, y.value, matrix)
        one, _ = _turned(box.left, box.bottom, matrix)
        other, _ = _turned(box.right, box.top, matrix)
        left, right = min(one, other), max(one, other)
        found.append(Glyph(char, pen, y_turned, left, right, em or 1.0, number, made))
    return found, list(_dropped(page, kept, number))


def _turned(x: float, y: float, matrix: Any) -> tuple[float, float]:
    """A place, turned so that text set with this matrix runs along x."""
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / scale, matrix.b / scale
    return x * cos + y * sin, y * cos - x * sin


def _character(code: int) -> str:
    if chr(code) == _LINE_END_HYPHEN:
        return "-"
    return "\ufffd" if not code or 0xD800 <= code <= 0xDFFF else chr(code)


def _dropped(page: pdfium.PdfPage, kept: set[int], number: int) -> Iterator[Glyph]:
    """Spaces and half-spaces that are on the page but not among pdfium's characters.

    pdfium drops empty glyphs and guesses the spaces again from the gaps. A half-space leaves
    no gap: Chromium draws it as an empty glyph with U+200C for its `ActualText`.
    """
    matrix = raw.FS_MATRIX()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        if ctypes.addressof(item.raw.contents) in kept:
            continue
        text = _actual_text(item.raw)
        left, bottom, right, top = item.get_bounds()
        if text not in (None, " ", ZWNJ) or left < right or bottom < top:
            continue
        raw.FPDFPageObj_GetMatrix(item.raw, matrix)
        x, y = _turned(matrix.e, matrix.f, matrix)
        number += 1
        yield Glyph(text or " ", x, y, x, x, 0.0, number, False)


def _actual_text(item: Any) -> str | None:
    size = ctypes.c_ulong()
    buffer = (ctypes.c_ubyte * 64)()
    for i in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, i)
        if raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, 64, size):
            value = bytes(buffer[: size.value])
            if value.startswith(b"\xfe\xff"):
                return value[2:].decode("utf-16-be", "replace")
    return None
