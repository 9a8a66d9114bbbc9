"""Which module does which language, and its rules; a module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib import import_module

from dalil.languages.base import LanguageModule

_MODULES = {
    "fa": ("dalil.languages.fa", "PersianModule"),
    "ar": ("dalil.languages.ar", "ArabicModule"),
    "en": ("dalil.languages.en", "EnglishModule"),
}
LANGUAGES = tuple(_MODULES)


def check(lang: str) -> None:
    """Raise ValueError unless `lang` is one of `LANGUAGES`."""
    if lang not in _MODULES:
        raise ValueError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")


def rules_of(lang: str) -> dict[str, str]:
    """The normalisation rules of a language: name and what it does."""
    check(lang)
    file, name = _MODULES[lang]
    return dict(getattr(import_module(file), name).RULES)


def module_of(lang: str, rules: Collection[str] | None, morphology: str = "auto") -> LanguageModule:
    """The module of `lang` with these rules on (all for None); made once and kept.

    Raises ValueError for an unknown language or rule.
    """
    known = rules_of(lang)
    chosen = frozenset(known if rules is None else rules)
    if not chosen <= set(known):
        raise ValueError(f"unknown rule for {lang}: {sorted(chosen - set(known))}")
    return _make(lang, chosen, morphology)


@lru_cache(maxsize=8)
def _make(lang: str, rules: frozenset[str], morphology: str) -> LanguageModule:
    file, name = _MODULES[lang]
    kind = getattr(import_module(file), name)
    module: LanguageModule = kind(rules, morphology) if lang == "ar" else kind(rules)
    return module
