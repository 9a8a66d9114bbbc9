"""The place of a holder: the stretch of a sentence in which his name is expected."""

from __future__ import annotations

from dalil.arguments.clauses import COMMAS, is_mark, is_verb
from dalil.arguments.names import LOOSE, TITLE, Names

_BRACKETS = {")": "(", "]": "["}
_ENDS = COMMAS | frozenset('()[]:;؛«»“”"—–?!؟')
_QUOTES = frozenset("\"'”’»")
# Behind an infinitive nobody is named (“it is wrong to say that”), but after these he is.
_BEFORE_INFINITIVE = frozenset(("on", "used"))


class Places:
    """Finding places in one document. All positions are tokens; stretches are half-open."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._words = names.words
        self._lexis = names.lexis

    def before(self, start: int, verb: int) -> tuple[int, int] | None:
        """The stretch before a reporting verb in which its subject stands; maybe empty.

        `start` is the sentence's first token. None where nobody is named: “it is said that”.
        """
        if self._impersonal(start, verb):
            return None
        end = verb
        while True:
            while end > start and self._words[end - 1] in COMMAS | _BRACKETS.keys():
                end = self._skip_back(start, end)
            first = end
            while first > start and not self._ends_before(start, first - 1):
                mention = self._names.mention.get(first - 1)
                first = mention[0] if mention else first - 1
            if first == start or not self._names.is_adverbial(first, end):
                break
            if self._words[first - 1] not in COMMAS:
                return first, first  # “… and in London said”: the subject is left out
            end = first  # «گلشن میرزایوا، هیدرولوژیست، در آغاز نشست گفت»: it is further back
        if any(self._words[i] in self._lexis.passives for i in range(max(first, end - 2), end)):
            return None
        return first, end

    def _impersonal(self, start: int, verb: int) -> bool:
        words = self._words[max(start, verb - 2) : verb]
        if not words:
            return False
        if words[-1] == "to" and words[0] not in _BEFORE_INFINITIVE:
            return True
        # Persian puts what makes a verb impersonal before it, at times as a verb of its own.
        reach = words if self._lexis.verb_final else words[-1:]
        return any(word in self._lexis.passives for word in reach)

    def inverted(self, verb: int, end: int) -> tuple[int, int] | None:
        """The name behind a reporting verb that is turned round: “…, says Putin, …”."""
        if verb == 0 or end >= len(self._words):
            return None
        if self._words[verb - 1] not in COMMAS | _QUOTES:
            return None
        stop = end
        while stop < len(self._words) and not is_mark(self._words[stop]):
            stop += 1
        capital = any(self._names.doc[i].text[0].isupper() for i in range(end, stop))
        known = capital or self._names.has_mention(end, stop)
        return (end, stop) if known and 0 < stop - end <= TITLE + 2 else None

    def crosses(self, start: int, end: int) -> bool:
        """Whether a stretch holds a mark over which no name reaches."""
        return any(self._words[i] in (":", ";", "؛", "؟", "?") for i in range(start, end))

    def _skip_back(self, start: int, end: int) -> int:
        """Past a bracket «(2012)» or an apposition «, a diplomat,» that ends at `end`."""
        last = self._words[end - 1]
        opening = {_BRACKETS[last]} if last in _BRACKETS else COMMAS
        for i in range(end - 2, start, -1):
            if self._words[i] in opening:
                return i
        return end - 1

    def _ends_before(self, start: int, token: int) -> bool:
        """Whether, going back from the verb, the subject cannot reach over `token`."""
        word = self._words[token]
        if token in self._names.mention:
            return False
        if word in self._lexis.joiners:
            return not self._joins(start, token)
        if word in self._lexis.borders or word in _ENDS:
            return True
        return self._lexis.verb_final and is_verb(self._names.keys[token])

    def _joins(self, start: int, token: int) -> bool:
        """Whether “and” at `token` joins two names and not two clauses."""
        mentions = self._names.mention
        if token == start:
            return False
        if token - 1 in mentions and token + 1 in mentions:
            return True
        left = range(max(start, token - LOOSE - 1), token)
        borders = [
            i for i in left if self._words[i] in self._lexis.borders or is_mark(self._words[i])
        ]
        short = token - (borders[-1] + 1 if borders else start) <= LOOSE
        verb = self._lexis.verb_final and is_verb(self._names.keys[token - 1])
        return short and not verb and not any(i in mentions for i in left)
