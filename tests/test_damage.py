"""Damage made on purpose: each kind does what it says, the same way every time."""

from __future__ import annotations

import re
import unicodedata

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252)
import pytest
from conftest import texts
from hypothesis import given
from hypothesis import strategies as st

from dalil.evaluate.broken_font import (
    ALPHABETS,
    FontMap,
    Kashida,
    font_map,
    random_font_map,
    shipped_maps,
)
from dalil.evaluate.damage import KINDS, OF_LANGUAGE, letter_forms

ZWNJ = "\u200c"

DOCUMENTS = {
    "fa": "\n".join(
        (
            "کشورهای منطقه از همکاری‌های اقتصادی پشتیبانی می‌کنند.",
            "سازمان‌های بین‌المللی (مانند ECO) در سال ۱۳۹۲ نشستی برگزار کردند.",
            "امنیت مرزها برای هر دو کشور مهم است، اما هزینهٔ آن بالاست.",
            "دولت‌ها نمی‌خواهند قدرت خود را با دیگران تقسیم کنند؛ مثلًا در تجارت.",
            "خط لولهٔ تازه در ۲۷.۵ درصد از مسیر ساخته شده‌است.",
            "گفت‌وگوها سه روز به درازا کشید و نتیجه‌ای نداشت.",
            "وزیران خارجه دربارهٔ آب رودخانه‌ها و گاز طبیعی گفت‌وگو خواهند کرد.",
            "هیچ‌یک از اعضا پیمان را امضا نکرده‌است!",
        )
    ),
    "ar": "\n".join(
        (
            "ناقشت المنظمة الإقليمية قضايا الأمن والاقتصاد في اجتماع مغلق.",
            "لا تملك الدول الأعضاء (وعددها 6) ميزانية مشتركة حتى الآن.",
            "إنَّ الحدودَ الطويلةَ بين البلدين تُراقَبُ بصعوبة.",
            "ارتفعت التجارة بنسبة 12.5 في المئة خلال عام 2016.",
            "قال الوزير إن الاتفاق لن يوقع قبل الصيف المقبل.",
            "تعتمد الاستثمارات على استقرار الأسواق وأسعار الغاز.",
            "أعلنت اللجنة نتائج المشاورات، ثم أجلت القرار الأخير.",
            "يرى بعض الخبراء أن الإصلاحات بطيئة جدا.",
        )
    ),
    "en": "\n".join(
        (
            "The efficient office of the regional organisation offered its first official affidavit.",
            "Difficult reflections on the benefits of influence filled five different files, all of them confidential.",
            "Member states (six of them) haven't signed the well-known agreement on transport corridors yet.",
            "Trade grew by 12.5 per cent – “a surprise”, said the minister, who doesn’t expect it to last.",
        )
    ),
}
CASES = [(lang, kind) for lang, kinds in OF_LANGUAGE.items() for kind in kinds]


@pytest.mark.parametrize(("lang", "kind"), CASES)
def test_each_kind_damages_its_language_the_same_way_every_time(lang: str, kind: str) -> None:
    text = DOCUMENTS[lang]
    damaged = KINDS[kind](text)
    assert damaged != text
    assert KINDS[kind](text) == damaged
    if kind != "hyphenation":
        assert damaged.count("\n") == text.count("\n")


def test_every_kind_is_met_in_a_language() -> None:
    assert {kind for kinds in OF_LANGUAGE.values() for kind in kinds} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("zwnj_removed", "می‌شود کتاب‌ها", "میشود کتابها"),
        ("zwnj_spaced", "می‌شود کتاب‌ها", "می شود کتاب ها"),
        ("arabic_letters", "یک کشور بزرگی", "يك كشور بزرگي"),
        ("persian_letters", "على كل هذا يوم", "علی کل هذا یوم"),
        ("lam_alef", "لا يرى الإسلام والأمن الآن", "ال يرى اإلسالم واألمن اآلن"),
        ("ligatures", "efficient waffles find floors off", "eﬃcient waﬄes ﬁnd ﬂoors oﬀ"),
        ("presentation_forms", "سلام آب", "ﺳﻼﻡ ﺁﺏ"),
        ("visual_order", "المنظمة (SCO) 2016", "2016 (SCO) ةمظنملا"),
        ("visual_order", "خانه‌ها ۲۷.۵ [آب]", "[بآ] ۲۷.۵ اه‌هناخ"),
        ("visual_order", "كَتَبَ", "بَتَكَ"),
        ("mojibake_1252", "«آب» é", "Â«Ø¢Ø¨Â» Ã©"),
        ("mojibake_1256", "الم", "ط§ظ„ظ…"),
    ],
)
def test_what_a_kind_does(kind: str, before: str, after: str) -> None:
    assert KINDS[kind](before) == after


@pytest.mark.parametrize("kind", ["zwnj_removed", "zwnj_spaced", "zwnj_mixed"])
def test_losing_half_spaces_keeps_the_letters(kind: str) -> None:
    def letters(text: str) -> str:
        return re.sub(f"[ {ZWNJ}]", "", text)

    assert letters(KINDS[kind](DOCUMENTS["fa"])) == letters(DOCUMENTS["fa"])


def test_mixed_half_spaces_are_kept_lost_and_spaced() -> None:
    marked = KINDS["zwnj_mixed"](f"الف{ZWNJ}ب|" * 60)
    places = marked.split("|")[:-1]
    assert set(places) == {f"الف{ZWNJ}ب", "الفب", "الف ب"}


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_tatweel_stretches_only_what_is_joined(lang: str) -> None:
    text = DOCUMENTS[lang]
    damaged = KINDS["tatweel"](text)
    assert damaged.replace("\u0640", "") == text
    stretched = re.findall("(.[\u064b-\u0652]*)\u0640+(.)", damaged)
    assert stretched
    for before, after in stretched:
        assert before[0] not in "اأإآدذرزژوؤةء"
        assert unicodedata.category(after) == "Lo"


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_presentation_forms_are_the_same_letters(lang: str) -> None:
    damaged = KINDS["presentation_forms"](DOCUMENTS[lang])
    assert unicodedata.normalize("NFKC", damaged) == unicodedata.normalize("NFKC", DOCUMENTS[lang])
    assert not re.search("[بتسلمنه]", damaged)


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_visual_order_twice_is_the_text_again(lang: str) -> None:
    twice = KINDS["visual_order"](KINDS["visual_order"](DOCUMENTS[lang]))
    assert twice == DOCUMENTS[lang]


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [("mojibake_1252", "sloppy-windows-1252"), ("mojibake_1256", "cp1256")],
)
@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_mojibake_is_utf8_read_in_another_encoding(kind: str, encoding: str, lang: str) -> None:
    assert KINDS[kind](DOCUMENTS[lang]).encode(encoding).decode() == DOCUMENTS[lang]


@pytest.mark.parametrize(("kind", "lang"), [("words_joined", "ar"), ("letters_apart", "fa")])
def test_spacing_keeps_everything_but_spaces(kind: str, lang: str) -> None:
    damaged = KINDS[kind](DOCUMENTS[lang])
    assert damaged.replace(" ", "") == DOCUMENTS[lang].replace(" ", "")


def test_letters_apart_parts_words_by_wider_gaps() -> None:
    lines = [KINDS["letters_apart"](f"{'سازمان ملل متحد ' * n}است") for n in range(1, 30)]
    assert any("س ا ز م ا ن  م ل ل" in line for line in lines)
    assert any("  " not in line for line in lines)


def test_marks_stand_in_all_wrong_ways() -> None:
    damaged = KINDS["split_marks"]("كَتَبَ " * 40)
    assert "تَ" in damaged  # each mark has a letter before it in one of the ways
    for wrong in ("َك", "ك َ", "ك\ufe76"):
        assert wrong in damaged


def test_hyphenation_sets_short_lines_that_join_again() -> None:
    text = DOCUMENTS["en"]
    damaged = KINDS["hyphenation"](text)
    paragraphs = damaged.split("\n\n")
    assert all(len(line) <= 64 for line in damaged.split("\n"))
    assert "-\n" in damaged
    for paragraph, line in zip(paragraphs, text.split("\n"), strict=True):
        assert paragraph.replace("-\n", "").replace("\n", " ") == line


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"hyphenation"}))
@given(text=st.one_of(texts("fa"), texts("ar"), texts("en"), st.text(max_size=40)))
def test_no_text_is_too_odd_to_damage(kind: str, text: str) -> None:
    assert KINDS[kind](text).count("\n") == text.count("\n")


# -- broken fonts ------------------------------------------------------------------------------


def plain_font(**settings: object) -> FontMap:
    """A font that breaks nothing but what is said."""
    sound: dict[str, object] = {
        "seed": 1, "glyphs": {}, "kashida": None, "stops_lost": False, "alone": "", "cuts": 0.0,
        "gap": 0,
    }  # fmt: skip
    return FontMap(**(sound | settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("است", "sif"),
        ("بیت", "imf"),
        ("کتاب‌ها", "imfs-if"),
        ("مسؤول", "imfss"),
        ("جزء", "if-"),
        ("بَب", "i-f"),
        ("آب 12", "ss---"),
    ],
)
def test_forms_of_letters(text: str, forms: str) -> None:
    found = [form or "-" for form in letter_forms(text)]
    assert "".join(found) == forms


@pytest.mark.parametrize(
    ("settings", "line", "broken"),
    [
        ({}, "سه روز به درازا کشید.", "سه روز به درازا کشید."),
        ({"glyphs": {("ت", "m"): "ن", ("ش", "i"): " ", ("ل", "f"): ""}}, "مختلف شد قتل تبت", "مخنلف  د قن تبت"),
        ({"stops_lost": True}, "کشید. (آب)", "کشید  )آب("),
        ({}, "می‌خواهند بروند", "خواهند بروندمی"),
        ({"stops_lost": True}, "تا 12.5 درصد", " درصد5 12تا "),
        ({"alone": "ۀ"}, "خانۀ ما", " ماۀخان"),
        ({"stops_lost": True}, "با U.S. Steel رفت.", " رفت U.S. Steelبا "),
        ({"kashida": Kashida("ه", 0.5, 0.0)}, "و دادار آرزو", "و دادار آرزو"),
    ],
)  # fmt: skip
def test_a_font_breaks_a_line(settings: dict[str, object], line: str, broken: str) -> None:
    found = font_map(line, plain_font(**settings))
    assert (found.lines, found.gold) == ((broken,), (line,))


def test_kashida_stands_once_a_piece_behind_joining_letters_and_is_constant_in_a_line() -> None:
    text = " ".join(DOCUMENTS["fa"].replace(ZWNJ, "").split("\n"))
    for stretched, length in ((0.0, 1), (1.0, 2)):
        font = plain_font(kashida=Kashida("\u0640", 0.5, stretched))
        found = font_map(" ".join(w for w in text.split() if w.isalpha()), font)
        words = [word for line in found.lines for word in line.split()]
        assert " ".join(found.gold).split() == [word.replace("\u0640", "") for word in words]
        runs = [re.findall("(.)(\u0640+)(.)", word) for word in words]
        assert 0 < sum(map(bool, runs)) < len(words)
        assert all(len(found) <= 1 for found in runs)
        for before, drawn, after in (run for found in runs for run in found):
            assert (before not in "اأإآدذرزژوؤةء", after.isalpha()) == (True, True)
            assert len(drawn) == length


@pytest.mark.parametrize(("lang", "fewest"), [("fa", 6), ("ar", 2)])
def test_shipped_maps_are_fixed_and_differ(lang: str, fewest: int) -> None:
    maps = shipped_maps(lang)
    assert len(maps) >= fewest
    assert len({str(sorted(font.glyphs.items())) for font in maps}) == len(maps)
    for font in maps:
        assert font == random_font_map(font.seed, ALPHABETS[lang])
        assert 10 <= len(font.glyphs) <= 25
        for (letter, form), drawn in font.glyphs.items():
            assert letter in ALPHABETS[lang]
            assert form in ("imfs" if letter not in "اأإآدذرزژوؤةۀ" else "fs")
            assert drawn != letter
            assert len(drawn) <= 1
    assert shipped_maps("en") == ()


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_a_shipped_map_damages_lines_whose_gold_is_the_text(lang: str) -> None:
    text = DOCUMENTS[lang]
    for font in shipped_maps(lang):
        broken = font_map(text, font)
        assert broken == font_map(text, font)
        assert " ".join(broken.gold) == " ".join(text.split())
        assert len(broken.lines) == len(broken.gold)
        assert max(map(len, broken.gold)) <= 70
        changed = sum(a != b for a, b in zip(broken.lines, broken.gold, strict=True))
        assert changed > len(broken.gold) / 2
        assert all(ZWNJ not in line and "\n" not in line for line in broken.lines)


@given(text=texts("fa"), seed=st.integers(0, 50))
def test_a_font_takes_any_text(text: str, seed: int) -> None:
    font = random_font_map(seed, ALPHABETS["fa"])
    broken = font_map(text, font)
    assert " ".join(broken.gold).split() == text.split()
    sound = font_map(text, plain_font(cuts=font.cuts, gap=font.gap))

    def letters(line: str) -> list[str]:
        return sorted(c for c in line if c.isalnum())

    for line, gold in zip(sound.lines, sound.gold, strict=True):
        assert letters(line) == letters(gold)
