"""Repair: what files and PDFs do to letters is undone, logged, and nothing else is touched."""

from __future__ import annotations

import pytest

from dalil.repair import RULES, repair

CASES = [
    ("presentation_forms", "ﻣﻨﻈﻤﺔ", "منظمة"),
    ("presentation_forms", "ﻻ ﺗﻌﺎﻭﻥ", "لا تعاون"),
    ("presentation_forms", "ﯾﮏ", "یک"),
    ("presentation_forms", "ﷲ", "الله"),
    ("bidi_marks", "\u202bسازمان\u202c (CSTO)\u200f", "سازمان (CSTO)"),
    ("control_characters", "regional\x00 order\x0b", "regional order"),
    ("invisible_characters", "co\u00adoperation\ufeff", "cooperation"),
    ("lone_surrogates", "treaty \ud83d signed", "treaty \ufffd signed"),
    ("nfc", "re\u0301gime", "régime"),
    ("nfc", "ا\u0653سیا", "آسیا"),
]


@pytest.mark.parametrize(("rule", "before", "after"), CASES)
def test_repair_undoes_damage_and_logs_it(rule: str, before: str, after: str) -> None:
    repaired = repair(before)
    assert repaired.text == after
    assert {change.rule for change in repaired.changes} == {rule}
    assert all(before[c.start : c.end] == c.before for c in repaired.changes)


@pytest.mark.parametrize(("rule", "before", "after"), CASES)
def test_repair_rule_can_be_switched_off(rule: str, before: str, after: str) -> None:
    others = [name for name in RULES if name != rule]
    assert repair(before, others).text == before


@pytest.mark.parametrize(
    "sound",
    [
        "می‌شود؛ «خانه‌ای» در آسیای مرکزی",
        "وفقًا للمعاهدة، لا تتدخّل الدول.",
        "The “three evils” — naïve, 3 × 4 ½",
        "عَلَی‌الرغمِ آن\tخط\r\nبعد",
        "👩\u200d👧 family",
        "﴿آیه﴾",
    ],
)
def test_repair_leaves_sound_text_alone(sound: str) -> None:
    repaired = repair(sound)
    assert repaired.text == sound
    assert repaired.changes == ()


def test_repair_names_an_unknown_rule() -> None:
    with pytest.raises(ValueError, match=r"unknown repair rule.*spelling"):
        repair("x", ["nfc", "spelling"])
