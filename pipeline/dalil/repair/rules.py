"""The repair rules: each finds what it would change and says with what.

A rule is a function from a text to edits, listed in `RULES` in the order in which they run.
All of them hold for every language. Only `split_marks` ever guesses; the others have confidence 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import regex

from dalil.repair import marks
from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]+")
# U+FD3E and U+FD3F, the ornate brackets, have no other form; the gaps are unassigned.
_PRESENTATION = re.compile("[\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]+")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
# Between the letters of a word, perhaps with a vowel sign on either side.
_TATWEEL = re.compile(f"(?<=[{LETTERS}{MARKS}])\u0640+(?=[{MARKS}]*[{LETTERS}])")
_CLUSTER = regex.compile(r"\X")


def by_cluster(text: str, change: Callable[[str], str]) -> list[Edit]:
    """The edits of a change that works on letters with their marks (UAX #29 clusters)."""
    edits = []
    for m in _CLUSTER.finditer(text):
        after = change(m.group())
        if after != m.group():
            edits.append(Edit(m.start(), m.end(), after))
    return edits


def lone_surrogates(text: str) -> list[Edit]:
    """Half of a surrogate pair, which no file can hold as UTF-8, becomes U+FFFD."""
    return [Edit(m.start(), m.end(), "\ufffd") for m in _SURROGATES.finditer(text)]


def control_characters(text: str) -> list[Edit]:
    """C0 and C1 controls, NUL among them, go; tab and line ends stay."""
    return [Edit(m.start(), m.end(), "") for m in _CONTROLS.finditer(text)]


def bidi_marks(text: str) -> list[Edit]:
    """Marks that only steer the display order go; ZWNJ and ZWJ, which spell, stay."""
    return [Edit(m.start(), m.end(), "") for m in _BIDI.finditer(text)]


def invisible_characters(text: str) -> list[Edit]:
    """Soft hyphens, zero-width spaces, word joiners and stray byte-order marks go."""
    return [Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]


def presentation_forms(text: str) -> list[Edit]:
    """Arabic presentation forms become the letters they show (Unicode NFKC, letter by letter)."""
    edits = []
    for m in _PRESENTATION.finditer(text):
        after = ""
        origins: list[tuple[int, int]] = []
        for i, char in enumerate(m.group(), m.start()):
            letters = unicodedata.normalize("NFKC", char)
            # Isolated forms of a vowel sign decompose to a space and the sign: no letter.
            if letters.startswith(" ") and len(letters) > 1:
                letters = letters[1:]
            after += letters
            origins += [(i, i + 1)] * len(letters)
        if after != m.group():
            edits.append(Edit(m.start(), m.end(), after, origins=origins))
    return edits


def ligatures(text: str) -> list[Edit]:
    """Latin ligatures (ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ) become their letters (Unicode NFKC)."""
    return [
        Edit(m.start(), m.end(), unicodedata.normalize("NFKC", m.group()))
        for m in _LIGATURES.finditer(text)
    ]


def tatweel(text: str) -> list[Edit]:
    """The stretching sign (U+0640) goes where it stands between the letters of a word.

    One at a word's end stays: it abbreviates («۱۴۴۵ هـ»), ties a particle to a quotation («لـ»),
    or serves as a dash.
    """
    return [Edit(m.start(), m.end(), "") for m in _TATWEEL.finditer(text)]


def nfc(text: str) -> list[Edit]:
    """Letters and their marks are composed as in Unicode normalisation form C (UAX #15)."""
    if unicodedata.is_normalized("NFC", text):
        return []
    return by_cluster(text, lambda cluster: unicodedata.normalize("NFC", cluster))


Rule = Callable[[str], list[Edit]]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        lone_surrogates,
        control_characters,
        bidi_marks,
        invisible_characters,
        ligatures,
        presentation_forms,
        tatweel,
        marks.split_marks,
        nfc,
    )
}

# Nearly every text needs none of it: one search says so for all rules but nfc.
_SINGLE = (_SURROGATES, _CONTROLS, _BIDI, _INVISIBLE, _PRESENTATION, _LIGATURES)
SUSPECT = re.compile(
    "[" + "".join(p.pattern.strip("[]+") for p in _SINGLE) + "\u0640]|" + marks.SUSPECT
)
