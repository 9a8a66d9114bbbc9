"""A font map learned from a damaged text itself, against a word list.

Two things give a damaged glyph away. It is missing: words that are written with it hardly occur,
though it should be frequent. And words that nothing explains become words of the list when it is
put in their place: each such word is a vote for what the glyph comes out as. Glyphs with sure
votes go into the map, which explains more words, whose votes are better; until nothing is left.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dalil.repair.fonts.font_map import LOST, Codes, FontMap
from dalil.repair.fonts.joining import LETTER_SIGNS, LETTERS, STOP, draw, joins_forward
from dalil.repair.fonts.lexicon import Lexicon
from dalil.repair.fonts.segmenting import TOKEN, cut, is_damageable, unknown

_WORDS = 15_000  # of the list, the most frequent; rare words vote for chance
_ROUNDS = 12
_SHORTEST = 3  # letters of a word that has a vote
_MISSING = 0.25  # of its expected number, below which a glyph counts as missing
_FEWEST_EXPECTED = 3.0
_FEWEST_VOTES, _FEWEST_VOTERS = 2.5, 3
_MANY_VOTES = 8.0  # that need only two voters
_LEAD = 1.6  # over the votes for another damage of the glyph
_CLEAR_LEAD = 3.0
_OVER_SOUND = 3.0  # votes for a damage against words that show the glyph sound
_VOTE = 0.2  # probability from which a reading is a vote
_CHANCE = 4.0  # what a word in no list is likelier than the model of unknown words says, in logs
_STRETCHED = -1.5
_LOST = -2.0  # a lost letter is a weaker reading than one that is seen
_WEAK_VOTES, _OUTVOTED = 1.2, 1.0  # of what is tried, and what may tell against it
_TRIED = 40  # lines
_WORTH = 10.0  # gain, in natural logs, that a further glyph in the map has to bring
_GAP_SHARE = 0.5  # of the places of a lost glyph that have a space too many
_STRETCH_SHARE = 0.015  # of the words that make sense only without a stretch, for there to be one
_STRETCH_LEAD = 3.0
_STOP = re.compile(f"[{LETTERS}]\\s*\\.")
_STOP_SHARE, _STOP_WORDS = 0.2, 250


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


@dataclass(frozen=True)
class _Frequent:
    """The frequent words of a lexicon, and how often each glyph is expected."""

    shaped: str
    shapes: list[str]
    logs: list[float]
    expected: dict[str, float]
    with_glyph: dict[str, list[int]]


@lru_cache(maxsize=2)
def _frequent(lexicon: Lexicon) -> _Frequent:
    shapes = lexicon.shaped.split("\n", _WORDS)[:_WORDS]
    expected: dict[str, float] = {}
    with_glyph: dict[str, list[int]] = {}
    for number, (word, log) in enumerate(zip(shapes, lexicon.logs, strict=False)):
        for sign in word:
            if sign in LETTER_SIGNS:
                expected[sign] = expected.get(sign, 0.0) + math.exp(log)
        if len(word) >= _SHORTEST:
            for sign in set(word) & LETTER_SIGNS:
                with_glyph.setdefault(sign, []).append(number)
    return _Frequent("\n".join(shapes), shapes, lexicon.logs[:_WORDS], expected, with_glyph)


def learn(lines: Sequence[str], lexicon: Lexicon) -> FontMap:
    """The map of the font in which `lines` (letters folded) were set; empty for sound text."""
    tokens = count_tokens(lines)
    font = FontMap({}, _find_stretch(tokens, lexicon))
    for _ in range(_ROUNDS):
        found = _Round(tokens, lexicon, font).damaged()
        if not found:
            break
        font = replace(font, table={**font.table, **found})
    if font.table and _stops_are_lost(tokens, lexicon):
        font = replace(font, table={**font.table, STOP: LOST})
    return font


def refine(lines: Sequence[str], codes: Codes) -> Codes:
    """The codes of a map with what the lines as wholes say about weaker votes.

    A rare glyph has few voters, and a lost one may look like several things. Each candidate is
    tried on the lines that it concerns: those with its voters, and those with words that would be
    lost. What makes the lines likelier by more than chance would, stays.
    """
    lexicon = codes.lexicon
    tokens = count_tokens(lines)
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        for token in set(TOKEN.findall(line)):
            places.setdefault(token, []).append(i)
    last = _Round(tokens, lexicon, codes.font)
    scores: dict[int, float] = {}
    gains = []
    for sign, out, words in last.candidates():
        numbers = sorted({i for word in words for i in places.get(word, ())})[:_TRIED]
        font = replace(codes.font, table={**codes.font.table, sign: out})
        tried = Codes(lexicon, font, codes, codes.fragments)
        gain = 0.0
        for i in numbers:
            if i not in scores:
                scores[i] = cut(lines[i], codes)[1]
            gain += cut(lines[i], tried)[1] - scores[i]
        if gain > _WORTH:
            gains.append((gain, sign, out))
    found: dict[str, str] = {}
    for _, sign, out in sorted(gains, reverse=True):
        found.setdefault(sign, out)
    if not found:
        return codes
    return Codes(lexicon, replace(codes.font, table={**codes.font.table, **found}), codes)


def _stops_are_lost(tokens: Tokens, lexicon: Lexicon) -> bool:
    expected = math.exp(lexicon.logs[lexicon.number["."]]) * tokens.words
    return tokens.words >= _STOP_WORDS and tokens.stops < _STOP_SHARE * expected


def _find_stretch(tokens: Tokens, lexicon: Lexicon) -> str:
    """The letter that makes most words of no words where it is taken out behind joining ones."""
    known = dict(zip(lexicon.words[:_WORDS], lexicon.logs, strict=False))
    gains: Counter[str] = Counter()
    for token, n in sorted(tokens.count.items()):
        if token in known or len(token) < _SHORTEST + 1:
            continue
        for letter in sorted(set(token)):
            if any(v in known and len(v) >= _SHORTEST for v in _unstretched(token, letter)):
                gains[letter] += n
    ranked = sorted(gains.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < max(5.0, _STRETCH_SHARE * tokens.words):
        return ""
    if len(ranked) > 1 and ranked[0][1] < _STRETCH_LEAD * ranked[1][1]:
        return ""
    return ranked[0][0]


def _unstretched(token: str, stretch: str) -> Iterator[str]:
    """`token` with one or two strokes taken out of a run of them behind a letter that joins."""
    for m in re.finditer(re.escape(stretch) + "+", token):
        start, end = m.span()
        if start and joins_forward(token[start - 1]):
            yield token[:start] + token[min(end, start + 1) :]
            if end - start > 1:
                yield token[:start] + token[start + 2 :]


def _same_loss(out: str) -> tuple[str, ...]:
    return (LOST, "") if out in (LOST, "") else (out,)


class _Round:
    """One round of voting under a map."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, font: FontMap) -> None:
        self.tokens, self.font = tokens, font
        self.frequent = _frequent(lexicon)
        codes = draw(self.frequent.shaped, font.table).split("\n")
        self.codes: dict[str, int] = {}
        for number, code in enumerate(codes):
            self.codes.setdefault(code.strip(), number)
        self.explained: dict[str, int] = {}
        for token in tokens.count:
            explained = self._explain(token)
            if explained is not None:
                self.explained[token] = explained

    def _variants(self, token: str) -> Iterator[tuple[str, float]]:
        yield token, 0.0
        if self.font.stretch and self.font.stretch in token:
            for variant in dict.fromkeys(self._shortened(token)):
                if variant:
                    yield variant, _STRETCHED

    def _shortened(self, token: str) -> Iterator[str]:
        # Which letter a stroke stands behind is not known before the word is: so any will do.
        for m in re.finditer(re.escape(self.font.stretch) + "+", token):
            start, end = m.span()
            yield token[:start] + token[start + 1 :]
            if end - start > 1:
                yield token[:start] + token[start + 2 :]

    def _explain(self, token: str) -> int | None:
        best: tuple[float, int] | None = None
        for variant, log in self._variants(token):
            number = self.codes.get(variant)
            if number is not None:
                score = self.frequent.logs[number] + log
                if best is None or score > best[0]:
                    best = score, number
        return best[1] if best and best[0] > unknown(len(token)) else None

    def damaged(self) -> dict[str, str]:
        """The glyphs that are surely damaged, with what they come out as."""
        sound: Counter[str] = Counter()
        for token, number in self.explained.items():
            if len(token) < _SHORTEST:  # short words fit by chance
                continue
            for sign in self.frequent.shapes[number]:
                sound[sign] += self.tokens.count[token]
        missing = self._missing(sound)
        votes, voters = self._votes(missing)
        found = {}
        clear = {}
        for sign in missing:
            ranked = self._ranked(sign, votes)
            if not ranked:
                continue
            top, out = ranked[0]
            second = ranked[1][0] if len(ranked) > 1 else 0.0
            several = len(set().union(*(voters.get((sign, o), ()) for o in _same_loss(out))))
            enough = top >= _FEWEST_VOTES and several >= _FEWEST_VOTERS
            many = top >= _MANY_VOTES and several > 1
            sure = top >= _LEAD * second and top >= _OVER_SOUND * sound[sign]
            if (enough or many) and sure:
                found[sign] = out
                if top >= _CLEAR_LEAD * second:
                    clear[sign] = out
        return clear or found  # what clear votes explain makes the others clearer

    def candidates(self) -> list[tuple[str, str, frozenset[str]]]:
        """Weaker votes: sign, what it may come out as, and the tokens that tell for or against."""
        sound: dict[str, set[str]] = {}
        for token, number in self.explained.items():
            if len(token) >= _SHORTEST:
                for sign in self.frequent.shapes[number]:
                    sound.setdefault(sign, set()).add(token)
        open_glyphs = [
            sign for sign in sorted(self.frequent.expected) if sign not in self.font.table
        ]
        votes, voters = self._votes(open_glyphs)
        concerned: dict[str, set[str]] = {}
        for (sign, _), tokens in voters.items():
            concerned.setdefault(sign, set()).update(tokens)
        out = []
        for (sign, to), n in sorted(votes.items()):
            against = sound.get(sign, set())
            many = sum(self.tokens.count[token] for token in against) > _OUTVOTED * n
            if n < _WEAK_VOTES or len(concerned[sign]) < 2 or many or to == sign[0]:
                continue
            voting = {part for token in concerned[sign] for part in token.split()}
            out.append((sign, to, frozenset(voting | against)))
        return out

    def _ranked(self, sign: str, votes: Mapping[tuple[str, str], float]) -> list[tuple[float, str]]:
        """What the sign may come out as, by votes; both ways to lose it count together."""
        own = {out: n for (g, out), n in votes.items() if g == sign}
        lost = max((LOST, ""), key=lambda out: own.get(out, 0.0))
        total = own.pop(LOST, 0.0) + own.pop("", 0.0)
        ranked = [(n, out) for out, n in own.items()] + ([(total, lost)] if total else [])
        return sorted(ranked, reverse=True)

    def _missing(self, sound: Counter[str]) -> list[str]:
        scale = sum(sound.values()) / sum(self.frequent.expected.values())
        return [
            sign
            for sign, share in sorted(self.frequent.expected.items())
            if sign not in self.font.table
            and share * scale >= _FEWEST_EXPECTED
            and sound[sign] < _MISSING * share * scale
        ]

    def _votes(
        self, missing: Sequence[str]
    ) -> tuple[Counter[tuple[str, str]], dict[tuple[str, str], set[str]]]:
        patterns = self._patterns(missing)
        votes: Counter[tuple[str, str]] = Counter()
        voters: dict[tuple[str, str], set[str]] = {}

        def vote(token: str, n: int, ballots: list[tuple[float, str, str]]) -> None:
            chance = math.exp(unknown(len(token)) + _CHANCE)
            total = sum(math.exp(log) for log, _, _ in ballots) + chance
            for log, sign, out in ballots:
                share = math.exp(log) / total
                if share > _VOTE:
                    votes[sign, out] += share * n  # type: ignore[assignment]
                    voters.setdefault((sign, out), set()).add(token)

        for token, n in sorted(self.tokens.count.items()):
            if token not in self.explained:
                vote(token, n, list(self._ballots(token, n, patterns)))
        for (left, right), n in sorted(self.tokens.pairs.items()):
            whole = left in self.explained and right in self.explained
            if not whole or len(left) == 1 or len(right) == 1:
                # The stroke behind a lost letter is at the beginning of what follows.
                cost = _LOST + _LOST * ((left in self.explained) + (right in self.explained))
                vote(
                    left + " " + right,
                    n,
                    [
                        (log + a_cost + b_cost + cost, sign, LOST)
                        for a, a_cost in self._variants(left)
                        for b, b_cost in self._variants(right)
                        for log, sign in patterns.get(a + "?" + b, ())
                    ],
                )
        return votes, voters

    def _ballots(
        self, token: str, n: int, patterns: Mapping[str, list[tuple[float, str]]]
    ) -> Iterator[tuple[float, str, str]]:
        tokens = self.tokens
        after = LOST if tokens.gap_after[token] >= _GAP_SHARE * n else ""
        before = LOST if tokens.gap_before[token] >= _GAP_SHARE * n else ""
        for variant, cost in self._variants(token):
            for i in range(len(variant)):
                for log, sign in patterns.get(variant[:i] + "?" + variant[i + 1 :], ()):
                    yield log + cost, sign, variant[i]
            for log, sign in patterns.get(variant + "?", ()):
                yield log + cost + _LOST, sign, after
            for log, sign in patterns.get("?" + variant, ()):
                yield log + cost + _LOST, sign, before
            for i in range(1, len(variant)):
                for log, sign in patterns.get(variant[:i] + "?" + variant[i:], ()):
                    yield log + cost + _LOST, sign, ""

    def _patterns(self, missing: Iterable[str]) -> dict[str, list[tuple[float, str]]]:
        """The codes of words with a missing glyph, a question mark in its place."""
        patterns: dict[str, list[tuple[float, str]]] = {}
        frequent = self.frequent
        for sign in missing:
            numbers = frequent.with_glyph.get(sign, [])
            words = "\n".join([frequent.shapes[number] for number in numbers])
            codes = draw(words, {**self.font.table, sign: "?"}).split("\n")
            for number, code in zip(numbers, codes, strict=False):
                patterns.setdefault(code.strip(), []).append((frequent.logs[number], sign))
        return patterns
