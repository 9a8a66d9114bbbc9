"""Recognisers by name: Dalil's own, or another library's model in its place.

| name | what finds the names that the gazetteer does not have |
|---|---|
| `dalil` | Dalil's own recogniser of the language |
| `gazetteer` | nothing: the gazetteer stands alone |
| `spacy:NAME` | an installed spaCy pipeline |
| `camel:NAME` | a model of camel-tools for Arabic |
| `hf:NAME` | a token-classification model of Hugging Face's transformers |

NAME may be the path of a folder. Nothing is downloaded: a model is on the machine already, or a
DalilError says how to get it. What another library finds is given our labels and boundaries
(`boundaries`), then joined with the gazetteer's mentions like our own recogniser's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dalil.config import split_engine
from dalil.entities.engines.models import model_of, version_of
from dalil.entities.merging import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Engine", "engine_of", "version_of"]


class Engine(Protocol):
    """What finds mentions in a Doc: our own CRF or another library's model."""

    def find(self, doc: Doc) -> list[Found]:
        """The mentions in `doc`, in order, without overlaps."""


def engine_of(name: str, lang: str) -> Engine | None:
    """The engine called `name` for texts in `lang` (`fa`, `ar`, `en`), loaded.

    None for `gazetteer`. Raises DalilError for a name that is none, for a language that the
    engine does not know, and where its library or its model is missing or can't be used.
    """
    kind, _ = split_engine(name)
    if kind == "gazetteer":
        return None
    if kind == "dalil":
        from dalil.entities.recogniser import load_recogniser

        return load_recogniser(lang)
    model = model_of(name, lang)
    if kind == "spacy":
        from dalil.entities.engines.spacy_pipeline import SpacyEngine

        return SpacyEngine(model)
    if kind == "camel":
        from dalil.entities.engines.camel import CamelEngine

        return CamelEngine(model)
    from dalil.entities.engines.transformer import load

    # The same model may serve three languages, and is large; a changed one is loaded again.
    return load(model, model.changed())
