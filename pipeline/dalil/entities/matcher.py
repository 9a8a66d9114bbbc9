"""The spaCy component that finds the names of the gazetteer in a Doc."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.entities.context import article_start, citations
from dalil.entities.forms import Form, forms
from dalil.entities.gazetteer import Gazetteer, read_gazetteer
from dalil.entities.index import Index, Reading, build_index
from dalil.entities.proclitics import cut_proclitics
from dalil.entities.rules import Place, Step, place_of, year_follows
from dalil.languages import extensions  # noqa: F401  (registers span._.score and the like)

SOURCE = "gazetteer"
# How sure a match is. A name as written is wrong where it is somebody else's; spaces lost or put
# in may have made the name; a name of two entities tells the label but not which.
SCORE_PLAIN, SCORE_ENDING, SCORE_SPACED, SCORE_SHARED = 0.98, 0.95, 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found: tokens `[start, end)`, less `cut` characters (proclitics) of the first."""

    start: int
    end: int
    cut: int
    label: str
    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The meanings of one run of tokens. `entries` are ids; none where the run is blocked."""

    place: Place
    readings: tuple[Reading, ...]


# The forms of a token: those that can begin a name, those that can stand within one.
_Forms = tuple[tuple[Form, ...], tuple[Form, ...]]


class GazetteerMatcher:
    """Sets `doc.ents` to the gazetteer's names in a Doc of one language.

    Names are found in spite of lost or additional spaces and half-spaces, Persian endings, Arabic
    proclitics and spelling variants. The longest match wins, from left to right, and mentions do
    not nest. Proclitics in front of a name become tokens of their own, so that they stay outside.
    """

    def __init__(self, gazetteer: Gazetteer, lang: str) -> None:
        self.lang = lang
        self._index: Index = build_index(gazetteer.entries, lang)
        # By (text, norm) as spaCy's hashes, since most tokens come again.
        self._forms: dict[tuple[int, ...], _Forms] = {}

    def __call__(self, doc: Doc) -> Doc:
        mentions = self.find(doc)
        if any(mention.cut for mention in mentions):
            mentions = cut_proclitics(doc, mentions)
        spans = []
        for mention in mentions:
            span = Span(doc, mention.start, mention.end, mention.label, kb_id=mention.id)
            span._.score = mention.score
            span._.source = SOURCE
            span._.name = mention.name
            spans.append(span)
        doc.set_ents(spans)
        return doc

    def find(self, doc: Doc) -> list[Mention]:
        """The mentions in a Doc, in order; the Doc is left as it is."""
        tokens = self._tokens(doc)
        found: list[_Candidate] = []
        doubtful: list[_Candidate] = []
        # A name with context before it («قطر و[عمان]») is kept until the search comes to it: the
        # context can be a name itself.
        ahead: _Candidate | None = None
        at = 0
        while at < len(tokens):
            kept = ahead if ahead and at >= ahead.place.start else None
            if kept:
                ahead = None
            best = None
            if tokens[at][0]:
                best = self._best(doc, at, tokens, doubtful, ahead)
                if best and best.place.start > at and not kept:
                    ahead = best
                    best = self._best(doc, at, tokens, doubtful, ahead)
            if kept and (best is None or best.place.end <= kept.place.end):
                best = kept
            if best is None:
                at += 1
                continue
            if not best.readings[0].blocked:
                found.append(best)
            at = best.place.end
        return self._resolve(doc, found, doubtful) if found else []

    # -- search -----------------------------------------------------------------------------

    def _tokens(self, doc: Doc) -> list[_Forms]:
        known = self._forms
        pairs = list(map(tuple, doc.to_array(["ORTH", "NORM"]).tolist()))
        for i, pair in enumerate(pairs):
            if pair not in known:
                every = forms(doc[i].text, doc[i].norm_, self.lang)
                known[pair] = (
                    tuple(form for form in every if form.key in self._index.beginnings),
                    tuple(form for form in every if not form.cut),
                )
        return [known[pair] for pair in pairs]

    def _best(
        self,
        doc: Doc,
        at: int,
        tokens: list[_Forms],
        doubtful: list[_Candidate],
        ahead: _Candidate | None,
    ) -> _Candidate | None:
        """The longest fitting candidate that begins at token `at`; None where there is none.

        Where a name stands `ahead`, only those without context that end before it.
        """
        starts = tokens[at][0]
        paths: list[tuple[str, list[Step]]] = []
        for form in starts:
            self._walk([Step(0, at, form)], form.key, tokens, paths)
        if len(paths) > 1:
            # Longest first; of equals the one that takes nothing off the first token.
            paths.sort(key=lambda path: (-path[1][-1].token, starts.index(path[1][0].form)))
        for spelling, steps in paths:
            fitting: dict[bool, list[tuple[Place, Reading]]] = {True: [], False: []}
            for reading in self._index.readings[spelling]:
                place = place_of(reading, steps, len(spelling), doc)
                if place is None or (ahead and (reading.lead or place.end > ahead.place.start)):
                    continue
                if reading.year and not year_follows(doc, place.end):
                    doubtful.append(_Candidate(place, (reading,)))
                else:
                    fitting[reading.blocked].append((place, reading))
            blocked_here = {reading.entry.id for _, reading in fitting[True]}
            claims = [(p, r) for p, r in fitting[False] if r.entry.id not in blocked_here]
            chosen = claims or fitting[True]
            if chosen:
                # «دبیرخانه اکو» is a body's name, and context of «اکو» in another row.
                place = max((p for p, _ in chosen), key=lambda p: p.end - p.start)
                return _Candidate(place, tuple(r for p, r in chosen if p == place))
        return None

    def _walk(
        self,
        steps: list[Step],
        spelling: str,
        tokens: list[_Forms],
        paths: list[tuple[str, list[Step]]],
    ) -> None:
        """Add to `paths` every way on from `steps`, which spell `spelling`, to the end of a key."""
        if spelling in self._index.readings:
            paths.append((spelling, steps))
        at = steps[-1].token + 1
        if at >= len(tokens):
            return
        inner = tokens[at][1]
        if not inner and at + 1 < len(tokens):  # one mark may stand between two words
            steps = [*steps, Step(len(spelling), at, None)]
            at += 1
            inner = tokens[at][1]
        for form in inner:
            longer = spelling + form.key
            if longer in self._index.beginnings:
                self._walk([*steps, Step(len(spelling), at, form)], longer, tokens, paths)

    # -- decisions over the whole Doc ----------------------------------------------------------

    def _resolve(
        self, doc: Doc, found: list[_Candidate], doubtful: list[_Candidate]
    ) -> list[Mention]:
        """Mentions from candidates: shared and guarded names go by what else the Doc names."""
        named = set()
        for candidate in found:
            ids = {reading.entry.id for reading in candidate.readings}
            if len(ids) == 1:
                named |= ids
        taken = {i for c in found for i in range(c.place.start, c.place.end)}
        for candidate in doubtful:
            tokens = range(candidate.place.start, candidate.place.end)
            if candidate.readings[0].entry.id in named and taken.isdisjoint(tokens):
                found.append(candidate)
                taken.update(tokens)
        found.sort(key=lambda candidate: candidate.place.start)
        mentions: list[Mention] = []
        sources: list[tuple[int, int]] | None = None
        for candidate in found:
            mention = _mention(candidate, named)
            if mention is None:
                continue
            if mention.label == "PER":
                if sources is None:
                    sources = citations(doc.text)
                start = doc[mention.start].idx
                if any(left <= start < right for left, right in sources):
                    continue
            elif mention.label == "LAW":
                mention = self._with_article(doc, mention, mentions)
            mentions.append(mention)
        return mentions

    def _with_article(self, doc: Doc, mention: Mention, earlier: list[Mention]) -> Mention:
        """A treaty with the article named before it: "Article 4 of the North Atlantic Treaty"."""
        if mention.cut:
            return mention
        end = doc[mention.end - 1].idx + len(doc[mention.end - 1].text)
        start = article_start(doc.text, doc[mention.start].idx, self.lang)
        span = doc.char_span(start, end)
        if span is None or (earlier and earlier[-1].end > span.start):
            return mention
        return Mention(span.start, *_rest(mention))


def _rest(mention: Mention) -> tuple[Any, ...]:
    return (mention.end, 0, mention.label, mention.id, mention.name, mention.score)


def _mention(candidate: _Candidate, named: set[str]) -> Mention | None:
    """The mention that a candidate is; None where entities of two types share the name."""
    place = candidate.place
    entries = {r.entry.id: r.entry for r in candidate.readings if not r.blocked}
    if len(entries) > 1:
        here = [id for id in entries if id in named]
        if len(here) == 1:
            entries = {here[0]: entries[here[0]]}
    labels = {entry.type for entry in entries.values()}
    if len(labels) != 1:
        return None
    if len(entries) > 1:
        return Mention(place.start, place.end, place.cut, labels.pop(), "", "", SCORE_SHARED)
    entry = next(iter(entries.values()))
    score = SCORE_SPACED if place.spaced else SCORE_PLAIN if place.plain else SCORE_ENDING
    return Mention(place.start, place.end, place.cut, entry.type, entry.id, entry.en, score)


@lru_cache(maxsize=8)
def _gazetteer(path: Path, changed: int) -> Gazetteer:
    return read_gazetteer(path)


def gazetteer_of(path: str | Path | None) -> Gazetteer:
    """The gazetteer in a file (None: the packaged one), read once as long as it stays the same.

    Raises DalilError when it has errors.
    """
    from dalil.resources import resource

    file = Path(path) if path else resource("annotations/gazetteer.csv")
    # Read once for all languages of a process, again when the file has been changed.
    changed = file.stat().st_mtime_ns if file.exists() else 0
    return _gazetteer(file, changed)


@Language.factory("dalil_gazetteer", default_config={"path": None}, assigns=["doc.ents"])
def create_gazetteer(nlp: Language, name: str, path: str | None) -> GazetteerMatcher:
    """The registered maker of `GazetteerMatcher`; `path` None means the packaged gazetteer.

    Raises DalilError when the gazetteer has errors, ValueError for a language without names.
    """
    if nlp.lang not in ("fa", "ar", "en"):
        raise ValueError(f"the gazetteer has no names in {nlp.lang!r}; there are fa, ar, en")
    return GazetteerMatcher(gazetteer_of(path), nlp.lang)
