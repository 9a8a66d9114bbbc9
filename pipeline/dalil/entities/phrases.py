"""The noun phrase of a title: from its head word to its bound, in three languages.

Persian and Arabic chain to the right («رئیس ستاد مشترک روسیه», «وزير الخارجية الروسي»), English
puts words on either side ("the Uzbek foreign minister", "Minister of Foreign Affairs of …").
There is no parse to go by: a phrase grows over the mentions in it, over the words that ministries
and bodies are named with, and over other words only as long as nothing ends it; such words count
where a comma or bracket closes the phrase.
"""

from __future__ import annotations

import re
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
_HEAD_TOKENS, _FREE, _QUOTED = 5, 6, 6
# Behind these the place is where one is sent, not whose one is.
_TOWARDS = {
    "fa": frozenset("در به برای".split()),
    "ar": frozenset("في الي لدي ل".split()),
    "en": frozenset("to for in on".split()),
}
_OF = frozenset("of for to at".split())
_THIS = frozenset("این آن هذا هذه تلك".split())
_WITHIN_TITLES = frozenset(".-")  # “Secretary-General”, “Lt. Gen.”
# Behind these a country before an English office is a place: “in Kazakhstan President …”.
_PLACING = frozenset(("in", "across"))


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


class Phrases:
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

    def at(self, start: int) -> Phrase | None:
        """The phrase that begins with token `start`."""
        if self.lang == "en":
            return self._english(start)
        head = start + 1 if self._word(start) in self.lists.leading else start
        found = self._head(head)
        if found is None:
            return None
        end, rank = found
        return Phrase(start, end, *self._chain(end, rank), rank)

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

    # -- Persian and Arabic -------------------------------------------------------------------

    def _chain(self, at: int, rank: bool) -> tuple[int, int]:
        """Where the chain behind a head ends: surely, and if it is closed by a mark there."""
        lists = self.lists
        sure = at
        body = named = linked = False
        free = 0
        while at < len(self.norms):
            mention = self._mentions.get(at)
            if mention is not None:
                if mention.label_ == "PER" or mention.start < at or (named and not linked):
                    break
                at = mention.end
                named, linked = True, False
                sure = at if body or not free else sure
                continue
            word = self._word(at)
            if not word:
                closed = None if named else self._quotation(at)
                if closed is None:
                    break
                at = closed
                sure = at if body or not free else sure
                continue
            if word in lists.nations or word in lists.qualifiers:
                named = named or word in lists.nations
                at += 1
                sure = sure if free else at
                continue
            if self._points(at) and not named:
                at += 1
                continue
            if self._links(at, named):
                linked = True
                at += 2 if self.norms[at] == "ب" else 1
                continue
            if self._joins(at):
                if body or named:
                    linked = True
                at += 1
                continue
            if named or (rank and word not in lists.domains and not self._is_free(at)):
                break
            head = self._head(at)
            if head is not None:
                if head[1]:
                    break
                at = head[0]
                sure = sure if free else at
            elif word in lists.bodies or word in lists.organs:
                body = True
                at += 1
                sure = sure if free else at
            elif word in lists.domains:
                at += 1
                sure = sure if free else at
            elif self._is_free(at) and free < _FREE:
                free += 1
                at += 1
            else:
                break
            linked = False
        return sure, max(at, sure)

    def _is_free(self, at: int) -> bool:
        """Whether a word may belong to a noun phrase for all that is known of it."""
        word = self._word(at)
        if not word.isalpha() or word in self.lists.stops:
            return False
        return "#" not in self.doc[at].lemma_  # so the lemmas of Persian verbs are written

    def _quotation(self, at: int) -> int | None:
        """The end of a short quotation that begins at a token; None where none does."""
        closing = QUOTES.get(self.norms[at])
        if closing is None:
            return None
        for i in range(at + 1, min(at + 2 + _QUOTED, len(self.norms))):
            if self.norms[i] == closing and i > at + 1:
                return i + 1
            mention = self._mentions.get(i)
            if mention is not None and mention.label_ == "PER":
                return None
        return None

    def _links(self, at: int, named: bool) -> bool:
        """Whether a preposition leads on in a title: «سفیر … در مسکو», «لـ», «باسم»."""
        word, after = self.norms[at], self._mentions.get(at + 1)
        place = after is not None and after.label_ in ("LOC", "ORG")
        if self.lang == "fa":
            following = self._word(at + 1)
            return (word == "در" and (place or following == "امور")) or (word == "برای" and place)
        if word == "باسم" or (word == "ب" and self._word(at + 1) == "اسم"):
            return True
        if word == "ل":
            following = self._word(at + 1)
            return place or (not named and following.startswith("ال")) or self._is_known(following)
        return word in ("في", "الي", "لدي") and place

    def _points(self, at: int) -> bool:
        """Whether “this” leads on to a body: «دبیرکل سابق این سازمان»."""
        following = self._word(at + 1)
        lists = self.lists
        body = following in lists.bodies or following in lists.organs or following in lists.domains
        return body and self.norms[at] in _THIS

    def _joins(self, at: int) -> bool:
        """Whether «و» stands between two words of one office, as in «وزير الدفاع والإنتاج»."""
        if self.norms[at] != "و":
            return False
        before, after = self._word(at - 1), self._word(at + 1)
        if before in self.lists.domains and after in self.lists.domains:
            return at - 1 not in self._mentions and at + 1 not in self._mentions
        return False

    # -- English ------------------------------------------------------------------------------

    def _english(self, start: int) -> Phrase | None:
        """Words before the head, the head, and “of …” behind it."""
        first = self._word(start)
        if not first or first in self.lists.leading or self._is_genitive(start):
            return None
        if start in self._mentions and start and self.norms[start - 1] in _PLACING:
            return None
        at = start
        head: tuple[int, int, bool] | None = None  # start, end, rank
        while at < len(self.norms):
            mention = self._mentions.get(at)
            if mention is not None:
                if mention.label_ not in ("ORG", "LOC") or mention.start < at:
                    break
                at = mention.end
                continue
            found = self._head(at)
            if found is not None:
                if found[1] and at != start:
                    break
                head = (at, *found)
                at = found[0]
                if found[1]:
                    break
            elif self._is_before(self._word(at)) or self._is_genitive(at) or self._is_hyphen(at):
                at += 1
            else:
                break
        if head is None:
            return None
        begin, end, rank = head
        if rank:
            return Phrase(start, end, end, end, True)
        # A title with words before it does not stand alone.
        return Phrase(start, end if begin == start else start, *self._of(end), False)

    def _is_before(self, word: str) -> bool:
        lists = self.lists
        known = self._is_known(word) or word in lists.bodies
        return bool(word) and (known or word in lists.nations)

    def _is_genitive(self, at: int) -> bool:
        if self.norms[at] not in ("'s", "'") or not at:
            return False
        return at - 1 in self._mentions or self._is_before(self._word(at - 1))

    def _is_hyphen(self, at: int) -> bool:
        return self.norms[at] == "-" and not self.doc[at - 1].whitespace_

    def _of(self, at: int) -> tuple[int, int]:
        sure = full = at
        while at < len(self.norms) and self.norms[at] in _OF:
            at += 1
            if self._word(at) in self.lists.leading:
                at += 1
            free = 0
            begun = at
            while at < len(self.norms):
                mention = self._mentions.get(at)
                if mention is not None:
                    if mention.label_ == "PER" or mention.start < at:
                        break
                    at = mention.end
                    sure = at if not free else sure
                    continue
                word = self._word(at)
                joined = self.norms[at] == "and" and self._is_named(at - 1)
                if joined and self._is_named(at + 1):
                    at += 1
                    continue
                if not word.isalpha() or word in _ENGLISH_STOPS:
                    break
                if not (self._is_named(at) or self._is_before(word)):
                    free += 1
                    if free > _FREE:
                        break
                at += 1
                sure = at if not free else sure
            if at == begun:
                return sure, full
            full = at
            if free:
                break
        return sure, max(full, sure)

    def _is_named(self, at: int) -> bool:
        """Whether a token is capitalised and may be part of a name that nobody knows."""
        return at < len(self.norms) and self.doc[at].text[:1].isupper()


_ENGLISH_STOPS = frozenset(
    """
a an the and or but in on at by with from since until who whom whose which that when where while
is was are were be been has have had he she it they his her its their not as after before during
under over into than said says told of for to about against
""".split()
)


def _is_state(id: str) -> bool:
    return bool(_STATE.fullmatch(id)) or id in _FORMER_STATES


def longest(phrases: Sequence[Phrase]) -> Phrase | None:
    """Of phrases that end alike the one that begins first, offices before ranks."""
    return min(phrases, key=lambda phrase: (phrase.rank, phrase.start), default=None)
