"""Text from broken fonts: the font's map is learned from the text, letters and order come back."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.evaluate.broken_font import FontMap, Kashida, font_map, shipped_maps
from dalil.repair import Restored, restore
from dalil.repair.fonts.font_map import Codes
from dalil.repair.fonts.font_map import FontMap as Map
from dalil.repair.fonts.joining import draw, fold, glyph, glyphs, shape
from dalil.repair.fonts.learning import learn
from dalil.repair.fonts.lexicon import lexicon
from dalil.repair.fonts.segmenting import cut

ROOT = Path(__file__).parents[1]
TEXTS = {
    "fa": ("gulf-council.fa.md", "regional-shelter.fa.txt", "regions-and-powers.fa.md"),
    "ar": ("gulf-council.ar.md", "regional-shelter.ar.txt", "maghreb-union.ar.txt"),
}
LETTERS = re.compile("[\u0620-\u064a\u066e-\u06d3]+")

# Medial teh comes out as noon, initial yeh as alef, final lam and initial sheen leave a space.
TABLE = {("ت", "m"): "ن", ("ی", "i"): "ا", ("س", "m"): "ت", ("ل", "f"): " ", ("ش", "i"): " "}
PLAIN = FontMap(1, TABLE, None, stops_lost=False, alone="", cuts=0.0, gap=1)
STRETCHED = FontMap(1, TABLE, Kashida("ه", 0.3, 0.0), stops_lost=False, alone="", cuts=0.0, gap=1)


def sound(lang: str) -> str:
    lines = (ROOT / "corpus" / name for name in TEXTS[lang])
    text = "\n".join(path.read_text(encoding="utf-8") for path in lines)
    return "\n".join(line for line in text.split("\n") if len(LETTERS.findall(line)) > 5)


@lru_cache(maxsize=1)
def small_codes() -> Codes:
    return Codes(lexicon("fa"), Map({glyph("تm"): "ن", glyph("شi"): " "}, "ه"))


def words(text: str, lang: str = "fa") -> Counter[str]:
    bare = re.sub("[\u064b-\u065f\u0670]", "", fold(text.replace("ۀ", "ه"), lang))
    return Counter(LETTERS.findall(bare))


def f1(found: str, gold: str, lang: str = "fa") -> float:
    a, b = words(found, lang), words(gold, lang)
    return 2 * (a & b).total() / (a.total() + b.total())


@lru_cache(maxsize=4)
def restored(kind: str) -> tuple[str, str, Restored]:
    """Damaged text, the text before, and what became of it."""
    font, lang = {
        "stretched": (STRETCHED, "fa"),
        "made": (shipped_maps("fa")[0], "fa"),
        "arabic": (shipped_maps("ar")[0], "ar"),
    }[kind]
    broken = font_map(sound(lang), font)
    damaged = "\n".join(broken.lines)
    return damaged, "\n".join(broken.gold), restore(damaged)


@pytest.mark.parametrize(
    ("word", "forms"), [("تت", "if"), ("دست", "sif"), ("آسیا", "simf"), ("جزء", "if-"), ("و", "s")]
)
def test_letters_have_the_form_in_which_they_join(word: str, forms: str) -> None:
    assert glyphs(word) == tuple(zip(word, forms, strict=True))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("مشترک", "مشنرک"),
        ("یک", "اک"),
        ("کل", "ک "),
        ("شاید", " ااد"),
        ("دست", "دست"),
        ("تست", "تتت"),
    ],
)
def test_a_font_draws_words(word: str, code: str) -> None:
    assert draw(shape(word), {glyph(a + form): out for (a, form), out in TABLE.items()}) == code


@pytest.mark.parametrize(
    ("text", "word", "stretched"),
    [("مشنرک", "مشترک", False), ("مشنرهک", "مشترک", False), ("مشهنرک", "مشترک", True)],
)
def test_words_are_found_by_how_they_come_out(text: str, word: str, stretched: bool) -> None:
    table = {glyph(a + form): out for (a, form), out in TABLE.items()}
    codes = Codes(lexicon("fa"), Map(table, "ه"))
    found = codes.readings(text)
    known = [codes.lexicon.words[reading.word] for reading in found]
    if text == "مشنرهک":  # no stroke can stand behind reh
        assert word not in known
        return
    assert known[0] == word
    assert found[0].stretched is stretched
    starts, ends = zip(*codes.origins(found[0]), strict=True)
    assert starts[0] == 0 and ends[-1] == len(text) and starts[1:] == ends[:-1]


def test_a_line_is_cut_where_its_words_ran_together() -> None:
    table = {glyph(a + form): out for (a, form), out in TABLE.items()}
    codes = Codes(lexicon("fa"), Map(table))
    line = "کشورهای منطقه هاادولت"
    items, _ = cut(line, codes)
    assert [line[item.start : item.end] for item in items][:2] == ["کشورهای", "منطقه"]
    assert len(items) > 3


def test_the_map_of_a_font_is_learned_from_what_it_damaged() -> None:
    broken = font_map(sound("fa"), STRETCHED)
    font = learn([fold(line, "fa") for line in broken.lines], lexicon("fa"))
    right = {glyph(letter + form): out for (letter, form), out in TABLE.items()}
    assert font.table == right
    assert font.stretch == "ه"


def test_nothing_is_learned_from_sound_text() -> None:
    assert not learn([fold(line, "fa") for line in sound("fa").split("\n")], lexicon("fa"))


@pytest.mark.parametrize(
    ("kind", "lang", "before", "after"),
    [("stretched", "fa", 0.6, 0.95), ("made", "fa", 0.7, 0.85), ("arabic", "ar", 0.7, 0.85)],
)
def test_words_come_back(kind: str, lang: str, before: float, after: float) -> None:
    damaged, gold, found = restored(kind)
    assert f1(damaged, gold, lang) < before
    assert f1(found.text, gold, lang) > after
    assert found.text.count("\n") == damaged.count("\n")


def test_lines_come_back_in_order_where_that_is_sure() -> None:
    damaged, gold, found = restored("stretched")
    unsure = {s for p in found.passages for s, _ in (*p.unordered, *p.unsure)}
    start = right = sure = left = 0
    for before, line, wanted in zip(
        damaged.split("\n"), found.text.split("\n"), gold.split("\n"), strict=True
    ):
        same = "".join(LETTERS.findall(line)) == "".join(LETTERS.findall(wanted))
        if start in unsure:
            left += 1
        else:
            sure += 1
            right += same
        start += len(before) + 1
    assert sure > left > 0
    assert right > 0.7 * sure


def test_restored_letters_lead_to_where_they_stood() -> None:
    damaged, _, found = restored("stretched")
    assert len(found.map) == len(found.text)
    line_of = [damaged.count("\n", 0, i) for i in range(0, len(damaged) + 1)]
    clean_line = 0
    kept = moved = 0
    for i, letter in enumerate(found.text):
        start, end = found.map.raw(i, i + 1)
        assert line_of[start] == clean_line
        if letter == "\n":
            clean_line += 1
        elif LETTERS.match(letter):
            assert start < end
            kept += letter in damaged[start:end]
            moved += 1
    assert kept > 0.85 * moved
    # Each letter of the source is in one place, or was a stroke.
    taken = Counter(
        place
        for i, letter in enumerate(found.text)
        if LETTERS.match(letter)
        for place in range(*found.map.raw(i, i + 1))
    )
    assert max(taken.values()) == 1


def test_each_change_says_what_stood_there() -> None:
    damaged, _, found = restored("stretched")
    assert {"font_map", "kashida", "run_order"} <= {change.rule for change in found.changes}
    for change in found.changes:
        assert damaged[change.start : change.end] == change.before
        assert (0.2 if change.rule == "run_order" else 0.5) <= change.confidence <= 1
    by_rule = {change.rule: change for change in found.changes}
    assert "ه" in by_rule["kashida"].before


@pytest.mark.parametrize("rule", ["font_map", "kashida", "run_order"])
def test_each_rule_can_be_switched_off(rule: str) -> None:
    from dalil.repair import ALL_RULES

    damaged, _, _ = restored("stretched")
    found = restore(damaged, [name for name in ALL_RULES if name != rule])
    assert rule not in {change.rule for change in found.changes}
    assert found.changes


def test_the_threshold_decides() -> None:
    damaged, _, found = restored("stretched")
    strict = restore(damaged, threshold=0.9, order_threshold=0.9)
    moved = [sum(c.rule == "run_order" for c in f.changes) for f in (strict, found)]
    assert moved[0] < moved[1]
    assert all(change.confidence >= 0.9 for change in strict.changes)


def test_zones_have_maps_of_their_own() -> None:
    other = {("م", "m"): "ع", ("ن", "f"): " ", ("د", "f"): "ر", ("ه", "i"): "ح", ("ک", "i"): "ل"}
    upper = font_map(sound("fa"), PLAIN)
    lower = font_map(sound("fa"), FontMap(2, other, None, False, "", 0.0, 1))
    damaged = "\n".join([*upper.lines, *lower.lines])
    found = restore(damaged).text.split("\n")
    size = len(upper.lines)
    assert f1("\n".join(found[:size]), "\n".join(upper.gold)) > 0.93
    assert f1("\n".join(found[size:]), "\n".join(lower.gold)) > 0.93


def test_sound_headings_in_a_damaged_text_stay() -> None:
    broken = font_map(sound("fa"), PLAIN)
    lines = [*broken.lines[:40], "", "منطقه و امنیت", "", *broken.lines[40:]]
    found = restore("\n".join(lines)).text.split("\n")
    assert found[41] == "منطقه و امنیت"


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.*")), ids=lambda path: path.name)
def test_sound_documents_have_no_damaged_passages(path: Path) -> None:
    found = restore(path.read_text(encoding="utf-8"))
    assert found.passages == ()
    assert not {"font_map", "kashida", "run_order"} & {change.rule for change in found.changes}


def test_other_white_space_and_scripts_are_no_hindrance() -> None:
    broken = font_map(sound("fa"), PLAIN)
    lines = [line.replace(" ", "\u00a0", 1) for line in broken.lines]
    lines[30] += " Ελλάδα\tمنطقه"
    found = restore("\r\n".join(lines))
    assert found.text.count("\r\n") == len(lines) - 1
    assert "Ελλάδα" in found.text.split("\n")[30]
    assert f1(found.text, "\n".join(broken.gold)) > 0.93


def test_a_few_damaged_words_are_left() -> None:
    text = "همااری منطقه‌ای و قدر  مشنرک"
    assert restore(text).text == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ابتشهیۀ ،.()«»12۳abЖΩא_-½²٪\u200c\u064e\ue001\ufffd漢😀", max_size=30))
def test_every_character_of_a_line_is_in_one_item(line: str) -> None:
    items, _ = cut(line, small_codes())
    assert all(a.end <= b.start for a, b in pairwise(items))
    kept = "".join(line[item.start : item.end] for item in items)
    assert kept.replace(" ", "") == line.replace(" ", "")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ابتسشلمن ه\n.،()۱2aآ\u064e\u200c", max_size=400))
def test_any_text_can_be_restored(text: str) -> None:
    found = restore(text)
    assert len(found.map) == len(found.text)
    assert found.map.raw_length == len(text)
