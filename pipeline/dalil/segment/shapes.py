"""What a line or a paragraph looks like: how it ends, what marker it begins with.

All functions look at one string only. They are tolerant of damaged Persian, in which a full
stop can stand at the wrong end of a line.
"""

from __future__ import annotations

import re

_STOPS = ".!?؟…۔。"
_CLOSERS = "\"'»”’“)\\]}*_"
# A sentence ends with a stop, closing marks, then at times a citation or a note number. The
# Arabic decimal separator counts, as editors type it for a stop after a Persian numeral.
_SENTENCE_END = re.compile(
    rf"(?:[{_STOPS}]|(?<=[0-9۰-۹٠-٩])٫)[{_CLOSERS}\s]*(?:[\[(][^()\[\]]{{0,80}}[\])][.\s]*)?"
    rf"[\[(]?[0-9۰-۹٠-٩¹²³⁰-⁹]{{0,3}}[\])]?[{_CLOSERS}\s]*$"
)
# … or with a citation in brackets that has a year or a page, the stop left out.
_CITATION_END = re.compile(r"\([^()]*[0-9۰-۹٠-٩][^()]*\)[.\s]*$")
_STOP_IN_FRONT = re.compile("^[.۔](?=\\s*[\u0620-\u06d3])")
_COMMAS_AND_DASHES = "،,-–—"

_DASH = re.compile(r"^(?:[-–—−•▪▫◦‣·●○■□►➢✓*\uf0b7\uf0a7]+\s*|ـ+\s)(?=\S)")
_DIGITS = "0-9۰-۹٠-٩"
_NUMBER = re.compile(rf"^[\[(]?([{_DIGITS}]{{1,3}})\s?[.)\]٫\-–،ـ](?![{_DIGITS}])\s*(?=\S)")
_BARE_NUMBER = re.compile(rf"^([{_DIGITS}]{{1,2}})\s+(?=[^\W\d_]{{2}})")
_LETTERED = re.compile(
    r"^[\[(]?(?:[a-hA-H]|[ivxIVX]{1,4}|الف|[بپتثجچحخد]|[أاهو])\s?[.)\-–](?=\s|[^\W\d_])\s*(?=\S)"
)
_SUPERSCRIPT = re.compile(r"^[¹²³⁴⁵⁶⁷⁸⁹⁰]+[.)\-:]?\s*(?=\S)|^\*{1,3}\s*(?=[^\s*])|^[†‡]\s*(?=\S)")
_BRACKETED = re.compile(rf"^\[[{_DIGITS}]{{1,3}}\]\s*(?=\S)")
_VALUES = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")

# Numbers of headings in visual order, as damaged PDFs give them: «چارچوب نظری .1», «روسیه ب(».
_TRAILING_NUMBER = re.compile(
    rf"(?:(?<![{_DIGITS}])\.\s?[{_DIGITS}]{{1,2}}|[(]\s*(?:الف|[بپتثجچ])|\s(?:الف|[بپتثجچ])\s?[(])$"
)
_FIGURE = re.compile(rf"[{_DIGITS}][{_DIGITS}.,٫/%-]*")
_SPEAKER = re.compile(r"^([^\W\d_][^:：\n]{0,40}?)\s?[:：]\s+(?=\S)|^([سجQA])\s?[:.]\s(?=\S)")


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a finished sentence does (stop, question mark, citation)."""
    if text[-1:] in _STOPS:
        return text != ""
    if _STOP_IN_FRONT.match(text):
        return True
    if text[-1].isalpha():
        return False
    tail = text[-120:]
    return _SENTENCE_END.search(tail) is not None or _CITATION_END.search(tail) is not None


def breaks_off(text: str) -> bool:
    """Whether `text` ends in a letter, digit, comma or dash: nothing closes it."""
    return (text[-1].isalnum() or text[-1] in _COMMAS_AND_DASHES) and not ends_sentence(text)


def dash_marker(text: str) -> str:
    """The dash or bullet that `text` begins with, or ""."""
    match = _DASH.match(text)
    return match.group().strip() if match else ""


def number_marker(text: str) -> int | None:
    """The number that `text` begins with as a list item or a note does (`1.`, `۲٫`, `3)`)."""
    match = _NUMBER.match(text)
    return int(match.group(1).translate(_VALUES)) if match else None


def bare_number_marker(text: str) -> int | None:
    """The number of one or two digits that `text` begins with, a word behind it."""
    match = _BARE_NUMBER.match(text)
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
    return _TRAILING_NUMBER.search(text[-8:]) is not None


def ends_in_heading_number(text: str) -> bool:
    """Whether a line ends in a section number that is neither a decimal nor a note's number."""
    tail = text[-8:]
    match = _TRAILING_NUMBER.search(tail)
    return match is not None and (match.group()[0] != "." or tail[: match.start()].endswith(" "))


def is_table_row(text: str) -> bool:
    """Whether a line is mostly figures: one character of six is a digit, three figures or more."""
    digits = sum(c.isdigit() for c in text)
    return digits * 6 >= len(text) and len(_FIGURE.findall(text)) >= 3 and text[-1] not in _STOPS


def speaker(text: str) -> str:
    """The name before the colon with which a turn of an interview begins, or ""."""
    match = _SPEAKER.match(text)
    return (match.group(1) or match.group(2)) if match else ""
