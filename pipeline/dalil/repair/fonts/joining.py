"""Letters of the Arabic script and the forms in which they join (Unicode, chapter 9.2).

A font draws a letter in up to four forms, and a broken font loses or swaps single ones of them:
ت inside a word comes out as ن, at its beginning as itself. So a glyph here is a letter with its
form: `i` initial, `m` medial, `f` final, `s` isolated, `-` for what does not join. A word's shape
has one character for each glyph, all of them below U+0100, so that what a font makes of a whole
word list is one pass of a one-byte decoder.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگیۀ"
MARKS = "\u064b-\u065f\u0670"
STOP = "."  # the full stop's glyph; fonts lose it as well

Glyph = tuple[str, str]  # a letter and its form, for people

# These join to the letter before them only.
_RIGHT_JOINING = frozenset("آأؤإاةدذرزوژۀ")
_UNJOINED = "ء"

# One spelling for what keyboards exchange; both maps are letter for letter.
_PERSIAN = str.maketrans("يىكەھہ", "ییکههه")
_ARABIC = str.maketrans("یکەھہ", "يكههه")


def fold(text: str, lang: str) -> str:
    """`text` with one yeh, kaf and heh, as in the word lists of `lang`; as long as it was."""
    return text.translate(_ARABIC if lang == "ar" else _PERSIAN)


def joins_forward(letter: str) -> bool:
    """Whether the letter after `letter` is joined to it."""
    return letter not in _RIGHT_JOINING and letter != _UNJOINED


def _forms(letter: str) -> str:
    if letter == _UNJOINED:
        return "-"
    return "fs" if letter in _RIGHT_JOINING else "imfs"


# Marks of the Arabic script that a lexicon has beside words; those of ASCII are their own signs.
_SIGNS = {mark: chr(code) for code, mark in enumerate("،؛؟", 0x10)} | {
    name: chr(code)
    for code, name in enumerate((x + form for x in LETTERS for form in _forms(x)), 0x60)
}
_NAMES = {sign: name for name, sign in _SIGNS.items()}
JOINED = frozenset(sign for name, sign in _SIGNS.items() if name[1:] in ("i", "m"))
LETTER_SIGNS = frozenset(sign for name, sign in _SIGNS.items() if name[1:] and name[1] != "-")
_PLAIN = tuple(_NAMES.get(chr(code), chr(code))[0] for code in range(256))
_NOTHING = "\0"  # stands for what comes out as nothing until all is decoded


def glyph(name: str) -> str:
    """The sign of a glyph: `glyph("تm")` is that of medial ت."""
    return _SIGNS[name]


def name_of(sign: str) -> str:
    """Letter and form of a glyph."""
    return _NAMES[sign]


def signs_of(letter: str) -> list[str]:
    """The signs of a letter in all its forms; for what has no forms, itself or the one it has."""
    return [sign for sign, name in _NAMES.items() if name[0] == letter] or [letter]


def draw(shapes: str, table: Mapping[str, str]) -> str:
    """What comes out of shapes where `table` says of some glyphs as what (a character or "")."""
    plain = list(_PLAIN)
    for sign, out in table.items():
        plain[ord(sign)] = out or _NOTHING
    text, _ = codecs.charmap_decode(shapes.encode("latin-1"), "strict", "".join(plain))
    return text.replace(_NOTHING, "")


def shape(word: str) -> str:
    """The glyphs of a word of `LETTERS`; what is no letter stays."""
    last = len(word) - 1
    out = []
    before = False
    for i, letter in enumerate(word):
        if letter not in LETTERS:
            out.append(_SIGNS.get(letter, letter))
            before = False
            continue
        if letter == _UNJOINED:
            out.append(_SIGNS[letter + "-"])
            before = False
            continue
        after = (
            i < last
            and word[i + 1] != _UNJOINED
            and word[i + 1] in LETTERS
            and letter not in _RIGHT_JOINING
        )
        out.append(
            _SIGNS[letter + (("m" if after else "f") if before else ("i" if after else "s"))]
        )
        before = after
    return "".join(out)


def glyphs(word: str) -> tuple[Glyph, ...]:
    """Each letter of a word of `LETTERS` with its form."""
    return tuple((name[0], name[1]) for name in map(name_of, shape(word)))
