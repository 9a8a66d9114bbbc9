"""Arabic: camel-tools' normalisation and tokeniser; `morphology` tells proclitics and lemmas."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import ClassVar

from camel_tools.tokenizers.word import simple_word_tokenize
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_unicode
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dalil.languages.base import Normalised, collapse
from dalil.languages.docs import locate, make_doc, split_edges
from dalil.languages.fold import fold
from dalil.languages.morphology import Analysis, analysis_of
from dalil.offsets import OffsetMap
from dalil.repair import Edit, apply, by_cluster

# Decimal numbers, dates and Latin words with what holds them together: one token each, where
# camel-tools would cut at every mark.
_WHOLE = re.compile(
    r"[0-9٠-٩]+(?:[.,:/٫٬-][0-9٠-٩]+)+|[A-Za-z\u00c0-\u024f](?:[\w.:/@&'’%?=#+-]*[\w/])?"
)
_LETTERS = re.compile(r"^[\u0621-\u064a\u064b-\u0652\u0670]+$")
_SENTENCE = re.compile(r"[.!?؟…]+[\"”»’)\]]*(?=\s|$)")


class ArabicModule:
    """Arabic behind the common interface.

    `morphology` is `auto` (a database where one is installed, else light), `light`, or the path
    of a `morphology.db`.
    """

    RULES: ClassVar[dict[str, str]] = {
        "whitespace": "runs of white space become one space",
        "unicode": "compatibility forms become plain letters (camel-tools normalize_unicode)",
        "tatweel": "the stretching sign goes",
        "proclitics": "و ف ب ل ك س joined to a word become tokens of their own",
    }

    def __init__(self, rules: Collection[str], morphology: str = "auto") -> None:
        self._rules = frozenset(rules)
        self.analysis: Analysis = analysis_of(morphology)
        self._split = lru_cache(maxsize=200_000)(self._proclitics)
        self._lemma = lru_cache(maxsize=200_000)(self._lemmatise)

    def normalise(self, text: str) -> Normalised:
        whole = OffsetMap.identity(len(text))
        # Cluster by cluster: what a letter became is then never in doubt.
        if "unicode" in self._rules and normalize_unicode(text) != text:
            text, step = apply(text, by_cluster(text, normalize_unicode))
            whole = step.compose(whole)
        if "tatweel" in self._rules and "ـ" in text:
            edits = [Edit(m.start(), m.end(), "") for m in re.finditer("ـ+", text)]
            text, step = apply(text, edits)
            whole = step.compose(whole)
        if "whitespace" in self._rules:
            text, step = collapse(text)
            whole = step.compose(whole)
        return Normalised(text, whole)

    def tokenise(self, vocab: Vocab, text: str) -> Doc:
        spans: list[tuple[int, int]] = []
        cursor = 0
        for m in [*_WHOLE.finditer(text), None]:
            stop = m.start() if m else len(text)
            chunk = text[cursor:stop]
            words = locate(chunk, simple_word_tokenize(chunk))
            for start, end in split_edges(chunk, words):
                at = cursor + start
                if "proclitics" in self._rules:
                    for length in self._split(chunk[start:end]):
                        spans.append((at, at + length))
                        at += length
                spans.append((at, cursor + end))
            if m:
                spans.append(m.span())
                cursor = m.end()
        return make_doc(vocab, text, spans)

    def _proclitics(self, word: str) -> tuple[int, ...]:
        """The lengths, in written letters with their vowel signs, of the proclitics of a word."""
        if not _LETTERS.match(word):
            return ()
        count = self.analysis.proclitics(dediac_ar(word))
        lengths = []
        at = 0
        for _ in range(count):
            stop = at + 1
            while stop < len(word) and dediac_ar(word[stop]) == "":
                stop += 1
            lengths.append(stop - at)
            at = stop
        return tuple(lengths)

    def analyse(self, doc: Doc) -> None:
        starts = {m.end() for m in _SENTENCE.finditer(doc.text)}
        fresh = True
        for token in doc:
            token.is_sent_start = token.i == 0 or (fresh and not token.is_space)
            fresh = token.idx + len(token.text) in starts
            norm = fold(token.text, "ar")
            if token.i and norm.startswith("ل") and not doc[token.i - 1].whitespace_:
                before = doc[token.i - 1].text
                if before == "ل" and len(norm) > 2:  # للاتحاد: the article behind ل
                    norm = f"ا{norm}"
            token.norm_ = norm
            token.lemma_ = self._lemma(token.text, norm)

    def _lemmatise(self, word: str, norm: str) -> str:
        plain = dediac_ar(word)
        if not _LETTERS.match(plain):
            return word
        if norm.startswith("ال") and not plain.startswith(("ا", "أ", "إ", "آ")):
            plain = f"ا{plain}"
        return self.analysis.lemma(plain)

    def keys(self, doc: Doc) -> list[tuple[str, ...]]:
        return [_keys(token.norm_, token.lemma_) for token in doc]


@lru_cache(maxsize=200_000)
def _keys(norm: str, lemma: str) -> tuple[str, ...]:
    found = [norm]
    if norm.startswith("ال") and len(norm) > 4:
        found.append(norm[2:])
    found.append(fold(lemma, "ar"))
    return tuple(dict.fromkeys(found))
