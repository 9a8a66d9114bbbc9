"""Normalisation, tokens, sentences, lemmas and matching keys in the three languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from dalil.config import LANGUAGE_RULES, REPAIR_RULES
from dalil.languages import keys, load, rules_of
from dalil.languages.fold import fold
from dalil.repair import ALL_RULES


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    return {lang: load(lang, annotate=False, morphology="light") for lang in ("fa", "ar", "en")}


@pytest.mark.parametrize(
    ("lang", "text", "clean"),
    [
        ("fa", "سازمان هاي منطقه اي مي توانند", "سازمان‌های منطقه‌ای می‌توانند"),
        ("fa", "كشورها نميخواهند", "کشورها نمی‌خواهند"),
        ("fa", "در سال 2016 بود", "در سال ۲۰۱۶ بود"),
        ("fa", "www.sco.int در U.S. با 12.5 درصد", "www.sco.int در U.S. با ۱۲.۵ درصد"),
        ("fa", "مُبیّن  شکاف", "مبین شکاف"),
        ("ar", "التعـــاون  الإقليمي", "التعاون الإقليمي"),
        ("ar", "وفقًا للمعاهدة", "وفقًا للمعاهدة"),
        ("en", "member\n states", "member states"),
    ],
)
def test_clean_text(pipelines: dict[str, Language], lang: str, text: str, clean: str) -> None:
    assert pipelines[lang](text).text == clean


@pytest.mark.parametrize(
    ("lang", "rule", "text", "clean"),
    [
        ("fa", "letters", "كتاب", "كتاب"),
        ("fa", "digits", "سال 2016", "سال 2016"),
        ("fa", "diacritics", "مُبین", "مُبین"),
        ("fa", "spacing", "سازمان ها", "سازمان ها"),
        ("fa", "zwnj", "میدانند", "میدانند"),
        ("fa", "special_characters", "ﷺ نامه", "ﷺ نامه"),
        ("fa", "whitespace", "نظم\tنو", "نظم\tنو"),
        ("ar", "tatweel", "أمـن", "أمـن"),
        ("ar", "unicode", "ﻻ", "ﻻ"),
        ("ar", "whitespace", "أمن\tدائم", "أمن\tدائم"),
        ("en", "whitespace", "a\tb", "a\tb"),
    ],
)
def test_a_rule_can_be_switched_off(lang: str, rule: str, text: str, clean: str) -> None:
    # hazm's spacing takes care of white space as well.
    others = [n for n in rules_of(lang) if n != rule and (rule, n) != ("whitespace", "spacing")]
    off = load(lang, annotate=False, rules=others, repairs=[], morphology="light")
    on = load(lang, annotate=False, repairs=[], morphology="light")
    assert off(text).text == clean
    assert on(text).text != clean


def test_arabic_proclitics_can_stay_joined() -> None:
    others = [name for name in rules_of("ar") if name != "proclitics"]
    doc = load("ar", annotate=False, rules=others, morphology="light")("وروسيا")
    assert [t.text for t in doc] == ["وروسيا"]


@pytest.mark.parametrize(
    ("lang", "text", "tokens"),
    [
        ("fa", "«منطقه‌گرایی» (۲۰۰۸) نیست!", "« منطقه‌گرایی » ( ۲۰۰۸ ) نیست !"),
        ("fa", "سازمان (CSTO)، ۱۲.۵ درصد.", "سازمان ( CSTO ) ، ۱۲.۵ درصد ."),
        ("ar", "وقال إن روسيا وكازاخستان", "و قال إن روسيا و كازاخستان"),
        ("ar", "للاتحاد وللدول وبالأمن", "ل لاتحاد و ل لدول و ب الأمن"),
        ("ar", "وزير ووزير وكالة وفد واشنطن", "وزير و وزير وكالة وفد واشنطن"),
        ("ar", "كان كبير بلد لبنان فرنسا", "كان كبير بلد لبنان فرنسا"),
        ("ar", "بلغت 8.8٪ في 2024-09-07؛", "بلغت 8.8 ٪ في 2024-09-07 ؛"),
        ("ar", "سيكون وسيشارك", "س يكون و س يشارك"),
        ("en", "Russia's allies didn't sign.", "Russia 's allies did n't sign ."),
    ],
)
def test_tokens(pipelines: dict[str, Language], lang: str, text: str, tokens: str) -> None:
    assert [t.text for t in pipelines[lang](text)] == tokens.split(" ")


@pytest.mark.parametrize(
    ("lang", "text", "sentences"),
    [
        ("fa", "نظم شکل نگرفت. چرا؟ پاسخ روشن است!", 3),
        ("fa", "سال ۱۳۹۰.۵ است؛ همین.", 1),
        ("ar", "انتهى الاجتماع. هل نجح؟ لا أحد يعرف…", 3),
        ("ar", "بلغت 1.3 مليار، بحسب التقرير.", 1),
        ("en", "The U.S. left. Who stayed? Nobody!", 3),
        ("en", "He left. “It failed,” she said. (It did.)", 3),
    ],
)
def test_sentences(pipelines: dict[str, Language], lang: str, text: str, sentences: int) -> None:
    assert len(list(pipelines[lang](text).sents)) == sentences


@pytest.mark.parametrize(
    ("lang", "word", "lemma"),
    [
        ("fa", "سازمان‌های", "سازمان"),
        ("fa", "سازمانهای", "سازمان"),
        ("fa", "می‌شوند", "شد#شو"),
        ("fa", "نشدهاند", "شد#شو"),
        ("fa", "کرده", "کرد#کن"),
        ("fa", "نیستند", "بود#است"),
        ("fa", "شورای", "شورا"),
        ("fa", "نمایندگان", "نماینده"),
        ("fa", "گذشته", "گذشته"),
        ("ar", "المنظمات", "منظمة"),
        ("ar", "الدول", "دولة"),
        ("ar", "الإرهاب", "إرهاب"),
        ("ar", "الذين", "الذي"),
        ("ar", "يرى", "رأى"),
        ("en", "organisations", "organisation"),
        ("en", "led", "lead"),
        ("en", "fears", "fear"),
    ],
)
def test_lemma(pipelines: dict[str, Language], lang: str, word: str, lemma: str) -> None:
    doc = pipelines[lang](word)
    assert [t.lemma_ for t in doc] == [lemma]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("نمی‌شود", True),
        ("می‌شود", False),
        ("نیست", True),
        ("نباید", True),
        ("ننوشت", True),
        ("نوشت", False),
        ("نوشتند", False),
        ("نگریستند", False),
        ("ننشستند", True),
        ("نماند", True),
        ("نشستهای", False),
        ("می‌نویسد", False),
        ("نشده‌اند", True),
        ("نظر", False),
        ("نتوانسته‌است", True),
    ],
)
def test_persian_polarity(pipelines: dict[str, Language], text: str, negated: bool) -> None:
    (token,) = pipelines["fa"](text)
    assert (token.morph.get("Polarity") == ["Neg"]) is negated


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("fa", "سازمان‌هایشان", "سازمان"),
        ("fa", "سازمانهای", "سازمان"),
        ("fa", "آسیای", "آسیا"),
        ("fa", "نمی‌کند", "کردن"),
        ("fa", "منطقهای", "منطقه"),
        ("ar", "المنظمة", "منظمه"),
        ("ar", "الأمن", "امن"),
        ("en", "Treaties", "treaty"),
    ],
)
def test_keys(pipelines: dict[str, Language], lang: str, text: str, key: str) -> None:
    doc = pipelines[lang](text)
    (found,) = keys(doc)
    assert found[0] == doc[0].norm_
    assert key in found


@pytest.mark.parametrize(
    ("lang", "left", "right"),
    [
        ("fa", "منطقه‌گرايي", "منطقهگرایی"),
        ("fa", "كشور", "کشور"),
        ("fa", "رژیمِ", "رژیم"),
        ("fa", "جامعۀ", "جامعه"),
        ("fa", "رئیس", "رییس"),
        ("ar", "أوزبكستان", "اوزبکستان"),
        ("ar", "المعقّد", "المعقد"),
        ("ar", "إلى", "الي"),
        ("ar", "ٱلْمَدِينَة", "المدينه"),
        ("en", "Wæver’s", "WAEVER's"),
        ("en", "São", "sao"),
    ],
)
def test_fold_makes_spellings_one(lang: str, left: str, right: str) -> None:
    assert fold(left, lang) == fold(right, lang)


@pytest.mark.parametrize(
    ("lang", "left", "right"),
    [("fa", "آن", "ان"), ("fa", "امن", "امین"), ("ar", "علم", "عالم"), ("en", "state", "stated")],
)
def test_fold_keeps_words_apart(lang: str, left: str, right: str) -> None:
    assert fold(left, lang) != fold(right, lang)


def test_arabic_fold_agrees_with_camel_tools() -> None:
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import (
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_teh_marbuta_ar,
    )

    for word in ("إلى", "أُمّة", "آسيا", "مستشفى", "ٱلسلام", "المدرسةُ"):
        expected = normalize_teh_marbuta_ar(
            normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(word)))
        )
        assert fold(word, "ar") == expected


def test_configuration_names_the_rules_that_there_are() -> None:
    assert ALL_RULES == REPAIR_RULES
    for lang, names in LANGUAGE_RULES.items():
        assert tuple(rules_of(lang)) == names


def test_a_pipeline_can_be_saved_and_loaded(lang: str, tmp_path: Path) -> None:
    text = {"fa": "سازمان هاي منطقه", "ar": "وللدول العربية", "en": "Russia's  allies"}[lang]
    nlp = load(lang, annotate=False, morphology="light")
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert [(t.text, t.lemma_, t._.raw) for t in again(text)] == [
        (t.text, t.lemma_, t._.raw) for t in nlp(text)
    ]


def test_a_doc_goes_to_bytes_and_back_with_its_map_and_claims(lang: str) -> None:
    text = {
        "fa": "به گفته کولی،  قرقيزستان به روسیه وابسته است.",
        "ar": "يرى كولي أن  قرغيزستان تعتمد على روسيا.",
        "en": "Cooley argues that  Kyrgyzstan depends on Russia.",
    }[lang]
    nlp = load(lang, morphology="light")
    doc = nlp(text)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [t._.raw for t in again] == [t._.raw for t in doc]
    assert [t.lemma_ for t in again] == [t.lemma_ for t in doc]
    assert [(e.text, e.kb_id_, e._.name) for e in again.ents] == [
        (e.text, e.kb_id_, e._.name) for e in doc.ents
    ]
    assert doc._.claims
    assert list(again._.claims) == list(doc._.claims)


def test_pipe_gives_the_same_as_one_by_one(pipelines: dict[str, Language]) -> None:
    texts = ["نظم منطقه‌ای", "سازمان ها", ""]
    assert [d.text for d in pipelines["fa"].pipe(texts)] == [pipelines["fa"](t).text for t in texts]


def test_load_refuses_other_languages() -> None:
    with pytest.raises(ValueError, match="no language 'ru'"):
        load("ru")


# A morphology database of one word in camel-tools' format (stems stand there folded): قُوَى, of قُوَّة.
DATABASE = """###DEFINES###
DEFINE pos pos:noun
DEFINE diac diac:*open*
DEFINE lex lex:*open*
DEFINE bw bw:*open*
DEFINE prc0 prc0:0 prc0:Al_det
DEFINE prc1 prc1:0 prc1:bi_prep
DEFINE prc2 prc2:0 prc2:wa_conj
DEFINE prc3 prc3:0
DEFINE pos_lex_logprob pos_lex_logprob:*open*
###DEFAULTS###
DEFAULT pos:noun prc0:0 prc1:0 prc2:0 prc3:0
###ORDER###
ORDER pos prc3 prc2 prc1 prc0
###TOKENIZATIONS###
###STEMBACKOFF###
###PREFIXES###
\tPref-0\tdiac: bw:
و\tPref-wa\tdiac:وَ bw:wa/CONJ+ prc2:wa_conj
###SUFFIXES###
\tSuff-0\tdiac: bw:
###STEMS###
قوي\tN\tdiac:قُوَى lex:قُوَّة_1 bw:quwaY/NOUN pos:noun prc0:0 prc1:0 prc2:0 prc3:0 pos_lex_logprob:-3.5
###TABLE AB###
Pref-0 N
Pref-wa N
###TABLE BC###
N Suff-0
###TABLE AC###
Pref-0 Suff-0
Pref-wa Suff-0
"""


def test_a_morphology_database_gives_arabic_lemmas(tmp_path: Path) -> None:
    path = tmp_path / "tiny" / "morphology.db"
    path.parent.mkdir()
    path.write_text(DATABASE, encoding="utf-8")
    doc = load("ar", annotate=False, morphology=str(path))("وقوى إقليمية والمنظمات")
    assert [(t.text, t.lemma_) for t in doc] == [
        ("و", "و"),
        ("قوى", "قوة"),
        ("إقليمية", "إقليمية"),  # not in the database: the light analysis takes over
        ("و", "و"),
        ("المنظمات", "منظمة"),
    ]


def test_a_morphology_database_is_found_where_camel_tools_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dalil.languages.morphology import find_database

    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert find_database() is None
    path = tmp_path / "data" / "morphology_db" / "calima-msa-r13" / "morphology.db"
    path.parent.mkdir(parents=True)
    path.write_text("", encoding="utf-8")
    assert find_database() == path
