"""What the tokens of a text would have to be, if a glyph in them were damaged.

A token is a word with a damaged glyph if it is the code of that word, but for the place of the
glyph: another letter stands there, or none, or a gap. So codes with a question mark in the place of
the glyph are looked up among the tokens, which are listed here by all codes that they could be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dalil.repair.fonts.font_map import LOST
from dalil.repair.fonts.joining import LETTERS
from dalil.repair.fonts.segmenting import TOKEN, is_damageable

_STRETCHED = -1.5
LOST_COST = -2.0  # a lost letter is a weaker reading than one that is seen
_GAP_SHARE = 0.5  # of the places of a lost glyph that have a space too many
_STOP = re.compile(f"[{LETTERS}]\\s*\\.")

Pair = tuple[str, str]
Ballot = tuple[float, str, str]  # log probability, glyph, what it comes out as


@dataclass(frozen=True)
class Tokens:
    """How often each token stands in a text, alone, beside wide gaps, and one space apart."""

    count: Mapping[str, int]
    gap_before: Mapping[str, int]
    gap_after: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    stops: int
    words: int


def count_tokens(lines: Sequence[str]) -> Tokens:
    """The tokens of lines whose letters are folded."""
    count: Counter[str] = Counter()
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    stops = 0
    for line in lines:
        stops += len(_STOP.findall(line))
        last: tuple[str, int] | None = None
        for m in TOKEN.finditer(line):
            token = m.group()
            if not is_damageable(token):
                last = None
                continue
            count[token] += 1
            before[token] += line[max(0, m.start() - 2) : m.start()].isspace() and m.start() != 1
            after[token] += line[m.end() : m.end() + 2] in ("  ", " ") or line.startswith(
                (" ،", " .", " ؛"), m.end()
            )
            if last and line[last[1] : m.start()] == " ":
                pairs[last[0], token] += 1
            last = token, m.end()
    return Tokens(count, before, after, pairs, stops, sum(count.values()))


class Voters:
    """Tokens and pairs of them by the codes that they could be with a damaged glyph (`?`).

    `stretch` is the letter as which the stroke comes out, "" if it does not.
    """

    def __init__(self, tokens: Tokens, stretch: str) -> None:
        self.tokens = tokens
        self._stretch = stretch
        self._variants: dict[str, tuple[tuple[str, float], ...]] = {}
        self._listed: set[str | Pair] = set()
        self._swapped: dict[str, list[tuple[str, str, float]]] = {}
        self._cut: dict[str, list[tuple[str, float]]] = {}
        self._parted: dict[str, list[tuple[Pair, float]]] = {}

    def variants(self, token: str) -> tuple[tuple[str, float], ...]:
        """The token, and without a stroke in it, each with what that weighs."""
        if not self._stretch or self._stretch not in token:
            return ((token, 0.0),)
        found = self._variants.get(token)
        if found is None:
            short = [(v, _STRETCHED) for v in dict.fromkeys(self._shortened(token)) if v]
            self._variants[token] = found = ((token, 0.0), *short)
        return found

    def _shortened(self, token: str) -> Iterator[str]:
        # Which letter a stroke stands behind is not known before the word is: so any will do.
        for m in re.finditer(re.escape(self._stretch) + "+", token):
            start, end = m.span()
            yield token[:start] + token[start + 1 :]
            if end - start > 1:
                yield token[:start] + token[start + 2 :]

    def add(self, token: str) -> None:
        """List a token, if it is not."""
        if token in self._listed:
            return
        self._listed.add(token)
        for variant, cost in self.variants(token):
            for i, letter in enumerate(variant):
                code = variant[:i] + "?" + variant[i + 1 :]
                self._swapped.setdefault(code, []).append((token, letter, cost))
            self._cut.setdefault(variant, []).append((token, cost + LOST_COST))

    def add_pair(self, pair: Pair) -> None:
        """List two tokens with one space between them, if they are not."""
        if pair in self._listed:
            return
        self._listed.add(pair)
        for left, left_cost in self.variants(pair[0]):
            for right, right_cost in self.variants(pair[1]):
                found = self._parted.setdefault(left + "?" + right, [])
                found.append((pair, left_cost + right_cost))

    def among(self, codes: Sequence[str]) -> list[tuple[int, str]]:
        """Those of `codes` that tokens or pairs may be, with their places."""
        swapped, cut, parted = self._swapped, self._cut, self._parted
        return [
            (i, code)
            for i, code in enumerate(codes)
            if code in swapped or code in parted or code.replace("?", "", 1) in cut
        ]

    def of_token(self, code: str) -> Sequence[tuple[str, str, float]]:
        """Tokens that may be `code`, what the glyph came out as in them, and what that weighs."""
        swapped = self._swapped.get(code, ())
        cut = self._cut.get(code.replace("?", "", 1))  # two such glyphs are not looked for
        if not cut:
            return swapped
        gaps = {-1: self.tokens.gap_after, 0: self.tokens.gap_before}
        beside = gaps.get(-1 if code[-1] == "?" else code.index("?"))
        lost = [(token, self._space(token, beside), cost) for token, cost in cut]
        return [*swapped, *lost]

    def _space(self, token: str, beside: Mapping[str, int] | None) -> str:
        """What a glyph lost in or beside a token left, by the gaps beside the token."""
        gap = beside and beside[token] >= _GAP_SHARE * self.tokens.count[token]
        return LOST if gap else ""

    def of_pair(self, code: str) -> Sequence[tuple[Pair, float]]:
        """Pairs of tokens that may be `code`, whose glyph is lost, and what that weighs."""
        return self._parted.get(code, ())
