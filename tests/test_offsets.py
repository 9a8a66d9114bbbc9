"""The invariant: every annotation leads back to the very characters that it came from."""

from __future__ import annotations

import unicodedata

import pytest
from conftest import SAMPLES, texts
from hypothesis import given
from hypothesis import strategies as st

import dalil
from dalil.languages.fold import fold
from dalil.offsets import OffsetMap
from dalil.repair import Edit, apply, repair


def test_raw_of_an_inserted_character_is_an_empty_interval() -> None:
    text, where = apply("میرود", [Edit(2, 2, "\u200c")])
    assert text == "می\u200cرود"
    assert where.raw(2, 3) == (2, 2)
    assert where.raw(0, 6) == (0, 5)


def test_raw_covers_what_a_repair_put_in_another_order() -> None:
    where = OffsetMap.of_intervals([(4, 5), (0, 1), (2, 3)], 5)
    assert where.raw(0, 3) == (0, 5)
    assert where.raw(1, 3) == (0, 3)
    assert where.raw_many([(0, 1), (1, 3)]) == [(4, 5), (0, 3)]


def test_compose_leads_through_both_changes() -> None:
    middle, first = apply("a\u200fbc", [Edit(1, 2, "")])
    clean, second = apply(middle, [Edit(1, 1, " "), Edit(2, 3, "CC")])
    where = second.compose(first)
    assert clean == "a bCC"
    assert [where.raw(i, i + 1) for i in range(5)] == [(0, 1), (2, 2), (2, 3), (3, 4), (3, 4)]


def test_clean_finds_the_characters_of_a_raw_interval() -> None:
    _, where = apply("a\u200fbc", [Edit(1, 2, "")])
    assert where.clean(2, 4) == (1, 3)
    assert where.clean(1, 2) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 9)])
def test_raw_refuses_a_span_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not within a text of 4"):
        OffsetMap.identity(4).raw(start, end)


@pytest.mark.parametrize("intervals", [[(0, 9)], [(-1, 0)], [(2, 1)]])
def test_a_map_refuses_intervals_outside_the_raw_text(intervals: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="interval"):
        OffsetMap.of_intervals(intervals, 4)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_repair_maps_every_character_and_gives_nfc(text: str) -> None:
    repaired = repair(text)
    assert len(repaired.map) == len(repaired.text)
    assert repaired.map.raw_length == len(text)
    assert unicodedata.is_normalized("NFC", repaired.text)
    assert not any("\ud800" <= c <= "\udfff" for c in repaired.text)
    assert repair(repaired.text).text == repaired.text
    for change in repaired.changes:
        assert text[change.start : change.end] == change.before


def _letters(text: str, lang: str) -> str:
    """What spelling changes leave of a text: folded letters and digits, in order."""
    return "".join(c for c in fold(repair(text).text, lang) if c.isalnum())


def _check(text: str, lang: str) -> None:
    doc = PIPELINES[lang](text)
    where = doc._.offset_map
    assert len(where) == len(doc.text)
    assert "".join(token.text_with_ws for token in doc) == doc.text
    before = 0
    for token in doc:
        start, end = token._.raw
        assert before <= start <= end <= len(text)
        before = start
        if token.is_space:
            continue
        # Its characters come from there: the same letters, spelling apart.
        assert _letters(token.text, lang) in _letters(text[start:end], lang) or start == end
        if _letters(token.text, lang):
            assert _letters(text[start:end], lang), (token.text, start, end)
    spans = [
        *[(s.start_char, s.end_char) for s in doc.sents],
        *[(e.start_char, e.end_char) for e in doc.ents],
        *[(c.start, c.end) for c in doc._.claims],
        *[span for c in doc._.claims for span in c.evidence],
    ]
    for start_char, end_char in spans:
        start, end = where.raw(start_char, end_char)
        assert 0 <= start <= end <= len(text)
        clean = _letters(doc.text[start_char:end_char], lang)
        assert clean in _letters(text[start:end], lang)
    for entity in doc.ents:
        start, end = entity._.raw
        assert start < end


PIPELINES = {lang: dalil.load(lang) for lang in SAMPLES}


@given(texts("fa"))
def test_persian_annotations_lead_back_to_their_characters(text: str) -> None:
    _check(text, "fa")


@given(texts("ar"))
def test_arabic_annotations_lead_back_to_their_characters(text: str) -> None:
    _check(text, "ar")


@given(texts("en"))
def test_english_annotations_lead_back_to_their_characters(text: str) -> None:
    _check(text, "en")


def test_samples_lead_back(lang: str) -> None:
    for text in SAMPLES[lang]:
        _check(text, lang)
