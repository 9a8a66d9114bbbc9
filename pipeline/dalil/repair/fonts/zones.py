"""Which lines of a document are damaged by a broken font, and by which.

Abstract, body and headings are set in different fonts and may be damaged in different ways, or
not at all. Regions in which many words make no sense are looked at; a map is learned from one,
its lines are given to the map that explains them best, and what no map explains teaches the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dalil.repair.fonts.font_map import Codes, FontMap
from dalil.repair.fonts.joining import MARKS, fold
from dalil.repair.fonts.learning import learn, refine
from dalil.repair.fonts.lexicon import lexicon
from dalil.repair.fonts.segmenting import TOKEN, is_damageable, unknown

_WINDOW = 60  # words round a line that tell whether it lies in a damaged region
_SEED, _EDGE = (
    0.2,
    0.1,
)  # share of unknown words there: a region has the first, its edges the second
_FEWEST_UNKNOWN = 12  # words; fewer teach nothing
_BRIDGE = 6  # lines without letters or words that a region runs over
_MAPS = 4
_MOSTLY = 0.8  # share of the lines that a map was learned from, if they are to be called its own
_SMALLEST = 150  # words of a part of a region in which another font is looked for
_SWITCH = 8.0  # cost, in natural logs, of another map from one line to the next
_SPACE = re.compile(r"[^\S ]")  # tabs, no-break spaces, carriage returns
_MARK = re.compile(f"[{MARKS}\u0640]")

# Endings that stand joined to their word where half-spaces were lost, and what joins in front.
_ENDINGS = {"fa": ("هایی", "های", "ها", "ترین", "تر", "اند", "ای", "ام", "اش", "ی"), "ar": ()}
_FRONTS = {"fa": ("نمی", "می", "بی"), "ar": ("وال", "بال", "فال", "لل", "و", "ف", "ب", "ل", "ك")}


@dataclass(frozen=True)
class Line:
    """A line of a text: where it starts there, and its letters folded, without marks.

    `where[i]` is the offset of `plain[i]` in the text; it has one entry more, the line's end.
    """

    start: int
    plain: str
    where: Sequence[int]
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Zone:
    """Lines (by number) that one map explains; an empty map where they are sound."""

    font: FontMap
    codes: Codes
    lines: tuple[int, ...]


def lines_of(text: str, lang: str) -> list[Line]:
    """The lines of `text`."""
    lines = []
    start = 0
    for whole in text.split("\n"):
        raw = whole.removesuffix("\r")
        plain = _SPACE.sub(" ", fold(raw, lang))
        where: Sequence[int] = range(start, start + len(raw) + 1)
        if _MARK.search(plain):
            kept = [i for i, c in enumerate(plain) if not _MARK.match(c)]
            plain = "".join([plain[i] for i in kept])
            where = [*(start + i for i in kept), start + len(raw)]
        tokens = tuple(t for t in TOKEN.findall(plain) if is_damageable(t))
        lines.append(Line(start, plain, where, tokens))
        start += len(whole) + 1
    return lines


@lru_cache(maxsize=200_000)
def is_known(token: str, lang: str) -> bool:
    """Whether the lexicon has `token`, or has it without a joined ending or proclitic."""
    number = lexicon(lang).number
    if token in number or len(token) == 1:
        return True
    return any(
        token.endswith(ending) and token[: -len(ending)] in number for ending in _ENDINGS[lang]
    ) or any(token.startswith(front) and token[len(front) :] in number for front in _FRONTS[lang])


def unknown_share(tokens: Iterable[str], lang: str) -> float:
    """The share of tokens that are no words."""
    flags = [not is_known(token, lang) for token in tokens]
    return sum(flags) / len(flags) if flags else 0.0


def damaged_regions(lines: Sequence[Line], lang: str) -> list[tuple[int, int]]:
    """Stretches `[first, last)` of lines in which too many words are unknown."""
    unknowns = [sum(not is_known(t, lang) for t in line.tokens) for line in lines]
    if sum(unknowns) < _FEWEST_UNKNOWN:
        return []
    shares = _shares([len(line.tokens) for line in lines], unknowns)
    regions: list[list[int]] = []
    for i, share in enumerate(shares):
        if share < _EDGE:
            continue
        if regions and i - regions[-1][1] <= _BRIDGE:
            regions[-1][1] = i + 1
        else:
            regions.append([i, i + 1])
    return [
        (first, last)
        for first, last in regions
        if max(shares[first:last]) >= _SEED and sum(unknowns[first:last]) >= _FEWEST_UNKNOWN
    ]


def _shares(words: Sequence[int], unknowns: Sequence[int]) -> list[float]:
    """For each line with words the share of unknown ones among the `_WINDOW` round it; else 0."""
    shares = []
    for i, own in enumerate(words):
        if not own:
            shares.append(0.0)
            continue
        total, bad = own, unknowns[i]
        low, high = i - 1, i + 1
        while total < _WINDOW and (low >= 0 or high < len(words)):
            if low >= 0:
                total, bad = total + words[low], bad + unknowns[low]
            if high < len(words):
                total, bad = total + words[high], bad + unknowns[high]
            low, high = low - 1, high + 1
        shares.append(bad / total)
    return shares


def zones(lines: Sequence[Line], lang: str) -> list[Zone]:
    """The maps of the damaged regions with the lines of each; empty where none could be learned."""
    words = lexicon(lang)
    regions = damaged_regions(lines, lang)
    numbers = [i for region in regions for i in range(*region) if lines[i].tokens]
    if not numbers:
        return []
    sound = Codes(words, FontMap())
    found: list[Codes] = []
    tokens = [lines[i].tokens for i in numbers]
    scores = [_explained(tokens, sound)]
    learned_from: list[list[int]] = []
    parts = [numbers]
    while parts and len(found) < _MAPS:
        part = parts.pop(0)
        font = learn([lines[i].plain for i in part], words)
        if font and all(font != codes.font for codes in found):
            found.append(Codes(words, font))
            learned_from.append(part)
            scores.append(_explained(tokens, found[-1]))
            given = _assign(scores)
            rest = [i for i, k in zip(numbers, given, strict=True) if k == 0]
            left = [token for i in rest for token in lines[i].tokens]
            if sum(not is_known(t, lang) for t in left) >= _FEWEST_UNKNOWN:
                parts += [rest] if unknown_share(left, lang) >= _EDGE else []
        elif sum(len(lines[i].tokens) for i in part) >= 2 * _SMALLEST:
            # Lines of several fonts hide each other's damage.
            parts += [part[: len(part) // 2], part[len(part) // 2 :]]
    if not found:
        return []
    given = _assign(scores)
    for k, part in enumerate(learned_from):
        own = [i for i, g in zip(numbers, given, strict=True) if g == k + 1]
        again = _relearned(lines, found[k], own, part)
        if again is not found[k]:
            found[k], scores[k + 1] = again, _explained(tokens, again)
    given = _assign(scores)
    fonts = [sound]
    for k, codes in enumerate(found, 1):
        text = [lines[i].plain for i, g in zip(numbers, given, strict=True) if g == k]
        fonts.append(refine(text, codes) if text else codes)
    return [
        Zone(codes.font, codes, tuple(i for i, g in zip(numbers, given, strict=True) if g == k))
        for k, codes in enumerate(fonts)
        if k in given
    ]


def _relearned(
    lines: Sequence[Line], codes: Codes, own: Sequence[int], part: Sequence[int]
) -> Codes:
    """A map learned again from its own lines, if it was learned from many others as well."""
    if not own or len(set(own) & set(part)) >= _MOSTLY * len(part):
        return codes
    font = learn([lines[i].plain for i in own], codes.lexicon)
    return codes if font == codes.font or not font else Codes(codes.lexicon, font)


def _assign(scores_of: Sequence[Sequence[float]]) -> list[int]:
    """For each line the font that explains it best, by a Viterbi search over the lines.

    `scores_of` has for each font what it makes of each line (`_explained`).
    """
    fonts = range(len(scores_of))
    best = [0.0] * len(fonts)
    back: list[list[int]] = []
    for scores in zip(*scores_of, strict=True):
        top = max(fonts, key=lambda k: best[k])
        back.append([k if best[k] >= best[top] - _SWITCH else top for k in fonts])
        best = [max(b, best[top] - _SWITCH) + score for b, score in zip(best, scores, strict=True)]
    k = max(fonts, key=lambda k: best[k])
    out = []
    for came in reversed(back):
        out.append(k)
        k = came[k]
    return out[::-1]


def _explained(lines: Sequence[Sequence[str]], codes: Codes) -> list[float]:
    """The log probability of the tokens of each line, each taken by itself."""
    known: dict[str, float] = {}
    out = []
    for tokens in lines:
        total = 0.0
        for token in tokens:
            log = known.get(token)
            if log is None:
                readings = codes.readings(token)
                known[token] = log = readings[0].log if readings else unknown(len(token))
            total += log
        out.append(total)
    return out
