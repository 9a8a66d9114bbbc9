"""The noun phrase of a title, from its first word to its bound: what the languages share.

Persian and Arabic chain to the right (`chained_phrases`), English puts words on either side of the
title (`english_phrases`). There is no parse to go by: a phrase grows over the mentions in it, over
the words that ministries and bodies are named with, and over other words only as long as nothing
ends it; such words count where a comma or bracket closes the phrase.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from dalil.entities.names import key
from dalil.entities.titles import titles

COMMAS = frozenset("،,")
OPENING, CLOSING = frozenset("([（"), frozenset(")]）")
QUOTES = {"«": "»", "“": "”", '"': '"', "‘": "’", "”": "“"}
_DASHES = frozenset("–—-")
_STATE = re.compile("[A-Z]{3}")  # ISO 3166-1 alpha-3, by which the gazetteer names countries
_FORMER_STATES = frozenset(
    "SOVIET-UNION RUSSIAN-EMPIRE OTTOMAN-EMPIRE YUGOSLAVIA CZECHOSLOVAKIA EAST-GERMANY "
    "WEST-GERMANY SOUTH-YEMEN UAR".split()
)
FREE = 6  # how many words that are in no list a phrase may have
_HEAD_TOKENS = 5
# Behind these the place is where one is sent, not whose one is.
_TOWARDS = {
    "fa": frozenset("در به برای".split()),
    "ar": frozenset("في الي لدي ل".split()),
    "en": frozenset("to for in on".split()),
}
_WITHIN_TITLES = frozenset(".-")  # “Secretary-General”, “Lt. Gen.”


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title with what belongs to it: tokens `[start, sure)`, or `[start, full)` where closed.

    `head` is the end of the title itself, `rank` tells a rank (“General”) from an office.
    """

    start: int
    head: int
    sure: int
    full: int
    rank: bool

    @property
    def bare(self) -> bool:
        """Whether the title stands alone."""
        return self.full == self.head


class Phrases(ABC):
    """The titles of one Doc with its mentions in `doc.ents`."""

    def __init__(self, doc: Doc, lang: str) -> None:
        self.doc = doc
        self.lang = lang
        self.lists = titles(lang)
        self.norms = [token.norm_ for token in doc]
        self._mentions: dict[int, Span] = {i: e for e in doc.ents for i in range(e.start, e.end)}

    def mention(self, at: int) -> Span | None:
        """The mention in which a token stands."""
        return self._mentions.get(at)

    @abstractmethod
    def at(self, start: int) -> Phrase | None:
        """The phrase that begins with token `start`."""

    def is_comma(self, at: int) -> bool:
        return 0 <= at < len(self.norms) and self.norms[at] in COMMAS

    def closes(self, at: int) -> bool:
        """Whether a phrase that ends before token `at` is closed by a mark there."""
        if at >= len(self.norms):
            return True
        word = self.norms[at]
        return word in COMMAS or word in CLOSING or word in _DASHES or word in ("؛", ";", ":")

    def state_of(self, start: int, end: int) -> str:
        """The id of the organisation or state whose title stands in `[start, end)`, or "".

        It is the first that is named. A body whose name is not known hides the state in it.
        """
        towards = _TOWARDS[self.lang]
        hidden = any(
            self._word(i) in self.lists.bodies and i not in self._mentions
            for i in range(start, end)
        )
        i = start
        while i < end:
            mention = self._mentions.get(i)
            if mention is None:
                state = self.lists.nations.get(self._word(i))
                if state and not hidden:
                    return state
                i += 1
                continue
            sent = self._linked_by(start, i) in towards
            if mention.label_ == "ORG" and (not sent or self.norms[i - 1] == "ل"):
                return mention.kb_id_
            if mention.label_ == "LOC" and not sent and not hidden and _is_state(mention.kb_id_):
                return mention.kb_id_
            i = mention.end
        return ""

    def title_in(self, phrase: Phrase, words: Set[str]) -> bool:
        """Whether the title of a phrase, of one or two words, is one of `words`."""
        written = "".join(self._word(i) for i in range(phrase.start, phrase.head))
        return written in words or (self.lang == "fa" and written[:-1] in words)

    # -- words ------------------------------------------------------------------------------

    def _word(self, at: int) -> str:
        return key(self.norms[at], self.lang) if at < len(self.norms) else ""

    def _linked_by(self, start: int, at: int) -> str:
        """The word before a mention, its article passed over."""
        at -= 1
        if self.lang == "en" and at >= start and self.norms[at] == "the":
            at -= 1
        return self.norms[at] if at >= start else ""

    def _head(self, start: int) -> tuple[int, bool] | None:
        """The end of the longest title that begins at a token, and whether it is a rank."""
        best = None
        written = ""
        for at in range(start, min(start + _HEAD_TOKENS, len(self.norms))):
            if at in self._mentions:
                break
            word = self._word(at)
            if not word and (at == start or self.norms[at] not in _WITHIN_TITLES):
                break
            written += word
            rank = self._title(written) if word else None
            if rank is not None and (not rank or self._is_written_as_rank(start)):
                best = at + 1, rank
            if written not in self.lists.beginnings:
                break
        if best and best[1] and self.norms[best[0] : best[0] + 1] == ["."]:
            return best[0] + 1, True  # “Lt.”, which the tokeniser cuts
        return best

    def _title(self, written: str) -> bool | None:
        """Whether a folded title is a rank; None for what is no title."""
        forms = [written]
        if self.lang == "fa" and written.endswith(("ای", "وی", "هی")):  # ezafe: «سخنگوی»
            forms.append(written[:-1])
        for form in forms:
            if form in self.lists.offices:
                return False
            if form in self.lists.ranks:
                return True
        return None

    def _is_written_as_rank(self, at: int) -> bool:
        return self.lang != "en" or self.doc[at].text[:1].isupper()

    def _is_known(self, word: str) -> bool:
        lists = self.lists
        return word in lists.domains or word in lists.qualifiers or word in lists.organs


def _is_state(id: str) -> bool:
    return bool(_STATE.fullmatch(id)) or id in _FORMER_STATES


def longest(phrases: Sequence[Phrase]) -> Phrase | None:
    """Of phrases that end alike the one that begins first, offices before ranks."""
    return min(phrases, key=lambda phrase: (phrase.rank, phrase.start), default=None)
