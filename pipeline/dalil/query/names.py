"""Which values of the dataset a term means: tags, documents, holders, organisations, …"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from dalil.arguments.model import AUTHOR, STANCES
from dalil.languages.fold import fold
from dalil.query.language import Query, Term, Value, near
from dalil.segment.model import LANGUAGES, SECTIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LABELS = ("PER", "ORG", "LOC", "EVENT", "LAW")
_CLOSED: dict[str, Collection[str]] = {
    "lang": LANGUAGES,
    "section": SECTIONS,
    "stance": STANCES,
    "label": LABELS,
}
_ARTICLE = "ال"


class Names:
    """Looks up in the dataset what the terms of a query name."""

    def __init__(self, connection: DuckDBPyConnection, query: Query, tags: Collection[str]) -> None:
        self._connection = connection
        self._query = query
        self._tags = tags

    def wanted(self, term: Term) -> list[str]:
        """The values that the field may have for the term to hold, sorted.

        Raises DalilError for a tag, stance, language, document, section or label that is not
        there. Organisations, ids and holders may be any; none may be left.
        """
        found: set[str] = set()
        for value in term.values:
            if term.field == "holder":
                found |= self._holders(value)
            elif term.field in ("org", "id"):
                found |= self._ids(value)
            else:
                found |= self._named(term, value)
        return sorted(found)

    def _named(self, term: Term, value: Value) -> set[str]:
        known = self._known(term.field)
        text = value.text.casefold()
        if term.field == "tag":
            text = text.replace("-", "_").replace(" ", "_")
        found = {name for name in known if _fits(name.casefold(), text, value.prefix)}
        if not found:
            what = {"lang": "language", "doc": "document"}.get(term.field, term.field)
            there = "the dataset has no claim with" if term.field == "tag" else "there is no"
            message = f"{there} {what} {value.text!r}; {near(value.text, known)}"
            raise self._query.error(message, term.position)
        return found

    def _known(self, field: str) -> Collection[str]:
        if field in _CLOSED:
            return _CLOSED[field]
        if field == "doc":
            return self._all("SELECT doc FROM documents")
        return {*self._all("SELECT DISTINCT tag FROM claims"), *self._tags}

    def _ids(self, value: Value) -> set[str]:
        """Ids that are the value, or that an entity has which is named or written so."""
        rows = self._connection.execute(
            "SELECT DISTINCT lang, id, name, clean FROM entities WHERE id <> ''"
            " UNION SELECT 'en', unnest(organisations), '', '' FROM claims"
        ).fetchall()
        return {
            name_id
            for lang, name_id, name, text in rows
            if any(
                _fits(_letters(shown or "", of), _letters(value.text, of), value.prefix)
                for shown, of in ((name_id, "en"), (name, "en"), (text, lang))
            )
        }

    def _holders(self, value: Value) -> set[str]:
        """Holders in whose words the value's words stand in a row, and the entity that it names."""
        if value.text == AUTHOR:
            return {AUTHOR}
        ids = self._ids(value)
        rows = self._connection.execute(
            "SELECT DISTINCT lang, holder, holder_id FROM claims WHERE holder <> ?", [AUTHOR]
        ).fetchall()
        return {
            holder
            for lang, holder, holder_id in rows
            if holder_id in ids or _stands_in(value, holder, lang)
        }

    def _all(self, statement: str) -> list[str]:
        return [row[0] for row in self._connection.execute(statement).fetchall()]


def _stands_in(value: Value, holder: str, lang: str) -> bool:
    """Whether the holder's words, from one on, spell the value; blind to spaces and article."""
    wanted = _letters(value.text, lang)
    words = fold(holder, lang).split()
    for spelled in (words, [word.removeprefix(_ARTICLE) for word in words]):
        for first in range(len(spelled)):
            runs = ("".join(spelled[first:last]) for last in range(first + 1, len(spelled) + 1))
            if any(_fits(run, wanted, value.prefix) for run in runs):
                return True
    return False


def _letters(text: str, lang: str) -> str:
    return fold(text, lang).replace(" ", "")


def _fits(text: str, wanted: str, prefix: bool) -> bool:
    return bool(text) and (text.startswith(wanted) if prefix else text == wanted)
