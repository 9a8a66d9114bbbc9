"""The language of a stretch of text: Persian, Arabic, English or another.

Letters decide between scripts. Persian and Arabic share theirs, and the letters that tell them
apart (یـي، کـك) are just those that get typed wrongly; so a linear model over the letters of
single words decides, with all forms of yeh and kaf folded into one. It is trained by
`dalil.segment.train_language_id` and lies in `models/language_id`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dalil.resources import read_model
from dalil.segment import latin

MODEL_FORMAT = 1

# What is looked at of a long text; a segment is in one language, its beginning tells.
_LOOK_AT = 1200
# When a mixed text is to have one language: an Arabic-script word has fewer letters than its
# English translation (no short vowels), so a letter of it counts for more; and names and
# acronyms in Latin letters are at home in Persian and Arabic text, so capitalised words count
# for less.
_WEIGHT_OF_AN_ARABIC_LETTER = 1.5
_WEIGHT_OF_A_NAME_LETTER = 0.25

_ARABIC_LETTERS = (
    "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
    "\ufb50-\ufdff\ufe70-\ufefc"
)
_ARABIC_WORD = re.compile(
    f"[{_ARABIC_LETTERS}][{_ARABIC_LETTERS}\u064b-\u065f\u06d6-\u06ed\u08d3-\u08ff\u200c\u200d]*"
)
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
# Addresses are in no language, though they hold "de", "en" and "www".
_ADDRESS = re.compile(r"https?://\S+|[^\s/@]+(?:@|\.(?:org|com|net|gov|edu|ru|ir)\b)\S*|www\.\S+")
_ADDRESS_SIGNS = ("://", "www.", "@", ".org", ".com", ".net", ".gov", ".edu", ".ru", ".ir")
_OTHER_LETTER = re.compile(
    "[\u0370-\u0589\u05d0-\u05f2\u0710-\u074a\u0904-\u1dbf\u1f00-\u1fff\u2c00-\u2dff"
    "\u3041-\u318f\u3400-\ua4cf\ua640-\ua69f\uac00-\ud7af\U00020000-\U0003134f]"
)
# Letters of Urdu, Pashto, Kurdish, Uyghur and Sindhi that neither Persian nor Arabic has. Heh
# goal (ہ) and ae (ە) are left out: damaged Persian has them in place of its heh.
_FOREIGN = re.compile("[ٹڈڑںےۓھټځڅډړږښڼېۍۆێڕڵۇۋۈڭڄٻڀٽٺڏڊ]")
_FOREIGN_SHARE = 0.03
# Evidence for another language in Latin letters from which it is believed: one "von" is not enough.
_OTHER_LATIN = -1.5

_FOLD: dict[int, str | None] = {
    **{ord(c): "ی" for c in "ىيېۍێے"},
    **{ord(c): "ک" for c in "كڪڬ"},
    **{ord(c): "ه" for c in "ہەھ"},
    ord("ـ"): None,
    0x200C: None,
    0x200D: None,
    **dict.fromkeys(range(0x0610, 0x061B)),
    **dict.fromkeys(range(0x064B, 0x0660)),
    0x0670: None,
    **dict.fromkeys(range(0x06D6, 0x06EE)),
}
_PERSIAN_TYPED = re.compile("[یک]")
_ARABIC_TYPED = re.compile("[يكى]")


@dataclass(frozen=True)
class Guess:
    """A language and how sure it is.

    `script` is `arabic`, `latin`, `other` or `none`. `score` is the evidence within the script:
    for `arabic` log-odds of Persian against Arabic, for `latin` function words for English less
    those of other languages; 0.0 elsewhere. `letters` counts the letters looked at.
    """

    lang: str
    script: str
    score: float
    letters: int


def identify(text: str, *, default: str = "other") -> str:
    """The language of `text`: `fa`, `ar`, `en` or `other`; `default` where it has no letters.

    Latin text without evidence for another language (a name, an acronym) counts as English.
    """
    found = guess(text)
    return default if found.script == "none" else found.lang


def guess(text: str) -> Guess:
    """The language of `text` with the evidence for it; `other` with script `none` if no letters."""
    text = text[:_LOOK_AT]
    if any(sign in text for sign in _ADDRESS_SIGNS):
        text = _ADDRESS.sub(" ", text)
    arabic_words = _ARABIC_WORD.findall(text)
    latin_words = _LATIN_WORD.findall(text)
    arabic = sum(map(len, arabic_words))
    roman = sum(map(len, latin_words))
    rest = 0 if text.isascii() else len(_OTHER_LETTER.findall(text))
    letters = arabic + roman + rest
    if not letters:
        return Guess("other", "none", 0.0, 0)
    weighted = arabic * _WEIGHT_OF_AN_ARABIC_LETTER
    if rest > max(weighted, roman):
        return Guess("other", "other", 0.0, letters)
    names = sum(len(word) for word in latin_words if word[0].isupper()) if arabic else 0
    if arabic and weighted >= roman - (1 - _WEIGHT_OF_A_NAME_LETTER) * names:
        return _guess_arabic_script(arabic_words, arabic, letters)
    score = latin.evidence(latin_words)
    return Guess("other" if score <= _OTHER_LATIN else "en", "latin", score, letters)


def _guess_arabic_script(words: list[str], size: int, letters: int) -> Guess:
    joined = " ".join(words)
    foreign = len(_FOREIGN.findall(joined))
    if foreign >= 2 and foreign >= _FOREIGN_SHARE * size:
        return Guess("other", "arabic", 0.0, letters)
    score = persian_score(joined)
    return Guess("fa" if score >= 0 else "ar", "arabic", score, letters)


def persian_score(text: str) -> float:
    """Log-odds that Arabic-script `text` is Persian rather than Arabic (natural logarithm)."""
    score = sum(map(_word_score, text.split()))
    # The keyboard is a hint worth one word, once: a text typed with the other one's yeh and kaf
    # has them in every word.
    persian, arabic = bool(_PERSIAN_TYPED.search(text)), bool(_ARABIC_TYPED.search(text))
    if persian != arabic:
        score += _model().typing if persian else -_model().typing
    return score


def fold_word(word: str) -> str:
    """`word` with yeh, kaf and heh in one form each, without marks, joiners and tatweel."""
    if any("\ufb50" <= c <= "\ufefc" for c in word):
        word = unicodedata.normalize("NFKC", word)
    return word.translate(_FOLD)


def features(word: str) -> list[str]:
    """Letter n-grams (1 to 4) of a folded word with its bounds, and the word itself."""
    bounded = f"^{word}$"
    grams = [bounded[i : i + n] for n in (2, 3, 4) for i in range(len(bounded) - n + 1)]
    grams.extend(word)
    if len(word) > 2:
        grams.append(bounded)
    return grams


@lru_cache(maxsize=100_000)
def _word_score(word: str) -> float:
    weights = _model().weights
    total = sum(weights.get(gram, 0) for gram in features(fold_word(word)))
    return total / _model().scale


@dataclass(frozen=True)
class _Model:
    weights: dict[str, int]
    scale: float
    typing: float


@lru_cache(maxsize=1)
def _model() -> _Model:
    data = read_model(
        "models/language_id/model.json", MODEL_FORMAT, "dalil.segment.train_language_id"
    )
    return _Model(data["weights"], float(data["scale"]), float(data["typing"]))
