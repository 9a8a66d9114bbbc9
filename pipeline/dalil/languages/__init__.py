"""Languages: clean text becomes a spaCy Doc with tokens, sentences, lemmas and folded norms.

One interface (`base.LanguageModule`), three modules (`fa`, `ar`, `en`), registered as spaCy
tokeniser and components in `pipeline`.
"""

from dalil.languages.modules import LANGUAGES, rules_of
from dalil.languages.pipeline import Tokenizer, keys, load

__all__ = ["LANGUAGES", "Tokenizer", "keys", "load", "rules_of"]
