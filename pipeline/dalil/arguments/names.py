"""Names of holders: which words in the place of a holder are his name, office or body.

Without a parser a name is what stands between a clear beginning and a clear end: clause marks,
conjunctions, adverbials, brackets, in Persian verbs. A mention (`doc.ents`) is never cut. Where
nothing clear ends a name, it ends after its first mention, or after a few words; an Arabic one
where an indefinite word follows a definite.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from dalil.arguments.clauses import COMMAS, is_mark, is_verb
from dalil.arguments.lexis import Lexis

TITLE = 4  # tokens of title or office before a mention
LOOSE = 3  # tokens of a name whose end nothing shows
_MOST = 8  # tokens of a name
_RANK = {"PER": 0, "ORG": 1, "LOC": 2}
_GLUED = "·x"  # stands for a mark within a word, as in al-Tarifi; equals no word of a text
_GLUE = frozenset("-\u2010\u2011–'.·")


class Names:
    """Finding names in one document. All positions are tokens; spans are half-open."""

    def __init__(self, doc: Doc, keys: Sequence[Sequence[str]], lexis: Lexis) -> None:
        self.doc = doc
        self.keys = keys
        self.lexis = lexis
        self.words = [forms[0] for forms in keys]
        for i in range(1, len(doc) - 1):
            apart = doc[i - 1].whitespace_ or doc[i].whitespace_
            if self.words[i] in _GLUE and not (apart or is_mark(self.words[i + 1])):
                self.words[i] = _GLUED
        self.mention: dict[int, tuple[int, int, str, str]] = {}
        for ent in doc.ents:
            if ent.label_ in _RANK:
                for i in range(ent.start, ent.end):
                    self.mention[i] = (ent.start, ent.end, ent.label_, ent.kb_id_)

    def within(self, start: int, end: int, *, bounded: bool) -> tuple[int, int] | None:
        """The name in tokens `start` to `end`, None where there is none.

        `bounded` says that the stretch ends where the name must have ended.
        """
        start = self._lead_in(start, end)
        if start >= end:
            return None
        if self.words[start] in self.lexis.persons and start not in self.mention:
            return start, start + 1  # nothing belongs to a pronoun
        stop, sure = self._stop(start, end, bounded)
        if not sure or stop - start > _MOST:
            stop = self._loose_stop(start, stop)
        while stop > start and self._trailing(stop - 1):
            stop -= 1
        return (start, stop) if start < stop else None

    # Where it begins

    def is_adverbial(self, start: int, end: int) -> bool:
        """Whether a stretch is an adverbial and names nobody behind it: «در آغاز نشست»."""
        if start >= end or self.words[start] not in self.lexis.prepositions:
            return False
        return not self.has_mention(self._lead_in(start, end), end)

    def _lead_in(self, start: int, end: int) -> int:
        """Past a comma, “however”, and an adverbial such as “In 2012”."""
        while start < end and start not in self.mention:
            word = self.words[start]
            if word in self.lexis.prepositions:
                start = self._adverbial_end(start, end)
            elif word in COMMAS or word in self.lexis.lead_in or word in self.lexis.joiners:
                start += 1
            else:
                break
        return start

    def _adverbial_end(self, start: int, end: int) -> int:
        for i in range(start + 1, min(end, start + _MOST)):
            if i in self.mention:
                return self.mention[i][1]
            if any(c.isdigit() for c in self.words[i]) or self.words[i] in COMMAS:
                return i + 1
            if i > start + 1 and self.words[i] in self.lexis.articles:
                return i  # “in the discussion a questioner”
        # The Arabic subject follows its verb, so that behind an adverbial there is none.
        return end if self.lexis.comma_cuts else min(start + 2, end)

    # Where it ends

    def _stop(self, start: int, end: int, bounded: bool) -> tuple[int, bool]:
        """Where the name ends at the latest, and whether its end is sure."""
        i = start
        while i < end:
            if i in self.mention:
                i = self.mention[i][1]
                continue
            word = self.words[i]
            if i > start and word in self.lexis.trailing:
                return i, True
            if i > start and self._begins_adverbial(start, i):
                return i, bounded or not self.lexis.comma_cuts
            if is_mark(word) or word in self.lexis.complementisers:
                return i, True
            if i > start and word in self.lexis.stops:  # first it may be «این دیدگاه»
                return i, False
            if self.lexis.verb_final and is_verb(self.keys[i]):
                return i, False
            i += 1
        return min(i, end), bounded

    def _begins_adverbial(self, start: int, i: int) -> bool:
        """Whether a preposition at `i` leads away from the name («… در سال ۲۰۲۲ گفت»)."""
        before = self.words[i - 1]
        if self.words[i] not in self.lexis.prepositions or before in self.lexis.quantifiers:
            return False  # «بسیاری از کارشناسان»
        if self.lexis.verb_final or self.lexis.comma_cuts:
            return before not in self.lexis.trades  # «الباحث في العلوم السياسية»
        # English keeps “officials in Moscow” but not “Karimov in 2005”.
        named = any(j in self.mention for j in range(start, i))
        after = self.words[i + 1] if i + 1 < len(self.words) else ""
        return named or any(c.isdigit() for c in after)

    def _loose_stop(self, start: int, stop: int) -> int:
        """The likely end of a name that no mark ends."""
        most = LOOSE + (self.words[start] in self.lexis.quantifiers)
        definite = False
        for i in range(start, min(stop, start + TITLE + 1)):
            if i in self.mention and not (definite and self.mention[i][2] != "PER"):
                return self.mention[i][1]
            article = self.lexis.comma_cuts and self.words[i].startswith("ال")
            if definite and not article:
                return min(i, start + most)
            definite = definite or article
        return min(stop, start + most)

    def _trailing(self, token: int) -> bool:
        if token in self.mention:
            return False
        word = self.words[token]
        adverb = word.isascii() and word.endswith("ly") and len(word) > 4
        loose = word in self.lexis.trailing or word in self.lexis.joiners
        return adverb or loose or is_mark(word)

    # What kind of name it is

    def is_reference(self, start: int, end: int) -> bool:
        """Whether the name only points back: a pronoun, or “this view”."""
        words = self.words[start:end]
        if len(words) == 1:
            return words[0] in self.lexis.pronouns
        return (
            len(words) == 2 and words[0] in self.lexis.determiners and words[1] in self.lexis.views
        )

    def is_preposition(self, token: int) -> bool:
        """Whether a token is a preposition, outside mentions."""
        return self.words[token] in self.lexis.prepositions and token not in self.mention

    def is_nobody(self, start: int) -> bool:
        """Whether a name that begins with this word is none: “nobody”, «از نظر حقوقی»."""
        return self.words[start] in self.lexis.nobodies

    def is_self(self, start: int, end: int) -> bool:
        """Whether the author speaks of himself or of his text."""
        lexis = self.lexis
        words = [word for word in self.words[start:end] if word not in ("the", "a")]
        if any(i in self.mention for i in range(start, end)) or not words:
            return False
        own = lexis.selves | lexis.determiners | lexis.writings
        if words[0] in lexis.selves and all(word in own for word in words):
            return True
        writing = any(word in lexis.writings for word in words)
        return writing and len(words) <= TITLE and any(w in lexis.determiners for w in words)

    def begins_with_self(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a phrase such as “this article”."""
        words = self.words[start : min(end, start + TITLE)]
        lexis = self.lexis
        return any(
            (a in lexis.determiners and b in lexis.writings)
            or (a in lexis.writings and b in lexis.determiners)
            for a, b in pairwise(words)
        )

    def mention_at(self, token: int) -> tuple[int, int] | None:
        """The mention that ends with a token."""
        found = self.mention.get(token)
        return found[:2] if found and found[1] == token + 1 else None

    def has_mention(self, start: int, end: int) -> bool:
        """Whether a person, body or place is mentioned between two tokens."""
        return any(i in self.mention for i in range(start, end))

    def written(self, start: int, end: int) -> str:
        """The name as written; an Arabic one behind joined «لـ» has its article whole again."""
        text: str = self.doc[start:end].text
        if self.words[start].startswith("ال") and text.startswith("ل"):
            return f"ا{text}"
        return text

    def id_in(self, start: int, end: int) -> str:
        """The id of the person, else the body, else the place in a span; "" without one."""
        found = {self.mention[i] for i in range(start, end) if i in self.mention}
        ranked = sorted(found, key=lambda mention: (_RANK[mention[2]], mention[0]))
        return next((mention[3] for mention in ranked if mention[3]), "")
