"""Stance: does a sentence hold the proposition of a tag to be true, or reject it?

A cue that the codebook marks `stance: denies` denies by itself. For every other cue the negation
and doubt around its evidence are counted, and an odd number denies:

- What counts are the codebook's `stance.denies` patterns. Grammatical negation («not», «نمی‌…»,
  «لم») counts once a clause however often it is marked («هیچ … نکرد»); each word of doubt or denial
  («doubtful», «بعید», «ينفي») counts by itself, so “does not deny” affirms.
- A negation that belongs to the cue («بدون رهبر بیرونی») is part of what was looked for and does
  not count. A negated verb that a cue found by its plain infinitive does.
- Scope: the clauses in which the evidence stands (`clauses`). `no`, `without`, «بدون», «دون» deny
  what follows them, the last three only the next few words; an Arabic negator denies what follows
  it, or a subject directly before it. The end of a clause that opens a complement («doubtful that»,
  «بعید است که», «لا يعني أن») reaches into the complement.
- What follows a negated “prevent” («مانع … نشد», «لم يمنع») is affirmed by it.
- “Not only”, “no doubt”, «نه تنها», «بی‌تردید», «لا شك», «لا يزال» and their like deny nothing
  (`Lexis.neutral`, `stance.neutral` in the codebook).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.arguments.clauses import COMMAS, Clauses, clauses, is_mark, is_verb
from dalil.arguments.codebook import Cue
from dalil.arguments.compiled import Compiled
from dalil.arguments.matching import Match, View, covered
from dalil.arguments.model import STANCES

ASSERTS, DENIES = STANCES
_REACH_COMPLEMENT = 6  # words between a negator and the complementiser that carries it on
_REACH_DOUBT = 12  # the same for a word of doubt, over appositions («نفى س، وهو …، أن»)
_REACH_NEAR = 5
_REACH_BACK = 2  # words between a subject and the Arabic negator behind it


@dataclass(frozen=True)
class _Negation:
    """A negator or a word of doubt: its tokens, and whether it is grammatical."""

    tokens: frozenset[int]
    grammatical: bool

    @property
    def first(self) -> int:
        return min(self.tokens)

    @property
    def last(self) -> int:
        return max(self.tokens)


class Polarity:
    """What is negated in one sentence. `keys` are those of the document."""

    def __init__(self, view: View, keys: Sequence[Sequence[str]], compiled: Compiled) -> None:
        self._view = view
        self._keys = keys
        self._lexis = compiled.lexis
        self.clauses: Clauses = clauses(keys, view.start, view.end, compiled.lexis)
        self._negations = self._find(compiled)

    def stance(self, cue: Cue, match: Match) -> str:
        """What the sentence says of the proposition by this cue, found at `match`."""
        if cue.stance == DENIES:
            return DENIES
        return DENIES if self._flips(match) else ASSERTS

    def _flips(self, match: Match) -> bool:
        own = self._own(match)
        acting = [n for n in self._negations if not n.tokens & own and self._reaches(n, match)]
        doubts = sum(not n.grammatical for n in acting)
        negated = {self.clauses.of(n.first) for n in acting if n.grammatical}
        if any(is_verb(self._keys[i]) and self._is_negated(i) for i in own):
            negated = set()  # the cue has asked for the negated verb that it found
        kept_back = bool(negated) and self._kept_back(match)
        return (doubts + len(negated) + kept_back) % 2 == 1

    def _kept_back(self, match: Match) -> bool:
        """Whether the evidence is what a negated “prevent” before it does not prevent."""
        first = min(covered(match))
        here = self.clauses.of(first)
        return any(
            self._keys[i][0] in self._lexis.reversers and self.clauses.of(i) == here
            for i in range(self._view.start, first)
        )

    def _own(self, match: Match) -> frozenset[int]:
        """Tokens of the evidence that the cue asked for in this very form.

        «حمایت نمی‌کند», found by «حمایت کردن», leaves its negation to be counted.
        """
        return frozenset(
            token
            for first, end, atom in match
            for token in range(first, end)
            if not self._is_negated(token)
            or atom[0] in "[@="
            or atom == self._keys[token][0]
            or atom in self._lexis.negators
        )

    def _is_negated(self, token: int) -> bool:
        return any(token in n.tokens and n.grammatical for n in self._negations)

    # Finding negation

    def _find(self, compiled: Compiled) -> list[_Negation]:
        neutral: set[int] = set()
        for _, found in compiled.neutral_index.every(self._view):
            neutral.update(token for match in found for token in covered(match))
        matches = [m for _, found in compiled.denies_index.every(self._view) for m in found]
        negations: list[_Negation] = []
        taken: set[int] = set()
        # A longer pattern («no longer», «بعید است») before one of its words.
        for match in sorted(matches, key=lambda m: (-len(covered(m)), m)):
            tokens = covered(match)
            if tokens & neutral or tokens & taken:
                continue
            hard = frozenset(t for t in tokens if self._is_grammatical(t, match))
            if len(tokens) > 1 and self._keys[min(tokens)][0] in self._lexis.near:
                hard = frozenset()  # «غير واقعي» is a predicate of doubt, not a negated word
            if not hard and any(self._negated_verb(t, matches) for t in tokens):
                # «بعید نیست» found by «بعید است»: the doubt counts, and so will the negated verb.
                tokens = frozenset(t for t in tokens if not self._negated_verb(t, matches))
            taken |= tokens
            negations.append(_Negation(tokens, bool(hard)))
        return sorted(negations, key=lambda negation: negation.first)

    def _is_grammatical(self, token: int, match: Match) -> bool:
        atom = next(atom for first, end, atom in match if first <= token < end)
        return atom.startswith("[") or atom.removeprefix("=") in self._lexis.negators

    @staticmethod
    def _negated_verb(token: int, matches: Sequence[Match]) -> bool:
        return any(
            len(match) == 1 and match[0][0] == token and match[0][2].startswith("[")
            for match in matches
        )

    # Scope

    def _reaches(self, negation: _Negation, match: Match) -> bool:
        evidence = covered(match) - negation.tokens
        if not evidence:
            return True
        within = {self.clauses.of(token) for token in evidence}
        here = {self.clauses.of(token) for token in negation.tokens}
        if here & within:
            near = {token for token in evidence if self.clauses.of(token) in here}
            return self._direction(negation, min(near), max(near))
        return self._through_complement(negation, within)

    def _direction(self, negation: _Negation, first: int, last: int) -> bool:
        """Whether a negation reaches evidence from `first` to `last` of its own clause."""
        word = self._keys[negation.first][0] if len(negation.tokens) == 1 else ""
        if word in self._lexis.near:
            return negation.last < last and first - negation.last <= _REACH_NEAR
        if word in self._lexis.forward:
            return negation.first < last
        if self._lexis.comma_cuts and negation.grammatical and negation.first > last:
            after = self._keys[negation.last + 1][0] if negation.last + 1 < self._view.end else ""
            # «الحكام لا الشعوب»: the noun behind لا is denied, not the one before it.
            return negation.first - last <= _REACH_BACK and not after.startswith("ال")
        return True

    def _through_complement(self, negation: _Negation, within: set[int]) -> bool:
        """Whether it stands before a complement that holds the evidence."""
        reach = _REACH_COMPLEMENT if negation.grammatical else _REACH_DOUBT
        for clause in within:
            opener = self._complement(clause)
            if opener is None or not 0 < opener - negation.last <= reach:
                continue
            same = self.clauses.of(negation.last) == self.clauses.of(opener - 1)
            between = range(negation.last + 1, opener)
            if same or not (negation.grammatical or any(map(self._bars, between))):
                return True
        return False

    def _bars(self, token: int) -> bool:
        """Whether a word of doubt does not reach over a token to a complement."""
        word = self._keys[token][0]
        mark = is_mark(word) and word not in COMMAS and word not in "()[]"
        return mark or word in self._lexis.complementisers

    def _complement(self, clause: int) -> int | None:
        """The complementiser that opens a clause, or the complement that it goes on with.

        Where verbs or commas cut clauses, a complement of several has its complementiser only
        before the first: «بعید است که شورا بازگردد و سپر شود».
        """
        cut = self._lexis.verb_final or self._lexis.comma_cuts
        while cut and clause > 0 and clause not in self.clauses.openers:
            if self._lexis.comma_cuts and self._begins_with_and(clause):
                return None
            clause -= 1
        opener = self.clauses.openers.get(clause)
        if opener is None or self._keys[opener][0] not in self._lexis.complementisers:
            return None
        return opener

    def _begins_with_and(self, clause: int) -> bool:
        if clause not in self.clauses.ids:
            return False  # two marks in a row open a clause without tokens
        first = self.clauses.start + self.clauses.ids.index(clause)
        return self._keys[first][0] in self._lexis.joiners


def combine(found: Sequence[tuple[Cue, Match, str]]) -> str:
    """One stance from those of several cues for one tag.

    A cue within the stretch of a cue that denies by itself says no more than that cue. Else the
    stronger side wins by noisy-or of the scores, and the denial when they are even.
    """
    fixed = [
        (min(covered(match)), max(covered(match)))
        for cue, match, _ in found
        if cue.stance == DENIES
    ]
    against = {ASSERTS: 1.0, DENIES: 1.0}
    for cue, match, stance in found:
        tokens = covered(match)
        inside = any(m <= min(tokens) and max(tokens) <= n for m, n in fixed)
        against[DENIES if inside else stance] *= 1.0 - cue.score
    return ASSERTS if against[ASSERTS] < against[DENIES] else DENIES
