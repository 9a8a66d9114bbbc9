"""Titles beside people's names: what they are, where they stand, whose they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dalil
from dalil.entities.nations import nations
from dalil.entities.roles import RoleFinder
from dalil.entities.titles import titles
from dalil.gold import check_decisions
from dalil.languages import load
from dalil.run import run
from dalil.study import add, init

Found = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    made = {lang: load(lang, annotate=False, morphology="light") for lang in SAMPLES}
    for nlp in made.values():
        nlp.add_pipe("dalil_gazetteer")
        nlp.add_pipe("dalil_roles")
    return made


def roles(doc: Doc) -> Found:
    """Name, title and the id of whom it belongs to, for each person with a title."""
    people = [ent for ent in doc.ents if ent.label_ == "PER" and ent._.role]
    return [(ent.text, ent._.role, ent._.role_of) for ent in people]


PERSIAN: list[tuple[str, Found]] = [
    # before the name
    (
        "رئیس‌جمهور ازبکستان، اسلام کریم‌اف، به مسکو رفت.",
        [("اسلام کریم‌اف", "رئیس‌جمهور ازبکستان", "UZB")],
    ),
    ("رئیس‌جمهور کریم‌اف پیمان را نپذیرفت.", [("کریم‌اف", "رئیس‌جمهور", "")]),
    ("سرهنگ پوتین به قاهره آمد.", [("پوتین", "سرهنگ", "")]),
    (
        "سخنگوی وزارت خارجه روسیه، پوتین را ستود.",
        [("پوتین", "سخنگوی وزارت خارجه روسیه", "RUS-MFA")],
    ),
    ("رئیس ستاد مشترک روسیه، ژنرال پوتین، آمد.", [("پوتین", "رئیس ستاد مشترک روسیه", "RUS")]),
    # behind the name
    (
        "نیکولای بوردیوژا، دبیرکل سازمان پیمان امنیت جمعی، چنین گفت.",
        [("نیکولای بوردیوژا", "دبیرکل سازمان پیمان امنیت جمعی", "CSTO")],
    ),
    ("پوتین رئیس‌جمهور روسیه دیروز سخن گفت.", [("پوتین", "رئیس‌جمهور روسیه", "RUS")]),
    (
        "سرگئی لاوروف، وزیر خارجه وقت روسیه پذیرفت که می‌آید.",
        [("سرگئی لاوروف", "وزیر خارجه وقت روسیه", "RUS")],
    ),
    ("نظربایف (نخستین رئیس‌جمهور قزاقستان) رفت.", [("نظربایف", "نخستین رئیس‌جمهور قزاقستان", "KAZ")]),
    ("پوتین، سفیر سابق روسیه در تاشکند، آمد.", [("پوتین", "سفیر سابق روسیه در تاشکند", "RUS")]),
    ("«پوتین» رئیس‌جمهور روسیه آنجا بود.", [("پوتین", "رئیس‌جمهور روسیه", "RUS")]),
    ("کریم‌اف، رئیس‌جمهور سابق این کشور، درگذشت.", [("کریم‌اف", "رئیس‌جمهور سابق این کشور", "")]),
    # whose title it is
    (
        "نظربایف، رئیس‌جمهور قزاقستان، پوتین را دید.",
        [("نظربایف", "رئیس‌جمهور قزاقستان", "KAZ")],
    ),
    (
        "پوتین، رهبر حزب روسیه متحد، با نظربایف، رئیس‌جمهور قزاق، دیدار کرد.",
        [("پوتین", "رهبر حزب روسیه متحد", "UNITED-RUSSIA"), ("نظربایف", "رئیس‌جمهور قزاق", "KAZ")],
    ),
    ("پوتین، مدیر مرکز مطالعات ایران، آمد.", [("پوتین", "مدیر مرکز مطالعات ایران", "")]),
    # nobody's
    ("رؤسای جمهور روسیه و قزاقستان، پوتین و نظربایف، آمدند.", []),
    ("رئیس‌جمهور روسیه و قزاقستان، پوتین و نظربایف، آمدند.", []),
    ("پوتین رئیس‌جمهور شد و نظربایف ماند.", []),
    ("پوتین وزیر دفاع روسیه را برکنار کرد.", []),
    ("همسر رئیس‌جمهور، نظربایف، آمد.", []),
    ("معاون پوتین به قزاقستان رفت.", []),
    ("نماینده ویژه پوتین آمد.", []),
    ("به گفته رئیس‌جمهور روسیه اختلاف نظربایف و پوتین کهنه است.", []),
    ("آقای پوتین آمد.", []),
]
ARABIC: list[tuple[str, Found]] = [
    ("التقى الرئيس الكازاخي نزارباييف الوفد.", [("نزارباييف", "الرئيس الكازاخي", "KAZ")]),
    (
        "صرح وزير الخارجية الروسي سيرغي لافروف بذلك.",
        [("سيرغي لافروف", "وزير الخارجية الروسي", "RUS")],
    ),
    (
        "قال رئيس لجنة الأمن القومي، كريموف، إن الحدود آمنة.",
        [("كريموف", "رئيس لجنة الأمن القومي", "")],
    ),
    (
        "دعا الأمين العام لمنظمة معاهدة الأمن الجماعي بوتين.",
        [("بوتين", "الأمين العام لمنظمة معاهدة الأمن الجماعي", "CSTO")],
    ),
    ("قال كريموف، رئيس أوزبكستان السابق، ذلك.", [("كريموف", "رئيس أوزبكستان السابق", "UZB")]),
    ("وأكد بوتين رئيس روسيا موقفه.", [("بوتين", "رئيس روسيا", "RUS")]),
    ("عاد سفير روسيا لدى الأمم المتحدة بوتين.", [("بوتين", "سفير روسيا لدى الأمم المتحدة", "RUS")]),
    ("عيّن وزير الدفاع والإنتاج الحربي بوتين.", [("بوتين", "وزير الدفاع والإنتاج الحربي", "")]),
    ("تكلم العقيد القذافي.", [("القذافي", "العقيد", "")]),
    # nobody's, or somebody else's
    ("التقى بوتين الرئيس الكازاخي في موسكو.", []),
    ("التقى بوتين رئيس كازاخستان.", []),
    ("التقى الرئيسان الروسي والكازاخي بوتين ونزارباييف.", []),
    (
        "قال الرئيس الروسي والرئيس الكازاخي نزارباييف ذلك.",
        [("نزارباييف", "الرئيس الكازاخي", "KAZ")],
    ),
    ("جاء مستشار بوتين.", []),
    ("جاء السيد بوتين.", []),
]
ENGLISH: list[tuple[str, Found]] = [
    (
        "CSTO Secretary-General Nikolai Bordyuzha left.",
        [("Nikolai Bordyuzha", "CSTO Secretary-General", "CSTO")],
    ),
    (
        "The former Uzbek foreign minister Karimov",
        [("Karimov", "former Uzbek foreign minister", "UZB")],
    ),
    (
        "Kazakhstan's president, Nazarbayev, left.",
        [("Nazarbayev", "Kazakhstan's president", "KAZ")],
    ),
    ("The Kazakh president, Nazarbayev, agreed.", [("Nazarbayev", "Kazakh president", "KAZ")]),
    (
        "Nazarbayev, President of Kazakhstan, met Lt. Gen. Putin.",
        [("Nazarbayev", "President of Kazakhstan", "KAZ"), ("Putin", "Lt. Gen.", "")],
    ),
    ("Putin (president of Russia) and Mr. Karimov", [("Putin", "president of Russia", "RUS")]),
    (
        "Lavrov, the Russian foreign minister who came",
        [("Lavrov", "Russian foreign minister", "RUS")],
    ),
    ("Russian ambassador to NATO Putin", [("Putin", "Russian ambassador to NATO", "RUS")]),
    ("Defence Minister General Putin spoke.", [("Putin", "Defence Minister", "")]),
    (
        "Chief of the General Staff Vladimir Putin",
        [("Vladimir Putin", "Chief of the General Staff", "")],
    ),
    (
        "Putin, director of the Russian Institute for Strategic Studies, wrote.",
        [("Putin", "director of the Russian Institute for Strategic Studies", "RISS")],
    ),
    ("Nazarbayev, President Putin and others", [("Putin", "President", "")]),
    ("The wife of President Putin came.", [("Putin", "President", "")]),
    ("A spokesman for President Putin spoke.", [("Putin", "President", "")]),
    # nobody's
    ("The presidents of Russia and Kazakhstan, Putin and Nazarbayev, met.", []),
    ("After talks with the Russian president, Nazarbayev said no.", []),
    ("Putin was the president of Russia.", []),
    ("The minister Putin had chosen resigned.", []),
    ("The wife of the president, Putin, came.", []),
    ("He was a candidate for Governor of Maine Putin.", []),
    ("The general Putin plan and a major Putin speech", []),
]
CASES = [
    (lang, text, found)
    for lang, cases in (("fa", PERSIAN), ("ar", ARABIC), ("en", ENGLISH))
    for text, found in cases
]


@pytest.mark.parametrize(("lang", "text", "found"), CASES, ids=[text for _, text, _ in CASES])
def test_titles_are_found_and_nothing_else(
    lang: str, text: str, found: Found, pipelines: dict[str, Language]
) -> None:
    assert roles(pipelines[lang](text)) == found


def test_roles_are_told_as_the_source_writes_them() -> None:
    raw = "نيكولاي بورديوژا،\nدبيركل  سازمان پيمان امنيت جمعي، چنين گفت."
    person = next(e for e in dalil.annotate(raw, "fa")["entities"] if e["label"] == "PER")
    assert person["role"] == "دبيركل  سازمان پيمان امنيت جمعي"
    assert raw[person["role_start"] : person["role_end"]] == person["role"]
    assert person["role_of"] == "CSTO"
    nameless = dalil.annotate("Kazakhstan", "en")["entities"][0]
    assert (nameless["role"], nameless["role_start"], nameless["role_end"]) == ("", None, None)
    assert nameless["role_of"] == ""


def test_a_saved_document_keeps_its_roles(pipelines: dict[str, Language]) -> None:
    doc = pipelines["en"]("The Kazakh president, Nazarbayev, agreed.")
    again = Doc(pipelines["en"].vocab).from_bytes(doc.to_bytes())
    assert roles(again) == roles(doc) != []


WORDS = {
    "fa": "رئیس‌جمهور وزیر خارجه ژنرال روسیه پوتین نظربایف و ، ( ) « » را در این مرکز سابق همسر که گفت",
    "ar": "الرئيس وزير الخارجية الجنرال روسيا بوتين كريموف و ، ( ) ل باسم في السابق زوجة قال الروسي",
    "en": "President minister foreign General Russia Putin Karimov , ( ) of the 's - . and former wife",
}


@given(st.data())
def test_a_title_is_one_persons_and_never_his_name(
    pipelines: dict[str, Language], data: st.DataObject
) -> None:
    lang = data.draw(st.sampled_from(sorted(WORDS)))
    words = data.draw(st.lists(st.sampled_from(WORDS[lang].split()), max_size=14))
    doc = pipelines[lang](" ".join(words))
    people = [ent for ent in doc.ents if ent.label_ == "PER"]
    taken = [range(ent.start_char, ent.end_char) for ent in people]
    taken += [range(*ent._.role_span) for ent in people if ent._.role_span]
    characters = [i for span in taken for i in span]
    assert len(characters) == len(set(characters))
    assert all(not ent._.role_span for ent in doc.ents if ent.label_ != "PER")


def test_a_language_without_titles_is_refused() -> None:
    with pytest.raises(ValueError, match="no titles in 'de'"):
        RoleFinder("de")


@pytest.mark.parametrize("lang", sorted(SAMPLES))
def test_the_lists_do_not_contradict_each_other(lang: str) -> None:
    lists = titles(lang)
    assert not lists.offices & lists.ranks
    assert not lists.stops & (lists.offices | lists.domains | lists.bodies | lists.organs)
    assert not lists.bodies & lists.organs
    assert set(nations(lang).values()) <= set(nations("ar").values())


TEXT = "Karimov came. The Uzbek leader, Karimov, left.\n"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("Uzbek leader", 18, 30, "UZB")),
        ({"role_of": "TASHKENT"}, ("Uzbek leader", 18, 30, "TASHKENT")),
        ({"role_start": 24, "role_end": 30, "role_of": "CSTO"}, ("leader", 24, 30, "CSTO")),
        ({"role_start": None, "role_end": None}, ("", None, None, "")),
        ({"label": "ORG"}, ("", None, None, "")),
    ],
)
def test_people_decide_about_roles(
    fields: dict[str, Any], expected: tuple[Any, ...], tmp_path: Path
) -> None:
    study = init(tmp_path / "study")
    file = tmp_path / "note.en.txt"
    file.write_text(TEXT, encoding="utf-8")
    add(study, [file], {})
    item = {"layer": "entities", "decision": "accept", "label": "PER", "quote": "Karimov"}
    item |= {"start": 32, "end": 39} | fields
    gold = study.root / "annotations" / "gold" / "note.en.jsonl"
    gold.parent.mkdir(parents=True, exist_ok=True)
    gold.write_text(json.dumps(item) + "\n", encoding="utf-8")
    assert check_decisions(gold) == []
    run(study)
    row = dalil.open(study.root).entities.query("start == 32").iloc[0]
    told = [row[name] for name in ("role", "role_start", "role_end", "role_of")]
    assert [None if value != value else value for value in told] == list(expected)


def test_a_decision_with_half_a_role_is_an_error(tmp_path: Path) -> None:
    item = {"layer": "entities", "decision": "add", "label": "PER", "start": 0, "end": 7}
    file = tmp_path / "note.en.jsonl"
    file.write_text(json.dumps(item | {"quote": "Karimov", "role_start": 9}), encoding="utf-8")
    assert [problem.field for problem in check_decisions(file)] == ["role_start"]
