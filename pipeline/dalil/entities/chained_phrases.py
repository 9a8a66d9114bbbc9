"""Titles in Persian and Arabic, which chain to the right.

«رئیس ستاد مشترک روسیه», «وزير الخارجية الروسي السابق»: the head, what it is of, and adjectives.
"""

from __future__ import annotations

from dalil.entities.phrases import FREE, QUOTES, Phrase, Phrases

_QUOTED = 6
_THIS = frozenset("این آن هذا هذه تلك".split())


class ChainedPhrases(Phrases):
    """The titles of a Persian or Arabic Doc."""

    def at(self, start: int) -> Phrase | None:
        head = start + 1 if self._word(start) in self.lists.leading else start
        found = self._head(head)
        if found is None:
            return None
        end, rank = found
        return Phrase(start, end, *self._chain(end, rank), rank)

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
            if self._joins(at, body):
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
            elif self._is_free(at) and free < FREE:
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

    def _joins(self, at: int, body: bool) -> bool:
        """Whether «و» stands within one office: «وزير الدفاع والإنتاج», «مرکز … ایران و قفقاز»."""
        if self.norms[at] != "و":
            return False
        first, second = self._mentions.get(at - 1), self._mentions.get(at + 1)
        if first is not None or second is not None:
            return body and all(m is not None and m.label_ == "LOC" for m in (first, second))
        domains = self.lists.domains
        return self._word(at - 1) in domains and self._word(at + 1) in domains
