"""An installed spaCy pipeline as an engine."""

from __future__ import annotations

import sys

import spacy
from spacy.tokens import Doc

from dalil.entities.engines.boundaries import UNSCORED, placed
from dalil.entities.engines.models import Model
from dalil.entities.merging import Found


class SpacyEngine:
    """Finds what a spaCy pipeline has in `doc.ents`, whatever component puts it there.

    It reads the clean text with a tokeniser of its own. Raises DalilError where the pipeline
    can't be loaded or has no component that finds entities.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        try:
            self._nlp = spacy.load(model.folder)
        except (OSError, ValueError, ImportError) as error:
            raise model.error(f"spaCy can't load this pipeline: {error}") from None
        finders = (self._nlp.get_pipe_meta(name) for name in self._nlp.pipe_names)
        if not any("doc.ents" in meta.assigns for meta in finders):
            raise model.error("this spaCy pipeline has no component that finds entities")
        # Our own pipeline has said already that a text is too long.
        self._nlp.max_length = sys.maxsize

    def find(self, doc: Doc) -> list[Found]:
        """The mentions in `doc`, in order, without overlaps."""
        text = doc.text
        read = self._nlp(text)
        if read.text != text:
            raise self._model.error("this spaCy pipeline changes the text that it reads")
        marked = [(ent.start_char, ent.end_char, ent.label_, UNSCORED) for ent in read.ents]
        return placed(doc, marked)
