"""Arabic: camel-tools' normalisation and tokeniser, and a morphological analysis.

With a camel-tools morphology database at hand, its analyser gives lemmas. Without one (the
default: the databases come from a hub and under their own licences) a light analysis does,
described at `LightAnalysis`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import ClassVar, Protocol

import simplemma
from camel_tools.tokenizers.word import simple_word_tokenize
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_unicode
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dalil.languages.base import Normalised, collapse
from dalil.languages.docs import locate, make_doc, split_edges
from dalil.languages.fold import fold
from dalil.offsets import OffsetMap
from dalil.repair import Edit, apply, by_cluster

# Decimal numbers, dates and Latin words with what holds them together: one token each, where
# camel-tools would cut at every mark.
_WHOLE = re.compile(
    r"[0-9٠-٩]+(?:[.,:/٫٬-][0-9٠-٩]+)+|[A-Za-z\u00c0-\u024f](?:[\w.:/@&'’%?=#+-]*[\w/])?"
)
_LETTERS = re.compile(r"^[\u0621-\u064a\u064b-\u0652\u0670]+$")
_SENTENCE = re.compile(r"[.!?؟…]+[\"”»’)\]]*(?=\s|$)")

# Words that stand behind و and ف so often that the split is sure even where the whole is a word.
_FUNCTION_WORDS = frozenset(
    (
        "في من على عن إلى الى مع لا لم لن ما هو هي هم قد كان كانت كانوا يكون تكون أن إن ان "
        "أنه إنه أنها إنها التي الذي الذين هذا هذه ذلك تلك هذان هؤلاء بعد قبل بين كل ليس ليست "
        "لكن لكنه لكنها إذا اذا كما عند منذ حتى غير أي كذلك ثم هناك حيث بينما حين عندما لذلك "
        "هكذا أيضا بذلك لها له لهم بها به منها منه فيها فيه عليها عليه أو إما لعل كيف متى أين "
        "لماذا بدون دون عبر خلال نحو ضد حول وسط أمام تحت فوق"
    ).split()
)
# و or ف begins these words themselves though the rest is a word too.
_WHOLE_WORDS = frozenset(
    ("وسط وفق وفقا وفقًا واحد واحدة وكالة وقت فقط فوق وحدة وجه ولاية وهم وعد ورد وصل").split()
)


_RELATIVES = ("التي الذي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي").split()
_OWN_LEMMAS = ["الله", "اليابان", "السودان", "الكونغو", "الآن", "أيضا", "خاصة"]
_LEMMAS = {**dict.fromkeys(_RELATIVES, "الذي"), **{word: word for word in _OWN_LEMMAS}}


class Analysis(Protocol):
    """What tells the proclitics and the lemma of a word."""

    name: str

    def proclitics(self, word: str) -> int:
        """How many letters of the undiacritised `word` are proclitics to be split off."""

    def lemma(self, word: str) -> str:
        """The lemma of the undiacritised `word`, without its article."""


class LightAnalysis:
    """Proclitics, article and lemma from a word list alone.

    The list is simplemma's Arabic dictionary of full forms. Proclitics are و and ف (and, so),
    ب, ل, ك (in, for, as) and س (future), at most one of each of the three kinds, in this order.
    They are split off where

    1. و or ف stands before a function word from a closed list;
    2. the word as a whole is not in the dictionary, and the rest, with or without the article, is;
    3. an article follows (وال، فال، بال، كال، لل): then the rest need not be known;
    4. و stands before four letters or more and neither whole nor rest is known (names).

    A word that the dictionary knows whole stays whole. للاتحاد is split ل + لاتحاد, letters as
    written; the second token's folded form has its article back (الاتحاد). Enclitic pronouns stay.
    """

    name = "light"

    def __init__(self) -> None:
        self._known = lru_cache(maxsize=200_000)(_in_dictionary)

    def proclitics(self, word: str) -> int:
        if len(word) < 3 or word in _WHOLE_WORDS or word[0] not in "وفبلكس":
            return 0
        if word[0] in "وف" and word[1:] in _FUNCTION_WORDS:
            return 1
        if word.startswith("وو") and self._known(word[1:]):
            return 1  # no word begins so, though some are listed
        if self._known(word):
            return 0
        for length in reversed(_chains(word)):
            if self._is_word(word[length:], after=word[length - 1]):
                return length
        for length in _chains(word):
            rest = word[length:]
            article = rest.startswith("ال") or (word[length - 1] == "ل" and rest[0] == "ل")
            if article and len(rest) >= 5:
                return length
        if word[0] == "و" and len(word) >= 5:
            return 1
        return 0

    def _is_word(self, rest: str, after: str) -> bool:
        if len(rest) < 2:
            return False
        if after == "س":  # the future only before an imperfect
            return rest[0] in "يتنأ" and len(rest) >= 4 and self._known(rest)
        if after == "ل" and rest[0] == "ل":
            return len(rest) >= 3 and self._known(rest[1:])
        if rest.startswith("ال"):
            return self._known(rest) or (len(rest) > 4 and self._known(rest[2:]))
        # One letter before a short bare word is more often part of a word that is not listed.
        return self._known(rest) and (after in "وف" or len(rest) >= 3)

    def lemma(self, word: str) -> str:
        if word in _LEMMAS:
            return _LEMMAS[word]
        bare = word
        if len(word) > 3 and word.startswith("ال") and (self._known(word[2:]) or len(word) > 4):
            bare = word[2:]
        relational = bare.endswith("ية") and not self._known(bare)
        if relational and (self._known(bare[:-1]) or self._known(bare[:-2])):
            return bare[:-1]  # the feminine of a relational adjective: مصرية, دفاعية
        found: str = dediac_ar(simplemma.lemmatize(bare, lang="ar"))
        if found == bare and bare.endswith("ات") and len(bare) > 4:
            for singular in (f"{bare[:-2]}ة", bare[:-2]):  # the sound plural: تهديدات
                if self._known(singular):
                    return singular
        # The dictionary leads verbal nouns to their verbs (إرهاب to أرهب); corpora want the noun.
        verbal_noun = bare[0] in "متإ" and found[:1] != bare[0]
        if verbal_noun and (bare != word or bare[0] == "إ" or bare.endswith("ة")):
            return bare
        return found


class DatabaseAnalysis:
    """Proclitics and lemma by camel-tools' analyser over a morphology database."""

    def __init__(self, path: Path) -> None:
        with _no_download():
            from camel_tools.morphology.analyzer import Analyzer
            from camel_tools.morphology.database import MorphologyDB

        self.name = path.parent.name
        self._analyzer = Analyzer(MorphologyDB(str(path), "a"), backoff="NONE")
        self._best = lru_cache(maxsize=200_000)(self._analyse)
        self._light = LightAnalysis()

    def _analyse(self, word: str) -> tuple[int, str] | None:
        found = self._analyzer.analyze(word)
        if not found:
            return None
        # The commonest reading of the form; ties by lemma, so that the order is always the same.
        best = max(
            found,
            key=lambda a: (float(a.get("pos_lex_logprob", -99.0)), a.get("lex", "")),
        )
        length = 0
        for slot in ("prc3", "prc2", "prc1"):
            if best.get(slot, "0") not in ("0", "na", ""):
                length += 1
        lemma = dediac_ar(re.sub(r"[-_].*$", "", str(best.get("lex", ""))))
        return length, lemma

    def proclitics(self, word: str) -> int:
        best = self._best(word)
        if best is None:
            return self._light.proclitics(word)
        return best[0] if best[0] < len(word) - 1 else 0

    def lemma(self, word: str) -> str:
        best = self._best(word)
        return best[1] if best and best[1] else self._light.lemma(word)


@contextmanager
def _no_download() -> Iterator[None]:
    """Keep camel-tools off the network while its analyser is imported.

    The import brings `camel_tools.data`, which fetches a catalogue of databases where it finds
    none. A database that lies at a path of its own needs no catalogue, so an empty stand-in does.
    """
    name = "camel_tools.data"
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    stand_in.CATALOGUE = None  # type: ignore[attr-defined]
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]


def _in_dictionary(word: str) -> bool:
    return bool(simplemma.is_known(word, lang="ar"))


def _chains(word: str) -> list[int]:
    """Lengths of the proclitic chains with which `word` may begin, longest first."""
    lengths = []
    at = 1 if word[0] in "وف" else 0
    if at < len(word) - 2 and word[at] in "بلكس":
        lengths.append(at + 1)
    if at:
        lengths.append(at)
    return lengths


def find_database(name: str = "calima-msa-r13") -> Path | None:
    """A camel-tools morphology database on this machine, or None.

    Looks where camel-tools keeps its data (`CAMELTOOLS_DATA`, else the home folder) and never
    asks camel-tools itself, which would go to the network.
    """
    root = os.environ.get("CAMELTOOLS_DATA")
    folder = Path(root) if root else Path.home() / ".camel_tools"
    for base in (folder / "data", folder):
        path = base / "morphology_db" / name / "morphology.db"
        if path.is_file():
            return path
    return None


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
        self.analysis: Analysis = _analysis(morphology)
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


def _analysis(morphology: str) -> Analysis:
    if morphology == "light":
        return LightAnalysis()
    path = find_database() if morphology == "auto" else Path(morphology)
    return DatabaseAnalysis(path) if path else LightAnalysis()


@lru_cache(maxsize=200_000)
def _keys(norm: str, lemma: str) -> tuple[str, ...]:
    found = [norm]
    if norm.startswith("ال") and len(norm) > 4:
        found.append(norm[2:])
    found.append(fold(lemma, "ar"))
    return tuple(dict.fromkeys(found))
