"""The repair rules: each finds what it would change and says with what.

A rule is a function from a text to edits, listed in `RULES` in the order in which they run.
All of them hold for every language and none of them guesses, so each has confidence 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import regex

from dalil.repair.edits import Edit

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]+")
# U+FD3E and U+FD3F, the ornate brackets, have no other form; the gaps are unassigned.
_PRESENTATION = re.compile("[\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]")
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
        # Isolated forms of a vowel sign decompose to a space and the sign; the space is no letter.
        after = unicodedata.normalize("NFKC", m.group())
        if after.startswith(" ") and len(after) > 1:
            after = after[1:]
        if after != m.group():
            edits.append(Edit(m.start(), m.end(), after))
    return edits


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
        presentation_forms,
        nfc,
    )
}

# Nearly every text needs none of it: one search says so for all rules but nfc.
SUSPECT = re.compile(
    "|".join(p.pattern for p in (_SURROGATES, _CONTROLS, _BIDI, _INVISIBLE, _PRESENTATION))
)
