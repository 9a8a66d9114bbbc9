"""Folded forms: what two spellings of one word have in common, for matching and search.

Folding loses information on purpose and never touches the text that is shown: `Token.norm_`
holds the folded form, `Token.text` the written one. Persian folds to Persian letters, Arabic to
Arabic ones, so that a folded form stays readable in its language.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Marks that carry no letter: tashkeel and Koranic marks, superscript alef, tatweel, joiners,
# bidi controls, soft hyphen, BOM.
_DROPPED = [
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    0x06E7,
    0x06E8,
    *range(0x06EA, 0x06EE),
    0x0640,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0x00AD,
    0xFEFF,
    0x061C,
]
_DIGITS = {0x0660 + i: str(i) for i in range(10)} | {0x06F0 + i: str(i) for i in range(10)}
_COMMON: dict[int, str | None] = {
    **dict.fromkeys(_DROPPED),
    **_DIGITS,
    ord("’"): "'",
    ord("‘"): "'",
    ord("ـ"): None,
}
_FA: dict[int, str | None] = {
    **_COMMON,
    **{ord(c): "ی" for c in "يىېئۍێ"},
    **{ord(c): "ک" for c in "كڪڬ"},
    **{ord(c): "ه" for c in "ةۀہەۂ"},
    **{ord(c): "ا" for c in "أإٱ"},
    ord("ؤ"): "و",
    ord("ء"): None,
}
_AR: dict[int, str | None] = {
    **_COMMON,
    **{ord(c): "ي" for c in "یىئېے"},
    **{ord(c): "ك" for c in "کڪ"},
    **{ord(c): "ه" for c in "ةۀہە"},
    **{ord(c): "ا" for c in "أإآٱ"},
    **{ord(c): "ج" for c in "چ"},
    **{ord(c): "ب" for c in "پ"},
    **{ord(c): "غ" for c in "گ"},
    **{ord(c): "ف" for c in "ڤ"},
    ord("ؤ"): "و",
}
_TABLES = {"fa": _FA, "ar": _AR}

# One to one, so that offsets stay: what normalisers exchange, made equal for alignment.
ALIKE: dict[int, str] = {
    **{ord(c): "ی" for c in "ييىې"},
    **{ord(c): "ک" for c in "كڪ"},
    **{ord(c): "ه" for c in "ةۀہە"},
    **_DIGITS,
    **{ord(c): '"' for c in "“”«»„"},
    ord("٪"): "%",
}


@lru_cache(maxsize=200_000)
def fold(text: str, lang: str) -> str:
    """The matching form of `text` in `lang`: one form a set of spellings that mean the same.

    Yeh, kaf, hamza and teh marbuta variants, tashkeel, tatweel, half-spaces, bidi marks, digit
    shapes, Latin case and accents are folded away. Spaces stay.
    """
    text = unicodedata.normalize("NFKC", text)
    if lang in _TABLES:
        text = text.translate(_TABLES[lang])
        if text.isascii() or any("a" <= c <= "ɏ" or c <= "Z" for c in text):
            text = _latin(text)
        return text
    return _latin(text.translate(_COMMON))


def _latin(text: str) -> str:
    text = text.casefold()
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare.replace("æ", "ae").replace("ø", "o").replace("ı", "i"))
