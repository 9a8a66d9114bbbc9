"""The tagger of parts of speech: a CRF a language, in `models/upos_LANG`.

`python -m dalil.languages.upos.train` makes the models. It sets `token.pos_` to the universal
tags of Universal Dependencies 2 (Nivre et al. 2020); white space has SPACE, as in spaCy.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from dalil.languages.upos.features import NOTHING, Features, word_of
from dalil.languages.upos.lexicon import read_lexicon
from dalil.languages.upos.weights import Floats, read_weights
from dalil.resources import resource

# The weights; what is known of words; the commonest tag of each word, for the baseline alone.
MODEL, LEXICON, USUAL = "model.json.gz", "lexicon.tsv.gz", "usual.tsv.gz"

_MOST_FORMS = 50_000  # that are kept between texts
_EDGE = 0  # the row of what stands beyond a sentence


class Tagger:
    """Sets the part of speech of each token of a Doc that has sentences, norms and lemmas.

    `folder` holds the model of `lang`. Raises DalilError where a file is missing or unreadable.
    """

    def __init__(self, lang: str, folder: Path) -> None:
        self._weights = read_weights(folder / MODEL)
        self._features = Features(read_lexicon(folder / LEXICON), lang)
        edge = [self._weights.of(part) for part in NOTHING.parts]
        self._rows = np.zeros((1024, *np.shape(edge)), dtype=np.float32)
        self._rows[_EDGE] = edge
        # Rows by text, norm and lemma, as spaCy's numbers for strings: the same in every Doc.
        self._numbers: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        if len(self._numbers) > _MOST_FORMS:
            self._numbers.clear()
        keys = list(map(tuple, doc.to_array(["ORTH", "NORM", "LEMMA"]).tolist()))
        numbers = self._numbers
        tokens: list[Token] = []
        rows = [_EDGE, _EDGE]
        places: list[int] = []
        lengths: list[int] = []
        for sent in doc.sents:
            before = len(tokens)
            for token in sent:
                if token.is_space:
                    token.pos_ = "SPACE"
                    continue
                key = keys[token.i]
                row = numbers.get(key)
                if row is None:
                    row = numbers[key] = self._add(token)
                tokens.append(token)
                places.append(len(rows))
                rows.append(row)
            if len(tokens) > before:
                lengths.append(len(tokens) - before)
                rows += (_EDGE, _EDGE)
        if tokens:
            scores = self._scores(np.array(rows), np.array(places))
            for token, tag in zip(tokens, self._weights.best(scores, lengths), strict=True):
                token.pos_ = tag
        return doc

    def _scores(self, rows: np.ndarray, places: np.ndarray) -> Floats:
        """What speaks for each tag of the tokens at `places` of `rows`, neighbours included."""
        table = self._rows
        total: Floats = table[rows[places], 0]
        for part, distance in enumerate((-1, 1, -2, 2), 1):
            total += table[rows[places + distance], part]
        return total

    def _add(self, token: Token) -> int:
        """The row of a token that has none yet."""
        row = len(self._numbers) + 1
        if row >= len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        form = self._features.form(word_of(token))
        self._rows[row] = [self._weights.of(part) for part in form.parts]
        return row


@lru_cache(maxsize=3)
def load_tagger(lang: str) -> Tagger:
    """The packaged tagger of a language (`fa`, `ar`, `en`); loaded once."""
    return Tagger(lang, resource(f"models/upos_{lang}"))


@Language.factory("dalil_tagger", assigns=["token.pos"], requires=["token.lemma", "token.norm"])
def create_tagger(nlp: Language, name: str) -> Tagger:
    """The registered maker of the component: the packaged tagger of the pipeline's language."""
    return load_tagger(str(nlp.lang))
