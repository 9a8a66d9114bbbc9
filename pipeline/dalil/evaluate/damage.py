"""Damage as files and PDFs do it, made on sound text so that the truth is known.

Each kind is a function from a text to the damaged text. Chance is seeded by the text itself: the
same text is damaged in the same way every time. All kinds keep the lines as they are, but for
`hyphenation`, which breaks them. Broken fonts are in `dalil.evaluate.broken_font`.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import regex

from dalil.repair.fonts.joining import LETTERS, MARKS, glyphs

Damage = Callable[[str], str]

ZWNJ = "\u200c"
TATWEEL = "\u0640"

_LETTER_RUN = re.compile(f"[{LETTERS}][{LETTERS}{MARKS}]*")
_MARK = re.compile(f"[{MARKS}]")
_CLUSTER = regex.compile(r"\X")
_LETTER_WITH_MARKS = regex.compile(r"\P{Mn}\p{Mn}*|\p{Mn}+")
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z٠-٩۰-۹](?:[\w./:,%٫٬+-]*[0-9A-Za-z٠-٩۰-۹])?")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SPACE_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

# Shares in which the kinds that take only some places take them.
_JOINED_SPACES = 1 / 12
_STRETCHED_WORDS = 1 / 4
_LINES_WITH_LETTERS_APART = 1 / 4
_LONGEST_TATWEEL = 4
_MOST_WORDS_APART = 5
_COLUMN = 64  # characters a line, where words are hyphenated
_SHORTEST_PART = 3  # letters of a hyphenated word, on either side


def chance_of(name: object, text: str) -> random.Random:
    """Chance that falls for the same name and text in the same way."""
    return random.Random(f"{name} {text}".encode("utf-8", "surrogatepass"))


def zwnj_removed(text: str) -> str:
    """Every half-space is lost."""
    return text.replace(ZWNJ, "")


def zwnj_spaced(text: str) -> str:
    """Every half-space became a space."""
    return text.replace(ZWNJ, " ")


def zwnj_mixed(text: str) -> str:
    """Each half-space is kept, lost or became a space, with equal chances."""
    chance = chance_of("zwnj_mixed", text)
    return re.sub(ZWNJ, lambda _: chance.choice((ZWNJ, "", " ")), text)


def words_joined(text: str) -> str:
    """One space in twelve between words is lost."""
    chance = chance_of("words_joined", text)
    return _SPACE_BETWEEN_WORDS.sub(lambda _: "" if chance.random() < _JOINED_SPACES else " ", text)


def letter_forms(text: str) -> list[str]:
    """The form of each character: i, m, f, s of a joining letter, - of one that does not join.

    Marks count for nothing, and what is no letter has the form "" (see `repair.fonts.joining`).
    """
    forms = [""] * len(text)
    for run in _LETTER_RUN.finditer(text):
        places = [i for i in range(*run.span()) if not _MARK.match(text[i])]
        word = "".join(text[i] for i in places)
        for place, (_, form) in zip(places, glyphs(word), strict=True):
            forms[place] = form
    return forms


def joints(text: str, forms: list[str], start: int, end: int) -> list[int]:
    """The characters of a stretch behind which the next letter is joined."""
    found = []
    for i in range(start, end):
        if forms[i] in ("i", "m"):
            last = i
            while last + 1 < end and _MARK.match(text[last + 1]):
                last += 1
            found.append(last)
    return found


def tatweel(text: str) -> str:
    """One word in four is stretched at one place by a few U+0640."""
    chance = chance_of("tatweel", text)
    forms = letter_forms(text)
    added: dict[int, int] = {}
    for run in _LETTER_RUN.finditer(text):
        places = joints(text, forms, *run.span())
        if places and chance.random() < _STRETCHED_WORDS:
            added[chance.choice(places)] = chance.randint(1, _LONGEST_TATWEEL)
    return "".join(c + TATWEEL * added.get(i, 0) for i, c in enumerate(text))


@lru_cache(maxsize=1)
def _presentation() -> dict[tuple[str, str], str]:
    """The presentation form of letters (lam-alef among them) by their form."""
    names = {"<initial>": "i", "<medial>": "m", "<final>": "f", "<isolated>": "s"}
    found: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFBEA), *range(0xFBFC, 0xFC00), *range(0xFE80, 0xFEFD)):
        tag, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if tag in names:
            word = "".join(chr(int(letter, 16)) for letter in letters.split())
            found.setdefault((word, names[tag]), chr(code))
    return found


def presentation_forms(text: str) -> str:
    """Letters are written as the glyphs that show them (U+FB50 to U+FEFC), lam-alef as one."""
    table = _presentation()
    forms = letter_forms(text)
    out: list[str] = []
    i = 0
    while i < len(text):
        lam_form = {"i": "s", "m": "f"}.get(forms[i], "")
        ligature = table.get((text[i : i + 2], lam_form))
        out.append(ligature or table.get((text[i], forms[i]), text[i]))
        i += 2 if ligature else 1
    return "".join(out)


def arabic_letters(text: str) -> str:
    """Persian yeh and kaf are typed as on an Arabic keyboard."""
    return text.translate(str.maketrans("یک", "يك"))


def persian_letters(text: str) -> str:
    """Arabic yeh (alef maksura too) and kaf are typed as on a Persian keyboard."""
    return text.translate(str.maketrans("يىك", "ییک"))


def visual_order(text: str) -> str:
    """Each line is stored as it looks, from left to right; numbers and Latin words keep order."""
    return "\n".join(_as_it_looks(line) for line in text.split("\n"))


def _as_it_looks(line: str) -> str:
    parts: list[str] = []
    cursor = 0
    for kept in _LEFT_TO_RIGHT.finditer(line):
        parts += _LETTER_WITH_MARKS.findall(line[cursor : kept.start()].translate(_MIRRORED))
        parts.append(kept.group())
        cursor = kept.end()
    parts += _LETTER_WITH_MARKS.findall(line[cursor:].translate(_MIRRORED))
    return "".join(reversed(parts))


def lam_alef(text: str) -> str:
    """The two letters of each lam-alef are swapped, as where a ligature is read backwards."""
    return re.sub("ل([اأإآ])", r"\1ل", text)


def letters_apart(text: str) -> str:
    """In one line of four up to five words are spaced out, two spaces between the words."""
    chance = chance_of("letters_apart", text)
    return "\n".join(
        _spaced_out(line, chance) if chance.random() < _LINES_WITH_LETTERS_APART else line
        for line in text.split("\n")
    )


def _spaced_out(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    first = chance.randrange(len(words))
    last = min(len(words), first + chance.randint(1, _MOST_WORDS_APART))
    apart = "  ".join(" ".join(_CLUSTER.findall(word)) for word in words[first:last])
    before, after = (" ".join(part) for part in (words[:first], words[last:]))
    return "  ".join(part for part in (before, apart, after) if part)


def split_marks(text: str) -> str:
    """Vowel signs stand before their letter, behind a space, or as signs of their own."""
    chance = chance_of("split_marks", text)

    def split(match: re.Match[str]) -> str:
        letter, mark = match.groups()
        alone = _ALONE.get(mark)
        choices = [mark + letter, f"{letter} {mark}", *([letter + alone] if alone else [])]
        return chance.choice(choices)

    return re.sub(f"([{LETTERS}])([{MARKS}])", split, text)


# Signs that have a form without a letter (U+FE70 and following).
_ALONE = {
    chr(int(unicodedata.decomposition(chr(code)).split()[2], 16)): chr(code)
    for code in range(0xFE70, 0xFE80)
    if unicodedata.decomposition(chr(code)).startswith("<isolated>")
}


def _misread(text: str, encoding: str) -> str:
    """UTF-8 read byte by byte; bytes that the encoding does not have are read as Latin-1."""
    table = [bytes([b]).decode(encoding, "ignore") or chr(b) for b in range(256)]
    return "".join(table[b] for b in text.encode("utf-8", "surrogatepass"))


def mojibake_1252(text: str) -> str:
    """UTF-8 is read as windows-1252, as browsers do it."""
    return _misread(text, "cp1252")


def mojibake_1256(text: str) -> str:
    """UTF-8 is read as windows-1256."""
    return _misread(text, "cp1256")


def ligatures(text: str) -> str:
    """Latin ff, fi, fl, ffi, ffl are one character each (U+FB00 to U+FB04)."""
    for letters, ligature in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(letters, ligature)
    return text


def hyphenation(text: str) -> str:
    """Each line becomes a paragraph of short lines, with words hyphenated at their ends."""
    chance = chance_of("hyphenation", text)
    return "\n\n".join(_set(line, chance) for line in text.split("\n"))


def _set(line: str, chance: random.Random) -> str:
    lines = [""]
    for word in line.split():
        room = _COLUMN - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] += f" {word}" if lines[-1] else word
            continue
        letters = _WORD.search(word)
        cuts = range(0)
        if letters and lines[-1]:
            first, end = letters.span()
            cuts = range(first + _SHORTEST_PART, min(end - _SHORTEST_PART, room - 1) + 1)
        if cuts:
            cut = chance.choice(cuts)
            lines[-1] += f" {word[:cut]}-"
            word = word[cut:]
        lines.append(word)
    return "\n".join(lines)


KINDS: dict[str, Damage] = {
    kind.__name__: kind
    for kind in (
        zwnj_removed,
        zwnj_spaced,
        zwnj_mixed,
        words_joined,
        tatweel,
        presentation_forms,
        arabic_letters,
        persian_letters,
        visual_order,
        lam_alef,
        letters_apart,
        split_marks,
        mojibake_1252,
        mojibake_1256,
        ligatures,
        hyphenation,
    )
}

# Which kinds are met in texts of a language.
_SCRIPT = (
    "words_joined",
    "tatweel",
    "presentation_forms",
    "visual_order",
    "letters_apart",
    "split_marks",
    "mojibake_1252",
    "mojibake_1256",
)
OF_LANGUAGE: dict[str, tuple[str, ...]] = {
    "fa": ("zwnj_removed", "zwnj_spaced", "zwnj_mixed", "arabic_letters", *_SCRIPT),
    "ar": ("lam_alef", "persian_letters", *_SCRIPT),
    "en": ("ligatures", "hyphenation", "letters_apart", "mojibake_1252"),
}
