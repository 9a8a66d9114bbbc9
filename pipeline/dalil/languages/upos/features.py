"""What the tagger sees of a token: its letters, its lemma, its word list and its neighbours.

The usual features of taggers (Ratnaparkhi 1996; Toutanova et al. 2003), as strings for a CRF. Each
depends on one token's form alone, its own or a neighbour's; `weights` makes use of that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dalil.languages.fold import fold
from dalil.languages.upos.lexicon import Lexicon

_LONGEST_PREFIX, _LONGEST_SUFFIX = 4, 5
_ZWNJ = "\u200c"
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_REPEATED = re.compile(r"(.)\1+")

# What a token is to the features: text, folded norm, lemma.
Word = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """The features of a form: of the token itself, of the one behind it, before it, and those
    two places behind and before it.
    """

    parts: tuple[list[str], list[str], list[str], list[str], list[str]]


# What stands beyond the ends of a sentence.
NOTHING = Form(([], ["-edge"], ["+edge"], ["--edge"], ["++edge"]))


class Features:
    """Makes the features of words; `lexicon` says more of folded words."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._lexicon, self._lang = lexicon, lang

    def __call__(self, words: Sequence[Word]) -> list[list[str]]:
        """The features of each word of a sentence, its neighbours' included."""
        made = [self.form(word).parts for word in words]
        beyond = [NOTHING.parts] * 2
        all_ = [*beyond, *made, *beyond]
        return [
            all_[i][0] + all_[i - 1][1] + all_[i + 1][2] + all_[i - 2][3] + all_[i + 2][4]
            for i in range(2, len(all_) - 2)
        ]

    def form(self, word: Word) -> Form:
        """The features of a word by itself."""
        text, norm, lemma = word
        plain = _MARKS.sub("", text)
        lower = plain.lower()
        shape = _shape(plain)
        known = self._known(norm, lemma)
        own = ["w=" + norm, "h=" + shape, *known]
        own += ["p=" + lower[:n] for n in range(1, min(_LONGEST_PREFIX, len(lower) - 1) + 1)]
        own += ["s=" + lower[-n:] for n in range(1, min(_LONGEST_SUFFIX, len(lower) - 1) + 1)]
        own += self._grammar(plain, norm, lemma)
        beside = ["w=" + norm, "s=" + lower[-3:], "h=" + shape[:2], *known]
        further = ["w=" + norm, *known[:1]]
        return Form(
            (
                own,
                ["-" + feature for feature in beside],
                ["+" + feature for feature in beside],
                ["--" + feature for feature in further],
                ["++" + feature for feature in further],
            )
        )

    def _known(self, norm: str, lemma: str) -> list[str]:
        """What the lexicon says of a word or, failing that, of its lemma."""
        entry = self._lexicon.get(norm)
        if entry is not None:
            return [f"{i}{value}" for i, value in enumerate(entry) if value]
        entry = self._lexicon.get(fold(lemma, self._lang))
        return [f"l{i}{value}" for i, value in enumerate(entry or ()) if value]

    def _grammar(self, plain: str, norm: str, lemma: str) -> list[str]:
        if self._lang == "fa":
            found = ["l=" + lemma, *(["verb"] if "#" in lemma else [])]
            if _ZWNJ in plain:
                found += ["z=" + plain.rpartition(_ZWNJ)[2], "y=" + plain.partition(_ZWNJ)[0]]
            return found
        if self._lang == "ar":
            article = norm.startswith("ال") and len(norm) > 3
            base = norm[2:] if article else norm
            found = ["l=" + lemma, "b=" + base, f"a{article}"]
            found += [f"a{article}s={plain[-n:]}" for n in (1, 2)]
            found += [f"a{article}q={base[:n]}" for n in (1, 2)]
            return found
        return ["l=" + lemma, "t=" + plain]


def word_of(token: Token) -> Word:
    """What the features need of a token."""
    return token.text, token.norm_, token.lemma_


def _shape(text: str) -> str:
    """The kinds of letters in a token: `Xx` for Xi, `dd` for 2020, `XX-` for US-."""
    signs = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in text
    )
    return _REPEATED.sub(r"\1\1", signs)[:6]
