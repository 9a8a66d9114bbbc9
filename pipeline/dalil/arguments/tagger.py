"""The spaCy component that finds the arguments: cues, stance, holder, organisations, score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.arguments import packing  # noqa: F401  (claims can then be saved with a Doc)
from dalil.arguments.codebook import Codebook, Cue, parse_codebook, read_codebook
from dalil.arguments.compiled import Compiled, compiled
from dalil.arguments.holder import Holders
from dalil.arguments.matching import Match, covered
from dalil.arguments.model import Claim
from dalil.arguments.organisations import organisations
from dalil.arguments.stance import Polarity, combine
from dalil.languages import keys as keys_of

SECTIONS = ("abstract", "body", "list", "note")
_FILE = "codebook.yaml"
_QUESTION_MARKS = ("?", "؟")
_QUESTION = 0.5  # a question states nothing; with the default threshold it makes no claim


@Language.factory(
    "dalil_arguments",
    assigns=["doc._.claims", "doc.spans"],
    default_config={"codebook": None, "threshold": 0.5, "sections": list(SECTIONS)},
)
def create_arguments(
    nlp: Language, name: str, codebook: str | None, threshold: float, sections: Sequence[str]
) -> ArgumentTagger:
    """The registered maker of `ArgumentTagger`; `codebook` None means the packaged one."""
    return ArgumentTagger(nlp.lang or "", codebook, threshold, sections)


class ArgumentTagger:
    """Doc → Doc with `doc._.claims` and their mirror `doc.spans["claims"]`.

    Claims come by sentence, then in the order of the codebook. Only docs whose `doc._.section` is
    one of `sections` are read. A claim's score is the noisy-or (Pearl 1988) of its cues' scores,
    1 − Π(1 − s), rounded to four places, where a cue that adds no token to the evidence of
    stronger ones adds nothing; claims under `threshold` are dropped. A question that asks whether
    states nothing, so its score is halved; one that asks why takes its proposition for granted.

    The codebook is read at the first use: a pipeline saved by `nlp.to_disk` brings its own.
    """

    def __init__(
        self,
        lang: str,
        codebook: str | Path | None = None,
        threshold: float = 0.5,
        sections: Sequence[str] = SECTIONS,
    ) -> None:
        self.lang = lang
        self.path = codebook
        self.threshold = threshold
        self.sections = frozenset(sections)

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook in use. Raises DalilError where it is missing or wrong."""
        if self.path is None:
            from dalil.resources import resource

            return read_codebook(resource("annotations/codebook.yaml"))
        return read_codebook(self.path)

    def __call__(self, doc: Doc) -> Doc:
        claims: tuple[Claim, ...] = ()
        spans: list[Span] = []
        if len(doc) and doc._.section in self.sections:
            claims, spans = self._read(doc)
        doc._.claims = claims
        doc.spans["claims"] = spans
        return doc

    def _read(self, doc: Doc) -> tuple[tuple[Claim, ...], list[Span]]:
        cues = compiled(self.codebook, self.lang)
        keys = [forms or ("",) for forms in keys_of(doc)]  # a lone joiner folds to nothing
        sentences = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
        views = [cues.lexicon.view(sentence, keys) for sentence in sentences]
        found: list[tuple[int, dict[int, list[tuple[Cue, Match]]]]] = []
        for number, view in enumerate(views):
            by_tag: dict[int, list[tuple[Cue, Match]]] = {}
            for place, match in cues.cue_index.best(view):
                tag, cue = cues.cues[place]
                by_tag.setdefault(tag, []).append((cue, match))
            if by_tag:
                found.append((number, by_tag))
        if not found:
            return (), []
        holders = Holders(doc, keys, sentences, views, cues)
        claims: list[Claim] = []
        spans: list[Span] = []
        for number, by_tag in found:
            sentence = sentences[number]
            polarity = Polarity(views[number], keys, cues)
            weight = _weight(sentence, keys, cues)
            bodies = organisations(sentence)
            for tag in sorted(by_tag):
                claim = self._claim(
                    tag, by_tag[tag], number, sentence, polarity, holders, weight, bodies
                )
                if claim is not None:
                    claims.append(claim)
                    spans.append(Span(doc, sentence.start, sentence.end, label=claim.tag))
        return tuple(claims), spans

    def _claim(
        self,
        tag: int,
        found: Sequence[tuple[Cue, Match]],
        number: int,
        sentence: Span,
        polarity: Polarity,
        holders: Holders,
        weight: float,
        bodies: tuple[str, ...],
    ) -> Claim | None:
        score = round(_noisy_or(found) * weight, 4)
        if score < self.threshold:
            return None
        doc = sentence.doc
        evidence = sorted({token for _, match in found for token in covered(match)})
        holder = holders.of(number, evidence)
        return Claim(
            start=sentence.start_char,
            end=sentence.end_char,
            tag=self.codebook.tags[tag].id,
            stance=combine([(cue, match, polarity.stance(cue, match)) for cue, match in found]),
            holder=holder.name,
            holder_id=holder.id,
            holder_span=None if holder.span is None else _characters(doc, *holder.span),
            organisations=bodies,
            score=score,
            evidence=_merged(doc, evidence),
            cues=tuple(dict.fromkeys(cue.pattern for cue, _ in found)),
        )

    # spaCy saves and loads a component through these.

    def to_bytes(self, exclude: Sequence[str] = ()) -> bytes:
        return self.codebook.text.encode("utf-8")

    def from_bytes(self, data: bytes, exclude: Sequence[str] = ()) -> ArgumentTagger:
        self.codebook = parse_codebook(data.decode("utf-8"), Path(_FILE))
        return self

    def to_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> ArgumentTagger:
        self.codebook = read_codebook(Path(path) / _FILE)
        return self


def _noisy_or(found: Sequence[tuple[Cue, Match]]) -> float:
    seen: set[int] = set()
    rest = 1.0
    ordered = sorted(found, key=lambda pair: (-pair[0].score, pair[1], pair[0].pattern))
    for cue, match in ordered:
        tokens = covered(match)
        if tokens - seen:
            rest *= 1.0 - cue.score
            seen |= tokens
    return 1.0 - rest


def _weight(sentence: Span, keys: Sequence[Sequence[str]], cues: Compiled) -> float:
    ending = [token.text for token in sentence[-3:]]
    if not any(mark in word for word in ending for mark in _QUESTION_MARKS):
        return 1.0
    asks_why = any(keys[i][0] in cues.lexis.why for i in range(sentence.start, sentence.end))
    return 1.0 if asks_why else _QUESTION


def _characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def _merged(doc: Doc, tokens: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Character spans of tokens, those of neighbours as one."""
    spans: list[tuple[int, int]] = []
    previous = -2
    for token in tokens:
        start, end = _characters(doc, token, token + 1)
        spans[-1:] = [(spans[-1][0], end)] if token == previous + 1 else [*spans[-1:], (start, end)]
        previous = token
    return tuple(spans)
