"""Persian: hazm's normaliser, tokenisers and lemmatiser.

hazm rewrites text without saying where; each of its rules is therefore called by itself and its
output aligned with its input. Latin words, addresses and decimal numbers are hidden from it: it
would put spaces into them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dalil.languages.align import align
from dalil.languages.base import Normalised, collapse
from dalil.languages.docs import locate, make_doc, split_edges
from dalil.languages.fold import fold
from dalil.offsets import Ints, OffsetMap
from dalil.repair.edits import Edit, apply

ZWNJ = "\u200c"

# A Latin run with what holds it together (addresses, initials, hyphens), or a number with
# separators inside.
_HIDDEN = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0400-\u04ff](?:[\w.:/@&'’%?=#+-]*[\w/])?"
    r"|[0-9۰-۹٠-٩]+(?:[.,:/٫٬-][0-9۰-۹٠-٩]+)+"
)
_PLACEHOLDER = "\uf8ff"
_PERSIAN_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹" * 2)

# «ه» with a lost half-space before an ending of the perfect, and «می» run into the verb. «ای» and
# «ام» are left out: «نشستهای» is «نشست‌های» far more often than «نشسته‌ای».
_PERFECT = re.compile(r"ه(است|ایم|اید|اند)$")
_MI = re.compile(r"^(ن?می)(?=.)")
_AUXILIARIES = frozenset(
    ("است بود باشد اند بودند باشند شد شده شود شوند شدند می‌شود می‌شوند بوده ام ایم اید ای").split()
)
_ENDINGS = frozenset(
    (
        "هایشان هایمان هایتان هایش هایم هایت هایی های ها ترین تری تر ای یی ی ام ات اش مان تان "
        "شان ایم اید اند گری گر"
    ).split()
)
_PLURALS = frozenset("ها های هایی هایش هایشان هایمان هایتان هایم هایت".split())
_NOMINAL = frozenset("N AJ ADV RES PRO DET P CONJ NUM".split())

# Lemma and negation of forms that hazm's verb table lacks or leaves in pieces.
_BE, _CAN, _MUST = "بود#است", "توانست#توان", "بایست#باید"
_IRREGULAR: dict[str, tuple[str, bool]] = {
    **dict.fromkeys("است هست هستند هستم هستیم هستید هستی".split(), (_BE, False)),
    **dict.fromkeys("نیست نیستند نیستم نیستیم نیستید نیستی".split(), (_BE, True)),
    **dict.fromkeys("می‌توان میتوان بتوان".split(), (_CAN, False)),
    **dict.fromkeys("نمی‌توان نمیتوان نتوان".split(), (_CAN, True)),
    "باید": (_MUST, False),
    "نباید": (_MUST, True),
}
# One verb, one lemma: hazm keeps the present of «بودن» apart and lists an old homograph of «نوشتن».
_STEMS = {"باشید#باش": _BE, "#است": _BE, "#هست": _BE, "نوشت#نورد": "نوشت#نویس"}
_PARTICIPLES_AS_NOUNS = frozenset(
    (
        "گذشته نوشته خواسته رشته بسته دسته هسته شایسته برجسته خسته پیوسته وابسته کشته پرورده "
        "زنده بنده پرده توده آماده ساده ماده"
    ).split()
)
# Finite forms that hazm's word list also calls nouns or adjectives, though in prose they are verbs.
_COMMON_VERBS = frozenset(
    (
        "شد شود شوند شدند نشد نشود نشوند نشدند کرد کردند کند کنند کنیم نکرد نکند نکنند بود "
        "بودند نبود نبودند باشد باشند نباشد نباشند داشت داشتند دارد دارند ندارد ندارند داد "
        "دادند دهد دهند نداد ندهد گرفت گیرد گیرند نگرفت گفت گفتند گوید گویند رفت رود روند آمد "
        "آید آیند یافت یابد یابند نیافت خواهد خواهند نخواهد نخواهند تواند نتواند نتوانست "
        "توانست نمود نمودند نماید نمایند ساخت سازد سازند گشت گردد گردند دید دیدند ماند رسید "
        "رسیدند رسد رسند نرسید پذیرفت پذیرفتند کوشید کوشیدند گذاشت گذاشتند پرداختند"
    ).split()
)


class PersianModule:
    """Persian behind the common interface. Making one takes seconds: hazm loads its lexicon."""

    RULES: ClassVar[dict[str, str]] = {
        "whitespace": "runs of white space become one space",
        "letters": "Arabic yeh, kaf and other look-alikes become Persian letters (hazm)",
        "digits": "Latin and Arabic digits become Persian ones",
        "diacritics": "vowel signs go (hazm remove_diacritics)",
        "special_characters": "Koranic and other signs that are no letters go (hazm)",
        "spacing": "half-spaces before endings, spaces around punctuation (hazm correct_spacing)",
        "zwnj": "«می» and «نمی» run into a verb get their half-space (hazm seperate_mi)",
    }

    def __init__(self, rules: Collection[str]) -> None:
        import hazm  # takes seconds: only where Persian is read

        self._rules = frozenset(rules)
        self._hazm = hazm.Normalizer(persian_style=False)
        self._letters = str.maketrans(self._hazm.translation_src, self._hazm.translation_dst)
        self._words = hazm.WordTokenizer(join_verb_parts=False)
        self._sentences = hazm.SentenceTokenizer()
        self._lemmatizer = hazm.Lemmatizer(joined_verb_parts=False)
        self._lexicon: dict[str, tuple[int, Any]] = self._lemmatizer.words
        self._verbs: dict[str, str] = self._lemmatizer.verbs
        # Past stems that begin with «ن» themselves; hazm's table takes some for negations:
        # «نشست» for «نـ + شست», «نگریست» for «نـ + گریست».
        self._n_stems: dict[str, str] = {}
        for verb in self._verbs.values():
            past = verb.partition("#")[0]
            if past.startswith("ن") and len(past) > 2:
                self._n_stems.setdefault(past, verb)
        self._entry = lru_cache(maxsize=200_000)(self._look_up)
        self._keys_of = lru_cache(maxsize=200_000)(self._make_keys)

    # -- normalisation ------------------------------------------------------------------

    def normalise(self, text: str) -> Normalised:
        whole = OffsetMap.identity(len(text))
        if "whitespace" in self._rules:
            text, whole = collapse(text)
        if "digits" in self._rules:
            text = text.translate(_PERSIAN_DIGITS)
        masked, mask = _hide(text)
        clean, inner = self._rewrite(masked)
        if clean.count(_PLACEHOLDER) != masked.count(_PLACEHOLDER):
            # A rule took a placeholder away; then better no change than a wrong one.
            clean, inner = masked, OffsetMap.identity(len(masked))
        shown = _show(clean, inner.compose(mask), text)
        return Normalised(shown.text, shown.map.compose(whole))

    def _rewrite(self, text: str) -> tuple[str, OffsetMap]:
        whole = OffsetMap.identity(len(text))
        steps: list[tuple[str, Callable[[str], str]]] = [
            ("letters", lambda t: t.translate(self._letters)),
            ("diacritics", self._hazm.remove_diacritics),
            ("spacing", self._hazm.correct_spacing),
            ("special_characters", self._hazm.remove_specials_chars),
            ("zwnj", self._hazm.seperate_mi),
        ]
        for name, step in steps:
            if name in self._rules:
                after = step(text)
                if after != text:
                    whole = align(text, after).compose(whole)
                    text = after
        return text, whole

    # -- tokens, sentences, lemmas ------------------------------------------------------

    def tokenise(self, vocab: Vocab, text: str) -> Doc:
        masked, mask = _hide(text)
        spans = split_edges(masked, locate(masked, self._words.tokenize(masked)))
        return make_doc(vocab, text, mask.raw_many(list(spans)))

    def analyse(self, doc: Doc) -> None:
        text = doc.text
        starts = {s for s, _ in locate(text, self._sentences.tokenize(text))}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
            word = token.text
            token.norm_ = fold(word, "fa")
            lemma, negated = self._entry(word)
            token.lemma_ = lemma
            if negated:
                token.set_morph("Polarity=Neg")  # type: ignore[attr-defined]

    def _look_up(self, word: str) -> tuple[str, bool]:
        """Lemma of a word form and whether it is a negated verb."""
        if word in _IRREGULAR:
            return _IRREGULAR[word]
        verb = self._verb(word)
        if verb:
            return _STEMS.get(verb, verb), _is_negated(word, verb)
        return self._noun(word), False

    def _verb(self, word: str) -> str | None:
        forms = [word, _MI.sub(rf"\1{ZWNJ}", word), _PERFECT.sub(rf"ه{ZWNJ}\1", word)]
        for form in forms:
            verb = self._verbs.get(form)
            if verb and form.startswith("ن"):
                verb = next((v for p, v in self._n_stems.items() if form.startswith(p)), verb)
            if verb and self._is_verb_first(form, verb):
                return verb
        head, mark, tail = word.partition(ZWNJ)
        if mark and tail in _AUXILIARIES and head in self._verbs:
            return self._verbs[head]
        return None

    def _is_verb_first(self, form: str, verb: str) -> bool:
        """Whether a form that is in the verb table is not rather a noun or adjective.

        hazm's word list knows «شد» as a noun and its verb table «فرهنگی» as a verb. A prefixed or
        perfect form, a participle and a common finite form are verbs; another form that the list
        calls a noun is not, nor is a bare stem with «ی».
        """
        past, _, present = verb.partition("#")
        if ZWNJ in form or form in _COMMON_VERBS:
            return True
        if past and form.removeprefix("ن") == f"{past}ه":
            return form not in _PARTICIPLES_AS_NOUNS
        if form == f"{present}ی":
            return False
        entry = self._lexicon.get(form)
        return entry is None or not set(entry[1]) & _NOMINAL

    def _noun(self, word: str) -> str:
        head, mark, tail = word.rpartition(ZWNJ)
        if mark and tail in _PLURALS and len(head) > 1:
            return self._noun(head)
        ezafe = word.endswith(("ای", "وی")) and len(word) > 3  # after a vowel: «صدای»
        if ezafe and self._frequency(word[:-1]) > self._frequency(word):
            return self._noun(word[:-1])
        if word in self._lexicon or len(word) < 4:
            return word
        if word.endswith("گان") and f"{word[:-3]}ه" in self._lexicon:
            return f"{word[:-3]}ه"
        # «منطقهای»: «منطقه‌ای» with its half-space lost, or «منطق‌های»? The commoner stem decides.
        if word.endswith("های") and not mark:
            with_heh, without = word[:-2], word[:-3]
            if self._frequency(with_heh) > self._frequency(without):
                adjective = f"{with_heh}{ZWNJ}ای"
                return adjective if adjective in self._lexicon else with_heh
        return str(self._lemmatizer.lemmatize(word))

    def _frequency(self, word: str) -> int:
        entry = self._lexicon.get(word)
        return int(entry[0]) if entry else -1

    # -- matching -----------------------------------------------------------------------

    def keys(self, doc: Doc) -> list[tuple[str, ...]]:
        return [self._keys_of(token.text, token.lemma_) for token in doc]

    def _make_keys(self, word: str, lemma: str) -> tuple[str, ...]:
        found = [fold(word, "fa")]
        past, verb, present = lemma.partition("#")
        if verb:
            found.append(fold(f"{past}ن", "fa"))
            if present == "است":
                found.append("است")
        found.append(fold(lemma, "fa"))
        head, mark, tail = word.rpartition(ZWNJ)
        if mark and tail in _ENDINGS:
            found.append(fold(head, "fa"))
        elif fold(lemma, "fa") == found[0] and word.endswith("های"):
            found.append(fold(word[:-2], "fa"))  # «منطقهای», which is «منطقه‌ای»
        else:
            for ending in ("های", "هایی", "ها"):
                if word.endswith(ending) and len(word) - len(ending) > 2:
                    found.append(fold(word[: -len(ending)], "fa"))
            if len(word) > 3 and word.endswith(("ای", "وی")) and not word.endswith("های"):
                found.append(fold(word[:-1], "fa"))  # ezafe after a vowel: «آسیای مرکزی»
        return tuple(dict.fromkeys(key for key in found if key))


def _is_negated(word: str, verb: str) -> bool:
    """Whether a verb form carries the negative prefix «نـ» and not a stem that begins so."""
    if not word.startswith("ن"):
        return False
    past, _, present = verb.partition("#")
    if past.startswith("ن") or present.startswith("ن"):
        return word.startswith(("نن", "نمی"))
    return True


def _hide(text: str) -> tuple[str, OffsetMap]:
    """The text with a placeholder for each run that hazm must not touch."""
    if _PLACEHOLDER in text:
        return text, OffsetMap.identity(len(text))
    return apply(text, [Edit(m.start(), m.end(), _PLACEHOLDER) for m in _HIDDEN.finditer(text)])


def _show(clean: str, middle: OffsetMap, text: str) -> Normalised:
    """`clean` with its placeholders filled from `text`, into which `middle` leads."""
    parts: list[str] = []
    starts: list[Ints] = []
    ends: list[Ints] = []
    cursor = 0
    for at in [i for i, c in enumerate(clean) if c == _PLACEHOLDER] + [len(clean)]:
        parts.append(clean[cursor:at])
        starts.append(middle.starts[cursor:at])
        ends.append(middle.ends[cursor:at])
        if at < len(clean):
            run = np.arange(middle.starts[at], middle.ends[at], dtype=np.int32)
            parts.append(text[run[0] : run[-1] + 1])
            starts.append(run)
            ends.append(run + 1)
        cursor = at + 1
    return Normalised(
        "".join(parts), OffsetMap(np.concatenate(starts), np.concatenate(ends), len(text))
    )
