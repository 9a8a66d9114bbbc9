"""What a language module gives, and the white-space rule that all of them share."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc
from spacy.vocab import Vocab

from dalil.offsets import OffsetMap
from dalil.repair.edits import Edit, apply

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Normalised:
    """A normalised text and its map to the text before."""

    text: str
    map: OffsetMap


class LanguageModule(Protocol):
    """The one interface behind which Persian, Arabic and English stand.

    `RULES` names each normalisation rule and says in a line what it does. A module is made with
    the names of the rules that are on.
    """

    RULES: dict[str, str]

    def __init__(self, rules: Collection[str]) -> None: ...

    def normalise(self, text: str) -> Normalised:
        """The normalised text and where its characters came from."""

    def tokenise(self, vocab: Vocab, text: str) -> Doc:
        """A Doc over normalised text: tokens only."""

    def analyse(self, doc: Doc) -> None:
        """Set sentence starts, lemmas, folded norms and, where known, morphology, in place."""

    def keys(self, doc: Doc) -> list[tuple[str, ...]]:
        """For each token the folded forms under which it may be matched, its norm first."""


def collapse(text: str) -> tuple[str, OffsetMap]:
    """White space as one space, none at the ends: spaCy's Doc then needs no white-space tokens."""
    edits = []
    for m in _BLANK.finditer(text):
        after = "" if m.start() == 0 or m.end() == len(text) else " "
        if m.group() != after:
            edits.append(Edit(m.start(), m.end(), after))
    return apply(text, edits)
