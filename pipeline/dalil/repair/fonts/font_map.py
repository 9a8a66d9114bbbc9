"""A broken font as a function: what each glyph of the page comes out as.

The damage is no exchange of letters: a *form* of a letter is what is lost or shown as another
(medial ت as ن, while initial ت is sound). Words are therefore encoded forwards, and what stands
in the text is looked up among the codes; a table read backwards would guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dalil.repair.fonts.joining import JOINED, STOP, draw, name_of
from dalil.repair.fonts.lexicon import Lexicon

LOST = " "  # a glyph without a letter of its own mostly leaves a space

# Log probability that a word is stretched at one of its joints, and by each stroke more.
_STRETCHED, _MORE = -1.6, -0.5
_LONGEST_STRETCH = 3
_CUT_WORDS, _CUT_OFF = 15_000, -3.5  # frequent words that may be cut, and how seldom they are


@dataclass(frozen=True)
class FontMap:
    """`table` holds the damaged glyphs alone: a letter, a space, or nothing for each.

    `stretch` is the letter as which the stretching stroke (kashida) comes out, if it does.
    """

    table: Mapping[str, str] = field(default_factory=dict)
    stretch: str = ""

    def __bool__(self) -> bool:
        return bool(self.table or self.stretch)


@dataclass(frozen=True)
class Reading:
    """A word that may stand in a stretch of text.

    `log` is its log probability there; `origin[i]` is where letter `i` came from, counted from
    the start of the stretch, as a half-open interval. `stretched` tells that a stroke was taken
    out.
    """

    word: int
    log: float
    origin: tuple[tuple[int, int], ...]
    stretched: bool


class Codes:
    """The words of a lexicon by how they come out under one map.

    `like` are the codes of a map that differs little: what is cut off words is taken from there.
    """

    def __init__(self, lexicon: Lexicon, font: FontMap, like: Codes | None = None) -> None:
        self.lexicon = lexicon
        self.font = font
        text = draw(lexicon.shaped, font.table) if font.table else ""
        self._codes = text.split("\n") if font.table else lexicon.words
        self._plain = lexicon.by_key(font.stretch)
        self._by_key: dict[str, list[int]] = {}
        if font.table:
            keys = text.replace(font.stretch, "").split("\n") if font.stretch else self._codes
            for number, (code, word) in enumerate(zip(self._codes, lexicon.words, strict=True)):
                if code != word:
                    self._by_key.setdefault(keys[number], []).append(number)
        lost = {
            name_of(sign)[1] for sign, out in font.table.items() if out == LOST and sign != STOP
        }
        self.lost_first = bool(lost & set("is"))
        self.lost_inside = bool(lost & set("imfs"))
        self.lost_last = bool(lost & set("fs"))
        self.stops_lost = STOP in font.table
        self._known: dict[str, tuple[Reading, ...]] = {}
        self._like = like
        self._fragments: dict[str, float] | None = None

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The words that `text` may stand for, the likeliest first."""
        found = self._known.get(text)
        if found is None:
            made = list(self._read(text))
            made.sort(key=lambda reading: (-reading.log, reading.word))
            self._known[text] = found = tuple(made)
        return found

    def fragment(self, text: str) -> float | None:
        """The log probability that `text` is the beginning or end of a frequent word, cut off."""
        if self._like is not None:
            return self._like.fragment(text)
        if self._fragments is None:
            found: dict[str, float] = {}
            for code, log in zip(self._codes[:_CUT_WORDS], self.lexicon.logs, strict=False):
                for at in range(2, len(code) - 1):
                    found.setdefault(code[:at], log + _CUT_OFF)
                    found.setdefault(code[at:], log + _CUT_OFF)
            self._fragments = found
        return self._fragments.get(text)

    def _read(self, text: str) -> Iterator[Reading]:
        stretch = self.font.stretch
        key = text.replace(stretch, "") if stretch else text
        for number in self._by_key.get(key, ()):
            made = self._fit(number, text)
            if made:
                yield made
        if " " in text:
            return
        codes, words = self._codes, self.lexicon.words
        for number in self._plain.get(key, ()):
            if codes[number] == words[number]:
                made = self._fit(number, text)
                if made:
                    yield made

    def _fit(self, number: int, text: str) -> Reading | None:
        code = self._codes[number]
        log = self.lexicon.logs[number]
        if text == code:
            return Reading(number, log, self._origins(number, 0, 0), False)
        extra = len(text) - len(code)
        if not 0 < extra <= _LONGEST_STRETCH:
            return None
        at = 0
        while at < len(code) and text[at] == code[at]:
            at += 1
        if text[at + extra :] != code[at:] or text[at : at + extra].strip(self.font.stretch):
            return None
        # The stroke may stand anywhere in a run of the same letter: where a joint is.
        low = at
        while low and text[low - 1] == self.font.stretch:
            low -= 1
        joints = self._joints(number)
        for place in range(at, low - 1, -1):
            if place in joints:
                origin = self._origins(number, place, extra)
                return Reading(number, log + _STRETCHED + _MORE * (extra - 1), origin, True)
        return None

    def _ends(self, number: int) -> Iterator[tuple[str, int]]:
        """The glyphs of a word, each with where it ends in the code."""
        at = 0
        table = self.font.table
        for sign in self.lexicon.shape_of(number):
            at += len(table.get(sign, sign))
            yield sign, at

    def _joints(self, number: int) -> set[int]:
        """Places in the code of a word where a stroke may stand: behind a letter that joins."""
        return {end for sign, end in self._ends(number) if sign in JOINED}

    def _origins(self, number: int, place: int, extra: int) -> tuple[tuple[int, int], ...]:
        """Where each letter comes from; a stroke belongs to the letter that it stretches."""
        out = []
        start = 0
        shift = 0
        for _, end in self._ends(number):
            if extra and not shift and end == place:
                shift = extra
            out.append((start, end + shift))
            start = end + shift
        return tuple(out)
