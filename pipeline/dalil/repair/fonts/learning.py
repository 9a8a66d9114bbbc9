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
from dalil.repair.fonts.joining import LETTER_SIGNS, STOP, draw, joins_forward
from dalil.repair.fonts.lexicon import Lexicon
from dalil.repair.fonts.segmenting import TOKEN, cut, unknown
from dalil.repair.fonts.voting import LOST_COST, Ballot, Pair, Tokens, Voters, count_tokens

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
_WEAK_VOTES, _OUTVOTED = 1.2, 1.0  # of what is tried, and what may tell against it
_TRIED = 40  # lines
_WORTH = 10.0  # gain, in natural logs, that a further glyph in the map has to bring
_STRETCH_SHARE = 0.015  # of the words that make sense only without a stretch, for there to be one
_STRETCH_LEAD = 3.0
_STOP_SHARE, _STOP_WORDS = 0.2, 250


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
    voters = Voters(tokens, font.stretch)
    for _ in range(_ROUNDS):
        found = _Round(voters, lexicon, font).damaged()
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
    voters = Voters(count_tokens(lines), codes.font.stretch)
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        for token in set(TOKEN.findall(line)):
            places.setdefault(token, []).append(i)
    last = _Round(voters, lexicon, codes.font)
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

    def __init__(self, voters: Voters, lexicon: Lexicon, font: FontMap) -> None:
        self.voters, self.tokens, self.font = voters, voters.tokens, font
        self.frequent = _frequent(lexicon)
        codes = [code.strip() for code in draw(self.frequent.shaped, font.table).split("\n")]
        # Backwards, so that of words with the same code the most frequent is kept.
        self.codes = dict(zip(reversed(codes), range(len(codes) - 1, -1, -1), strict=True))
        self.explained: dict[str, int] = {}
        for token in self.tokens.count:
            explained = self._explain(token)
            if explained is not None:
                self.explained[token] = explained

    def _explain(self, token: str) -> int | None:
        best: tuple[float, int] | None = None
        for variant, log in self.voters.variants(token):
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
        votes: Counter[tuple[str, str]] = Counter()
        voters: dict[tuple[str, str], set[str]] = {}

        def vote(token: str, n: int, ballots: list[Ballot]) -> None:
            chance = math.exp(unknown(len(token)) + _CHANCE)
            total = sum(math.exp(log) for log, _, _ in ballots) + chance
            for log, sign, out in ballots:
                share = math.exp(log) / total
                if share > _VOTE:
                    votes[sign, out] += share * n  # type: ignore[assignment]
                    voters.setdefault((sign, out), set()).add(token)

        of_tokens, of_pairs = self._ballots(missing)
        for token, ballots in sorted(of_tokens.items()):
            vote(token, self.tokens.count[token], ballots)
        for (left, right), ballots in sorted(of_pairs.items()):
            vote(left + " " + right, self.tokens.pairs[left, right], ballots)
        return votes, voters

    def _ballots(
        self, missing: Iterable[str]
    ) -> tuple[dict[str, list[Ballot]], dict[Pair, list[Ballot]]]:
        """What unexplained tokens, and pairs, say about the missing glyphs."""
        explained = self.explained
        for token in self.tokens.count:
            if token not in explained:
                self.voters.add(token)
        costs: dict[Pair, float] = {}
        for pair in self.tokens.pairs:
            left, right = pair
            known = (left in explained) + (right in explained)
            if known < 2 or len(left) == 1 or len(right) == 1:
                # The stroke behind a lost letter is at the beginning of what follows.
                costs[pair] = LOST_COST * (1 + known)
                self.voters.add_pair(pair)
        of_tokens: dict[str, list[Ballot]] = {}
        of_pairs: dict[Pair, list[Ballot]] = {}
        for sign, code, log in self._codes_without(missing):
            for token, out, cost in self.voters.of_token(code):
                if token not in explained:
                    of_tokens.setdefault(token, []).append((log + cost, sign, out))
            for pair, cost in self.voters.of_pair(code):
                if pair in costs:
                    of_pairs.setdefault(pair, []).append((log + cost + costs[pair], sign, LOST))
        return of_tokens, of_pairs

    def _codes_without(self, missing: Iterable[str]) -> Iterator[tuple[str, str, float]]:
        """The codes of each missing glyph's words, a question mark in its place, if any votes."""
        frequent = self.frequent
        for sign in missing:
            numbers = frequent.with_glyph.get(sign, [])
            words = "\n".join([frequent.shapes[number] for number in numbers])
            codes = draw(words, {**self.font.table, sign: "?"}).split("\n")
            for at, code in self.voters.among([code.strip() for code in codes]):
                yield sign, code, frequent.logs[numbers[at]]
