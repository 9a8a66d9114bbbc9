"""What a cue pattern is once it has been read: a small tree whose leaves are atoms.

An atom's key is a string that a token either has or has not: a folded word (`state`), a written
form (`=state`), a beginning (`integrat*`), an ending (`*ation`), a feature (`[Polarity=Neg]`), a
mention (`@ORG`, `@{RUS}`). Which keys stand where in a sentence is found once for all patterns
(see `matching`), so a pattern is tried at a few positions and not at every token.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache


@dataclass(frozen=True)
class Atom:
    """One token (or one mention) that has one of `keys`."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Up to `most` tokens of any kind."""

    most: int


@dataclass(frozen=True)
class Seq:
    """The items one after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of the options."""

    options: tuple[Node, ...]


@dataclass(frozen=True)
class Maybe:
    """The item or nothing."""

    item: Node


Node = Atom | Gap | Seq | Choice | Maybe
Group = frozenset[str]


@dataclass(frozen=True)
class Pattern:
    """A cue pattern: each of `positive` must be found in the sentence and none of `negative`."""

    text: str
    positive: tuple[Node, ...]
    negative: tuple[Node, ...] = ()

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Sets of atoms of each of which one at least must occur, the likely rarest set first."""
        return _groups(self.positive)

    @cached_property
    def atoms(self) -> Group:
        """All atoms that the pattern asks about."""
        return _union(atoms(part) for part in self.positive + self.negative)


@dataclass(frozen=True)
class ReportingPattern:
    """A pattern with `<holder>`: what stands before the holder's place and what after it.

    `joined` are the keys of words that have a pronoun joined to them, and the pronoun: «رأيها».
    """

    text: str
    before: Node | None
    after: Node | None
    joined: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def positive(self) -> tuple[Node, ...]:
        return tuple(part for part in (self.before, self.after) if part is not None)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """As `Pattern.groups`."""
        return _groups(self.positive)

    @cached_property
    def atoms(self) -> Group:
        """As `Pattern.atoms`."""
        return _union(atoms(part) for part in self.positive)


@lru_cache(maxsize=4096)
def nullable(node: Node) -> bool:
    """Whether `node` also matches no token at all."""
    match node:
        case Atom():
            return False
        case Seq(items):
            return all(nullable(item) for item in items)
        case Choice(options):
            return any(nullable(option) for option in options)
        case _:
            return True


@lru_cache(maxsize=4096)
def required(node: Node) -> tuple[Group, ...]:
    """Sets of atoms; a match of `node` contains at least one atom of each."""
    match node:
        case Atom(keys):
            return (frozenset(keys),)
        case Seq(items):
            return tuple(group for item in items for group in required(item))
        case Choice(options) if not nullable(node):
            return (_union(min(required(option), key=cost) for option in options),)
        case _:
            return ()


def atoms(node: Node) -> Group:
    """All atoms of a tree."""
    match node:
        case Atom(keys):
            return frozenset(keys)
        case Seq(children) | Choice(children):
            return _union(atoms(child) for child in children)
        case Maybe(item):
            return atoms(item)
        case _:
            return frozenset()


def cost(group: Group) -> float:
    """How often a set of atoms is likely to occur: short words, mentions, features are common."""
    common = {"@": 6.0, "[": 8.0}
    return sum(common.get(atom[0], 1.0 + 4.0 / len(atom)) for atom in group)


def _groups(parts: tuple[Node, ...]) -> tuple[Group, ...]:
    found = {group for part in parts for group in required(part)}
    return tuple(sorted(found, key=lambda group: (cost(group), sorted(group))))


def _union(groups: Iterable[Group]) -> Group:
    return frozenset().union(*groups)
