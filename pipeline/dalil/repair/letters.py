"""Yeh and kaf of the other keyboard: Persian ی ک in Arabic text, Arabic ي ك in Persian text."""

from __future__ import annotations

import re

from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS, arabic, bare

_WORD = re.compile(rf"[{LETTERS}][{LETTERS}{MARKS}\u0640\u200d]*")

_TO_PERSIAN = str.maketrans("يىكڪ", "ییکک")
_ARABIC_TYPED = re.compile("[يىكڪ]")

_TO_ARABIC = str.maketrans("یکڪ", "يكك")
_PERSIAN_TYPED = re.compile("[یکڪ]")
_YEH_LAST = re.compile(f"[یىي](?=[{MARKS}]*$)")
_UNKNOWN = 0.01  # what an unknown word counts for beside counts and listed words
_SURE_RATIO = 20


def persian_letters(text: str) -> list[Edit]:
    """In Persian text, Arabic ي ى ك become Persian ی ک; ة and the digits stay."""
    if not _ARABIC_TYPED.search(text):
        return []
    edits = []
    for m in _WORD.finditer(text):
        after = m.group().translate(_TO_PERSIAN)
        if after != m.group():
            edits.append(Edit(m.start(), m.end(), after))
    return edits


def arabic_letters(text: str) -> list[Edit]:
    """In Arabic text, Persian ک becomes ك, and ی becomes ي, or ى where a word ends in that.

    The word lists tell which words do; the confidence is theirs. In a text with such letters a
    final ى becomes ي where only that is a word. A text without them stays as it is: «فى» for «في»
    is a custom.
    """
    if not _PERSIAN_TYPED.search(text):
        return []
    edits = []
    for m in _WORD.finditer(text):
        after, confidence = _arabic(m.group())
        if after != m.group():
            edits.append(Edit(m.start(), m.end(), after, confidence))
    return edits


def _arabic(word: str) -> tuple[str, float]:
    typed = word
    word = word.translate(_TO_ARABIC)
    last = _YEH_LAST.search(typed)
    if last is None or last.group() == "ي" or len(bare(word)) < 2:
        return word, 1.0
    with_yeh = f"{word[: last.start()]}ي{word[last.end() :]}"
    with_maksura = f"{word[: last.start()]}ى{word[last.end() :]}"
    if "\u0670" in typed[last.end() :]:
        return with_maksura, 1.0
    yeh, maksura = (arabic(bare(form)) + _UNKNOWN for form in (with_yeh, with_maksura))
    if last.group() == "ى":
        return (with_yeh, 0.9) if yeh > _SURE_RATIO * maksura else (word, 1.0)
    # Most words end in yeh, above all the adjectives that no list has.
    if yeh >= maksura:
        return with_yeh, max(0.6, yeh / (yeh + maksura))
    return with_maksura, maksura / (yeh + maksura)
