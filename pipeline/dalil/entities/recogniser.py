"""The statistical recogniser: a CRF a language that finds names in no list.

Its models are in `models/entities_LANG` (`python -m dalil train entities` makes them).
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.crf import Crf
from dalil.entities.context import citations
from dalil.entities.engines import Engine, engine_of
from dalil.entities.features import Features
from dalil.entities.known_names import known_names, read_groups
from dalil.entities.merging import Found, Thresholds, merge
from dalil.entities.tagging import mentions_of
from dalil.languages import extensions  # noqa: F401  (registers span._.score and the like)
from dalil.resources import resource

SOURCE = "model"
MODEL, GROUPS = "model.crfsuite", "groups.tsv.gz"


class Recogniser:
    """The CRF of one language in `folder`. Raises DalilError where its model is missing."""

    def __init__(self, lang: str, folder: Path) -> None:
        self._crf = Crf(folder / MODEL)
        self._features = Features(known_names(lang), read_groups(folder / GROUPS))

    def find(self, doc: Doc) -> list[Found]:
        """The mentions in `doc`; the entities that it has already are part of the evidence."""
        features = self._features(doc)
        found = []
        for sent in doc.sents:
            tags = self._crf.tag(features[sent.start : sent.end])
            for start, end, label in mentions_of(tags):
                score = min(self._crf.marginal(tags[i], i) for i in range(start, end))
                place = sent.start + start, sent.start + end
                found.append(Found(*place, label, round(score, 3)))
        return found


@lru_cache(maxsize=3)
def load_recogniser(lang: str) -> Recogniser:
    """The packaged recogniser of a language; loaded once."""
    return Recogniser(lang, resource(f"models/entities_{lang}"))


class RecogniserComponent:
    """Adds an engine's mentions to the gazetteer's, which a Doc has when it comes."""

    def __init__(self, engine: Engine | None, thresholds: Thresholds) -> None:
        self._engine, self._thresholds = engine, thresholds

    def __call__(self, doc: Doc) -> Doc:
        # What is left of a broken font's damage looks like names that nobody has heard of.
        if self._engine is None or doc._.section in _NO_PROSE or doc._.restored or not len(doc):
            return doc
        found = self._engine.find(doc)
        if not found:
            return doc
        spans = list(doc.ents)
        known = [Found(s.start, s.end, s.label_, s._.score) for s in spans]
        kept, added = merge(known, _acceptable(doc, found), self._thresholds)
        for mention in added:
            span = Span(doc, mention.start, mention.end, mention.label)
            span._.score = mention.score
            span._.source = SOURCE
            spans.append(span)
        doc.set_ents([spans[i] for i in kept] + spans[len(known) :])
        return doc


# Sections whose names are sources or running titles, which are no mentions unless they are known.
_NO_PROSE = frozenset(("reference", "header"))
# «وزیر خارجه روسیه» is a minister: a head is part of the office, not of a ministry's name.
_OFFICES = frozenset("وزیر وزرای وزیران".split())
_MARKS = frozenset(".…،,؛;:!؟?»”")
# Of an indefinite noun or adverb, such as «سندًا», which is no name.
_TANWEEN = re.compile("\u064b\u0651?ا\\W*$|ا\u064b\\W*$")
_NO_PLACES = frozenset("جهان دنیا زمین العالم عالم world earth".split())


def _trimmed(doc: Doc, mention: Found) -> Found:
    """The mention without marks at its end, such as the full stop of the sentence."""
    end = mention.end
    while end > mention.start and doc[end - 1].text in _MARKS:
        end -= 1
    return replace(mention, end=end)


def _acceptable(doc: Doc, mentions: list[Found]) -> list[Found]:
    """The mentions that are names by the codebook: no sources cited in brackets, no offices."""
    sources = citations(doc.text)
    return [
        m
        for m in (_trimmed(doc, mention) for mention in mentions)
        if m.start < m.end
        and not any(a <= doc[m.start].idx < b for a, b in sources)
        and not (m.label == "ORG" and m.start and doc[m.start - 1].norm_ in _OFFICES)
        and not _TANWEEN.search(doc[m.end - 1].text)
        and not (m.label == "LOC" and m.end - m.start == 1 and doc[m.start].norm_ in _NO_PLACES)
    ]


@Language.factory(
    "dalil_recogniser",
    default_config={"engine": "dalil", **asdict(Thresholds())},
    requires=["doc.ents"],
)
def create_recogniser(
    nlp: Language,
    name: str,
    engine: str,
    person: float,
    place: float,
    other: float,
    around: float,
) -> RecogniserComponent:
    """The registered maker of `RecogniserComponent`.

    `engine` is a name as in `dalil.entities.engines`, the rest are those of `Thresholds`.
    """
    thresholds = Thresholds(person, place, other, around)
    return RecogniserComponent(engine_of(engine, str(nlp.lang)), thresholds)
