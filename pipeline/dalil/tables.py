"""Frequency tables: how often words, entities and tags occur, and in how many documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dalil.config import COUNTED_SECTIONS
from dalil.database import connect
from dalil.export import write_csv

if TYPE_CHECKING:
    import pandas as pd

_DECIMALS = 2  # of per_10000: one in a million words still shows

# What all tables are made of: the rows of the counted sections, and the number of words by which
# a count is made comparable. A word is a token with a letter in it.
_BASE = """
CREATE TEMP TABLE words AS
    SELECT lang, doc, clean, norm, coalesce(nullif(lemma, ''), norm) AS lemma
    FROM tokens WHERE is_word AND list_contains($sections, section);
CREATE TEMP TABLE mentions AS
    SELECT lang, doc, label, coalesce(nullif(id, ''), clean) AS entity,
        coalesce(nullif(name, ''), clean) AS name
    FROM entities WHERE list_contains($sections, section);
CREATE TEMP TABLE arguments AS
    SELECT lang, doc, tag, stance, organisations
    FROM claims WHERE list_contains($sections, section);
CREATE TEMP TABLE words_of_all AS SELECT count(*) AS words FROM words;
CREATE TEMP TABLE words_of_lang AS SELECT lang, count(*) AS words FROM words GROUP BY lang;
CREATE TEMP TABLE words_of_doc AS SELECT doc, count(*) AS words FROM words GROUP BY doc;
CREATE TEMP TABLE names AS
    SELECT id, min(name) AS name FROM entities WHERE id <> '' AND name <> '' GROUP BY id;
"""

_TOTALS = "count(*) AS count"
_STANCES = (
    "count(*) AS count, count(*) FILTER (stance = 'asserts') AS asserts,"
    " count(*) FILTER (stance = 'denies') AS denies"
)
_SHARE = (
    "10000.0 * count(*) / nullif(any_value(words), 0) AS per_10000,"
    " count(DISTINCT doc) AS documents"
)
_QUERIES = {
    "words": f"""
        SELECT lang, arg_min(clean, (-times, clean)) AS word, count, per_10000, documents
        FROM (SELECT lang, norm, clean, count(*) AS times FROM words GROUP BY ALL)
        JOIN (SELECT lang, norm, {_TOTALS}, {_SHARE}
            FROM words JOIN words_of_lang USING (lang) GROUP BY lang, norm) USING (lang, norm)
        GROUP BY lang, norm, count, per_10000, documents
        ORDER BY lang, count DESC, word, norm""",
    "lemmas": f"""
        SELECT lang, lemma, {_TOTALS}, {_SHARE} FROM words JOIN words_of_lang USING (lang)
        GROUP BY lang, lemma ORDER BY lang, count DESC, lemma""",
    "entities": f"""
        SELECT entity, label, min(name) AS name, {_TOTALS}, {_SHARE} FROM mentions, words_of_all
        GROUP BY entity, label ORDER BY count DESC, entity, label""",
    "entities_by_language": f"""
        SELECT lang, entity, label, min(name) AS name, {_TOTALS}, {_SHARE}
        FROM mentions LEFT JOIN words_of_lang USING (lang)
        GROUP BY lang, entity, label ORDER BY lang, count DESC, entity, label""",
    "tags": f"""
        SELECT tag, {_STANCES}, {_SHARE} FROM arguments, words_of_all
        GROUP BY tag ORDER BY count DESC, tag""",
    "tags_by_language": f"""
        SELECT lang, tag, {_STANCES}, {_SHARE} FROM arguments LEFT JOIN words_of_lang USING (lang)
        GROUP BY lang, tag ORDER BY lang, count DESC, tag""",
    "tags_by_document": f"""
        SELECT doc, tag, {_STANCES}, {_SHARE} FROM arguments LEFT JOIN words_of_doc USING (doc)
        GROUP BY doc, tag ORDER BY doc, count DESC, tag""",
    "tags_by_organisation": f"""
        SELECT organisation, coalesce(any_value(name), organisation) AS name, tag,
            {_STANCES}, {_SHARE}
        FROM (SELECT doc, tag, stance, unnest(organisations) AS organisation FROM arguments)
        LEFT JOIN names ON id = organisation, words_of_all
        GROUP BY organisation, tag ORDER BY organisation, count DESC, tag""",
}


def frequency_tables(
    dataset: Path, *, sections: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """The frequency tables of a dataset, by name.

    Counted is what stands in `sections`; by default title, abstract, keywords, headings, running
    text and lists, not references, notes, captions and page headers. Columns:

    - `words`: lang, word, count, per_10000, documents. Spellings that fold to one form are one
      word, shown as most often written.
    - `lemmas`: lang, lemma, count, …
    - `entities`: entity (its id, or the text where none is known), label, name, count, …;
      `entities_by_language`: the same by lang.
    - `tags`: tag, count, asserts, denies (claims by stance), per_10000, documents;
      `tags_by_language`, `tags_by_document`, `tags_by_organisation`: the same by lang, by doc,
      by organisation (id, name). A claim about two organisations counts for both.

    `per_10000` is the count for each 10,000 words: of the same language where the table has a
    column lang, of the same document where it has doc, else of all languages together. Rows are
    sorted by lang, doc or organisation, then by falling count, then by the text, so that the same
    dataset gives the same tables. Raises DalilError when the study has not been run.
    """
    counted = sorted(COUNTED_SECTIONS if sections is None else sections)
    with connect(dataset, "tokens", "entities", "claims") as connection:
        for statement in _BASE.split(";")[:-1]:
            values = {"sections": counted} if "$sections" in statement else None
            connection.execute(statement, values)
        return {name: connection.execute(query).df() for name, query in _QUERIES.items()}


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame], *, excel: bool = False) -> None:
    """Write each table to `folder/<name>.csv`, `per_10000` with two decimals (see `write_csv`)."""
    for name, frame in tables.items():
        # A share of no words is not a number, and an empty cell.
        shares = ["" if x != x else f"{x:.{_DECIMALS}f}" for x in frame["per_10000"]]
        shown = frame.assign(per_10000=shares)
        columns = [str(column) for column in shown.columns]
        rows = (dict(zip(columns, row, strict=True)) for row in shown.itertuples(index=False))
        write_csv(folder / f"{name}.csv", columns, rows, excel=excel)
