"""Lines whose Arabic letters stand in the order in which they are seen, from left to right.

Some programs take the text of a PDF out glyph by glyph as it stands on the page: «ةمظنملا» for
«المنظمة», the last word first, numbers and Latin words as they should be. The letter model
(`dalil.repair.direction`) tells which words are reversed, the lines around say how far to trust
it, and `dalil.ingest.bidi` puts the characters in reading order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dalil.ingest.bidi import CLOSING, OPENING, direction, logical, runs_rtl
from dalil.repair.direction import edges, reading_order
from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS

_WORD = re.compile(
    rf"[{LETTERS}\ufb50-\ufdff\ufe70-\ufefc][{LETTERS}{MARKS}\ufb50-\ufdff\ufe70-\ufefc\u0640\u200c\u200d]*"
)
_MIRROR = str.maketrans(OPENING + CLOSING, CLOSING + OPENING)

_HAMZAS, _HAMZA_CARRIERS = "\u0653\u0654\u0655", "اويىیهەۀ"
_NEVER_FIRST = "\u0651\u0652\u0670"  # not on the first letter of a word
_TANWIN = "\u064b\u064c\u064d"

# Log-odds against a reversed line, in natural logarithms: alone, and at most in favour of one
# where the lines around are reversed. In 184,000 stretches of two words of sound text the letter
# model was never more than 8.2 in favour of reversal, in 119,000 of three never more than 5.4.
_ALONE, _FAVOUR = 10.0, 3.0
_TURN = 6.0  # against a change of direction within a line
_CLEAR = 10.0  # the score of a line that tells something of the lines around
_AROUND = 20  # lines on each side
# What makes a line worth looking at: words whose edges score less than the first, and what they
# score together.
_HINT, _DOUBT = -0.3, -4.0


@dataclass(frozen=True)
class _Line:
    """A line with Arabic letters: its words with their scores."""

    start: int
    text: str
    words: list[tuple[int, int]]
    scores: list[float]


def visual_order(text: str) -> list[Edit]:
    """Lines, or stretches of a line, whose Arabic letters stand reversed are put in reading order.

    Numbers and Latin words keep their direction, brackets face as they should. One edit a
    stretch, with the origin of each character; its confidence is the model's probability.
    """
    lines = [(start, line, _WORD.findall(line)) for start, line in _lines(text)]
    doubtful = [sum(map(_doubt, words)) < _DOUBT for _, _, words in lines]
    if not any(doubtful):
        return []
    scored = [_line(*line[:2]) for line, look in zip(lines, doubtful, strict=True) if look]
    if all(sum(line.scores) > -_CLEAR for line in scored):
        odds = [_ALONE] * len(scored)
    else:  # then every line may be reversed
        scored = [_line(*line[:2]) for line in lines]
        odds = _odds(scored)
    found = [
        (line, *stretch)
        for line, against in zip(scored, odds, strict=True)
        for stretch in _stretches(line.scores, against)
    ]
    if not found:
        return []
    rtl = runs_rtl(text)
    behind = sum(_signs_behind(line.text) for line, *_ in found) >= 0
    return [_edit(line, first, last, gain, rtl, behind) for line, first, last, gain in found]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield start, line
        start += len(line) + 1


def _line(start: int, text: str) -> _Line:
    words = [m.span() for m in _WORD.finditer(text)]
    return _Line(start, text, words, [_score(text[a:b]) for a, b in words])


@lru_cache(maxsize=100_000)
def _doubt(word: str) -> float:
    return min(_score(word), 0.0) if edges(word) < _HINT else 0.0


@lru_cache(maxsize=100_000)
def _score(word: str) -> float:
    return reading_order(word)


def _odds(lines: Sequence[_Line]) -> list[float]:
    """For each line the log-odds against reversal, from the lines around that are clear."""
    clear = []  # +1 reading order, -1 reversed, 0 not clear
    for line in lines:
        total = sum(line.scores)
        clear.append(0 if abs(total) < _CLEAR else 1 if total > 0 else -1)
    odds = []
    for i in range(len(lines)):
        around = clear[max(0, i - _AROUND) : i] + clear[i + 1 : i + 1 + _AROUND]
        reversed_, sound = around.count(-1), around.count(1)
        value = math.log((sound + 1) / (reversed_ + 1)) if reversed_ else _ALONE
        odds.append(max(-_FAVOUR, min(_ALONE, value * (1 if reversed_ > sound else 3))))
    return odds


def _stretches(scores: Sequence[float], against: float) -> Iterator[tuple[int, int, float]]:
    """Runs of reversed words `[first, last)` on the best path (Viterbi), with their evidence."""
    if not scores:
        return
    enter = max(against, 0.0) + _TURN
    forward, back = 0.0, -against - scores[0]
    came: list[tuple[bool, bool]] = []  # was the word before reversed, if this is not, if this is
    for score in scores[1:]:
        came.append((back - _TURN > forward, back >= forward - enter))
        forward, back = max(forward, back - _TURN), max(back, forward - enter) - score
    state = back > forward
    states = [state]
    for if_forward, if_back in reversed(came):
        state = if_back if state else if_forward
        states.append(state)
    states.reverse()
    first = None
    for i, reversed_ in enumerate([*states, False]):
        if reversed_ and first is None:
            first = i
        elif not reversed_ and first is not None:
            cost = against if first == 0 else enter
            yield first, i, -sum(scores[first:i]) - cost
            first = None


def _edit(line: _Line, first: int, last: int, gain: float, rtl_text: bool, behind: bool) -> Edit:
    rtl = True
    if first == 0 and last == len(line.words):
        start = len(line.text) - len(line.text.lstrip())
        end = len(line.text.rstrip())
        # A line of mostly Latin names may stand in a Persian text: ask the text.
        rtl = rtl_text or runs_rtl(line.text)
    else:
        start, end = line.words[first][0], line.words[last - 1][1]
    after, origins = _read(line.text[start:end], rtl, behind)
    at = line.start + start
    confidence = 1 / (1 + math.exp(-max(gain, 0.0)))
    places = [(at + i, at + i + 1) for i in origins]
    return Edit(at, line.start + end, after, min(confidence, 0.99), places)


def _read(visual: str, rtl: bool, behind: bool) -> tuple[str, list[int]]:
    """`visual` in reading order, and the index in it of each character."""
    units = _units(visual, behind)
    order = logical([visual[unit[0]] for unit in units], rtl)
    letters: list[str] = []
    origins: list[int] = []
    brackets: list[int] = []
    for i, is_rtl in order:
        if is_rtl and visual[units[i][0]] in OPENING + CLOSING:
            brackets.append(len(letters))
        for place in units[i]:
            letters.append(visual[place])
            origins.append(place)
    plain = "".join(letters)
    mirrored = list(letters)
    for place in brackets:
        mirrored[place] = mirrored[place].translate(_MIRROR)
    # Shapes as seen are turned round; a string that was just reversed has them as they should be.
    turned = "".join(mirrored)
    return (plain if _unbalanced(plain) < _unbalanced(turned) else turned), origins


def _unbalanced(text: str) -> int:
    """How many brackets of `text` have no partner."""
    open_: list[str] = []
    alone = 0
    for char in text:
        if char in OPENING:
            open_.append(char)
        elif char in CLOSING:
            if open_ and open_[-1] == char.translate(_MIRROR):
                open_.pop()
            else:
                alone += 1
    return alone + len(open_)


def _units(visual: str, behind: bool) -> list[list[int]]:
    """Each letter with its signs, as indices into `visual`, the letter first."""
    units: list[list[int]] = []
    waiting: list[int] = []
    for i, char in enumerate(visual):
        if direction(char) != "M":
            units.append([i, *reversed(waiting)])
            waiting = []
        elif behind and units:
            units[-1].append(i)
        else:
            waiting.append(i)
    units.extend([i] for i in waiting)
    return units


def _signs_behind(visual: str) -> int:
    """How many signs stand behind their letter, less those that stand before it.

    In a reversed string the signs stand before their letter, in a list of glyphs behind it. Signs
    at the edges of words tell, and signs that not every letter can have.
    """
    signs = [i for i, char in enumerate(visual) if direction(char) == "M"]
    return sum(_fits(visual, i, i - 1) - _fits(visual, i, i + 1) for i in signs)


def _fits(visual: str, sign: int, letter: int) -> bool:
    """Whether the character at `letter` can be the one that the sign belongs to."""
    if not _is_letter(visual, letter):
        return False
    if visual[sign] in _HAMZAS:
        return visual[letter] in _HAMZA_CARRIERS
    if visual[sign] in _TANWIN:  # on the last letter of a word, or the last before alef
        last = min(sign, letter) - 1
        return not _is_letter(visual, last) or visual[last] in "اى"
    begins = not _is_letter(visual, max(sign, letter) + 1)
    if begins:
        return visual[sign] not in _NEVER_FIRST
    return visual[letter] != "ا"


def _is_letter(visual: str, at: int) -> bool:
    return 0 <= at < len(visual) and direction(visual[at]) in ("R", "M")
