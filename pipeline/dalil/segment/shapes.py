"""What a line or a paragraph looks like: how it ends, what marker it begins with.

All functions look at one string only. They are tolerant of damaged Persian, in which a full
stop can stand at the wrong end of a line.
"""

from __future__ import annotations

import re

_CLOSERS = "\"'»”’“)\\]}*_"
# A sentence ends with a stop, closing marks, then at times a citation or a note number. The
# Arabic decimal separator counts, as editors type it for a stop after a Persian numeral.
_SENTENCE_END = re.compile(
    rf"(?:[.!?؟…۔。]|(?<=[0-9۰-۹٠-٩])٫)[{_CLOSERS}\s]*(?:[\[(][^()\[\]]{{0,80}}[\])][.\s]*)?"
    rf"[\[(]?[0-9۰-۹٠-٩¹²³⁰-⁹]{{0,3}}[\])]?[{_CLOSERS}\s]*$"
)
# … or with a citation in brackets that has a year or a page, the stop left out.
_CITATION_END = re.compile(r"\([^()]*[0-9۰-۹٠-٩][^()]*\)[.\s]*$")
_STOP_IN_FRONT = re.compile("^[.۔](?=\\s*[\u0620-\u06d3])")
_LETTER_OR_COMMA_END = re.compile(r"[^\W_][،,\-–—]?$|[،,–—-]$")

_DASH = re.compile(r"^[-–—−•▪▫◦‣·●○■□►➢✓*\uf0b7\uf0a7]+\s*(?=\S)")
_DIGITS = "0-9۰-۹٠-٩"
_NUMBER = re.compile(rf"^[\[(]?([{_DIGITS}]{{1,3}})\s?[.)\]٫\-–،](?![{_DIGITS}])\s*(?=\S)")
_LETTERED = re.compile(
    r"^[\[(]?(?:[a-hA-H]|[ivxIVX]{1,4}|الف|[بپتثجچحخد]|[أاهو])\s?[.)\-–](?=\s|[^\W\d_])\s*(?=\S)"
)
_SUPERSCRIPT = re.compile(r"^[¹²³⁴⁵⁶⁷⁸⁹⁰]+[.)\-:]?\s*(?=\S)|^\*{1,3}\s*(?=[^\s*])|^[†‡]\s*(?=\S)")
_BRACKETED = re.compile(rf"^\[[{_DIGITS}]{{1,3}}\]\s*(?=\S)")
_VALUES = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")

# Numbers of headings in visual order, as damaged PDFs give them: «چارچوب نظری .1», «.5 …», «نظری ج(».
_TRAILING_NUMBER = re.compile(
    rf"(?:\s\.?[{_DIGITS}]{{1,2}}|\S\.[{_DIGITS}]{{1,2}}|\.\s?[{_DIGITS}]{{1,2}}"
    rf"|[(]\s*(?:الف|[بپتثج])|\s(?:الف|[بپتثج])\s?[()])$"
)
_SPEAKER = re.compile(r"^([^\W\d_][^:：\n]{0,40}?)\s?[:：]\s+(?=\S)|^([سجQA])\s?[:.]\s(?=\S)")


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a finished sentence does (stop, question mark, citation)."""
    tail = text[-120:]
    return (
        _SENTENCE_END.search(tail) is not None
        or _CITATION_END.search(tail) is not None
        or _STOP_IN_FRONT.match(text) is not None
    )


def breaks_off(text: str) -> bool:
    """Whether `text` ends in a letter, digit, comma or dash: nothing closes it."""
    return not ends_sentence(text) and _LETTER_OR_COMMA_END.search(text) is not None


def dash_marker(text: str) -> str:
    """The dash or bullet that `text` begins with, or ""."""
    match = _DASH.match(text)
    return match.group().strip() if match else ""


def number_marker(text: str) -> int | None:
    """The number that `text` begins with as a list item or a note does (`1.`, `۲٫`, `3)`)."""
    match = _NUMBER.match(text)
    return int(match.group(1).translate(_VALUES)) if match else None


def letter_marker(text: str) -> bool:
    """Whether `text` begins with a lettered item marker (`a)`, `الف)`)."""
    return _LETTERED.match(text) is not None


def note_marker(text: str) -> bool:
    """Whether `text` begins with a mark that only notes have (`¹`, `[1]`, `†`, `* `)."""
    return _SUPERSCRIPT.match(text) is not None or _BRACKETED.match(text) is not None


def without_marker(text: str) -> str:
    """`text` without the dash, number, letter or note mark that it begins with."""
    for pattern in (_DASH, _NUMBER, _LETTERED, _SUPERSCRIPT, _BRACKETED):
        match = pattern.match(text)
        if match:
            return text[match.end() :]
    return text


def ends_in_number(text: str) -> bool:
    """Whether a short line ends in its section number, as headings in visual order do."""
    return _TRAILING_NUMBER.search(text) is not None


def speaker(text: str) -> str:
    """The name before the colon with which a turn of an interview begins, or ""."""
    match = _SPEAKER.match(text)
    return (match.group(1) or match.group(2)) if match else ""
