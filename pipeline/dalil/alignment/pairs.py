"""From the rows of the dataset to the aligner and back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from dalil.alignment.links import align
from dalil.alignment.model import Sentence
from dalil.config import COUNTED_SECTIONS
from dalil.languages.fold import fold

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

_NUMBER = re.compile(r"\d+(?:[.,٬٫/]\d+)*")
_GROUPING = re.compile(r"[,٬](?=\d{3}(?!\d))")


def numbers(text: str) -> frozenset[str]:
    """The numbers in `text`, digits of any script as ASCII, without thousands separators."""
    found = _NUMBER.findall(fold(text, "fa"))
    return frozenset(_GROUPING.sub("", number).replace("٫", ".") for number in found)


def sentences_of(tables: Tables, *, sections: Collection[str] = COUNTED_SECTIONS) -> list[Sentence]:
    """The sentences of one document as the aligner takes them, in reading order.

    `tables` holds the document's rows of the tables `documents`, `sentences` and `entities`.
    Entity ids and numbers are the anchors. Only sentences in the document's own language count:
    the English abstract of a Persian article is not what was translated. Nor are references and
    running headers, and notes and captions stand where the page left room for them.
    """
    lang = tables["documents"][0]["lang"]
    ids: dict[int, set[str]] = defaultdict(set)
    for row in tables["entities"]:
        if row["id"]:
            ids[row["sentence"]].add(row["id"])
    return [
        Sentence(
            number=row["sentence"],
            length=len(row["clean"]),
            anchors=numbers(row["clean"]) | ids[row["sentence"]],
            paragraph=row["segment"],
        )
        for row in sorted(tables["sentences"], key=lambda row: int(row["sentence"]))
        if row["lang"] == lang and row["section"] in sections
    ]


def rows(
    left_doc: str, left: Tables, right_doc: str, right: Tables, *, kind: str = "parallel"
) -> Iterator[dict[str, Any]]:
    """Align two documents: rows of the `alignments` table, in reading order.

    `left` and `right` as for `sentences_of`. Sentences without counterpart have no row.
    """
    for link in align(sentences_of(left), sentences_of(right)):
        if link.left and link.right:
            yield {
                "kind": kind,
                "left_doc": left_doc,
                "left_sentences": list(link.left),
                "right_doc": right_doc,
                "right_sentences": list(link.right),
                "score": link.score,
            }
