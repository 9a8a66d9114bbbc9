"""Cue patterns: the small language in which the codebook says what to look for in a sentence.

`parse` and `parse_reporting` read one pattern into a tree (`tree`); `docs/codebook.md` describes
the language for the people who write it. All that is wrong in a pattern is a `DalilError` that
names the character and what is allowed there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dalil.arguments.lexis import LEXIS
from dalil.arguments.reader import SLOT, Reader, pattern_error, tree_of
from dalil.arguments.tree import Atom, Gap, Node, Pattern, ReportingPattern, Seq, nullable


def parse(text: str, lang: str, sets: Mapping[str, str] | None = None) -> Pattern:
    """The pattern written as `text`, its words folded for `lang`.

    `sets` gives the alternatives of each `$name` as written. Raises DalilError.
    """
    parts = Reader(text, lang, sets or {}).parts()
    trees = [(wanted, tree_of(items)) for wanted, items in parts]
    if any(SLOT in items for _, items in parts):
        raise pattern_error(
            text, text.find("<holder>"), "<holder> stands only in reporting patterns"
        )
    positive = tuple(tree for wanted, tree in trees if wanted)
    if not positive:
        raise pattern_error(text, 0, "at least one part must not begin with “!”")
    for _, tree in trees:
        _want_something(text, tree)
    return Pattern(text, positive, tuple(tree for wanted, tree in trees if not wanted))


def parse_reporting(
    text: str, lang: str, sets: Mapping[str, str] | None = None
) -> ReportingPattern:
    """The reporting pattern written as `text`, with `<holder>` in it once. Raises DalilError."""
    parts = Reader(text, lang, sets or {}).parts()
    if len(parts) > 1 or not parts[0][0]:
        raise pattern_error(text, 0, "a reporting pattern is one part, without “&” and “!”")
    items = parts[0][1]
    if items.count(SLOT) != 1:
        raise pattern_error(
            text, 0, "write <holder> once, where the holder stands: according to <holder>"
        )
    place = items.index(SLOT)
    sides = []
    for side in (items[:place], items[place + 1 :]):
        tree = tree_of(_trim(side))
        sides.append(None if tree == Seq(()) else tree)
        if sides[-1] is not None:
            _want_something(text, tree)
    if sides == [None, None]:
        raise pattern_error(text, 0, "a reporting pattern needs words beside <holder>")
    before, joined = _with_pronouns(sides[0], lang)
    return ReportingPattern(text, before, sides[1], joined)


def _with_pronouns(before: Node | None, lang: str) -> tuple[Node | None, dict[str, str]]:
    """«في رأي <holder>» also matches «في رأيها», where the pronoun is the holder.

    Only behind another word, as a preposition: a pronoun joined to a verb is its object.
    """
    lexis = LEXIS.get(lang)
    if lexis is None or not isinstance(before, Seq) or len(before.items) < 2:
        return before, {}
    last = before.items[-1]
    if not isinstance(last, Atom):
        return before, {}
    endings = (*lexis.mine, *lexis.theirs)
    joined = {key + ending: ending for key in last.keys for ending in endings if key.isalpha()}
    return Seq((*before.items[:-1], Atom((*last.keys, *joined)))), joined


def check_set(text: str, lang: str, sets: Mapping[str, str]) -> None:
    """Raise DalilError when the alternatives of a set are not well written."""
    _want_something(text, Reader(text, lang, sets).alternatives_only())


def _trim(items: Sequence[Node]) -> list[Node]:
    """Without gaps at either end: next to the holder's place they say nothing."""
    rest = list(items)
    while rest and isinstance(rest[0], Gap):
        rest.pop(0)
    while rest and isinstance(rest[-1], Gap):
        rest.pop()
    return rest


def _want_something(text: str, tree: Node) -> None:
    if nullable(tree):
        raise pattern_error(
            text, 0, "all of one part is optional; at least one word must be wanted"
        )
