"""The spaCy component that finds the title or office written beside each person's name.

The appositions that it reads: an office right before the name or parted from it by a comma
(«رئیس‌جمهور ازبکستان، اسلام کریم‌اف», “Uzbek President Islam Karimov”), and one behind the name,
after a comma or in brackets. What is not sure is left out: coordinated offices, predicates
(«… رئیس‌جمهور شد»), objects, offices of somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.entities.chained_phrases import ChainedPhrases
from dalil.entities.english_phrases import EnglishPhrases
from dalil.entities.phrases import CLOSING, OPENING, QUOTES, Phrase, Phrases, longest
from dalil.languages import extensions  # noqa: F401  (registers span._.role and the like)

# How many tokens an office before a name may have.
_REACH = 18
# Verbs and particles behind an office that stands beside a Persian name without a comma: it is
# then a predicate or an object.
_PREDICATES = frozenset("است بود شد باشد نیست نبود نشد گردید گشت را شود شده میشود خواهد".split())
# Arabic verbs that take no object: who stands behind them with an office is its holder.
_SAYING = frozenset(
    "قال قالت يقول تقول اكد اكدت يوكد اعلن اعلنت صرح صرحت اوضح اوضحت اضاف اضافت اشار اشارت".split()
)
# “the nominee for Governor of Maine …” names no governor.
_SEEKING = frozenset("nominee nominees candidate candidates run ran race bid campaign".split())
# Words that may follow an English office behind a name, besides marks.
_AFTER_ENGLISH = frozenset("and who from since until between at when in during".split())


@dataclass(frozen=True, slots=True)
class Role:
    """A role as tokens `[start, end)`, and the id of the organisation or state, or "".

    `touches` tells whether nothing stands between it and the name.
    """

    start: int
    end: int
    of: str
    rank: bool
    touches: bool


@Language.factory("dalil_roles", requires=["doc.ents"])
def create_roles(nlp: Language, name: str) -> RoleFinder:
    """The registered maker of `RoleFinder`."""
    return RoleFinder(nlp.lang or "")


class RoleFinder:
    """Doc → Doc whose `PER` mentions have `ent._.role`, `ent._.role_span`, `ent._.role_of`.

    A mention without a role keeps "", None and "". A title counts for one person at most.
    Raises ValueError for a language without lists of titles.
    """

    def __init__(self, lang: str) -> None:
        if lang not in ("fa", "ar", "en"):
            raise ValueError(f"there are no titles in {lang!r}; there are fa, ar, en")
        self.lang = lang

    def __call__(self, doc: Doc) -> Doc:
        people = [ent for ent in doc.ents if ent.label_ == "PER"]
        if people:
            reader = EnglishPhrases if self.lang == "en" else ChainedPhrases
            for person, role in _Roles(reader(doc, self.lang)).of(people):
                span = doc[role.start : role.end]
                person._.role_span = (span.start_char, span.end_char)
                person._.role_of = role.of
        return doc


class _Roles:
    """Roles of the people of one Doc."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._lang = phrases.lang
        self._norms = phrases.norms

    def of(self, people: list[Span]) -> list[tuple[Span, Role]]:
        found: list[tuple[Span, Role]] = []
        taken = 0  # up to this token all titles are somebody's
        for number, person in enumerate(people):
            following = people[number + 1].start if number + 1 < len(people) else None
            before = self._before(person, taken)
            behind = self._behind(person, following)
            role = _better(before, behind)
            if role is not None:
                found.append((person, role))
            taken = max(person.end, role.end if role else 0)
        return found

    # -- before the name ----------------------------------------------------------------------

    def _before(self, person: Span, taken: int) -> Role | None:
        at = self._skip_address(person.start)
        phrase, end = self._ending(at, max(taken, at - _REACH), person)
        if phrase is None:
            return None
        if phrase.rank:
            earlier = self._skip_address(phrase.start)
            office, office_end = self._ending(
                earlier, max(taken, earlier - _REACH), person, offices=True
            )
            if office is not None:
                return self._role(office, office_end, touches=True)
        return self._role(phrase, end, touches=end == at)

    def _skip_address(self, at: int) -> int:
        """Past an opening quotation mark, “Mr” and the like before a name."""
        lists, norms = self._phrases.lists, self._norms
        if at > 0 and norms[at - 1] in QUOTES:
            at -= 1
        while at > 0:
            if norms[at - 1].rstrip(".") in lists.address:
                at -= 1
            elif norms[at - 1] == "." and at > 1 and norms[at - 2] in lists.address:
                at -= 2
            else:
                break
        return at

    def _ending(
        self, at: int, start: int, person: Span, *, offices: bool = False
    ) -> tuple[Phrase | None, int]:
        """The longest phrase up to token `at`, or up to a comma or bracket before it."""
        mark = at - 1 if at > 0 and (self._phrases.is_comma(at - 1) or self._bracketed(at)) else -1
        closed = mark >= 0 and self._may_be_apart(person, mark)
        found = []
        for begin in range(max(start, 0), at):
            phrase = self._phrases.at(begin)
            if phrase is None or (offices and phrase.rank):
                continue
            if phrase.sure == at:
                fits = not (self._is_subject(phrase) or self._is_aide(phrase))
                fits = fits and not (offices and self._is_kin(begin))
            else:
                end = phrase.full if self._phrases.is_comma(mark) else phrase.sure
                fits = closed and end == mark and not self._is_lone(phrase, person)
                fits = fits and not self._is_taken(begin)
            if fits:
                found.append(phrase)
        best = longest(found)
        if best is None:
            return None, 0
        return best, at if best.sure == at else mark

    def _bracketed(self, at: int) -> bool:
        return self._norms[at - 1] in OPENING

    def _may_be_apart(self, person: Span, mark: int) -> bool:
        """Whether a name may stand in apposition to what is before the mark.

        In English it is closed by another mark: “After talks with the president, Karimov said”.
        """
        after = person.end
        if self._norms[mark] in OPENING:
            return after < len(self._norms) and self._norms[after] in CLOSING
        if self._lang != "en" or after >= len(self._norms):
            return True
        return self._phrases.closes(after) or self._norms[after] == "."

    def _is_lone(self, phrase: Phrase, person: Span) -> bool:
        """Whether an office alone before a comma may well be somebody else's."""
        if not phrase.bare or self._lang == "en":
            return False
        bracketed = person.end < len(self._norms) and self._norms[person.end] in CLOSING
        return bracketed or not self._phrases.closes(person.end)

    def _is_subject(self, phrase: Phrase) -> bool:
        """“the president Karimov”, in small letters: “the minister Karimov had appointed”.

        Nor does one hold an office who is a candidate for it.
        """
        if self._lang != "en" or phrase.start == 0:
            return False
        before = self._norms[max(0, phrase.start - 2) : phrase.start]
        if len(before) == 2 and before[1] in ("for", "as") and before[0] in _SEEKING:
            return True
        if not phrase.bare:
            return False
        small = self._phrases.doc[phrase.start].text.islower()
        return small and self._norms[phrase.start - 1] == "the"

    def _is_aide(self, phrase: Phrase) -> bool:
        """Whether the name is that of the one whom an office serves: «معاون پوتین»."""
        if self._lang == "en" or phrase.rank:
            return False
        qualifiers = self._phrases.lists.qualifiers
        if any(self._norms[i] not in qualifiers for i in range(phrase.head, phrase.sure)):
            return False
        if self._phrases.title_in(phrase, self._phrases.lists.aides):
            return True
        return self._lang == "ar" and not self._norms[phrase.start].startswith("ال")

    def _is_taken(self, start: int) -> bool:
        """Whether the office that begins at a token is that of a name right before it, or kin's."""
        before = self._phrases.mention(start - 1) if start else None
        return self._is_kin(start) or (before is not None and before.label_ == "PER")

    def _is_kin(self, start: int) -> bool:
        """Whether the office before which a word such as “wife of” stands is another's."""
        kin, norms = self._phrases.lists.kin, self._norms
        at = start - 1
        if self._lang == "en":
            while at >= 0 and norms[at] in ("of", "the", "to"):
                at -= 1
            return start - 1 > at and at >= 0 and norms[at] in kin
        return at >= 0 and norms[at] in kin

    # -- behind the name ----------------------------------------------------------------------

    def _behind(self, person: Span, following: int | None) -> Role | None:
        norms = self._norms
        at = person.end
        opening = norms[person.start - 1] if person.start else ""
        if at < len(norms) and QUOTES.get(opening) == norms[at]:
            at += 1
        if at >= len(norms):
            return None
        bracket = norms[at] in OPENING
        apart = bracket or self._phrases.is_comma(at)
        if not apart and (self._lang == "en" or (self._lang == "ar" and not self._says(person))):
            return None
        at += apart
        if self._lang == "en":
            while at < len(norms) and norms[at] in self._phrases.lists.leading:
                at += 1
        if at >= len(norms):
            return None
        phrase = self._phrases.at(at)
        if phrase is None or phrase.rank or self._is_anothers(phrase, following):
            return None
        closed = self._phrases.closes(phrase.full) or self._begins_clause(phrase.full)
        end = phrase.full if closed else phrase.sure
        if end == phrase.head and self._is_incomplete(phrase):
            if phrase.full == end or self._norms[phrase.full] not in self._phrases.lists.stops:
                return None
            end = phrase.full
        if bracket and not (end < len(norms) and norms[end] in (*CLOSING, "،", ",", "؛", ";")):
            return None
        role = self._role(phrase, end, touches=not apart)
        if self._lang == "en" and not closed and not self._goes_on(end):
            return None
        if self._lang != "en" and not bracket:
            word = norms[end] if end < len(norms) else ""
            if word == "را" or (not apart and (self._is_predicate(end) or not (role.of or closed))):
                return None
        return role

    def _says(self, person: Span) -> bool:
        """Whether an Arabic verb of saying stands before a name and its rank or address."""
        at = self._skip_address(person.start) - 1
        if at > 0 and self._norms[at] in self._phrases.lists.ranks:
            at -= 1
        return at >= 0 and self._norms[at] in _SAYING

    def _is_incomplete(self, phrase: Phrase) -> bool:
        return self._phrases.title_in(phrase, self._phrases.lists.incomplete)

    def _is_anothers(self, phrase: Phrase, following: int | None) -> bool:
        """Whether the phrase runs into the next name, whose title it then is."""
        if following is None:
            return False
        at = self._skip_address(following)
        if phrase.start < at <= max(phrase.sure, phrase.full):
            return True
        rank = self._phrases.at(phrase.sure) if phrase.sure < at else None
        return rank is not None and rank.rank and rank.sure == at

    def _begins_clause(self, at: int) -> bool:
        return at < len(self._norms) and self._lang == "fa" and self._norms[at] == "که"

    def _is_predicate(self, at: int) -> bool:
        return at < len(self._norms) and self._norms[at] in _PREDICATES

    def _goes_on(self, at: int) -> bool:
        return self._norms[at] == "." or self._norms[at] in _AFTER_ENGLISH

    def _role(self, phrase: Phrase, end: int, *, touches: bool) -> Role:
        of = "" if phrase.rank else self._phrases.state_of(phrase.start, end)
        return Role(phrase.start, end, of, phrase.rank, touches)


def _better(before: Role | None, behind: Role | None) -> Role | None:
    """Which of a person's two titles counts: offices before ranks, then what touches the name."""
    if before is None or behind is None:
        return before or behind
    if before.rank or (behind.touches and not before.touches):
        return behind
    return before
