"""Words of a Persian text, their letters, and the gaps between them."""

from __future__ import annotations

import re

ZWNJ = "\u200c"

LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f"
)
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200d"

# A word begins with a letter; half-spaces within it belong to it, those at its edges do not.
WORD = re.compile(f"[{LETTERS}][{LETTERS}{_MARKS}]*(?:{ZWNJ}+[{LETTERS}][{LETTERS}{_MARKS}]*)*")
# What may stand between two words that are one: blanks, with a half-space left over or without.
GAP = re.compile("\u200c*[ \u00a0]{1,2}\u200c*")
ADDRESS = re.compile(r"https?://\S+|[^\s/@]*@\S+|www\.\S+|\S+\.(?:com|org|net|ir|edu|gov)\b\S*")
ADDRESS_SIGNS = ("://", "@", "www.", ".com", ".org", ".net", ".ir", ".edu", ".gov")

# Letters that never join the next one: a half-space after them cannot be seen.
NON_JOINING = frozenset("اأإآدذرزژوؤءٱۀ")

_FOLD: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "يىېۍێ"), "ی"),
    **dict.fromkeys(map(ord, "كڪ"), "ک"),
    **dict.fromkeys(map(ord, "ۀۂەہھ"), "ه"),
    **dict.fromkeys(range(0x0610, 0x061B)),
    0x0640: None,
    **dict.fromkeys(range(0x064B, 0x0660)),
    0x0670: None,
    **dict.fromkeys(range(0x06D6, 0x06EE)),
    0x200D: None,
}
for _letter in (0x06E5, 0x06E6):
    _FOLD.pop(_letter)
_FOLDED = re.compile("[" + "".join(map(re.escape, map(chr, _FOLD))) + "]")


def letters(word: str) -> str:
    """`word` in one spelling of yeh, kaf and heh, without marks, tatweel and half-spaces."""
    return pieces(word).replace(ZWNJ, "")


def pieces(word: str) -> str:
    """`word` as `letters` has it, with its half-spaces (one where several stand together)."""
    if _FOLDED.search(word):
        word = word.translate(_FOLD)
    while ZWNJ + ZWNJ in word:
        word = word.replace(ZWNJ + ZWNJ, ZWNJ)
    return word


def places(word: str) -> list[int]:
    """For each letter of `letters(word)` the offset in `word` where it begins."""
    return [i for i, c in enumerate(word) if c != ZWNJ and _FOLD.get(ord(c), c) is not None]
