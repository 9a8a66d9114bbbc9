"""Whether a run of tokens that spells a name is the name: case, spacing, endings, neighbours."""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.tokens import Doc

from dalil.entities.forms import ENCLITIC, EZAFE, INDEFINITE, PLURAL, PROCLITICS, Form
from dalil.entities.index import ANY, EXACT, UPPER, Reading

# Marks that may stand within a name though the gazetteer does not write them.
_WITHIN = frozenset("-–—‐‑'’ʼ\u200c")
# «روسیه‌ای» is "a Russia" behind these or before «که», but «شرکت‌های ترکیه‌ای» are Turkish firms.
_BEFORE_INDEFINITE = frozenset("از به با در بر برای تا چون همچون بدون".split())
_INDEFINITE_ACCUSATIVE = ("\u064bا", "ا\u064b")
_HEADSHIP = frozenset("ریاست رئیس رییس".split())
_DATE_WORDS = frozenset(
    "september october سپتامبر اکتبر یازده یازدهم هفتم سبتمبر أيلول أكتوبر الحادي السابع".split()
)
_CAPITALS = re.compile(r"[\dA-ZÀ-ÖØ-ÞĀ-Ž.&/+’'-]+")  # US, U.S., RFE/RL, but not US$
_YEAR_BEHIND = re.compile(
    r"(?:['’]s)?\s*(?:et al\.?|and colleagues|(?:and|&|و)\s*[^\s()]+|و همکاران(?:ش|ان)?|وآخرون"
    r"|وزملاؤه)?\s*[(\[]\s*\d{4}\s*[^\W\d]?\s*[\])،,:;–-]"
)


class Step(NamedTuple):
    """A token on the way through a key: where in the key it begins, and the form it was read in.

    `form` is None for a mark between words.
    """

    at: int
    token: int
    form: Form | None


class Place(NamedTuple):
    """Where a mention stands: tokens `[start, end)`, less `cut` characters of the first.

    `plain` says that the text has the name just as the gazetteer writes it, `spaced` that spaces
    were lost or put in.
    """

    start: int
    end: int
    cut: int
    plain: bool
    spaced: bool


def place_of(reading: Reading, steps: list[Step], length: int, doc: Doc) -> Place | None:
    """Where the mention of `reading` stands, or None where the tokens do not fit it.

    `steps` spell a key of `length` characters of which the reading is one meaning.
    """
    words = [step for step in steps if step.form is not None]
    if not _marks_fit(reading, steps, doc):
        return None
    spaced = _spacing(reading, words, doc)
    if spaced is None:
        return None
    inside = _inside(reading, words, length)
    if inside is None:
        return None
    first, last, cut = inside
    start, end = words[first].token, words[last].token + 1
    name = words[first : last + 1]
    if not reading.blocked:
        if _is_another_day(reading, end, doc):
            return None
        if reading.lang == "en" and not _case_fits(reading, name, cut, doc):
            return None
        if reading.lang == "fa" and (
            _is_presidency(reading, start, doc) or not _endings_fit(reading, name, doc)
        ):
            return None
        if reading.lang == "ar" and (
            _is_indefinite_noun(reading, doc[end - 1].text)
            or _is_adjective(reading, start, cut, doc)
        ):
            return None
    plain = not cut and not any(step.form.ending for step in name if step.form)
    return Place(start, end, cut, plain, spaced)


def year_follows(doc: Doc, end: int) -> bool:
    """Whether behind the token before `end` a year in brackets stands: Walt (1987)."""
    last = doc[end - 1]
    at = last.idx + len(last.text)
    return bool(_YEAR_BEHIND.match(doc.text[at : at + 80]))


def _marks_fit(reading: Reading, steps: list[Step], doc: Doc) -> bool:
    return all(
        step.form is not None
        or (step.at in reading.bounds and set(doc[step.token].text) <= _WITHIN | reading.marks)
        for step in steps
    )


def _spacing(reading: Reading, words: list[Step], doc: Doc) -> bool | None:
    """Whether spaces differ from the written name; None where the words may not be cut there.

    Persian and Arabic names of several words are found in spite of spaces lost or put in. A
    single word is not put together again («آن کارا» is no آنکارا), nor is an English name
    ("I ran" is no Iran), except where the tokeniser and not the writer cut it.
    """
    tolerant = reading.lang != "en" and bool(reading.spaces)
    spaced = False
    for step in words[1:]:
        if step.at in reading.bounds:
            continue
        glued = reading.lang == "ar" and not doc[step.token - 1].whitespace_
        if not (tolerant or glued):
            return None
        spaced = spaced or not glued
    seen = {step.at for step in words[1:]}
    return spaced or not reading.spaces <= seen


def _inside(reading: Reading, words: list[Step], length: int) -> tuple[int, int, int] | None:
    """First and last word of the mention and what to cut off the first; None across tokens."""
    cut = words[0].form.cut if words[0].form else 0
    first = 0
    if reading.lead:
        cut = 0
        first = max(i for i, step in enumerate(words) if step.at <= reading.lead)
        step = words[first]
        letters = reading.lead - step.at
        if letters:  # the context ends in a proclitic: «قطر و[عمان]»
            if step.form is None or not set(step.form.key[:letters]) <= PROCLITICS:
                return None
            cut = letters
    last = len(words) - 1
    if reading.tail:
        ends = [step.at for step in words[1:]]
        if length - reading.tail not in ends:
            return None
        last = ends.index(length - reading.tail)
    return (first, last, cut) if first <= last else None


def _case_fits(reading: Reading, name: list[Step], cut: int, doc: Doc) -> bool:
    if reading.case == ANY:
        return True
    words = [doc[step.token].text for step in name]
    words[0] = words[0][cut:]
    if reading.case == UPPER:
        return all(_CAPITALS.fullmatch(word) for word in words)
    if reading.case == EXACT:
        return "".join(words) == reading.text.replace(" ", "")
    # An Islamic state is no Islamic State.
    return all(
        word[:1].isupper()
        for step, word in zip(name, words, strict=True)
        if step.at in reading.capitals
    )


def _endings_fit(reading: Reading, name: list[Step], doc: Doc) -> bool:
    """Whether the Persian endings that were taken off fit the type and length of the name."""
    last = len(name) - 1
    return all(
        _ending_fits(step.form.ending, reading, i == 0, i == last, step.token, doc)
        for i, step in enumerate(name)
        if step.form and step.form.ending
    )


def _ending_fits(
    ending: str, reading: Reading, first: bool, last: bool, token: int, doc: Doc
) -> bool:
    kind, single = reading.entry.type, reading.words == 1
    if ending == EZAFE:
        return True
    if not last:
        # «سازمان‌های پیمان امنیت جمعی و همکاری شانگهای»; but «سازمان‌های ملل» is no UN
        return ending == PLURAL and first and reading.words >= 3 and kind != "PER"
    if ending == PLURAL:
        return not single and kind not in ("LOC", "PER")
    if ending == INDEFINITE:
        return kind != "PER" and _is_indefinite(token, doc)
    return ending == ENCLITIC and not (single and kind == "PER")


def _is_presidency(reading: Reading, start: int, doc: Doc) -> bool:
    """«ریاست جمهوری قزاقستان» is the presidency of Kazakhstan, not of the Republic of it."""
    return reading.text.startswith("جمهوری ") and start > 0 and doc[start - 1].text in _HEADSHIP


def _is_indefinite(token: int, doc: Doc) -> bool:
    if token + 1 < len(doc) and doc[token + 1].text == "که":
        return True
    if token == 0 or doc[token].is_sent_start:
        return True
    return doc[token - 1].text in _BEFORE_INDEFINITE


def _is_another_day(reading: Reading, end: int, doc: Doc) -> bool:
    """Whether a name that is a date has a year behind it: the 11 September of another year."""
    words = reading.text.casefold().split()
    if reading.entry.type != "EVENT" or not _is_date(words[0]) or not _is_date(words[-1]):
        return False
    behind = [token.text for token in doc[end : end + 2] if token.text not in ",،"]
    return bool(behind) and len(behind[0]) == 4 and behind[0].isdigit()


def _is_date(word: str) -> bool:
    return word in _DATE_WORDS or (word.isdigit() and len(word) <= 2)


def _is_indefinite_noun(reading: Reading, last: str) -> bool:
    """Whether the vowel sign of the text tells a noun: درعًا is "a shield", not Daraa."""
    ending = _INDEFINITE_ACCUSATIVE
    return reading.words == 1 and last.endswith(ending) and not reading.text.endswith(ending)


def _is_adjective(reading: Reading, start: int, cut: int, doc: Doc) -> bool:
    """Whether an Arabic place name in ـية is an adjective here: الحكومة السعودية."""
    text = reading.text
    if reading.words > 1 or not (text.startswith("ال") and text.endswith("ية")):
        return False
    if cut or start == 0 or not doc[start - 1].whitespace_:
        return False
    before = doc[start - 1].norm_
    return before.startswith("ال") and len(before) > 3
