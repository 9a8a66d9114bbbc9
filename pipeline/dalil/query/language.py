"""The query language: from a line of text to terms, and what is wrong with one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass

from dalil.errors import DalilError

CLAIM_FIELDS = ("tag", "stance", "holder", "org")
ENTITY_FIELDS = ("label", "id")
FIELDS = (*CLAIM_FIELDS, "lang", "doc", "section", *ENTITY_FIELDS)
WORD = "word"  # the field of a term without one

_QUOTES = {'"': '"', "«": "»", "“": "”"}
_FIELD = re.compile(r"([A-Za-z_]+):")
# Bidi controls come along when a line is copied from a right-to-left text; they are no part of it.
_SPACE = re.compile("[\\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_BARE = re.compile("[^\\s|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True)
class Value:
    """What a term looks for. `prefix`: what begins so counts too (a `*` stood at the end)."""

    text: str
    prefix: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class Term:
    """A condition: one of `values` in `field` (one of `FIELDS`, or `word`), or none if `negated`.

    `position` is where the term begins in the query, in code points from 0.
    """

    field: str
    values: tuple[Value, ...]
    negated: bool = False
    position: int = 0


@dataclass(frozen=True)
class Query:
    """A query that was understood: all its terms must hold."""

    text: str
    terms: tuple[Term, ...]

    @property
    def kind(self) -> str:
        """What the hits are: `claims`, `entities` or `sentences`."""
        if any(term.field in CLAIM_FIELDS for term in self.terms):
            return "claims"
        if any(term.field in ENTITY_FIELDS and not term.negated for term in self.terms):
            return "entities"
        return "sentences"

    def error(self, message: str, position: int) -> DalilError:
        """An error that points at a place of this query."""
        return _error(self.text, message, position)


def parse(query: str) -> Query:
    """Read a query: terms with spaces between, all of which must hold.

    A term is a word, a quoted phrase or `field:value`; `-` before it excludes, `|` between values
    means or, `*` at the end of a value any ending. Raises DalilError, which says at which
    character, for an unknown field, an open quotation mark, a value that is missing, and an
    empty query.
    """
    terms: list[Term] = []
    at = _skip(query, 0)
    while at < len(query):
        term, at = _term(query, at)
        terms.append(term)
        at = _skip(query, at)
    if not terms:
        raise DalilError(
            "there is nothing to look for; try tag:sovereignty, org:CSTO or a word", field="query"
        )
    return Query(query, tuple(terms))


def near(word: str, known: Collection[str]) -> str:
    """The end of an error message: which of the known names may have been meant."""
    names = {name.casefold(): name for name in sorted(known)}
    low = word.casefold()
    found = difflib.get_close_matches(low, names, n=3, cutoff=0.6)
    found = found or [name for name in names if len(low) > 2 and low[:3] == name[:3]][:3]
    if found:
        return f"did you mean {' or '.join(names[name] for name in found)}?"
    return f"there are {', '.join(names.values())}." if names else "there are none."


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _term(text: str, at: int) -> tuple[Term, int]:
    start = at
    negated = text[at] == "-"
    at += negated
    field = WORD
    named = _FIELD.match(text, at)
    if named:
        field = named[1].lower()
        if field not in FIELDS:
            hint = near(f"{field}:", [f"{name}:" for name in FIELDS])
            message = f"there is no field {named[1]}: — {hint} Quotation marks make it plain text"
            raise _error(text, message, at)
        at = named.end()
    values = []
    while True:
        value, at = _value(text, at, text[start:at])
        values.append(value)
        if text[at : at + 1] != "|":
            break
        at += 1
    if at < len(text) and not _SPACE.match(text, at):
        raise _error(text, "a space is missing after the quotation mark", at)
    return Term(field, tuple(values), negated, start), at


def _value(text: str, at: int, before: str) -> tuple[Value, int]:
    """The value at `at`, and where it ends; `before` is what of the term was read already."""
    closing = _QUOTES.get(text[at : at + 1])
    if closing:
        end = text.find(closing, at + 1)
        if end < 0:
            raise _error(text, f"this quotation mark is not closed by {closing}", at)
        content, after = text[at + 1 : end], end + 1
        prefix = text[after : after + 1] == "*"
        after += prefix
    else:
        bare = _BARE.match(text, at)
        content = bare[0] if bare else ""
        quote = next((k for k, c in enumerate(content) if c == '"'), None)
        if quote is not None:
            raise _error(text, "a quotation mark may stand only around a whole value", at + quote)
        after = at + len(content)
        prefix = content.endswith("*")
        content = content.removesuffix("*")
    if not content.strip():
        where = f"after {before}" if before else "here"
        raise _error(text, f"a value is missing {where}", at)
    if "*" in content:
        raise _error(text, "* may stand only at the end of a value", at + content.index("*"))
    return Value(content.strip(), prefix, bool(closing)), after


def _error(text: str, message: str, position: int) -> DalilError:
    shown = " ".join(_SPACE.sub(" ", text[position:]).split()[:3])
    where = f"at character {position + 1}" + (f", {shown!r}" if shown else ", the end")
    pointed = ""
    # Where letters run from right to left, a terminal would put the caret under another place.
    if text[: position + 1].isascii():
        pointed = f"\n  {_SPACE.sub(' ', text)}\n  {' ' * position}^"
    return DalilError(f"{where}: {message}{pointed}", field="query")
