"""Languages: clean text becomes a spaCy Doc with tokens, sentences, lemmas and folded norms.

One interface (`base.LanguageModule`), three modules (`fa`, `ar`, `en`), registered as spaCy
tokeniser and components in `pipeline`. `fold` needs none of them and no spaCy, which is why the
names below are fetched only when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dalil.languages.modules import LANGUAGES, rules_of
    from dalil.languages.pipeline import Tokenizer, keys, load

__all__ = ["LANGUAGES", "Tokenizer", "keys", "load", "rules_of"]


def __getattr__(name: str) -> Any:
    if name in ("LANGUAGES", "rules_of"):
        from dalil.languages import modules

        return getattr(modules, name)
    if name in __all__:
        from dalil.languages import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
