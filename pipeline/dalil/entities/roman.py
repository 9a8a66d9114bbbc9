"""Persian and Arabic names in Latin capitals, for the ids of names that no list has."""

from __future__ import annotations

import re

from dalil.entities.sounds import words
from dalil.languages.fold import fold

NAMELESS = "UNNAMED"  # where a name has no letter or digit that can be read

_LETTERS = {
    "ب": "B",
    "پ": "P",
    "ت": "T",
    "ث": "TH",
    "ج": "J",
    "چ": "CH",
    "ح": "H",
    "خ": "KH",
    "د": "D",
    "ذ": "DH",
    "ر": "R",
    "ز": "Z",
    "ژ": "ZH",
    "س": "S",
    "ش": "SH",
    "ص": "S",
    "ض": "D",
    "ط": "T",
    "ظ": "Z",
    "غ": "GH",
    "ف": "F",
    "ق": "Q",
    "ک": "K",
    "ك": "K",
    "گ": "G",
    "ل": "L",
    "م": "M",
    "ن": "N",
    "ه": "H",
    "ڤ": "V",
}
_PERSIAN = {"ث": "S", "ذ": "Z", "ض": "Z"}
_ALEF, _WAW, _YEH, _SILENT = "اآأإٱى", "وؤ", "یيېئ", "عء'"
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff]")
_OTHER = re.compile("[^A-Z0-9]+")
# The endings of Russian names, behind two letters at least.
_ENDINGS = (
    (re.compile("(?<=..)[یي]?ا[یي]+ف$"), "AYEV"),
    (re.compile("(?<=..)[یي]+و?ف$"), "IEV"),
    (re.compile("(?<=..)وف$"), "OV"),
)
_PERSIAN_ENDINGS = (
    (re.compile("(?<=..)[یي]اف$"), "IEV"),
    (re.compile("(?<=.)اف$"), "OV"),
)
_ARTICLE = re.compile("^ال(?=...)")
_LIQUID = ("R", "L")
_STOPS = ("B", "P", "T", "D", "K", "G", "Q", "F")
_SOUNDING = ("R", "L", "N", "M")


def romanised(name: str, lang: str) -> str:
    """A name in capitals A to Z, digits and hyphens: TASHIEV for «تاشیف» and «تاشييف».

    Short vowels, which the letters do not tell, stand as A where a word could not be read
    without. Latin letters lose their marks. `UNNAMED` where nothing can be read.
    """
    parts = []
    for word in words(name, lang):
        if _ARABIC_SCRIPT.search(word):
            parts.append(_word(word, lang))
        else:
            parts.append(_OTHER.sub("", fold(word, "en").upper()))
    return "-".join(part for part in parts if part) or NAMELESS


def _word(word: str, lang: str) -> str:
    plain = _ARTICLE.sub("", word).replace("تش", "چ").replace("ة", "ه")
    ending = ""
    for pattern, latin in (*_ENDINGS, *(_PERSIAN_ENDINGS if lang != "ar" else ())):
        if match := pattern.search(plain):
            plain, ending = plain[: match.start()], latin
            break
    units = _units(plain, lang)
    return _OTHER.sub("", "".join(_with_vowels(units, bool(ending))) + ending)


def _units(plain: str, lang: str) -> list[str]:
    """The Latin letters for each letter; a unit is a vowel or a consonant."""
    letters = _LETTERS if lang == "ar" else {**_LETTERS, **_PERSIAN}
    units: list[str] = []
    for at, letter in enumerate(plain):
        following = plain[at + 1 : at + 2]
        opens = bool(following) and following in _ALEF + _WAW + _YEH
        last = at == len(plain) - 1
        if letter in _ALEF:
            if not (at == 0 and following and following in _WAW + _YEH):
                units.append("A")
        elif letter in _WAW:
            after_vowel = bool(units) and _is_vowel(units[-1])
            if (at == 0 and not last) or after_vowel:
                units.append("V" if lang != "ar" else "W")
            else:
                units.append("O" if last else "U")
        elif letter in _YEH:
            units.append("Y" if opens or (at == 0 and not last) else "I")
        elif letter == "ه" and last and units:
            units.append("A" if not _is_vowel(units[-1]) else "H")
        elif letter in _SILENT:
            if at == 0 and not opens:
                units.append("A")
        elif latin := letters.get(letter) or fold(letter, "en").upper():
            units.append(latin)
    return units


def _is_vowel(unit: str) -> bool:
    return unit in ("A", "O", "U", "I")


def _with_vowels(units: list[str], more: bool) -> list[str]:
    """The units with A in clusters that cannot be spoken; `more` where an ending follows."""
    made: list[str] = []
    at = 0
    while at < len(units):
        if _is_vowel(units[at]):
            made.append(units[at])
            at += 1
            continue
        end = at
        while end < len(units) and not _is_vowel(units[end]):
            end += 1
        cluster = units[at:end]
        made += _spoken(cluster, opens=at == 0, closes=end == len(units) and not more)
        at = end
    return made


def _spoken(cluster: list[str], *, opens: bool, closes: bool) -> list[str]:
    """Consonants with A where they need it, by how sonorous they are."""
    if len(cluster) < 2 or cluster[0].isdigit():
        return cluster
    if opens and not (len(cluster) == 2 and not closes and _begins_well(*cluster)):
        return [cluster[0], "A", *_spoken(cluster[1:], opens=False, closes=closes)]
    if closes and not (len(cluster) == 2 and _ends_well(*cluster)):
        return [*_spoken(cluster[:-1], opens=False, closes=False), "A", cluster[-1]]
    if len(cluster) > 2 and not (len(cluster) == 3 and cluster[-1] in _LIQUID):
        return [cluster[0], "A", *cluster[1:]]
    return cluster


def _begins_well(first: str, second: str) -> bool:
    return (second in _LIQUID and first in _STOPS) or first == "S" or (first, second) == ("T", "S")


def _ends_well(first: str, second: str) -> bool:
    return second not in _SOUNDING and first in (*_SOUNDING, "S", "SH")
