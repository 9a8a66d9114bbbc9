"""A broken font as a function: what each glyph of the page comes out as.

The damage is no exchange of letters: a *form* of a letter is what is lost or shown as another
(medial ت as ن, while initial ت is sound). Words are therefore encoded forwards, and what stands
in the text is looked up among the codes; a table read backwards would guess.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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

    `log` is its log probability there. Of the stretch, `extra` characters from `place` on (counted
    in the word's code) are a stroke that stretches the letter before them.
    """

    word: int
    log: float
    place: int = 0
    extra: int = 0

    @property
    def stretched(self) -> bool:
        """Whether a stroke was taken out."""
        return self.extra > 0


def _in_any(key: str, indexes: Iterable[Container[str]]) -> bool:
    for index in indexes:  # noqa: SIM110 - a generator is slower, and this is called most of all
        if key in index:
            return True
    return False


class Codes:
    """The words of a lexicon by how they come out under one map.

    `like` are the codes of a map with the same stretch that says less: only words with glyphs in
    which the maps differ are encoded anew. `fragments` are those of its own words by default.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        font: FontMap,
        like: Codes | None = None,
        fragments: Fragments | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.font = font
        lost = {
            name_of(sign)[1] for sign, out in font.table.items() if out == LOST and sign != STOP
        }
        self.lost_first = bool(lost & set("is"))
        self.lost_inside = bool(lost & set("imfs"))
        self.lost_last = bool(lost & set("fs"))
        self.stops_lost = STOP in font.table
        self.fragments = Fragments(self) if fragments is None else fragments
        self._like = like
        before = like.font.table if like else {}
        changed = {sign for sign, out in font.table.items() if before.get(sign) != out}
        numbers = lexicon.with_glyphs(changed)
        text = draw("\n".join(map(lexicon.shape_of, numbers)), font.table)
        codes = text.split("\n")
        keys = text.replace(font.stretch, "").split("\n") if font.stretch else codes
        self._codes = dict(zip(numbers, codes, strict=False))  # no number, one empty code
        # The first word of each key, and the few others.
        self._first: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        for key, number in zip(keys, numbers, strict=False):
            if self._first.setdefault(key, number) != number:
                self._others.setdefault(key, []).append(number)
        edged = {key.strip(LOST) for key in keys if key[:1] == LOST or key[-1:] == LOST}
        self._edged: tuple[Container[str], ...] = (edged, *(like._edged if like else ({""},)))
        self._sound = lexicon.number
        self._sound_stretched = lexicon.by_key(font.stretch) if font.stretch else {}
        sound = (self._sound, self._sound_stretched)
        self._indexes: tuple[Container[str], ...] = (
            self._first,
            *(like._indexes if like else sound),
        )
        self._known: dict[str, tuple[Reading, ...]] = {}

    def frequent(self, most: int) -> list[str]:
        """How the most frequent words come out."""
        codes = self._like.frequent(most) if self._like else self.lexicon.words[:most]
        for number, code in self._codes.items():
            if number >= most:  # they are in order
                break
            codes[number] = code
        return codes

    def key(self, text: str) -> str:
        """`text` without strokes, by which words are looked up."""
        return text.replace(self.font.stretch, "") if self.font.stretch else text

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The words that `text` may stand for, the likeliest first."""
        key = text.replace(self.font.stretch, "") if self.font.stretch else text
        # Most texts that are looked up are none.
        return self._readings(key, text) if _in_any(key, self._indexes) else ()

    def may_join(self, keys: Sequence[str], key: str) -> list[int]:
        """The places of those of `keys` that, with `key` behind them, may be words."""
        joined = [first + key for first in keys]
        return [i for i, whole in enumerate(joined) if _in_any(whole, self._indexes)]

    def _readings(self, key: str, text: str) -> tuple[Reading, ...]:
        found = self._known.get(text)
        if found is None:
            if self._like:
                others = self._like.readings(text)
                made = [reading for reading in others if reading.word not in self._codes]
            else:
                made = list(self._plain(key, text))
            if key in self._first:
                own = (self._first[key], *self._others.get(key, ()))
                made += [r for n in own if (r := self._fit(n, self._codes[n], text))]
            made.sort(key=lambda reading: (-reading.log, reading.word))
            self._known[text] = found = tuple(made)
        return found

    def may_lose_ends(self, text: str) -> bool:
        """Whether `text` with a space before or behind it may have readings."""
        key = self.key(text).strip(LOST)
        return _in_any(key, self._edged)

    def may_begin_gapped(self, text: str) -> bool:
        """Whether there may be a word that was cut by a gap, and `text` stands before that."""
        return _in_any(self.key(text), self._gapped[0])

    def may_end_gapped(self, text: str) -> bool:
        """Whether there may be a word that was cut by a gap, and `text` stands behind that."""
        return _in_any(self.key(text), self._gapped[1])

    @cached_property
    def _gapped(self) -> tuple[tuple[Container[str], ...], tuple[Container[str], ...]]:
        """What stands before the first gap in words, and behind the last; strokes leave nothing."""
        inner = [code for code in self._codes.values() if LOST in code[1:-1]]
        keys = [self.key(code).strip(LOST) for code in inner]
        before = {key.partition(LOST)[0] for key in keys}
        behind = {key.rpartition(LOST)[2] for key in keys}
        like = self._like._gapped if self._like else (({""},), ({""},))
        return (before, *like[0]), (behind, *like[1])

    def _plain(self, key: str, text: str) -> Iterator[Reading]:
        """The words that come out as they are."""
        sound = self._sound.get(key)
        for number in ((sound,) if sound is not None else ()) + self._sound_stretched.get(key, ()):
            if number not in self._codes:
                reading = self._fit(number, self.lexicon.words[number], text)
                if reading:
                    yield reading

    def _fit(self, number: int, code: str, text: str) -> Reading | None:
        log = self.lexicon.logs[number]
        if text == code:
            return Reading(number, log)
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
                return Reading(number, log + _STRETCHED + _MORE * (extra - 1), place, extra)
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

    def origins(self, reading: Reading) -> list[tuple[int, int]]:
        """Where each letter of the word came from in the text read, as half-open intervals.

        A stroke belongs to the letter that it stretches.
        """
        out = []
        start = shift = 0
        for _, end in self._ends(reading.word):
            if reading.extra and not shift and end == reading.place:
                shift = reading.extra
            out.append((start, end + shift))
            start = end + shift
        return out


class Fragments:
    """Beginnings and ends of the frequent words of `codes`, cut off, with log probabilities.

    What is cut off has two letters at least, and so has what is left.
    """

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    @cached_property
    def _heads(self) -> _Heads:
        return _Heads(self._codes.frequent(_CUT_WORDS), self._codes.lexicon.logs)

    @cached_property
    def _tails(self) -> _Heads:
        codes = self._codes.frequent(_CUT_WORDS)
        return _Heads([code[::-1] for code in codes], self._codes.lexicon.logs)

    def __call__(self, text: str) -> float | None:
        """The log probability that `text` is one, None if it is none."""
        logs = [log for log in (self._heads(text), self._tails(text[::-1])) if log is not None]
        return max(logs) + _CUT_OFF if logs else None


class _Heads:
    """Beginnings of words, which are given by falling probability."""

    def __init__(self, codes: Sequence[str], logs: Sequence[float]) -> None:
        self._by_two: dict[str, float] = {}
        self._by_three: dict[str, list[tuple[str, float]]] = {}
        for code, log in zip(codes, logs, strict=False):
            if len(code) > 3:
                self._by_two.setdefault(code[:2], log)
                if len(code) > 4:
                    self._by_three.setdefault(code[:3], []).append((code, log))

    def __call__(self, text: str) -> float | None:
        """The log probability of the likeliest word that begins so and has two letters more."""
        if len(text) == 2:
            return self._by_two.get(text)
        least = len(text) + 2
        for code, log in self._by_three.get(text[:3], ()):
            if len(code) >= least and code.startswith(text):
                return log
        return None
