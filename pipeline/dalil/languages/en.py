"""English: spaCy's tokeniser and sentence splitter, simplemma's lemmas.

simplemma was chosen because it is small, offline and needs no parts of speech; spaCy's own rule
lemmatiser needs a tagger, and its lookup tables come as a package five times the size.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, ClassVar

import simplemma
from spacy.lang.en import English
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dalil.languages.base import Normalised, collapse
from dalil.languages.fold import fold
from dalil.offsets import OffsetMap

# What spaCy's tokeniser cuts off a contraction.
_CONTRACTED = {
    "n't": "not",
    "n’t": "not",
    "'ll": "will",
    "’ll": "will",
    "'re": "be",
    "’re": "be",
    "'m": "be",
    "’m": "be",
    "'ve": "have",
    "’ve": "have",
    "ca": "can",
    "wo": "will",
}


_OPENING = frozenset("“‘«([{")


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The dictionary form of an English word, by lookup; the word itself where unknown."""
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    return str(simplemma.lemmatize(word, lang="en")) if word.isalpha() else word


class EnglishModule:
    """English behind the common interface."""

    RULES: ClassVar[dict[str, str]] = {"whitespace": "runs of white space become one space"}

    def __init__(self, rules: Collection[str]) -> None:
        self._rules = frozenset(rules)
        self._sentencizer = Sentencizer()
        self._vocab: Vocab | None = None
        self._tokenizer: Any = None

    def normalise(self, text: str) -> Normalised:
        if "whitespace" in self._rules:
            return Normalised(*collapse(text))
        return Normalised(text, OffsetMap.identity(len(text)))

    def tokenise(self, vocab: Vocab, text: str) -> Doc:
        if vocab is not self._vocab:
            # The English exceptions and affix rules, on the vocabulary of the asking pipeline.
            self._vocab, self._tokenizer = vocab, English(vocab=vocab).tokenizer
        doc: Doc = self._tokenizer(text)
        return doc

    def analyse(self, doc: Doc) -> None:
        self._sentencizer(doc)
        for token in doc:
            # The sentencizer leaves an opening mark with the sentence before.
            if token.i and token.is_sent_start and doc[token.i - 1].text in _OPENING:
                token.is_sent_start = False
                doc[token.i - 1].is_sent_start = True
            token.lemma_ = lemma(token.text)
            token.norm_ = fold(token.text, "en")

    def keys(self, doc: Doc) -> list[tuple[str, ...]]:
        return [_keys(token.norm_, token.lemma_) for token in doc]


@lru_cache(maxsize=100_000)
def _keys(norm: str, lemma_: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((norm, fold(lemma_, "en"))))
