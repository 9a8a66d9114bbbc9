"""camel-tools' recogniser for Arabic as an engine (Obeid et al. 2020)."""

from __future__ import annotations

from spacy.tokens import Doc

from dalil.entities.engines.boundaries import UNSCORED, marked, placed, words
from dalil.entities.engines.models import Model
from dalil.entities.merging import Found
from dalil.languages.morphology import no_download

_BLANK = "."  # in the place of a word that the model's vocabulary makes nothing of


class CamelEngine:
    """Finds what `camel_tools.ner.NERecognizer` tags, over words with their proclitics.

    Raises DalilError where camel-tools can't load the model.
    """

    def __init__(self, model: Model) -> None:
        try:
            with no_download():
                from camel_tools.ner import NERecognizer

            self._recogniser = NERecognizer(str(model.folder))
        except (OSError, ValueError, ImportError) as error:
            raise model.error(f"camel-tools can't load this model: {error}") from None

    def find(self, doc: Doc) -> list[Found]:
        """The mentions in `doc`, in order, without overlaps."""
        text = doc.text
        sentences = [places for s in doc.sents if (places := words(doc, s.start, s.end))]
        given = [[self._known(text[start:end]) for start, end in s] for s in sentences]
        found = []
        for places, tags in zip(sentences, self._recogniser.predict(given), strict=True):
            if len(tags) != len(places):
                raise ValueError(f"{len(tags)} tags for {len(places)} words")
            found += marked(places, tags, [UNSCORED] * len(tags))
        return placed(doc, found)

    def _known(self, word: str) -> str:
        # camel-tools leaves out the tag of a word that comes to nothing, so that the others shift.
        return word if self._recogniser.tokenizer.tokenize(word) else _BLANK
