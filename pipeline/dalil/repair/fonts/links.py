"""What it weighs that one word of a line is read after another, and that two runs meet."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.repair.fonts.font_map import Codes, Reading
from dalil.repair.fonts.lexicon import Floats, PairGains
from dalil.repair.fonts.segmenting import TAILS, Item

# Probability that two runs meet between two items, by the number of spaces there that no lost
# letter accounts for. Inside a run words stand one space apart; where runs meet there may be none
# or many. Numbers and Latin words run against the text and half-spaces end a run, so that beside
# them, behind «می» and before «ها» runs mostly meet.
_CUT_AT_WORD = (0.68, 0.045, 0.87)
_CUT_AT_COMMA = (0.03, 0.1, 0.95)
_CUT_AFTER_COMMA = (0.9, 0.05, 0.95)
_CUT_AT_BRACKET = (0.5, 0.4, 0.9)
_CUT_AT_NUMBER = 0.96
_CUT_AT_JOINER = 0.95
_CUT_AFTER_ENDING = (0.95, 0.35, 0.97)
_FEWEST, _DISCOUNT = 2, 1.0  # of a pair that is taken for a habit of the document
_GLUE = -2.5  # a word of two pieces
_LONGEST_PIECE = 12
_SHORT_PIECE = 2

# Bigrams of other texts are surer than they should be here, most of all of what they never saw.
_WEIGHT, _LEAST_GAIN = 0.55, -3.0
_KEPT_AT_STOP = -0.7  # a wide gap in a run, where a full stop makes sense
_MARK_FIRST = -4.0  # no line begins with a comma

_BRACKETS = "()[]{}«»<>\"'"
_PREFIXES = frozenset("می نمی".split())
_SUFFIXES = frozenset("ها های هایی هایش هایشان ای ایم اید اند ام ات اش شان مان تان تر ترین".split())


def habits_of(lines: Iterable[Sequence[Item]]) -> PairGains:
    """The gains of the word pairs that stand a space apart more than once in these lines.

    A document repeats its phrases, and most words that stand together belong together.
    """
    pairs: Counter[tuple[int, int]] = Counter()
    words: Counter[int] = Counter()
    for items in lines:
        for item in items:
            if item.readings:
                words[item.readings[0].word] += 1
        for first, second in itertools.pairwise(items):
            if first.readings and second.readings and second.start - first.end == 1:
                pairs[first.readings[0].word, second.readings[0].word] += 1
    total = sum(words.values())
    return PairGains.of(
        {
            (a, b): math.log((n - _DISCOUNT) * total / (words[a] * words[b]))
            for (a, b), n in pairs.items()
            if n >= _FEWEST
        }
    )


@dataclass(frozen=True)
class Links:
    """The links between the items of one line, in natural logs.

    `words` are the numbers of the items' words, -1 for none. `kept[i]` is what it weighs that
    item `i + 1` stands behind item `i` in one run, `meeting[i]` that two runs meet there, and
    `cut[i, j]` that item `j` begins the run which is read after the one that ends in item `i`.
    `first[i]` is what it weighs that item `i` begins the line. `glued` are the words that items
    of two runs make together; `stops[i, j]` tells whether a full stop was lost between two items.
    """

    words: list[int]
    kept: Floats
    meeting: Floats
    cut: Floats
    first: Floats
    glued: dict[tuple[int, int], Reading]
    stops: np.ndarray


def links_of(line: str, items: Sequence[Item], codes: Codes, habits: PairGains) -> Links:
    """The links between `items`, the items of `line` as `segmenting.cut` gives them."""
    lexicon = codes.lexicon
    words = [
        item.readings[0].word
        if item.readings
        else lexicon.number.get(line[item.start : item.end], -1)
        for item in items
    ]
    texts = [
        lexicon.words[word] if word >= 0 else line[item.start : item.end]
        for item, word in zip(items, words, strict=True)
    ]
    stop = lexicon.number["."]
    numbers = np.array([*words, stop])
    gains = np.maximum(lexicon.gains_between(numbers), habits.between(numbers))
    size = len(items)
    nowhere = numbers[:size] < 0
    pairs = weighed(gains[:size, :size])
    pairs[nowhere, :] = pairs[:, nowhere] = 0.0
    stopped = np.full((size, size), -np.inf)
    if codes.stops_lost:
        stopped = weighed(gains[:size, size, None] + lexicon.logs[stop] + gains[size, None, :size])
        unfit = nowhere | (numbers[:size] == stop)
        stopped[unfit, :] = stopped[:, unfit] = -np.inf
    cut = np.maximum(pairs, stopped)
    glued = _glued(line, items, texts, codes)
    for (left, right), (_, gain) in glued.items():
        cut[left, right] = max(cut[left, right], gain + _GLUE)

    starts = np.array([item.start for item in items])
    ends = np.array([item.end for item in items])
    wide = starts[1:] - ends[:-1] > 1
    chance = np.array(
        [_meeting(items[i], items[i + 1], texts[i], texts[i + 1]) for i in range(size - 1)]
    )
    beside = np.arange(size - 1)
    kept = pairs[beside, beside + 1] + np.log(1 - chance)
    kept = np.where(wide, np.maximum(kept, stopped[beside, beside + 1] + _KEPT_AT_STOP), kept)
    stops = stopped > pairs
    stops[beside, beside + 1] &= wide
    first = [
        0.0 if text[0].isalnum() or text[0] in _BRACKETS or text[0] == " " else _MARK_FIRST
        for text in texts
    ]
    made = {key: reading for key, (reading, _) in glued.items()}
    return Links(words, kept, np.log(chance), cut, np.array(first), made, stops)


def weighed(gains: Floats) -> Floats:
    """Gains of bigrams with the weight that they have here."""
    return _WEIGHT * np.maximum(gains, _LEAST_GAIN)


def _meeting(first: Item, second: Item, one: str, other: str) -> float:
    """Probability that two runs meet between two items that stand beside each other."""
    gap = min(second.start - first.end, 2)
    if one[0].isalnum() and other[0].isalnum():
        if "other" in (first.kind, second.kind):
            return _CUT_AT_NUMBER
        if one in _PREFIXES or other in _SUFFIXES:
            return _CUT_AT_JOINER
        if one in _SUFFIXES or other in _PREFIXES:
            return _CUT_AFTER_ENDING[gap]
        return _CUT_AT_WORD[gap]
    if one[0] in _BRACKETS or other[0] in _BRACKETS:
        return _CUT_AT_BRACKET[gap]
    return (_CUT_AT_COMMA if one[0].isalnum() else _CUT_AFTER_COMMA)[gap]


def _glued(
    line: str, items: Sequence[Item], texts: Sequence[str], codes: Codes
) -> dict[tuple[int, int], tuple[Reading, float]]:
    """Items of two runs that are better one word than two: the word, and by how much."""
    plain = [
        k
        for k, (item, text) in enumerate(zip(items, texts, strict=True))
        if item.kind != "other"
        and text not in _PREFIXES
        and item.end - item.start <= _LONGEST_PIECE
    ]
    ends = [k for k in plain if texts[k] in TAILS or texts[k] not in _SUFFIXES]
    loose = {
        k
        for k in plain
        if items[k].kind == "unknown" or items[k].end - items[k].start <= _SHORT_PIECE
    }
    found = {}
    for right in ends:
        tail = texts[right] in TAILS
        second = line[items[right].start : items[right].end].strip()
        for left in plain:
            if left == right or left == right - 1:
                continue
            if not tail and (texts[left] in _SUFFIXES or not (left in loose or right in loose)):
                continue
            first = line[items[left].start : items[left].end].strip()
            readings = codes.readings(first + second)
            if readings:
                gain = readings[0].log - items[left].log - items[right].log
                if gain > 0:
                    found[left, right] = readings[0], gain
    return found
