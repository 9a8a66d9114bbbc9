"""Right-to-left lines of a page, put back from the order of their places into reading order.

PDF stores glyphs where they stand, not in the order in which they are read. pdfium's own order
fails where a line is drawn in pieces, as Chromium does. So lines with Arabic (or Hebrew) letters
are put together here from the places of their glyphs: sorted along the line, then brought from
visual to logical order (`dalil.ingest.bidi`). Lines without such letters stay as pdfium reads
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.ingest.bidi import CLOSING, OPENING, direction, logical, runs_rtl
from dalil.ingest.glyphs import ZWNJ, Glyph
from dalil.ingest.lines import SAME_LINE, Line, lines

LINE_END = "\r\n"  # as pdfium writes it

# In font sizes. Gaps measured in PDFs of Chromium and LibreOffice in three fonts: 0.19 and more
# between words, 0.09 and less within.
_WORD_GAP = 0.15
_WORD_GAP_BESIDE_SPACES = 0.4  # where each space is drawn, a gap is rarely one

_MIRROR = str.maketrans(OPENING + CLOSING, CLOSING + OPENING)
_ENCLOSING = OPENING + CLOSING + "\"'“”‘’"


@dataclass(frozen=True)
class PageText:
    """The text of a page, and where in it stand right-to-left brackets of pdfium's making."""

    text: str
    brackets: tuple[int, ...] = ()


def page_text(glyphs: Sequence[Glyph], dropped: Sequence[Glyph]) -> PageText:
    """The lines of a page in pdfium's order, each in reading order, parted by `LINE_END`."""
    parts: list[str] = []
    brackets: list[int] = []
    length = 0
    # A line of mostly Latin names may stand in a Persian paragraph: ask the page.
    rtl = runs_rtl("".join(glyph.text for glyph in glyphs))
    for line in lines(glyphs):
        if line.rtl:
            text, places = _read(line, dropped, rtl)
        else:
            text, places = "".join(glyph.text for glyph in line.glyphs), []
        if parts:
            length += len(LINE_END)
        brackets.extend(length + place for place in places)
        parts.append(text)
        length += len(text)
    return PageText(LINE_END.join(parts), tuple(brackets))


def _read(line: Line, dropped: Sequence[Glyph], rtl_page: bool) -> tuple[str, list[int]]:
    """A line in reading order, and the places of its right-to-left brackets."""
    inside = [
        glyph._replace(em=line.em)
        for glyph in dropped
        if abs(glyph.y - line.baseline) <= SAME_LINE * line.em
        and line.left - line.em <= glyph.x <= line.right + line.em
    ]
    row = _spaced(_row([*line.glyphs, *inside]))
    text = ""
    brackets = []
    rtl = rtl_page or runs_rtl("".join(glyph.text for glyph in row))
    for i, is_rtl in logical([glyph.text for glyph in row], rtl):
        if is_rtl and not row[i].exact and row[i].text in OPENING + CLOSING:
            brackets.append(len(text))
        text += row[i].text
    return text, brackets


def _row(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line from left to right, marks put on their letters.

    They are ordered by the pen: the ink of one letter may reach over the next.
    """
    real = [glyph for glyph in glyphs if not glyph.made]
    letters = [i for i, glyph in enumerate(real) if direction(glyph.text[0]) in "RL"]
    if not letters:
        return sorted(real, key=lambda glyph: glyph.x)
    for glyph in real:
        if direction(glyph.text[0]) == "M":
            base = min(letters, key=lambda i: _distance(glyph, real[i]))
            marks = "".join(mark for mark in glyph.text if mark not in real[base].text)
            real[base] = real[base]._replace(text=real[base].text + marks)
    kept = [glyph for glyph in real if direction(glyph.text[0]) != "M"]
    return sorted(kept, key=lambda glyph: glyph.x)


def _distance(mark: Glyph, letter: Glyph) -> tuple[bool, float]:
    middle = (mark.left + mark.right) / 2
    over = letter.left <= middle <= letter.right
    return not over, abs((letter.left + letter.right) / 2 - middle)


def _spaced(row: Sequence[Glyph]) -> list[Glyph]:
    """The row with one space wherever there is one or a gap."""
    drawn = any(glyph.text == " " and glyph.exact for glyph in row)
    widest = _WORD_GAP_BESIDE_SPACES if drawn else _WORD_GAP
    out: list[Glyph] = []
    last: Glyph | None = None  # half-spaces have no width and are looked through
    for glyph in row:
        if glyph.text == " " and out and out[-1].text == " ":
            continue
        if glyph.text != ZWNJ:
            if last and " " not in (glyph.text, last.text):
                gap = (glyph.left - last.right) / max(glyph.em, last.em)
                if gap > widest:
                    out.append(glyph._replace(text=" "))
            last = glyph
        out.append(glyph)
    return out


def unmirrored(pages: Sequence[PageText]) -> list[str]:
    """The texts of the pages with their right-to-left brackets opening and closing as meant.

    pdfium turns some of them round and not others. An opening bracket follows a space, a closing
    one is followed by a space or a stop; where neither or both is so, it is turned if most of
    the document's were.
    """
    texts = [list(page.text) for page in pages]
    unsure: list[tuple[list[str], int]] = []
    vote = 0
    for page, text in zip(pages, texts, strict=True):
        for place in page.brackets:
            opens = _opens(page.text, place)
            if opens is None:
                unsure.append((text, place))
            elif opens != (text[place] in OPENING):
                text[place] = text[place].translate(_MIRROR)
                vote += 1
            else:
                vote -= 1
    for text, place in unsure:
        if vote > 0:
            text[place] = text[place].translate(_MIRROR)
    return ["".join(text) for text in texts]


def _opens(text: str, place: int) -> bool | None:
    before, after = place - 1, place + 1
    while before >= 0 and text[before] in _ENCLOSING:
        before -= 1
    while after < len(text) and text[after] in _ENCLOSING:
        after += 1
    word_before = before >= 0 and not text[before].isspace()
    word_after = after < len(text) and (text[after].isalnum() or direction(text[after]) == "M")
    return None if word_before == word_after else word_after
