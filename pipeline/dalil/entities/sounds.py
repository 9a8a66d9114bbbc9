"""The sounds that a name's letters may stand for, alike for Persian, Arabic and Latin spellings.

A sound is one character. Small letters are sounds as in English, and besides:

    c ch   S sh   Z zh   x kh   G gh   T th   D dh   Q Arabic ض and ظ   J Arabic ج (j, g or zh)
    w و (v or a vowel)   y ی (y or a vowel)   ' hamza and ain   V the ending of Karimov, Tokayev
    A L the two letters of the Arabic article

What letters leave open (و, ی, ج, short vowels) stays open here; `SUBSTITUTION` says how far two
sounds may be the same one. The classes follow Editex (J. Zobel and P. Dart, “Phonetic string
matching”, SIGIR 1996), enlarged by what Persian and Arabic make of foreign sounds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dalil.languages.fold import fold

VOWELS = frozenset("aeiou")
WEAK = VOWELS | frozenset("wy'AL")  # what may be written or not

_BREAKS = re.compile(r"[^\w\u200c\u200d'’]+|_+")
_JOINED = re.compile(r"[\W_]+")
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff]")
_SAME = {
    **dict(zip("بپتطدرزسصشعفلمنكکگچژخهح", "bpttdrzssS'flmnkkgcZxhh", strict=True)),
    **dict(zip("اآأإٱىةوؤيیئءۀ", "aaaiaaawwyy''e", strict=True)),
    **dict(zip("ڤقثذضظغ", "vqTDQQG", strict=True)),
}
_LETTERS = {
    "fa": str.maketrans({**_SAME, "ج": "j", "ث": "s", "ذ": "z", "ض": "z", "ظ": "z", "ة": "e"}),
    "ar": str.maketrans({**_SAME, "ج": "J"}),
}
_SCRIPT_RULES = (
    ("تش", "c"),
    ("دج", "ج"),
    ("ۆ", "و"),
)
# Latin letters with marks that say how they sound, before marks are folded away.
_MARKED = str.maketrans(
    {"ç": "ch", "č": "ch", "ş": "sh", "š": "sh", "ž": "zh", "ğ": "gh", "ı": "i", "ñ": "ny"}
)
# Longer ones first; what one rule made is not read again by another.
_LATIN_SOUNDS = {
    **{"tsch": "c", "shch": "Sc", "tch": "c", "sch": "S", "dzh": "j", "sh": "S", "dj": "j"},
    **{"ch": "c", "zh": "Z", "kh": "x", "gh": "G", "th": "T", "dh": "D", "ph": "f", "ck": "k"},
    **{"tz": "ts", "qu": "kw", "oo": "u", "ou": "u", "ee": "i", "x": "ks", "c": "k"},
}
_FIRST_X, _SOFT_C = "S", "s"  # Xi; Cecil
_LATIN = re.compile("|".join([*sorted(_LATIN_SOUNDS, key=len, reverse=True)]))
# -ov, -ev, -off; Persian اف and ف alone; Arabic وف and يف: one ending behind a consonant or two.
_ENDING = re.compile(r"(?<=[^aeiouwy'AL])['aeiouwy]*[fv]$")
_LATIN_ENDING = re.compile(r"(?<=[^aeiouwy'AL])['aeiouwy]*[fvw]$")
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLES = frozenset(("al", "el", "ال", "آل", "as", "ash", "ad", "ar", "at", "ul"))
_ARTICLE = "ال"
_SHORTEST_STEM = 3  # letters behind the article; fewer and ال belongs to the word

# How far two sounds are apart where letters of two spellings may stand for the same sound; 1
# where they are strangers.
SUBSTITUTION: dict[tuple[str, str], float] = {}


def _near(cost: float, *pairs: str) -> None:
    for pair in pairs:
        first, second = pair[0], pair[1]
        SUBSTITUTION[first, second] = SUBSTITUTION[second, first] = cost


_near(0.05, "wv", "wu", "wo", "yi", "ye", "AA", "Aa", "Ll")
_near(0.1, "wa", "we", "wi", "ya", "yo", "yu", "gG", "kq", "Jj", "JZ", "Jg", "cJ", "DT", "Ae")
_near(0.15, "bp", "fv", "zs", "Tt", "DT", "Qd", "Qz", "Dd", "Dz", "Ts", "qg", "qG", "jZ", "cj")
_near(0.25, "kg", "zZ", "zj", "SZ", "Sc", "td", "sS", "fw", "gj", "kG", "Jz", "JG", "hx", "wy")
_near(0.4, "yj", "kx", "qx", "cS", "ct", "JS", "ck", "Gx", "Vw", "sc", "yJ", "fp", "bv", "Zs")
_near(0.2, "Vf", "Vv")
_near(0.5, "mn", "h'", "cz", "bw", "SJ", "tT", "hG")
for _a in VOWELS:
    for _b in VOWELS:
        SUBSTITUTION.setdefault((_a, _b), 0.1)
    _near(0.15, _a + "'")

# What it costs that a sound is written on one side only.
WEIGHT = {**dict.fromkeys("aeiou", 0.15), "w": 0.35, "y": 0.2, "'": 0.1, "A": 0.05, "L": 0.1}
WEIGHT |= {"h": 0.4, "V": 1.0}


# Half-spaces, vowel signs and tatweel: letters stand without them as well.
_UNSEEN = re.compile("[\u200c\u064b-\u065f\u0670\u0640]")


def words(name: str, lang: str) -> list[str]:
    """The words of a name without vowel signs. An Arabic article has its own word's place;
    half-spaces join words.

    Hyphens part English and Arabic words as spaces do. “al-Houthi” and «ال خليفة» are one word.
    """
    parts = [part for part in _BREAKS.split(_UNSEEN.sub("", name)) if part]
    joined: list[str] = []
    article = ""
    for part in parts:
        if part.casefold() in _ARTICLES and part is not parts[-1]:
            article = _ARTICLE
            continue
        joined.append(article + part if article else part)
        article = ""
    return joined


@lru_cache(maxsize=50_000)
def sounds(word: str, lang: str) -> str:
    """The sounds of one word of a name, read as `lang` or, if it has Latin letters, as English."""
    rest, article = word, ""
    if rest.startswith(_ARTICLE) and len(rest) >= len(_ARTICLE) + _SHORTEST_STEM:
        rest, article = rest[len(_ARTICLE) :], "AL"
    if _ARABIC_SCRIPT.search(rest):
        found, ending = _script(rest, lang), _ENDING
    else:
        found, ending = _latin(rest), _LATIN_ENDING
    return article + ending.sub("V", _DOUBLED.sub(r"\1", found))


def _script(word: str, lang: str) -> str:
    letters = _LETTERS["ar" if lang == "ar" else "fa"]
    plain = re.sub("[\u064b-\u065f\u0670\u0640]", "", word)
    if lang != "ar" and len(plain) > 2 and plain.endswith("ه"):
        plain = plain[:-1] + "e"
    for written, sound in _SCRIPT_RULES:
        plain = plain.replace(written, sound)
    return _JOINED.sub("", plain.translate(letters)).replace("_", "")


def _latin(word: str) -> str:
    plain = fold(word.casefold().translate(_MARKED), "en")
    plain = re.sub("[^a-z0-9]", "", plain)

    def sound(match: re.Match[str]) -> str:
        written = match.group()
        if written == "x" and match.start() == 0:
            return _FIRST_X
        if written == "c" and plain[match.end() : match.end() + 1] in tuple("eiy"):
            return _SOFT_C
        return _LATIN_SOUNDS[written]

    return _LATIN.sub(sound, plain)
