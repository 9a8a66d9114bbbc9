"""Run a query over the dataset."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.database import connect
from dalil.errors import DalilError
from dalil.query.language import ENTITY_FIELDS, WORD, Query, Term, parse
from dalil.query.names import Names
from dalil.query.words import find, needles_of

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

COLUMNS = (
    *("doc", "lang", "sentence", "section", "start", "end"),
    *("tag", "stance", "holder", "organisations", "score"),
    *("left", "text", "right", "cues", "label", "id", "name"),
)
_TABLES = ("documents", "sentences", "tokens", "entities", "claims")
_OWN = {
    "claims": ("tag", "stance", "holder", "organisations", "score", "cues"),
    "entities": ("score", "label", "id", "name"),
    "sentences": (),
}
_NUMBER = {"claims": "claim", "entities": "entity", "sentences": "sentence"}


def run(
    dataset: Path,
    query: str,
    *,
    limit: int | None = None,
    context: int = 80,
    tags: Collection[str] = (),
) -> pd.DataFrame:
    """The hits of a query in reading order, by document, at most `limit` of them.

    A hit is a claim where the query asks for `tag`, `stance`, `holder` or `org`, an entity
    mention where it asks for `label` or `id`, else a sentence. The frame always has the same
    columns (`COLUMNS`); those that a kind of hit has not are empty. `start` and `end` are code
    points into the document's text, `text` what stands there, `left` and `right` up to `context`
    characters around it, in whole words. `attrs["total"]` of the frame is the number of hits
    without limit. `tags` are known to the codebook, so that none is unknown for not occurring.

    Raises DalilError for a query that can't be read, that names a tag, stance, language,
    document, section or label which is not there, and when the study has not been run.
    """
    if limit is not None and limit < 1:
        raise DalilError(f"wanted is a number of hits from 1, not {limit}", field="limit")
    if context < 0:
        raise DalilError(f"wanted is a number of characters, not {context}", field="context")
    understood = parse(query)
    with connect(dataset, *_TABLES) as connection:
        where, values = _conditions(understood, connection, tags)
        hits = _hits(connection, understood.kind, where, values, limit)
        texts = _texts(connection, {hit["doc"] for hit in hits})
    return _frame(hits, texts, context)


def _conditions(
    query: Query, connection: DuckDBPyConnection, tags: Collection[str]
) -> tuple[str, list[Any]]:
    """The query as an SQL condition on a hit `h`, and the values of its parameters.

    The text of the condition is made of the fragments here only; all that the user wrote is in
    the values.
    """
    names = Names(connection, query, tags)
    needles = needles_of(query)
    if needles.values:
        find(connection, needles.values)
    parts: list[str] = []
    values: list[Any] = []

    def add(term: Term, fragment: str, *wanted: Any) -> None:
        parts.append(f"NOT ({fragment})" if term.negated else fragment)
        values.extend(wanted)

    for term in query.terms:
        if term.field == WORD:
            places = "SELECT doc, sentence FROM found WHERE list_contains(?, needle)"
            add(term, f"(h.doc, h.sentence) IN ({places})", needles.of_term[term])
        elif term.field == "org":
            add(term, "list_has_any(h.organisations, ?)", names.wanted(term))
        elif term.field not in ENTITY_FIELDS:
            add(term, f"list_contains(?, h.{term.field})", names.wanted(term))
        elif term.negated or query.kind == "claims":
            mentions = f"SELECT doc, sentence FROM entities WHERE list_contains(?, {term.field})"
            add(term, f"(h.doc, h.sentence) IN ({mentions})", names.wanted(term))
        else:
            add(term, f"list_contains(?, h.{term.field})", names.wanted(term))
    return " AND ".join(parts), values


def _hits(
    connection: DuckDBPyConnection, kind: str, where: str, values: list[Any], limit: int | None
) -> list[dict[str, Any]]:
    own = ", ".join(f"h.{name}" for name in _OWN[kind])
    found = connection.execute(
        f"""
        SELECT h.doc, h.lang, h.sentence, h.section, h.start, h."end", h.text,
            {own + "," if own else ""} count(*) OVER () AS total
        FROM {kind} AS h WHERE {where}
        ORDER BY h.doc, h.start, h."end", h.{_NUMBER[kind]}
        LIMIT ?
        """,
        [*values, limit],
    )
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def _texts(connection: DuckDBPyConnection, docs: set[str]) -> dict[str, str]:
    rows = connection.execute(
        "SELECT doc, text FROM documents WHERE list_contains(?, doc)", [sorted(docs)]
    ).fetchall()
    return dict(rows)


def _frame(hits: list[dict[str, Any]], texts: Mapping[str, str], context: int) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for hit in hits:
        row: dict[str, Any] = dict.fromkeys(COLUMNS, "")
        row |= {"organisations": [], "cues": [], "score": None}
        row |= {name: value for name, value in hit.items() if name in COLUMNS}
        row["left"], row["right"] = around(texts[hit["doc"]], hit["start"], hit["end"], context)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs["total"] = hits[0]["total"] if hits else 0
    return frame


def around(text: str, start: int, end: int, size: int) -> tuple[str, str]:
    """Up to `size` characters before and after [start, end), in whole words, on one line."""
    left, right = text[max(0, start - size) : start], text[end : end + size]
    if start > size and not text[start - size - 1].isspace():
        left = re.sub(r"^\S+", "", left)
    if end + size < len(text) and not text[end + size].isspace():
        right = re.sub(r"\S+$", "", right)
    return " ".join(left.split()), " ".join(right.split())
