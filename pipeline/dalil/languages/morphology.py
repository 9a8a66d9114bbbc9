"""Arabic morphology: proclitics and lemma of a word, with a database or without.

With a camel-tools morphology database at hand, its analyser decides. Without one (the default:
the databases come from a hub and under their own licences) a light analysis does, described at
`LightAnalysis`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Protocol

import simplemma
from camel_tools.utils.dediac import dediac_ar

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
        with no_download():
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
def no_download() -> Iterator[None]:
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


def analysis_of(morphology: str) -> Analysis:
    """The analysis that a setting stands for: `auto`, `light`, or the path of a database."""
    if morphology == "light":
        return LightAnalysis()
    path = find_database() if morphology == "auto" else Path(morphology)
    return DatabaseAnalysis(path) if path else LightAnalysis()
