"""What it weighs that one word of a line is read after another, and that two runs meet."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dalil.repair.fonts.font_map import Codes, Reading
from dalil.repair.fonts.lexicon import Floats, Following, PairGains
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
class WordedLine:
    """A line with its items, as `segmenting.cut` gives them, and what was read for each.

    `words` are the numbers of the words, -1 for none.
    """

    line: str
    items: Sequence[Item]
    words: list[int]
    texts: list[str]


def worded(line: str, items: Sequence[Item], codes: Codes) -> WordedLine:
    """The items of `line` with the words that they most likely are."""
    number, names = codes.lexicon.number, codes.lexicon.words
    raw = [line[item.start : item.end] for item in items]
    words = [
        item.readings[0].word if item.readings else number.get(text, -1)
        for item, text in zip(items, raw, strict=True)
    ]
    texts = [names[word] if word >= 0 else text for word, text in zip(words, raw, strict=True)]
    return WordedLine(line, items, words, texts)


@dataclass(frozen=True)
class Links:
    """The links between the items of each of some lines of the same size, in natural logs.

    The first axis of all is the line. `words` are the numbers of the items' words, -1 for none.
    `kept[:, i]` is what it weighs that item `i + 1` stands behind item `i` in one run,
    `meeting[:, i]` that two runs meet there, and `cut[:, i, j]` that item `j` begins the run which
    is read after the one that ends in item `i`. `first[:, i]` is what it weighs that item `i`
    begins the line. `glued` are the words that items of two runs make together; `stops[:, i, j]`
    tells whether a full stop was lost between two items.
    """

    words: np.ndarray
    kept: Floats
    meeting: Floats
    cut: Floats
    first: Floats
    glued: list[dict[tuple[int, int], Reading]]
    stops: np.ndarray


def links_of(lines: Sequence[WordedLine], codes: Codes, following: Following) -> Links:
    """The links of lines that have the same number of items."""
    stop = codes.lexicon.number["."]
    words = np.array([line.words for line in lines])
    count, size = words.shape
    numbers = np.concatenate([words, np.full((count, 1), stop)], axis=1)
    gains = following.gains(numbers[:, :, None], numbers[:, None, :])
    nowhere = words < 0
    pairs = weighed(gains[:, :size, :size])
    pairs[nowhere[:, :, None] | nowhere[:, None, :]] = 0.0
    if codes.stops_lost:
        through = gains[:, :size, size, None] + codes.lexicon.logs[stop]
        stopped = weighed(through + gains[:, size, None, :size])
        unfit = nowhere | (words == stop)
        stopped[unfit[:, :, None] | unfit[:, None, :]] = -np.inf
    else:
        stopped = np.full(pairs.shape, -np.inf)
    cut = np.maximum(pairs, stopped)
    glued = []
    for n, line in enumerate(lines):
        found = _glued(line, codes)
        for (left, right), (_, gain) in found.items():
            cut[n, left, right] = max(cut[n, left, right], gain + _GLUE)
        glued.append({key: reading for key, (reading, _) in found.items()})

    places = [
        [(item.start, item.end) for item in line.items] for line in lines
    ]  # the gaps between the items
    starts, ends = np.moveaxis(np.array(places).reshape(count, size, 2), 2, 0)
    wide = starts[:, 1:] - ends[:, :-1] > 1
    chance = np.array([_meetings(line) for line in lines]).reshape(count, size - 1)
    beside = np.arange(size - 1)
    kept = pairs[:, beside, beside + 1] + np.log(1 - chance)
    after_stop = stopped[:, beside, beside + 1] + _KEPT_AT_STOP
    kept = np.where(wide, np.maximum(kept, after_stop), kept)
    stops = stopped > pairs
    stops[:, beside, beside + 1] &= wide
    first = np.array([[_first(text) for text in line.texts] for line in lines])
    return Links(words, kept, np.log(chance), cut, first, glued, stops)


def _first(text: str) -> float:
    """What it weighs that an item begins the line."""
    begins = text[0].isalnum() or text[0] in _BRACKETS or text[0] == " "
    return 0.0 if begins else _MARK_FIRST


def weighed(gains: Floats) -> Floats:
    """Gains of bigrams with the weight that they have here."""
    return _WEIGHT * np.maximum(gains, _LEAST_GAIN)


def _meetings(line: WordedLine) -> list[float]:
    """Probability that two runs meet, behind each item but the last."""
    pairs = itertools.pairwise(zip(line.items, line.texts, strict=True))
    return [_meeting(first, second, one, other) for (first, one), (second, other) in pairs]


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


def _glued(line: WordedLine, codes: Codes) -> dict[tuple[int, int], tuple[Reading, float]]:
    """Items of two runs that are better one word than two: the word, and by how much."""
    items, texts = line.items, line.texts
    plain = [
        k
        for k, (item, text) in enumerate(zip(items, texts, strict=True))
        if item.kind != "other"
        and item.end - item.start <= _LONGEST_PIECE
        and text not in _PREFIXES
    ]
    raw = {k: line.line[items[k].start : items[k].end].strip() for k in plain}
    keys = {k: codes.key(text) for k, text in raw.items()}
    stems = [k for k in plain if texts[k] not in _SUFFIXES]
    loose = [k for k in stems if _is_loose(items[k])]
    found = {}
    for right in plain:
        if texts[right] in TAILS:
            lefts = plain
        elif texts[right] in _SUFFIXES:
            continue
        else:
            lefts = stems if _is_loose(items[right]) else loose
        for at in codes.may_join([keys[left] for left in lefts], keys[right]):
            left = lefts[at]
            if left == right or left == right - 1:
                continue
            readings = codes.readings(raw[left] + raw[right])
            if readings:
                gain = readings[0].log - items[left].log - items[right].log
                if gain > 0:
                    found[left, right] = readings[0], gain
    return found


def _is_loose(item: Item) -> bool:
    """Whether an item may be a piece of a word."""
    return item.kind == "unknown" or item.end - item.start <= _SHORT_PIECE
