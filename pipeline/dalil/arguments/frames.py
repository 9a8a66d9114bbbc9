"""Frames: reporting patterns of the codebook found in a sentence, with the place of the holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.arguments.clauses import is_verb
from dalil.arguments.compiled import Compiled
from dalil.arguments.matching import Match, View, covered, matches
from dalil.arguments.names import Names
from dalil.arguments.places import Places
from dalil.arguments.tree import ReportingPattern

_SLOT_MOST = 14  # tokens between the two halves of a pattern such as «يرى … أن»


@dataclass(frozen=True)
class Frame:
    """A found reporting pattern. Tokens `start` to `end`; `place` the holder's, maybe empty."""

    start: int
    end: int
    tokens: frozenset[int]
    place: tuple[int, int]
    opens: bool  # it ends in a complementiser
    bounded: bool = True  # the place ends where the name must have ended
    leads: bool = False  # the holder stands before the pattern
    followed: bool = False  # the pattern ends before the place
    mine: bool = False  # «في رأينا», «می‌گوییم»
    nameless: bool = False  # without a name it reports nobody: «به نظر می‌رسد»


class Frames:
    """Finding frames in one document. `keys` are those of the document."""

    def __init__(self, names: Names, keys: Sequence[Sequence[str]], compiled: Compiled) -> None:
        self._keys = keys
        self._index = compiled.reporting_index
        self._lexis = compiled.lexis
        self._places = Places(names)

    def search(self, view: View) -> list[Frame]:
        """The frames of a sentence, in order; no two share a word."""
        frames: list[Frame] = []
        index = self._index
        for number in index.candidates(view):
            pattern = index.patterns[number]
            if isinstance(pattern, ReportingPattern):
                frames.extend(self._frames_of(pattern, view))
        chosen: list[Frame] = []
        # Where patterns share words the longer one knows more («says that» before «says»), then
        # the one whose holder stands before it, which has looked for a name behind it as well.
        for frame in sorted(frames, key=lambda f: (-len(f.tokens), f.followed, f.start, f.place)):
            if not any(frame.tokens & other.tokens for other in chosen):
                chosen.append(frame)
        return sorted(chosen, key=lambda frame: frame.start)

    def _frames_of(self, pattern: ReportingPattern, view: View) -> list[Frame]:
        before = matches(pattern.before, view) if pattern.before else []
        after = matches(pattern.after, view) if pattern.after else []
        if pattern.before is None:
            found = [self._led(match, view.start) for match in after]
        elif pattern.after is None:
            found = [self._followed(match, view.end, pattern) for match in before]
        else:
            found = [self._around(match, after, pattern) for match in before]
        return [frame for frame in found if frame is not None]

    def _led(self, match: Match, start: int) -> Frame | None:
        """A frame whose holder stands before it, or behind it where it is turned round."""
        tokens = covered(match)
        opens = self._opens(tokens)
        first, end = min(tokens), max(tokens) + 1
        behind = None if opens else self._places.inverted(first, end)
        place = behind or self._places.before(start, first)
        if place is None:
            return None
        verb = [i for i in tokens if self._lexis.verb_final and is_verb(self._keys[i])]
        return Frame(
            first,
            end,
            tokens,
            place,
            opens,
            # Before «را» an object stands between the subject and the pattern.
            bounded=self._keys[first][0] != "را",
            leads=not behind,
            mine=any(self._keys[i][0].endswith(self._lexis.mine) for i in verb),
        )

    def _followed(self, match: Match, end: int, pattern: ReportingPattern) -> Frame | None:
        tokens = covered(match)
        first, place = min(tokens), (max(tokens) + 1, end)
        ending = self._ending(match, pattern)
        if ending is None:
            return None
        if ending:
            place = (place[0], place[0])
        return Frame(
            first,
            place[0],
            tokens,
            place,
            self._opens(tokens),
            bounded=False,
            followed=True,
            mine=ending in self._lexis.mine,
            nameless=not ending and not self._lexis.comma_cuts,
        )

    def _around(
        self, match: Match, after: Sequence[Match], pattern: ReportingPattern
    ) -> Frame | None:
        begin = max(covered(match)) + 1
        ends = [m for m in after if 0 <= m[0][0] - begin <= _SLOT_MOST]
        if not ends or self._ending(match, pattern) is None:
            return None
        place = (begin, ends[0][0][0])
        if self._places.crosses(*place):
            return None
        tokens = covered(match) | covered(ends[0])
        return Frame(min(tokens), max(tokens) + 1, tokens, place, self._opens(tokens))

    def _opens(self, tokens: frozenset[int]) -> bool:
        return self._keys[max(tokens)][0] in self._lexis.complementisers

    def _ending(self, match: Match, pattern: ReportingPattern) -> str | None:
        """The pronoun joined to the last word before the place («رأيها»), "" without one.

        None where that word has the Arabic article and so can have no holder behind it («الرأي»).
        """
        _, end, atom = match[-1]
        if atom in pattern.joined:
            return pattern.joined[atom]
        word = self._keys[end - 1][0]
        bare = atom.lstrip("=")
        if self._lexis.comma_cuts and word.startswith("ال") and not bare.startswith("ال"):
            return None
        stems = (bare, f"{bare[:-1]}ت" if bare.endswith("ه") else bare)
        for ending in (*self._lexis.mine, *self._lexis.theirs):
            if any(word == stem + ending for stem in stems):
                return ending
        return ""
