"""Mentions of one document told to be the same thing, by what the document itself says.

Names are introduced once and shortened afterwards. Over all paragraphs of a document, in order:

- an acronym in brackets behind a name («سازمان پیمان امنیت جمعی (CSTO)») stands for it, and a name
  in brackets behind an acronym explains that; the acronym is looked for in the whole document;
- the beginning of an organisation's name that ends where a phrase ends («سازمان پیمان» later on)
  stands for the one organisation of the document that begins so;
- a person or place whose name is that of a gazetteer's entry in another spelling is that one;
- a surname alone is the one person of the document with that surname;
- a name that no list has is looked for everywhere, if it is a person's or has several words, and
  bears one label, the most frequent one;
- such a name gets a provisional id with a question mark (`?TASHIEV`), so that a person can confirm
  it (`dalil gazetteer suggest`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.entities.context import citations
from dalil.entities.gazetteer import Entry
from dalil.entities.matcher import SOURCE as GAZETTEER
from dalil.entities.matcher import gazetteer_of
from dalil.entities.transliteration import VariantIndex, romanised
from dalil.languages import extensions  # noqa: F401  (registers span._.score and the like)

SOURCE = "document"  # of mentions that only the rest of the document tells
PROVISIONAL = "?"

_ACRONYM = re.compile(
    r"[A-ZА-Я]{2,8}|[A-Z](?:\.[A-Z]){1,6}\.?|[\u0620-\u06d3](?:\.[\u0620-\u06d3])+\.?"
)
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_SPELT = frozenset(("PER", "LOC"))  # whose names are taken over by sound
_NAMED = frozenset(("ORG", "LOC", "EVENT", "LAW"))
_SHORTEST_NAME = 2  # words of a name that is looked for everywhere, or, of a person's alone:
_SURE, _LETTERS = 0.9, 4  # how sure one is of it, and its letters
# Words of an organisation's short form, and of what is left out: «نیروهای مسلح» without the
# country is anybody's.
_FEWEST_WORDS, _FEWEST_LEFT_OUT = 2, 2
_SCORE_ACRONYM, _SCORE_SHORT, _SCORE_AGAIN = 0.9, 0.8, 0.8
# What a short form may stand before: the phrase ends there.
_ENDS = frozenset("ADP CCONJ SCONJ PUNCT VERB AUX PRON DET PART NUM ADV".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in paragraph `doc` (a number), tokens `[start, end)`."""

    doc: int
    start: int
    end: int
    label: str
    id: str
    name: str
    score: float
    source: str

    @property
    def unlisted(self) -> bool:
        """Whether no list has the name."""
        return not self.id or self.id.startswith(PROVISIONAL)


Words = tuple[str, ...]


class Document:
    """The paragraphs of one document and their mentions while they are being linked."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.docs = docs
        self.norms = [[token.norm_ for token in doc] for doc in docs]
        self.mentions = [
            Mention(
                number, s.start, s.end, s.label_, s.kb_id_, s._.name, s._.score or 0.0, s._.source
            )
            for number, doc in enumerate(docs)
            for s in doc.ents
        ]
        self._taken = {(m.doc, i) for m in self.mentions for i in range(m.start, m.end)}

    def words(self, mention: Mention) -> Words:
        """The folded words of a mention."""
        return tuple(self.norms[mention.doc][mention.start : mention.end])

    def free(self, doc: int, start: int, end: int) -> bool:
        """Whether no mention holds any of these tokens."""
        return all((doc, i) not in self._taken for i in range(start, end))

    def cited(self, doc: int, start: int) -> bool:
        """Whether a token stands in a citation in brackets, where names are sources."""
        at = self.docs[doc][start].idx
        return any(low <= at < high for low, high in citations(self.docs[doc].text))

    def add(self, mention: Mention) -> None:
        """Add a mention where none is yet."""
        self.mentions.append(mention)
        self._taken.update((mention.doc, i) for i in range(mention.start, mention.end))

    def places(self, words: Words) -> Iterator[tuple[int, int, int]]:
        """Where these words stand outside mentions: paragraph, start, end."""
        for number, norms in enumerate(self.norms):
            if words[0] not in norms:
                continue
            at = 0
            while at + len(words) <= len(norms):
                end = at + len(words)
                if tuple(norms[at:end]) == words and self.free(number, at, end):
                    yield number, at, end
                    at = end
                else:
                    at += 1

    def write(self) -> None:
        """Set the entities of the paragraphs to the mentions."""
        by_doc: dict[int, list[Span]] = defaultdict(list)
        for m in sorted(self.mentions, key=lambda m: (m.doc, m.start)):
            span = Span(self.docs[m.doc], m.start, m.end, m.label, kb_id=m.id)
            span._.score, span._.source, span._.name = m.score, m.source, m.name
            by_doc[m.doc].append(span)
        for number, doc in enumerate(self.docs):
            doc.set_ents(by_doc[number])


class Linker:
    """Links the mentions of documents; `entries` gives the gazetteer's entries when asked."""

    def __init__(self, entries: Callable[[], Iterable[Entry]]) -> None:
        self._entries = entries

    @cached_property
    def _variants(self) -> VariantIndex:
        # A second or two, so only where a text names somebody that no list has.
        return VariantIndex(self._entries())

    def __call__(self, doc: Doc) -> Doc:
        self.link([doc])
        return doc

    def link(self, docs: Sequence[Doc]) -> None:
        """Link the mentions of a document, whose paragraphs are `docs`, in order and in place."""
        document = Document(docs)
        if not document.mentions:
            return
        _acronyms(document)
        _again(document)
        _short_forms(document)
        _respelt(document, lambda: self._variants)
        _surnames(document)
        _provisional(document)
        document.write()


def _respelt(document: Document, variants: Callable[[], VariantIndex]) -> None:
    """Names in a spelling that the gazetteer does not list get the id of the entry."""
    known: dict[tuple[str, str, Words], Entry | None] = {}
    linked = []
    for mention in document.mentions:
        if mention.unlisted and mention.label in _SPELT and mention.source != GAZETTEER:
            lang = document.docs[mention.doc].lang_
            key = lang, mention.label, document.words(mention)
            if key not in known:
                span = document.docs[mention.doc][mention.start : mention.end]
                names = [token.text for token in span]
                known[key] = variants().find(names, lang, mention.label)
            entry = known[key]
            if entry is not None:
                mention = replace(mention, id=entry.id, name=entry.en)
        linked.append(mention)
    document.mentions = linked


def _acronyms(document: Document) -> None:
    """Acronyms and names that explain each other in brackets."""
    stands_for: dict[str, Mention] = {}
    for mention in list(document.mentions):
        if mention.label not in _NAMED:
            continue
        inside = _bracketed(document.docs[mention.doc], mention.end)
        if inside is None:
            continue
        text = document.docs[mention.doc][inside].text
        if _ACRONYM.fullmatch(text) and document.free(mention.doc, inside, inside + 1):
            stands_for.setdefault(document.norms[mention.doc][inside], mention)
    if not stands_for:
        return
    for acronym, mention in stands_for.items():
        for number, start, end in list(document.places((acronym,))):
            if _ACRONYM.fullmatch(document.docs[number][start].text):
                document.add(_at(mention, number, start, end, _SCORE_ACRONYM))


def _at(mention: Mention, doc: int, start: int, end: int, score: float) -> Mention:
    """The same thing named at another place, as the document tells."""
    return replace(mention, doc=doc, start=start, end=end, score=score, source=SOURCE)


def _bracketed(doc: Doc, at: int) -> int | None:
    """The token in brackets that begin at `at`, if it is the only one."""
    if at + 2 < len(doc) and doc[at].text in _OPEN and doc[at + 2].text in _CLOSE:
        return at + 1
    return None


def _again(document: Document) -> None:
    """Names that no list has, with one label, wherever they stand."""
    labels: dict[Words, Counter[str]] = defaultdict(Counter)
    best: dict[Words, Mention] = {}
    for mention in document.mentions:
        if mention.unlisted and mention.source != GAZETTEER:
            words = document.words(mention)
            labels[words][mention.label] += 1
            if words not in best or best[words].score < mention.score:
                best[words] = mention
    chosen = {words: max(sorted(n), key=n.__getitem__) for words, n in labels.items()}
    document.mentions = [
        replace(m, label=chosen.get(document.words(m), m.label)) if m.unlisted else m
        for m in document.mentions
    ]
    for words, mention in sorted(best.items()):
        distinct = len(words) >= _SHORTEST_NAME or (
            mention.label == "PER" and mention.score >= _SURE and len(words[0]) >= _LETTERS
        )
        if not distinct:
            continue
        lang = document.docs[mention.doc].lang_
        for number, start, end in list(document.places(words)):
            if (
                document.docs[number].lang_ == lang
                and _case_fits(document, mention, number, start)
                and not document.cited(number, start)
            ):
                score = round(min(_SCORE_AGAIN, mention.score), 3)
                again = _at(mention, number, start, end, score)
                document.add(replace(again, label=chosen[words]))


def _case_fits(document: Document, mention: Mention, number: int, start: int) -> bool:
    """Whether an English name begins with a capital here, too."""
    first = document.docs[mention.doc][mention.start].text
    return not first[0].isupper() or document.docs[number][start].text[0].isupper()


def _short_forms(document: Document) -> None:
    """Beginnings of organisations' names: «سازمان پیمان» for the one that begins so."""
    ids: dict[Words, set[str]] = defaultdict(set)
    whole: dict[Words, Mention] = {}
    full: set[Words] = set()
    for mention in document.mentions:
        if mention.label != "ORG" or not mention.id:
            continue
        words = document.words(mention)
        full.add(words)
        for size in range(_FEWEST_WORDS, len(words) - _FEWEST_LEFT_OUT + 1):
            ids[words[:size]].add(mention.id)
            whole.setdefault(words[:size], mention)
    for words, mention in sorted(whole.items()):
        if len(ids[words]) > 1 or words in full or not _ends_well(document, mention, words):
            continue
        for number, start, end in list(document.places(words)):
            doc = document.docs[number]
            if doc.lang_ != document.docs[mention.doc].lang_ or doc.lang_ == "en":
                continue
            if number < mention.doc or not (end == len(doc) or doc[end].pos_ in _ENDS):
                continue
            document.add(_at(mention, number, start, end, _SCORE_SHORT))


def _ends_well(document: Document, mention: Mention, words: Words) -> bool:
    """Whether a short form ends in a noun: «شورای وزیران» does, «سازمان همکاری‌های» does not."""
    last = document.docs[mention.doc][mention.start + len(words) - 1]
    return last.pos_ in ("NOUN", "PROPN", "ADJ", "")


def _surnames(document: Document) -> None:
    """Persons named by the surname alone get the id of the one who is named in full."""
    full: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mention in document.mentions:
        if mention.label == "PER" and mention.id and mention.end - mention.start > 1:
            full[document.words(mention)[-1]].add((mention.id, mention.name))
    linked = []
    for mention in document.mentions:
        words = document.words(mention)
        whose = full.get(words[-1], set())
        if mention.label == "PER" and not mention.id and len(words) == 1 and len(whose) == 1:
            id_, name = next(iter(whose))
            mention = replace(mention, id=id_, name=name)
        linked.append(mention)
    document.mentions = linked


def _provisional(document: Document) -> None:
    """Provisional ids for what no list has: one for each group of names that are one.

    Its name is then the one that the text has.
    """
    unlisted = [m for m in document.mentions if not m.id and m.source != GAZETTEER]
    groups = _groups(document, unlisted)
    linked = []
    for mention in document.mentions:
        if not mention.id and mention.source != GAZETTEER:
            id_, name = groups[mention.label, document.words(mention)]
            mention = replace(mention, id=id_, name=name)
        linked.append(mention)
    document.mentions = linked


def _groups(
    document: Document, mentions: Iterable[Mention]
) -> dict[tuple[str, Words], tuple[str, str]]:
    """The provisional id and the name as written, of each name by label and words."""
    langs: dict[tuple[str, Words], str] = {}
    texts: dict[tuple[str, Words], str] = {}
    for mention in mentions:
        key = mention.label, document.words(mention)
        doc = document.docs[mention.doc]
        langs.setdefault(key, doc.lang_)
        texts.setdefault(key, doc[mention.start : mention.end].text)
    surnames: dict[str, set[tuple[str, Words]]] = defaultdict(set)
    for key in texts:
        if key[0] == "PER" and len(key[1]) > 1:
            surnames[key[1][-1]].add(key)
    ids = {}
    for key, text in texts.items():
        whose = surnames.get(key[1][-1], set()) if key[0] == "PER" and len(key[1]) == 1 else set()
        named = texts[next(iter(whose))] if len(whose) == 1 else text
        # People go by their surname, as in the gazetteer.
        shown = named.split()[-1] if key[0] == "PER" and len(named.split()) > 1 else named
        ids[key] = PROVISIONAL + romanised(shown, langs[key]), named
    return ids


@Language.factory("dalil_linker", default_config={"path": None}, requires=["doc.ents"])
def create_linker(nlp: Language, name: str, path: str | None) -> Linker:
    """The registered maker of `Linker`; `path` is that of the gazetteer (None: the packaged)."""
    return Linker(lambda: gazetteer_of(path).entries)
