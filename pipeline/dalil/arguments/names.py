"""Names of holders: which words in the place of a holder are his name, office or body.

Without a parser a name is what stands between a clear beginning and a clear end: clause marks,
conjunctions, adverbials, brackets, in Persian verbs. A mention (`doc.ents`) is never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from dalil.arguments.clauses import COMMAS, is_mark, is_verb
from dalil.arguments.lexis import Lexis

_MOST = 8  # tokens of a name
_TITLE = 4  # tokens of title or office before a mention
_LOOSE = 3  # tokens of a name whose end nothing shows
_RANK = {"PER": 0, "ORG": 1, "LOC": 2}
_BRACKETS = {")": "(", "]": "["}
_SURE_ENDS = COMMAS | frozenset('()[]:;؛«»“”"—–') | frozenset(["that", "که", "ان"])


class Names:
    """Finding names in one document. All positions are tokens; spans are half-open."""

    def __init__(self, doc: Doc, keys: Sequence[Sequence[str]], lexis: Lexis) -> None:
        self._doc = doc
        self._keys = keys
        self._words = [forms[0] if forms else "" for forms in keys]
        self._lexis = lexis
        self._mention: dict[int, tuple[int, int, str, str]] = {}
        for ent in doc.ents:
            if ent.label_ in _RANK:
                for i in range(ent.start, ent.end):
                    self._mention[i] = (ent.start, ent.end, ent.label_, ent.kb_id_)

    # Where the place of a holder is

    def before(self, start: int, verb: int) -> tuple[int, int] | None:
        """The stretch before a reporting verb in which its subject stands; maybe empty.

        `start` is the sentence's first token. None where nobody is named: “it is said that”.
        """
        end = verb
        while end > start and self._skippable(end - 1):
            end = self._skip_back(start, end)
        first = end
        while first > start and not self._ends_before(start, first - 1):
            first = self._mention[first - 1][0] if first - 1 in self._mention else first - 1
        if any(self._words[i] in self._lexis.passives for i in range(max(first, end - 2), end)):
            return None
        if any(self._words[i] in self._lexis.passives for i in range(end, verb)):
            return None
        return first, end

    def inverted(self, verb: int, end: int) -> tuple[int, int] | None:
        """The name behind a reporting verb that is set between commas: “…, says Putin, …”."""
        if verb == 0 or not is_mark(self._words[verb - 1]) or end >= len(self._words):
            return None
        span = self._stop(end, min(len(self._words), end + _MOST))
        named = any(i in self._mention for i in range(end, span[0]))
        after = self._words[span[0]] if span[0] < len(self._words) else ""
        return (end, span[0]) if named and is_mark(after) else None

    def _skippable(self, token: int) -> bool:
        word = self._words[token]
        return word in COMMAS or word in _BRACKETS

    def _skip_back(self, start: int, end: int) -> int:
        """Past a bracket «(2012)» or an apposition «, a diplomat,» that ends at `end`."""
        last = self._words[end - 1]
        opening = {_BRACKETS.get(last, "")} if last in _BRACKETS else COMMAS
        for i in range(end - 2, start, -1):
            if self._words[i] in opening and (last in _BRACKETS or i not in self._mention):
                return i
        return end - 1

    def _ends_before(self, start: int, token: int) -> bool:
        """Whether, going back from the verb, the subject cannot reach over `token`."""
        word = self._words[token]
        if token in self._mention:
            return False
        if word in self._lexis.joiners:
            return not self._joins(start, token)
        if word in self._lexis.borders or word in COMMAS or word in _SURE_ENDS:
            return True
        return self._lexis.verb_final and is_verb(self._keys[token])

    def _joins(self, start: int, token: int) -> bool:
        """Whether “and” at `token` joins two names and not two clauses."""
        if token == start:
            return False
        if token - 1 in self._mention and token + 1 in self._mention:
            return True
        left = range(max(start, token - _LOOSE - 1), token)
        borders = [
            i for i in left if self._words[i] in self._lexis.borders or is_mark(self._words[i])
        ]
        short = token - (borders[-1] + 1 if borders else start) <= _LOOSE
        verb = self._lexis.verb_final and is_verb(self._keys[token - 1])
        return short and not verb and not any(i in self._mention for i in left)

    # Which words in it are the name

    def within(self, start: int, end: int, *, bounded: bool) -> tuple[int, int] | None:
        """The name in tokens `start` to `end`, None where there is none.

        `bounded` says that the stretch ends where the name must have ended.
        """
        start = self._lead_in(start, end)
        stop, sure = self._stop(start, end)
        sure = sure or (bounded and stop == end)
        if not sure or stop - start > _MOST:
            stop = self._loose_stop(start, stop)
        while stop > start and self._trailing(stop - 1):
            stop -= 1
        return (start, stop) if start < stop else None

    def _lead_in(self, start: int, end: int) -> int:
        """Past marks, “however”, and an adverbial such as “In 2012”."""
        while start < end and start not in self._mention:
            word = self._words[start]
            if word in self._lexis.prepositions:
                start = self._adverbial_end(start, end)
            elif is_mark(word) or word in self._lexis.lead_in or word in self._lexis.joiners:
                start += 1
            else:
                break
        return start

    def _adverbial_end(self, start: int, end: int) -> int:
        for i in range(start + 1, min(end, start + _MOST)):
            if i in self._mention:
                return self._mention[i][1]
            if any(c.isdigit() for c in self._words[i]) or self._words[i] in COMMAS:
                return i + 1
        # The Arabic subject follows its verb, so that behind an adverbial there is none.
        return end if self._lexis.comma_cuts else min(start + 2, end)

    def _stop(self, start: int, end: int) -> tuple[int, bool]:
        """Where the name ends at the latest, and whether its end is sure."""
        i = start
        while i < end:
            if i in self._mention:
                i = self._mention[i][1]
                continue
            word = self._words[i]
            if word in self._lexis.trailing and i > start:
                return i, True
            if i > start and self._begins_adverbial(start, i):
                return i, True
            first_of_two = i == start and not is_mark(word)  # «این دیدگاه»
            if (word in self._lexis.stops and not first_of_two) or is_mark(word):
                return i, word in _SURE_ENDS or is_mark(word)
            if self._lexis.verb_final and is_verb(self._keys[i]):
                return i, False
            i += 1
        return min(i, end), False

    def _begins_adverbial(self, start: int, i: int) -> bool:
        """Whether a preposition at `i` leads away from the name («… در سال ۲۰۲۲ گفت»)."""
        if self._words[i] not in self._lexis.prepositions:
            return False
        if self._words[i - 1] in self._lexis.quantifiers:
            return False  # «بسیاری از کارشناسان»
        if self._lexis.verb_final or self._lexis.comma_cuts:
            return True
        # English keeps “officials in Moscow” but not “Karimov in 2005”.
        named = any(j in self._mention for j in range(start, i))
        after = self._words[i + 1] if i + 1 < len(self._words) else ""
        return named or any(c.isdigit() for c in after)

    def _loose_stop(self, start: int, stop: int) -> int:
        """The likely end of a name that no mark ends: after its first mention, or soon."""
        for i in range(start, min(stop, start + _TITLE + 1)):
            if i in self._mention:
                after = self._mention[i][1]
                while after < stop and after in self._mention:
                    after = self._mention[after][1]
                return after
        most = min(stop, start + _LOOSE)
        if start < most and self._words[start] in self._lexis.quantifiers:
            most = min(stop, most + 1)
        return most

    def _trailing(self, token: int) -> bool:
        if token in self._mention:
            return False
        word = self._words[token]
        adverb = word.isascii() and word.endswith("ly") and len(word) > 4
        return adverb or is_mark(word) or word in self._lexis.trailing

    # What kind of name it is

    def is_reference(self, start: int, end: int) -> bool:
        """Whether the name only points back: a pronoun, or “this view”."""
        words = self._words[start:end]
        if len(words) == 1:
            return words[0] in self._lexis.pronouns
        return (
            len(words) == 2
            and words[0] in self._lexis.determiners
            and (words[1] in self._lexis.views)
        )

    def is_self(self, start: int, end: int) -> bool:
        """Whether the author speaks of himself or of his text."""
        lexis = self._lexis
        words = [word for word in self._words[start:end] if word not in ("the", "a")]
        if any(i in self._mention for i in range(start, end)) or not words:
            return False
        own = lexis.selves | lexis.determiners | lexis.writings
        if words[0] in lexis.selves and all(word in own for word in words):
            return True
        writing = any(word in lexis.writings for word in words)
        return writing and len(words) <= _TITLE and any(w in lexis.determiners for w in words)

    def begins_with_self(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a phrase such as “this article”."""
        words = self._words[start : min(end, start + _TITLE)]
        lexis = self._lexis
        return any(
            (a in lexis.determiners and b in lexis.writings)
            or (a in lexis.writings and b in lexis.determiners)
            for a, b in pairwise(words)
        )

    def written(self, start: int, end: int) -> str:
        """The name as written; an Arabic one behind joined «لـ» has its article whole again."""
        text: str = self._doc[start:end].text
        if self._words[start].startswith("ال") and text.startswith("ل"):
            return f"ا{text}"
        return text

    def id_in(self, start: int, end: int) -> str:
        """The id of the person, else the body, else the place in a span; "" without one."""
        found = {self._mention[i] for i in range(start, end) if i in self._mention}
        ranked = sorted(found, key=lambda mention: (_RANK[mention[2]], mention[0]))
        return next((mention[3] for mention in ranked if mention[3]), "")
