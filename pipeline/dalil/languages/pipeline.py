"""spaCy pipelines whose tokeniser and components are Dalil's.

`dalil.Tokenizer.v1` repairs, normalises and tokenises; `dalil_analysis` adds sentences, lemmas
and folded norms; `dalil_tagger` parts of speech; `dalil_gazetteer`, `dalil_recogniser` and
`dalil_linker` the entities; `dalil_roles` the titles beside people's names; `dalil_arguments` the
claims. All are registered through entry points, so a pipeline saved with
`nlp.to_disk` loads with `spacy.load`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from dalil.languages import extensions  # noqa: F401  (registers the attributes used here)
from dalil.languages.modules import check, module_of
from dalil.languages.upos import tagger as _tagger  # noqa: F401  (registers `dalil_tagger`)
from dalil.repair import THRESHOLD, Repaired, repair

KEYS = "dalil.keys"


class Tokenizer:
    """Text → Doc: repaired, normalised, tokenised, with the map to the text handed in.

    `rules` are the names of the normalisation rules that are on, `repairs` of the repair rules;
    None means all. Repairs of less confidence than `repair_threshold` are not made. `morphology`
    counts for Arabic only.
    """

    def __init__(
        self,
        vocab: Vocab,
        lang: str,
        rules: Collection[str] | None = None,
        repairs: Collection[str] | None = None,
        morphology: str = "auto",
        repair_threshold: float = THRESHOLD,
    ) -> None:
        self.vocab = vocab
        self.lang = lang
        self.rules = None if rules is None else sorted(rules)
        self.repairs = None if repairs is None else sorted(repairs)
        self.morphology = morphology
        self.repair_threshold = repair_threshold
        self.module = module_of(lang, self.rules, morphology)

    def __call__(self, text: str) -> Doc:
        repaired = repair(text, self.repairs, lang=self.lang, threshold=self.repair_threshold)
        return self.make(repaired)

    def make(self, repaired: Repaired) -> Doc:
        """A Doc over an already repaired text; its map leads to the text before the repair."""
        normalised = self.module.normalise(repaired.text)
        doc = self.module.tokenise(self.vocab, normalised.text)
        doc._.offset_map = normalised.map.compose(repaired.map)
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        for text in texts:
            yield self(text)

    # spaCy saves and loads a tokeniser through these.
    def _settings(self) -> dict[str, Any]:
        names = ("lang", "rules", "repairs", "morphology", "repair_threshold")
        return {name: getattr(self, name) for name in names}

    def to_bytes(self, exclude: Sequence[str] = ()) -> bytes:
        return json.dumps(self._settings(), sort_keys=True).encode()

    def from_bytes(self, data: bytes, exclude: Sequence[str] = ()) -> Tokenizer:
        self.__init__(self.vocab, **json.loads(data))  # type: ignore[misc]
        return self

    def to_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> Tokenizer:
        return self.from_bytes(Path(path).read_bytes())


def create_tokenizer(
    lang: str,
    rules: list[str] | None = None,
    repairs: list[str] | None = None,
    morphology: str = "auto",
    repair_threshold: float = THRESHOLD,
) -> Any:
    """The registered maker of `Tokenizer` (`@tokenizers = "dalil.Tokenizer.v1"`)."""

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, lang, rules, repairs, morphology, repair_threshold)

    return make


registry.tokenizers.register("dalil.Tokenizer.v1", func=create_tokenizer)


@Language.factory("dalil_analysis", assigns=["token.lemma", "token.norm", "token.morph"])
def create_analysis(nlp: Language, name: str) -> Analysis:
    """The registered maker of `Analysis`."""
    return Analysis(nlp)


class Analysis:
    """Sentences, lemmas, folded norms; the language module of the pipeline's tokeniser does it."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        # Asked for at each call: loading a saved pipeline gives the tokeniser its module late.
        tokenizer: Any = self._nlp.tokenizer
        tokenizer.module.analyse(doc)
        doc.user_data[KEYS] = tokenizer.module.keys(doc)
        return doc


def keys(doc: Doc) -> list[tuple[str, ...]]:
    """For each token the folded forms under which it may be matched, its norm first."""
    found = doc.user_data.get(KEYS)
    if found is None or len(found) != len(doc):
        found = [
            (token.norm_, token.lemma_) if token.lemma_ not in ("", token.norm_) else (token.norm_,)
            for token in doc
        ]
        doc.user_data[KEYS] = found
    return found  # type: ignore[no-any-return]


def load(
    lang: str,
    *,
    rules: Collection[str] | None = None,
    repairs: Collection[str] | None = None,
    repair_threshold: float = THRESHOLD,
    morphology: str = "auto",
    gazetteer: Path | None = None,
    codebook: Path | None = None,
    threshold: float = 0.5,
    sections: Collection[str] | None = None,
    engine: str = "dalil",
    annotate: bool = True,
    arguments: bool = True,
    pos: bool = True,
) -> Language:
    """A spaCy pipeline for `lang` (`fa`, `ar`, `en`).

    It tokenises, splits sentences and lemmatises; with `pos` it tags parts of speech, with
    `annotate` it finds entities and, with `arguments`, claims too. `engine` names what finds names
    beside the gazetteer, as in `dalil.entities.engines`; with "gazetteer" it stands alone.
    `gazetteer` and `codebook` default to the packaged ones, `rules` and `repairs` to all (repairs
    of at least the confidence `repair_threshold`), `sections` (the sections whose sentences are
    tagged) to the tagger's own. Raises ValueError for another language, DalilError for an engine
    that can't be used.
    """
    check(lang)
    tokenizer: dict[str, Any] = {"@tokenizers": "dalil.Tokenizer.v1", "lang": lang}
    tokenizer |= {"morphology": morphology, "repair_threshold": repair_threshold}
    if rules is not None:
        tokenizer["rules"] = sorted(rules)
    if repairs is not None:
        tokenizer["repairs"] = sorted(repairs)
    nlp = spacy.blank(lang, config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("dalil_analysis")
    if pos:
        nlp.add_pipe("dalil_tagger")
    if not annotate:
        return nlp
    names = {"path": str(gazetteer) if gazetteer else None}
    nlp.add_pipe("dalil_gazetteer", config=names)
    if engine != "gazetteer":
        nlp.add_pipe("dalil_recogniser", config={"engine": engine})
    nlp.add_pipe("dalil_linker", config=names)
    nlp.add_pipe("dalil_roles")
    if not arguments:
        return nlp
    tagger: dict[str, Any] = {"codebook": str(codebook) if codebook else None}
    tagger["threshold"] = threshold
    if sections is not None:
        tagger["sections"] = list(sections)
    nlp.add_pipe("dalil_arguments", config=tagger)
    return nlp


def after_linking(nlp: Language) -> list[str]:
    """The components that need entities linked: those behind `dalil_linker`."""
    names = nlp.pipe_names
    return names[names.index("dalil_linker") + 1 :] if "dalil_linker" in names else []
