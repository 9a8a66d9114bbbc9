"""Text as it comes out of a PDF whose fonts say wrongly which letters their glyphs are.

What breaks is a glyph, a letter in one of its joining forms: ت within a word comes out as ن,
elsewhere as itself. Besides, kashida comes out as a letter, full stops vanish, and a line is a
list of runs that comes out from left to right. A `FontMap` says how, for one font.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dalil.evaluate.damage import ZWNJ, chance_of, joints, letter_forms
from dalil.repair.fonts.joining import Glyph, joins_forward

ALPHABETS = {
    "fa": "آأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیۀ",
    "ar": "آأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى",
}
# Seeds of the maps that `dalil evaluate` reports on. Whoever tunes takes other seeds.
SHIPPED = {"fa": range(1, 7), "ar": range(1, 3)}

_FEWEST, _MOST = 10, 25
# Letters that make more than half of any text, those with two forms only apart, and how many of
# their glyphs a map breaks: about one letter in ten is hit then, as in the documents seen.
_COMMON = (("ادروی", 1), ("نهملتسبي", 3))
_LOST, _VANISHED = 0.45, 0.05  # shares of glyphs that become a space, and nothing at all
_NARROWEST, _WIDEST = 60, 70

_LATIN_OR_NUMBER = re.compile(r"[A-Za-z](?:[A-Za-z0-9 .,'&-]*[A-Za-z0-9])?|[0-9٠-٩۰-۹]+")
_LATIN = re.compile(r"[A-Za-z]")
_PIECE = re.compile(f"[^ {ZWNJ}]+")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@dataclass(frozen=True)
class Kashida:
    """What a kashida comes out as, in which share of the word pieces that have a place for it.

    `stretched` is the share of the lines in which it stands twice; its length is the same in all
    of a line. The share varies from line to line, from none to twice as many.
    """

    text: str
    share: float
    stretched: float


@dataclass(frozen=True)
class FontMap:
    """How one font breaks.

    `glyphs` says as what a letter in a form comes out: a letter, a space or nothing; all others
    are sound. `alone` are letters from another font, each a run by itself. Runs are cut at
    half-spaces, at numbers and Latin, and with the chance `cuts` between any two characters;
    where they meet stand up to `gap` spaces.
    """

    seed: int
    glyphs: Mapping[Glyph, str]
    kashida: Kashida | None
    stops_lost: bool
    alone: str
    cuts: float
    gap: int


@dataclass(frozen=True)
class Broken:
    """Damaged lines, and beside each the line as it should be."""

    lines: tuple[str, ...]
    gold: tuple[str, ...]


def random_font_map(seed: int, letters: str) -> FontMap:
    """A map of 10 to 25 glyphs of `letters`, the same for the same seed."""
    chance = random.Random(f"{seed} {letters}")
    pool = [(c, form) for c in letters for form in ("imfs" if joins_forward(c) else "fs")]
    chance.shuffle(pool)
    broken = [glyph for these, most in _COMMON for glyph in _of(pool, these)[:most]]
    rare = [glyph for glyph in pool if not any(glyph[0] in these for these, _ in _COMMON)]
    broken += rare[: chance.randint(_FEWEST, _MOST) - len(broken)]
    glyphs = {glyph: _comes_out_as(glyph, letters, chance) for glyph in broken}
    kashida = Kashida(
        chance.choice(("ه", "ه", "ه", "\u0640", "ى")),
        chance.uniform(0.1, 0.4),
        chance.choice((0.0, 0.1, 1.0)),
    )
    return FontMap(
        seed,
        glyphs,
        kashida if chance.random() < 0.75 else None,
        stops_lost=chance.random() < 0.7,
        alone="".join(c for c in "ۀؤئ" if c in letters and chance.random() < 0.4),
        cuts=chance.choice((0.0, 0.02, 0.05)),
        gap=chance.randint(1, 4),
    )


def _of(glyphs: list[Glyph], letters: str) -> list[Glyph]:
    return [glyph for glyph in glyphs if glyph[0] in letters]


def _comes_out_as(glyph: Glyph, letters: str, chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < _LOST + _VANISHED:
        return " " if drawn < _LOST else ""
    return chance.choice([c for c in letters if c != glyph[0]])


@lru_cache(maxsize=4)
def shipped_maps(lang: str) -> tuple[FontMap, ...]:
    """The fixed maps that are reported on; none for languages without joining letters."""
    return tuple(random_font_map(seed, ALPHABETS[lang]) for seed in SHIPPED.get(lang, ()))


def font_map(text: str, font: FontMap) -> Broken:
    """`text`, of which each line is a paragraph, set in lines of 60 to 70 characters and broken.

    Longer lines are left only where a word is longer. The gold lines are as in the text, with
    single spaces.
    """
    chance = chance_of(font.seed, text)
    gold = tuple(line for paragraph in text.split("\n") for line in _set(paragraph, chance))
    return Broken(tuple(_break(line, font, chance) for line in gold), gold)


def _set(paragraph: str, chance: random.Random) -> Iterator[str]:
    line = ""
    width = chance.randint(_NARROWEST, _WIDEST)
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line, width = word, chance.randint(_NARROWEST, _WIDEST)
        else:
            line += f" {word}" if line else word
    if line:
        yield line


def _break(line: str, font: FontMap, chance: random.Random) -> str:
    forms = letter_forms(line)
    stretched = _kashidas(line, forms, font.kashida, chance)
    latin = _inside_latin(line)
    out = []
    for i, c in enumerate(line):
        if c == ZWNJ:
            drawn = ""
        elif c == "." and font.stops_lost and i not in latin:
            drawn = " "
        else:
            drawn = font.glyphs.get((c, forms[i]), c.translate(_MIRRORED))
        out.append(drawn + stretched.get(i, ""))
    bounds = [0, *_cuts(line, font, chance), len(line)]
    runs = ["".join(out[a:b]) for a, b in pairwise(bounds)]
    text = ""
    for run in reversed([run for run in runs if run]):
        text += (" " * chance.randint(0, font.gap) if text else "") + run
    return text


def _kashidas(
    line: str, forms: list[str], kashida: Kashida | None, chance: random.Random
) -> dict[int, str]:
    """What stands behind which character; a word piece is stretched at one place at most."""
    if kashida is None:
        return {}
    drawn = kashida.text * (2 if chance.random() < kashida.stretched else 1)
    share = kashida.share * 2 * chance.random()
    found = {}
    for piece in _PIECE.finditer(line):
        places = joints(line, forms, *piece.span())
        if places and chance.random() < share:
            found[chance.choice(places)] = drawn
    return found


def _inside_latin(line: str) -> frozenset[int]:
    """The places of Latin text, which is in another font and not broken."""
    return frozenset(
        i
        for m in _LATIN_OR_NUMBER.finditer(line)
        if _LATIN.match(m.group())
        for i in range(*m.span())
    )


def _cuts(line: str, font: FontMap, chance: random.Random) -> list[int]:
    """The places where a new run begins."""
    whole = [m.span() for m in _LATIN_OR_NUMBER.finditer(line)]
    uncut = {i for start, end in whole for i in range(start + 1, end)}
    found = {m.end() for m in re.finditer(ZWNJ, line)} | {i for span in whole for i in span}
    for i, c in enumerate(line):
        if c in font.alone:
            found |= {i, i + 1}
        if chance.random() < font.cuts and i not in uncut:
            found.add(i)
    return sorted(found - {0, len(line)})
