"""From the rows of the dataset to the aligner and back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from dalil.alignment.model import Link, Sentence
from dalil.languages.fold import fold

Row = Mapping[str, Any]

# What is translated in order. Notes and captions stand where the page left room, references and
# page headers are not translated.
SECTIONS = ("title", "abstract", "keywords", "heading", "body", "list")

_NUMBER = re.compile(r"\d+(?:[.,٬٫/]\d+)*")
_GROUPING = re.compile(r"[,٬](?=\d{3}(?!\d))")


def numbers(text: str) -> frozenset[str]:
    """The numbers in `text`, digits of any script as ASCII, without thousands separators."""
    found = _NUMBER.findall(fold(text, "fa"))
    return frozenset(_GROUPING.sub("", number).replace("٫", ".") for number in found)


def sentences_of(
    sentences: Iterable[Row],
    entities: Iterable[Row] = (),
    *,
    lang: str | None = None,
    sections: Collection[str] = SECTIONS,
) -> list[Sentence]:
    """The `sentences` rows of one document as the aligner takes them, in reading order.

    `entities` are the document's `entities` rows; their ids are anchors besides the numbers.
    `lang` leaves out sentences in other languages (an English abstract in a Persian article is
    no part of what was translated).
    """
    ids: dict[int, set[str]] = defaultdict(set)
    for row in entities:
        if row["id"]:
            ids[row["sentence"]].add(row["id"])
    wanted = [
        row
        for row in sentences
        if row["section"] in sections and (lang is None or row["lang"] == lang)
    ]
    return [
        Sentence(
            number=row["sentence"],
            length=len(row["clean"]),
            anchors=numbers(row["clean"]) | ids[row["sentence"]],
            paragraph=row["segment"],
        )
        for row in sorted(wanted, key=lambda row: row["sentence"])
    ]


def link_rows(
    left_doc: str, right_doc: str, links: Iterable[Link], *, kind: str = "parallel"
) -> Iterator[dict[str, Any]]:
    """Rows of the `alignments` table; sentences without counterpart are left out."""
    for link in links:
        if link.left and link.right:
            yield {
                "kind": kind,
                "left_doc": left_doc,
                "left_sentences": list(link.left),
                "right_doc": right_doc,
                "right_sentences": list(link.right),
                "score": link.score,
            }
