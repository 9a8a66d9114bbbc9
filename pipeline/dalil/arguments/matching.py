"""Matching many patterns against sentences.

Each token of a sentence is asked once which of the patterns' atoms it has; the answer is a `View`:
atom → positions. An `Index` then takes only those patterns into hand whose rarest necessary atoms
are in the view, and matches them by states: the positions at which a part of the tree may end, each
with the tokens matched on the way. Of two ways to the same position the one that began later is
kept, so the tightest match is found without trying all of them, and the work is bounded by
items × positions × gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dalil.arguments.tree import (
    Atom,
    Choice,
    Gap,
    Node,
    Pattern,
    ReportingPattern,
    Seq,
    nullable,
)
from dalil.languages.fold import fold

if TYPE_CHECKING:
    from spacy.tokens import Span

Hit = tuple[int, int, str]  # first token, token after the last, the atom
Match = tuple[Hit, ...]
_States = dict[int, Match]
_STRONG_BREAKS = (";", "؛")
_CACHE = 200_000


@dataclass(frozen=True)
class View:
    """The atoms of tokens `start` to `end` of a document, and where they stand."""

    start: int
    end: int
    at: dict[str, list[tuple[int, int]]]

    def breaks(self) -> frozenset[int]:
        """Tokens over which no gap reaches."""
        found = (place for mark in _STRONG_BREAKS for place, _ in self.at.get(mark, ()))
        return frozenset(found)


class Lexicon:
    """The atoms of a set of patterns, and which of them a token's keys have."""

    def __init__(self, atoms: Iterable[str]) -> None:
        self._words = set(_STRONG_BREAKS)
        self._exact: dict[str, str] = {}
        self._features: list[tuple[str, str, str]] = []
        self._beginnings: list[tuple[str, str]] = []
        self._endings: list[tuple[str, str]] = []
        self._mentions: set[str] = set()
        for atom in sorted(atoms):
            if atom.startswith("@"):
                self._mentions.add(atom)
            elif atom.startswith("[") and atom.endswith("]"):
                name, _, value = atom[1:-1].partition("=")
                self._features.append((name, value, atom))
            elif atom.startswith("=") and len(atom) > 1:
                self._exact[atom[1:]] = atom
            elif atom.endswith("*"):
                self._beginnings.append((atom[:-1], atom))
            elif atom.startswith("*"):
                self._endings.append((atom[1:], atom))
            else:
                self._words.add(atom)
        self._seen: dict[str, tuple[str, ...]] = {}
        self._morph: dict[str, tuple[str, ...]] = {}

    def view(self, sentence: Span, keys: Sequence[tuple[str, ...]]) -> View:
        """The view of one sentence; `keys` are those of the whole document."""
        at: dict[str, list[tuple[int, int]]] = {}
        seen, exact = self._seen, self._exact
        start, end = sentence.start, sentence.end
        for i in range(start, end):
            forms = keys[i]
            for form in forms:
                atoms = seen.get(form)
                if atoms is None:
                    atoms = self._learn(form)
                for atom in atoms:
                    _put(at, atom, (i, i + 1))
            if forms and forms[0] in exact:
                _put(at, exact[forms[0]], (i, i + 1))
        if self._features:
            self._add_features(sentence, at)
        if self._mentions:
            for mention in sentence.ents:
                for atom in ("@" + mention.label_, f"@{{{mention.kb_id_}}}"):
                    if atom in self._mentions:
                        _put(at, atom, (mention.start, mention.end))
        return View(start, end, at)

    def _learn(self, form: str) -> tuple[str, ...]:
        """The atoms of one key, remembered: a text has few different words."""
        if len(self._seen) >= _CACHE:
            self._seen.clear()
        word = (form,) if form in self._words else ()
        starts = tuple(atom for part, atom in self._beginnings if form.startswith(part))
        ends = tuple(atom for part, atom in self._endings if form.endswith(part))
        self._seen[form] = word + starts + ends
        return self._seen[form]

    def _add_features(self, sentence: Span, at: dict[str, list[tuple[int, int]]]) -> None:
        for token in sentence:
            written = str(token.morph)
            atoms = self._morph.get(written)
            if atoms is None:
                held = token.morph.to_dict()
                atoms = tuple(
                    atom for name, value, atom in self._features if held.get(name) == value
                )
                self._morph[written] = atoms
            for atom in atoms:
                _put(at, atom, (token.i, token.i + 1))


def _put(at: dict[str, list[tuple[int, int]]], atom: str, place: tuple[int, int]) -> None:
    places = at.get(atom)
    if places is None:
        at[atom] = [place]
    elif places[-1] != place:
        places.append(place)


class Index:
    """Patterns found by the atoms that they cannot do without."""

    def __init__(self, patterns: Sequence[Pattern | ReportingPattern]) -> None:
        self.patterns = tuple(patterns)
        self._others = [pattern.groups[1:] for pattern in self.patterns]
        self._by_atom: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for atom in sorted(pattern.groups[0]):
                self._by_atom.setdefault(atom, []).append(number)

    def candidates(self, view: View) -> list[int]:
        """Numbers of the patterns whose necessary atoms all occur, ascending."""
        at = view.at
        by_atom = self._by_atom
        numbers = {number for atom in at if atom in by_atom for number in by_atom[atom]}
        present = at.keys()
        return sorted(
            number for number in numbers if not any(map(present.isdisjoint, self._others[number]))
        )

    def best(self, view: View) -> Iterator[tuple[int, Match]]:
        """Each pattern that matches, with the tightest match of each of its wanted parts."""
        for number in self.candidates(view):
            pattern = self.patterns[number]
            assert isinstance(pattern, Pattern)
            hits: list[Hit] = []
            for part in pattern.positive:
                found = matches(part, view)
                if not found:
                    break
                tightest: Match = min(found, key=_tightness)
                hits.extend(tightest)
            else:
                if not any(matches(part, view) for part in pattern.negative):
                    yield number, tuple(sorted(set(hits)))

    def every(self, view: View) -> Iterator[tuple[int, list[Match]]]:
        """Each one-part pattern that matches, with all its matches that do not overlap."""
        for number in self.candidates(view):
            pattern = self.patterns[number]
            if len(pattern.positive) == 1:
                found = matches(pattern.positive[0], view)
                if found:
                    yield number, found


def matches(tree: Node, view: View) -> list[Match]:
    """The matches of a tree in a sentence, in order, the tighter of two that overlap."""
    ends = _advance(tree, None, view)
    chosen: list[Match] = []
    for match in sorted((match for match in ends.values() if match), key=_tightness):
        if all(match[-1][1] <= other[0][0] or other[-1][1] <= match[0][0] for other in chosen):
            chosen.append(match)
    return sorted(chosen)


def _tightness(match: Match) -> tuple[int, int]:
    return match[-1][1] - match[0][0], match[0][0]


def _advance(node: Node, states: _States | None, view: View) -> _States:
    """Where `node` may end when it begins at one of `states`; None means anywhere."""
    after: _States = {}
    if isinstance(node, Atom):
        at = view.at
        for key in node.keys:
            for start, end in at.get(key, ()):
                if states is None:
                    _keep(after, end, ((start, end, key),))
                elif start in states:
                    _keep(after, end, (*states[start], (start, end, key)))
        return after
    if isinstance(node, Seq):
        if states is None and nullable(node.items[0]):
            states = _anywhere(view)
        for item in node.items:
            states = _advance(item, states, view)
            if not states:
                break
        return states or {}
    if isinstance(node, Choice):
        for option in node.options:
            for end, match in _advance(option, states, view).items():
                _keep(after, end, match)
        return after
    if states is None:
        states = _anywhere(view)
    if isinstance(node, Gap):
        breaks = view.breaks()
        for start in sorted(states):
            for end in range(start, min(start + node.most, view.end) + 1):
                _keep(after, end, states[start])
                if end in breaks:
                    break
        return after
    after = dict(states)
    for end, match in _advance(node.item, states, view).items():
        _keep(after, end, match)
    return after


def _keep(states: _States, end: int, match: Match) -> None:
    """Of two ways to one place keep the one that matched something, then the one begun later."""
    held = states.get(end)
    if held is None or (match and (not held or match[0][0] > held[0][0])):
        states[end] = match


def _anywhere(view: View) -> _States:
    return dict.fromkeys(range(view.start, view.end + 1), ())


def overlap(match: Match, other: Match) -> bool:
    """Whether two matches share a token."""
    return bool(covered(match) & covered(other))


def covered(match: Match) -> frozenset[int]:
    """The tokens of a match, without those in its gaps."""
    return frozenset(token for start, end, _ in match for token in range(start, end))


def folded(words: str, lang: str) -> frozenset[str]:
    """The folded forms of words that are separated by spaces."""
    return frozenset(fold(word, lang) for word in words.split())
