"""Titles in English: words before the head, the head, and “of …” behind it.

“the former Uzbek foreign minister”, “Kazakhstan's president”, “Minister of Foreign Affairs of …”.
"""

from __future__ import annotations

from dalil.entities.phrases import FREE, Phrase, Phrases

_OF = frozenset("of for to at".split())
# Behind these a country before an office is a place: “in Kazakhstan President …”.
_PLACING = frozenset(("in", "across"))
_STOPS = frozenset(
    """
a an the and or but in on at by with from since until who whom whose which that when where while
is was are were be been has have had he she it they his her its their not as after before during
under over into than said says told of for to about against
""".split()
)


class EnglishPhrases(Phrases):
    """The titles of an English Doc."""

    def at(self, start: int) -> Phrase | None:
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
        """Where “of …” behind a head ends: surely, and if it is closed by a mark there."""
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
                if self._is_titled(at):
                    break
                word = self._word(at)
                joined = self.norms[at] == "and" and self._is_named(at - 1)
                if joined and self._is_named(at + 1):
                    at += 1
                    continue
                if not word.isalpha() or word in _STOPS:
                    break
                if not (self._is_named(at) or self._is_before(word)):
                    free += 1
                    if free > FREE:
                        break
                at += 1
                sure = at if not free else sure
            if at == begun:
                return sure, full
            full = at
            if free:
                break
        return sure, max(full, sure)

    def _is_titled(self, at: int) -> bool:
        """Whether a title that begins at a token is that of the name behind it."""
        found = self._head(at)
        person = self._mentions.get(found[0]) if found else None
        return person is not None and person.label_ == "PER"

    def _is_named(self, at: int) -> bool:
        """Whether a token is capitalised and may be part of a name that nobody knows."""
        return at < len(self.norms) and self.doc[at].text[:1].isupper()
