"""What words there are: the word lists that a repair asks before it believes a reading.

Arabic: simplemma's dictionary of full forms. Persian: hazm's word list with frequencies. English:
simplemma's dictionary. Words that a lost dot or a swapped letter makes ambiguous have counts
from texts besides (`models/letters/words.json`). Nothing is loaded before it is asked.
"""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

from dalil.errors import DalilError
from dalil.resources import read_model

WORDS_FORMAT = 1

MARKS = "\u064b-\u0655\u0670"
_ARABIC_BLOCK = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
LETTERS = f"{_ARABIC_BLOCK}\u0750-\u077f"

_NO_LETTERS = re.compile(f"[\u0640\u200c\u200d{MARKS}]")
_FOLD = str.maketrans("يىك", "ییک")

_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "س")
_ENCLITICS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "ه", "ك", "ي")
_PERSIAN_ENDINGS = (
    "هایشان هایمان هایی های هاي ها شان مان تان اند ام ای ات اش ترین تر ی ان م"
).split()
_USED = 1000  # the frequency from which a word of hazm's list is in use; the list has much noise
# What a dictionary form alone is worth against the counts of running text.
_LISTED, _DERIVED = 0.3, 0.1


def bare(word: str) -> str:
    """`word` without vowel signs, tatweel and joiners."""
    return _NO_LETTERS.sub("", word)


@lru_cache(maxsize=1)
def _counts() -> dict[str, dict[str, int]]:
    data = read_model("models/letters/words.json", WORDS_FORMAT, "dalil.repair.train_letters")
    return dict(data["words"])


@lru_cache(maxsize=100_000)
def is_listed(word: str, lang: str) -> bool:
    """Whether simplemma's dictionary of `lang` has `word` as a full form."""
    import simplemma

    return bool(simplemma.is_known(word, lang=lang))


@lru_cache(maxsize=50_000)
def arabic(word: str) -> float:
    """How usual an Arabic word is: its count in texts; below 1 if only listed, 0.0 if unknown.

    Words with proclitics (و ف ب ل ك س), article and pronoun suffixes count as derived.
    """
    count = _counts()["ar"].get(word, 0)
    if count:
        return float(count)
    if len(word) > 1 and is_listed(word, "ar"):
        return _LISTED
    return _DERIVED if _derived(word) else 0.0


def _derived(word: str) -> bool:
    rest = word
    for _ in range(2):
        if len(rest) > 3 and rest[0] in _PROCLITICS:
            rest = rest[1:]
            if _stem(rest):
                return True
            if rest[0] == "ل" and _stem("ا" + rest):  # للدولة
                return True
    return _stem(word)


def _stem(word: str) -> bool:
    if len(word) < 3:
        return False
    if _is_form(word):
        return True
    if word.startswith("ال"):
        return _is_form(word[2:]) and len(word) > 4
    for ending in _ENCLITICS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            plain = stem[:-1] + "ة" if stem.endswith("ت") else stem
            if _is_form(stem) or _is_form(plain):
                return True
    return False


def _is_form(word: str) -> bool:
    return word in _counts()["ar"] or is_listed(word, "ar")


@lru_cache(maxsize=1)
def _persian() -> dict[str, int]:
    """hazm's word list; read as a file, for importing hazm takes seconds."""
    found = importlib.util.find_spec("hazm")
    if found is None or not found.submodule_search_locations:
        raise DalilError("hazm is missing from this installation of Dalil; install it again")
    path = Path(found.submodule_search_locations[0]) / "data" / "words.dat"
    words: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition("\t")
        count = rest.partition("\t")[0]
        words[word.replace("\u200c", "").translate(_FOLD)] = int(count) if count.isdigit() else 0
    return words


@lru_cache(maxsize=50_000)
def persian(word: str) -> float:
    """How usual a Persian word is: its count in texts; below 1 if only listed, 0.0 if unknown.

    A word known only without its ending (ها, ی, تر, …) counts as derived.
    """
    word = word.translate(_FOLD)
    if found := _persian_form(word):
        return found
    for ending in _PERSIAN_ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and (found := _persian_form(stem)):
            return _DERIVED * min(found, 1.0)
    return 0.0


def _persian_form(word: str) -> float:
    count = _counts()["fa"].get(word, 0)
    if count:
        return float(count)
    frequency = _persian().get(word)
    if frequency is None:
        return 0.0
    return _LISTED if frequency >= _USED else _LISTED * _LISTED
