"""The shipped codebook and gazetteer on whole sentences, through `dalil.annotate`."""

from __future__ import annotations

import pytest

import dalil
from dalil.errors import DalilError


@pytest.mark.parametrize(
    ("text", "tag", "stance", "holder"),
    [
        ("Kyrgyzstan depends on Russia for protection.", "bandwagoning", "asserts", "author"),
        (
            "According to Cooley, Kyrgyzstan depends on Russia for protection.",
            "bandwagoning",
            "asserts",
            "Cooley",
        ),
        (
            "The CSTO does not provide collective defence to its members.",
            "collective_security",
            "denies",
            "author",
        ),
        (
            "به گفته کولی، قرقیزستان برای حمایت به روسیه وابسته است.",
            "bandwagoning",
            "asserts",
            "کولی",
        ),
        (
            "بوزان و ویور معتقدند که رقابت قدرت‌های بزرگ منطقه را بی‌ثبات کرده است.",
            "great_power_rivalry",
            "asserts",
            "بوزان و ویور",
        ),
        (
            "بعید است که این سازمان دفاع مشترک را تأمین کند.",
            "collective_security",
            "denies",
            "author",
        ),
        ("لن تنشئ المنظمة دفاعا مشتركا.", "collective_security", "denies", "author"),
        ("إن إنشاء حلف دفاعي مشترك أمر غير واقعي.", "collective_security", "denies", "author"),
        (
            "يبدو قيام دفاع مشترك بعيدا عن الواقع.",
            "collective_security",
            "denies",
            "author",
        ),
        (
            "أنشأت الدول قوة مشتركة للدفاع الجماعي غير أن الخلافات بقيت.",
            "collective_security",
            "asserts",
            "author",
        ),
    ],
)
def test_claim(text: str, tag: str, stance: str, holder: str) -> None:
    claims = [claim for claim in dalil.annotate(text)["claims"] if claim["tag"] == tag]
    assert [(claim["stance"], claim["holder"]) for claim in claims] == [(stance, holder)]


@pytest.mark.parametrize(
    "text",
    [
        "The committee met on Tuesday and adopted its agenda.",
        "کمیته سه‌شنبه تشکیل جلسه داد و دستور کار خود را تصویب کرد.",
        "اجتمعت اللجنة يوم الثلاثاء وأقرت جدول أعمالها.",
    ],
)
def test_a_plain_account_takes_no_tag(text: str) -> None:
    assert dalil.annotate(text)["claims"] == []


def test_one_thing_has_one_id_in_three_languages() -> None:
    for text in (
        "The Shanghai Cooperation Organisation met.",
        "سازمان همكاري شانگهاي نشست داشت.",
        "اجتمعت منظمة شنغهاي للتعاون.",
    ):
        assert [entity["id"] for entity in dalil.annotate(text)["entities"]] == ["SCO"]


def test_a_blank_text_has_no_annotations() -> None:
    found = dalil.annotate("  ")
    assert (found["lang"], found["text"], found["clean"]) == ("other", "  ", "")
    assert not any(found[name] for name in ("sentences", "tokens", "entities", "claims"))


def test_a_text_in_no_language_of_ours_is_refused() -> None:
    with pytest.raises(DalilError, match="neither Persian nor Arabic nor English"):
        dalil.annotate("Организация договора о коллективной безопасности")
