"""The glyphs of a PDF page with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dalil.ingest.bidi import direction, has_rtl

ZWNJ = "\u200c"
TATWEEL = "\u0640"
_SHORT = 8  # characters; a longer ActualText replaces a phrase and is left to pdfium
_STROKE = 0.15  # font sizes
_HAIR = 0.01  # font sizes; enough to sort by
_NEAR = 2.0  # font sizes; neighbours on the page, not on two lines


class Glyph(NamedTuple):
    """One glyph and the characters that it stands for, in reading order.

    Places are in points, turned so that the baseline runs along x: `x` is the pen position,
    `left` to `right` the ink or advance, `y` the baseline, `em` the font size. `made` glyphs
    are not on the page: pdfium put them in for gaps and line ends. `exact` ones have their text
    from the file's `ActualText` and not from pdfium. `order` is the place of the glyph's text
    object in the page's drawing order, -1 where unknown.
    """

    text: str
    x: float
    y: float
    left: float
    right: float
    em: float
    made: bool = False
    exact: bool = False
    order: int = -1


class _Item(NamedTuple):
    """A text object of the page, which draws one glyph or several."""

    handle: Any
    order: int
    span: int  # the `ActualText` span that it is in, 0 for none
    text: str  # the `ActualText` of that span


_Char = tuple[int, Glyph]
"""A character of pdfium and the address of the text object that it comes from, 0 if none."""


def glyphs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs of a page in pdfium's order, and those that it dropped, mostly spaces."""
    items = dict(_items(page))
    chars = list(_chars(textpage, items))
    found = list(_grouped(chars, items))
    return found, list(_dropped(items, chars))


def _items(page: pdfium.PdfPage) -> Iterator[tuple[int, _Item]]:
    """The text objects on the page itself, by address, in drawing order."""
    for order in range(raw.FPDFPage_CountObjects(page)):
        handle = raw.FPDFPage_GetObject(page, order)
        if raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_TEXT:
            yield ctypes.addressof(handle.contents), _Item(handle, order, *_actual_text(handle))


def _actual_text(handle: Any) -> tuple[int, str]:
    """The innermost `ActualText` span that an object is in: a number for it, and its text."""
    size = ctypes.c_ulong()
    buffer = (ctypes.c_ubyte * (2 + 2 * _SHORT))()
    for i in reversed(range(raw.FPDFPageObj_CountMarks(handle))):
        mark = raw.FPDFPageObj_GetMark(handle, i)
        if raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, len(buffer), size):
            value = bytes(buffer[: size.value])
            if len(value) == size.value and value.startswith(b"\xfe\xff"):
                return ctypes.addressof(mark.contents), value[2:].decode("utf-16-be", "replace")
    return 0, ""


def _chars(textpage: pdfium.PdfTextPage, items: dict[int, _Item]) -> Iterator[_Char]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for i in range(textpage.count_chars()):
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, i, box)
        raw.FPDFText_GetMatrix(textpage, i, matrix)
        owner = raw.FPDFText_GetTextObject(textpage, i)
        address = ctypes.addressof(owner.contents) if owner else 0
        em = raw.FPDFText_GetFontSize(textpage, i) * math.hypot(matrix.a, matrix.b)
        em = abs(em) or 1.0
        char = _character(textpage, i, em)
        pen, baseline = _turned(x.value, y.value, matrix)
        one, _ = _turned(box.left, box.bottom, matrix)
        other, _ = _turned(box.right, box.top, matrix)
        left, right = min(one, other, pen), max(one, other)
        # A space without width is pdfium's reading of a gap, which it puts anywhere.
        made = not owner or char in "\r\n" or (char == " " and right - left < 0.01 * em)
        order = items[address].order if address in items else -1
        yield address, Glyph(char, pen, baseline, left, right, em, made, False, order)


def _turned(x: float, y: float, matrix: Any) -> tuple[float, float]:
    """A place, turned so that text set with this matrix runs along x."""
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / scale, matrix.b / scale
    return x * cos + y * sin, y * cos - x * sin


def _character(textpage: pdfium.PdfTextPage, i: int, em: float) -> str:
    """What character `i` stands for, U+FFFD where the file does not map it to Unicode."""
    code = raw.FPDFText_GetUnicode(textpage, i)
    if code >= 0x20:
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
    if code in (0x09, 0x0A, 0x0D):
        return chr(code)
    if raw.FPDFText_IsHyphen(textpage, i) == 1:
        return "-"
    # LibreOffice justifies Arabic script with strokes that prolong a letter, and does not map
    # them. They are 0.08 font sizes high, the lowest letter 0.26, in the fonts measured.
    _, bottom, _, top = textpage.get_charbox(i)
    return TATWEEL if 0 < top - bottom < _STROKE * em else "\ufffd"


def _grouped(chars: list[_Char], items: dict[int, _Item]) -> Iterator[Glyph]:
    """The glyphs: a ligature's characters together, an `ActualText` span as one."""
    spans: dict[int, list[_Item]] = {}
    for item in items.values():
        if item.span:
            spans.setdefault(item.span, []).append(item)
    done: set[int] = set()
    ligature: list[Glyph] = []
    owner = 0
    for address, glyph in chars:
        span, text = items[address][2:] if address in items else (0, "")
        place = (address, glyph.x, glyph.y)
        if ligature and (place != (owner, ligature[0].x, ligature[0].y) or glyph.text == ZWNJ):
            yield _ligature(ligature)
            ligature = []
        if glyph.made:
            yield glyph
        elif glyph.text == ZWNJ:
            # It has no width: its pen is where that of the letter to its right is.
            yield _at(glyph, glyph.x - _HAIR * glyph.em)
        elif span and has_rtl(text):
            if span not in done:
                done.add(span)
                yield _spanned(glyph, spans[span])
        else:
            ligature.append(glyph)
            owner = address
    if ligature:
        yield _ligature(ligature)


def _spanned(glyph: Glyph, items: list[_Item]) -> Glyph:
    """The one glyph for all of a span, which pdfium may give for each of its objects or once.

    The objects are a letter and its marks; the glyph lies where their ink does.
    """
    text = items[0].text
    if len(items) == 1 and len(text) == 1:
        return glyph._replace(text=text, exact=True)
    places = [_place(item) for item in items]
    inked = [place for place in places if place[2] < place[3]] or places
    y = min(place[1] for place in places)
    left, right = min(place[2] for place in inked), max(place[3] for place in inked)
    # Not the least pen position: a mark's may lie to the left of the next glyph's.
    return glyph._replace(text=text, x=left, y=y, left=left, right=right, exact=True)


def _place(item: _Item) -> tuple[float, float, float, float]:
    """Pen, baseline, left and right of the ink of a text object; no ink, no width."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item.handle, matrix)
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item.handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    one, _ = _turned(left, bottom, matrix)
    other, _ = _turned(right, top, matrix)
    return *_turned(matrix.e, matrix.f, matrix), min(one, other), max(one, other)


def _ligature(chars: list[Glyph]) -> Glyph:
    text = "".join(char.text for char in chars)
    left, right = min(char.left for char in chars), max(char.right for char in chars)
    return chars[0]._replace(text=in_order(text), left=left, right=right)


def in_order(text: str) -> str:
    """The characters of one glyph in reading order, letters before their marks.

    pdfium turns the letters of a right-to-left ligature round in some cases and not in others.
    """
    if len(text) == 1 or not has_rtl(text):
        return text
    letters = "".join(char for char in text if direction(char) != "M")
    if letters not in _ligatures() or letters[::-1] in _ligatures():
        letters = letters[::-1]
    return letters + "".join(char for char in text if direction(char) == "M")


@cache
def _ligatures() -> frozenset[str]:
    """The letter sequences that Unicode has a ligature for, lam-alef and its like."""
    codes = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))
    return frozenset(
        text for code in codes if len(text := unicodedata.normalize("NFKC", chr(code))) > 1
    )


def _dropped(items: dict[int, _Item], chars: list[_Char]) -> Iterator[Glyph]:
    """What is on the page but not among pdfium's characters.

    pdfium drops empty glyphs and guesses the spaces again from the gaps. A half-space leaves no
    gap: Chromium draws it as an empty glyph with U+200C for its `ActualText`. And pdfium takes a
    letter for a shadow of its like nearby now and then; it is given back, as U+FFFD where the
    file does not tell what it is.
    """
    places: dict[int, list[Glyph]] = {}
    for address, glyph in chars:
        if not glyph.made:
            places.setdefault(address, []).append(glyph)
    told = {items[address].span for address in places if address in items}
    drawn = list(items.items())
    kept = [i for i, (address, _) in enumerate(drawn) if address in places]
    after = 0
    swapped = False
    for i, (address, item) in enumerate(drawn):
        while after < len(kept) and kept[after] < i:
            after += 1
        if address in places or (item.span and item.span in told):
            continue
        x, y, left, right = _place(item)
        before = [max(places[drawn[kept[after - 1]][0]], key=_pen)] if after else []
        behind = [min(places[drawn[kept[after]][0]], key=_pen)] if after < len(kept) else []
        if left < right:
            around = [*before, *behind]
            if not any(abs(one.y - y) < one.em and one.left < x < one.right for one in around):
                # Where a letter reaches over a space, Chromium swaps their texts.
                text = item.text or (" " if swapped else "\ufffd")
                yield Glyph(text, x, y, left, right, 0.0, exact=True)
            swapped = False
            continue
        swapped = has_rtl(item.text)
        glyph = Glyph(item.text or " ", x, y, x, x, 0.0, exact=True)
        left_x, right_x = (
            next((one.x for one in side if _is_near(one, glyph)), None) for side in (before, behind)
        )
        # Kerning may have moved the letters over it; the drawing order still tells.
        if right_x is not None and not (left_x or -math.inf) < x < right_x:
            x = right_x - _HAIR * behind[0].em if left_x is None else (left_x + right_x) / 2
        yield _at(glyph, x)


def _pen(glyph: Glyph) -> float:
    return glyph.x


def _is_near(one: Glyph, other: Glyph) -> bool:
    return max(abs(one.x - other.x), abs(one.y - other.y)) < _NEAR * one.em


def _at(glyph: Glyph, x: float) -> Glyph:
    """A glyph without width at another place on its line."""
    return glyph._replace(x=x, left=x, right=x)
