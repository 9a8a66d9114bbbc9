"""Language identification against texts whose language is known, whole and cut short.

Each text of a table with columns `fa`, `ar` and `en` is identified as written and in the
spellings in which it is met: Persian with half-spaces lost and with the yeh and kaf of an Arabic
keyboard, Arabic with those of a Persian one. Cut to its first words it stands for a heading.

The baseline knows letters only: Latin is English; a letter of پ چ ژ گ ی ک makes a text Persian;
else it is Arabic.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import DalilError
from dalil.evaluate.scores import Score
from dalil.segment import identify

LANGUAGES = ("fa", "ar", "en")
LENGTHS = (1, 2, 3, 5, 10, None)  # words; None is the whole text

_ARABIC_YEH_KAF = str.maketrans("یک", "يك")
_PERSIAN_YEH_KAF = str.maketrans("يىك", "ییک")
_ARABIC_LETTER = re.compile("[\u0620-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_PERSIAN_LETTER = re.compile("[پچژگیک]")

# Name of a spelling, and what it does to the texts of each language; English stays as it is.
SPELLINGS: dict[str, dict[str, Callable[[str], str]]] = {
    "as written": {},
    "half-spaces lost": {"fa": lambda text: text.replace("\u200c", "")},
    "half-spaces lost, other yeh and kaf": {
        "fa": lambda text: text.replace("\u200c", "").translate(_ARABIC_YEH_KAF),
        "ar": lambda text: text.translate(_PERSIAN_YEH_KAF),
    },
}


@dataclass(frozen=True)
class LanguageScore:
    """One line of the report: a language in a spelling at a length, by one system.

    `words` is the number of words that texts were cut to, None for whole texts. `texts` is the
    number of texts in that language; the score counts them over all languages (a Persian text
    taken for Arabic is a miss in Persian and wrongly found in Arabic).
    """

    lang: str
    spelling: str
    words: int | None
    system: str
    score: Score

    @property
    def measure(self) -> str:
        length = "whole" if self.words is None else f"{self.words} word{'s'[: self.words > 1]}"
        return f"{self.lang}, {length}, {self.spelling}"


def letters_only(text: str) -> str:
    """The baseline: the language by script and by the letters that Arabic does not have."""
    if len(_LATIN_LETTER.findall(text)) > len(_ARABIC_LETTER.findall(text)):
        return "en"
    return "fa" if _PERSIAN_LETTER.search(text) else "ar"


def evaluate_language(path: Path) -> list[LanguageScore]:
    """Scores of `dalil` and of the baseline on the table at `path`.

    The table is UTF-8, tab-separated, without quoting, with a header line naming at least the
    columns fa, ar and en. Raises DalilError when it has no such columns or no rows.
    """
    texts = _read(path)
    systems: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("dalil", identify),
        ("letters only", letters_only),
    )
    return [
        row
        for spelling in SPELLINGS
        for words in LENGTHS
        for system, function in systems
        for row in _measure(texts, spelling, words, system, function)
    ]


def _measure(
    texts: dict[str, list[str]],
    spelling: str,
    words: int | None,
    system: str,
    function: Callable[[str], str],
) -> Iterator[LanguageScore]:
    found = dict.fromkeys((*LANGUAGES, "other"), 0)
    right = dict.fromkeys(LANGUAGES, 0)
    for lang in LANGUAGES:
        respell = SPELLINGS[spelling].get(lang, str)
        for text in texts[lang]:
            answer = function(" ".join(respell(text).split()[:words]))
            found[answer] += 1
            right[lang] += answer == lang
    for lang in LANGUAGES:
        score = Score(right[lang], found[lang], len(texts[lang]))
        yield LanguageScore(lang, spelling, words, system, score)


def _read(path: Path) -> dict[str, list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read as UTF-8 text ({error})", file=path) from error
    if not rows:
        raise DalilError("has no rows to measure on below its header line", file=path)
    missing = [lang for lang in LANGUAGES if lang not in rows[0]]
    if missing:
        raise DalilError(
            f"its header line has no column {', '.join(missing)}; wanted are fa, ar and en, "
            "separated by tabs",
            file=path,
            line=1,
        )
    return {lang: [row[lang] for row in rows if (row[lang] or "").strip()] for lang in LANGUAGES}
