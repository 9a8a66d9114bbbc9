"""Dalil: aligned, annotated corpora of Persian, Arabic and English texts.

>>> import dalil
>>> found = dalil.annotate("According to Cooley, Kyrgyzstan depends on Russia for protection.")
>>> [(entity["text"], entity["id"]) for entity in found["entities"]]
[('Cooley', '?COOLEY'), ('Kyrgyzstan', 'KGZ'), ('Russia', 'RUS')]
>>> [(claim["tag"], claim["stance"], claim["holder"]) for claim in found["claims"]]
[('bandwagoning', 'asserts', 'Cooley')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

    from dalil.frames import Results

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "load", "open"]

# The functions import what they need when they are called: `import dalil` stays light, and English
# never waits for the Persian lexicon.


def load(lang: str, **settings: Any) -> Language:
    """A spaCy pipeline for `lang` (`fa`, `ar`, `en`) with all of Dalil's annotation.

    `settings` are those of `dalil.languages.load`: rules, repairs, morphology, gazetteer,
    codebook, threshold, sections, engine. Raises ValueError for another language.

    >>> nlp = dalil.load("en")
    >>> doc = nlp("The SCO protects  incumbents.")
    >>> [(token.text, token.lemma_, token._.raw) for token in doc][2:4]
    [('protects', 'protect', (8, 16)), ('incumbents', 'incumbent', (18, 28))]
    """
    from dalil.languages import load as load_pipeline

    return load_pipeline(lang, **settings)


def annotate(text: str, lang: str = "auto") -> dict[str, Any]:
    """Annotate one text with the packaged codebook and gazetteer.

    Gives a dict with `lang`, `text`, `clean`, `sentences`, `tokens`, `entities` and `claims`;
    all offsets are code points into `text`, half-open. Raises DalilError when `lang` is `auto`
    and the text is in none of the three languages.
    """
    from dalil.annotation import annotate as annotate_text

    return annotate_text(text, lang)


def open(folder: str | Path) -> Results:
    """The outputs of a study as pandas frames: `.claims`, `.entities`, `.tokens`, `.query(…)`.

    Raises DalilError when `folder` is no study or was not run yet.
    """
    from dalil.frames import open_results

    return open_results(folder)
