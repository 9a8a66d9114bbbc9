"""Mentions of one document linked by what the document says."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from dalil.entities.linking import Linker
from dalil.entities.matcher import gazetteer_of
from dalil.languages import load


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    return {lang: load(lang, annotate=False, morphology="light") for lang in ("fa", "ar", "en")}


def link(docs: list[Doc]) -> None:
    Linker(lambda: gazetteer_of(None).entries).link(docs)


def named(doc: Doc, text: str, label: str, id_: str = "", source: str = "model") -> Doc:
    """The Doc with one mention more, the first place where `text` stands."""
    start = doc.text.index(text)
    span = doc.char_span(start, start + len(text), label=label, kb_id=id_)
    assert isinstance(span, Span)
    span._.score, span._.source = 0.95, source
    doc.set_ents([*doc.ents, span])
    return doc


def found(*docs: Doc) -> list[tuple[str, str, str]]:
    return [(ent.text, ent.label_, ent.kb_id_) for doc in docs for ent in doc.ents]


@pytest.mark.parametrize(
    ("lang", "text", "name", "acronym"),
    [
        ("en", "The Qaraton Trade Forum (QTF) met. The QTF agreed.", "Qaraton Trade Forum", "QTF"),
        (
            "fa",
            "مجمع بازرگانی قراتون (QTF) تشکیل شد. سپس QTF گسترش یافت.",
            "مجمع بازرگانی قراتون",
            "QTF",
        ),
        (
            "ar",
            "اجتمع منتدى قراتون التجاري (QTF) أمس. ووافق QTF على ذلك.",
            "منتدى قراتون التجاري",
            "QTF",
        ),
    ],
)
def test_an_acronym_in_brackets_stands_for_the_name(
    pipelines: dict[str, Language], lang: str, text: str, name: str, acronym: str
) -> None:
    doc = named(pipelines[lang](text), name, "ORG", "QARATON", "gazetteer")
    link([doc])
    assert found(doc) == [
        (name, "ORG", "QARATON"),
        (acronym, "ORG", "QARATON"),
        (acronym, "ORG", "QARATON"),
    ]
    assert [ent._.source for ent in doc.ents] == ["gazetteer", "document", "document"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("پیمان دفاع مشترک قراتون تشکیل شد. پیمان دفاع، به گفته او، ضعیف است.", ["پیمان دفاع"]),
        ("پیمان دفاع مشترک قراتون تشکیل شد. پیمان دفاع هوایی ضعیف است.", []),  # another one
        ("نیروهای مسلح قراتون آمدند. نیروهای مسلح، به گفته او، رفتند.", []),  # anybody's
    ],
)
def test_the_beginning_of_a_name_stands_for_it(
    pipelines: dict[str, Language], text: str, short: list[str]
) -> None:
    name = text[: text.index("قراتون") + len("قراتون")]
    doc = named(pipelines["fa"](text), name, "ORG", "QARATON", "gazetteer")
    link([doc])
    assert found(doc)[1:] == [(form, "ORG", "QARATON") for form in short]


def test_a_year_in_brackets_is_no_acronym(pipelines: dict[str, Language]) -> None:
    doc = pipelines["en"]("The Qaraton Trade Forum (2019) met in 2019.")
    link([named(doc, "Qaraton Trade Forum", "ORG", "QARATON")])
    assert len(doc.ents) == 1


def test_a_surname_is_the_one_person_who_bears_it(pipelines: dict[str, Language]) -> None:
    first = named(pipelines["en"]("Timur Zhanov spoke."), "Timur Zhanov", "PER", "ZHANOV")
    second = named(pipelines["en"]("Later Zhanov left."), "Zhanov", "PER")
    link([first, second])
    assert found(first, second) == [("Timur Zhanov", "PER", "ZHANOV"), ("Zhanov", "PER", "ZHANOV")]


def test_a_surname_of_two_people_stays_open(pipelines: dict[str, Language]) -> None:
    doc = pipelines["en"]("Timur Zhanov met Olga Zhanov. Zhanov left.")
    named(named(doc, "Timur Zhanov", "PER", "ZHANOV-T"), "Olga Zhanov", "PER", "ZHANOV-O")
    start = doc.text.rindex("Zhanov")
    doc.set_ents([*doc.ents, doc.char_span(start, start + len("Zhanov"), label="PER")])
    link([doc])
    assert found(doc)[-1][2] not in ("ZHANOV-T", "ZHANOV-O")


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("fa", "نیکلای بوردیوزا سخن گفت.", "نیکلای بوردیوزا"),
        ("ar", "تحدث نيكولاي بورديوزا أمس.", "نيكولاي بورديوزا"),
        ("en", "Nikolay Bordyuja spoke.", "Nikolay Bordyuja"),
    ],
)
def test_a_gazetteer_name_in_another_spelling_has_its_id(
    pipelines: dict[str, Language], lang: str, text: str, name: str
) -> None:
    doc = named(pipelines[lang](text), name, "PER")
    link([doc])
    assert found(doc) == [(name, "PER", "BORDYUZHA")]


@pytest.mark.parametrize(
    ("lang", "texts", "name"),
    [
        ("fa", ["مراد ونسار سخن گفت.", "به گفته مراد ونسار، این بس است."], "مراد ونسار"),
        ("ar", ["تحدث مراد ونسار.", "وكان مراد ونسار حاضرا."], "مراد ونسار"),
        ("en", ["Murad Vansar spoke.", "Then Murad Vansar left."], "Murad Vansar"),
    ],
)
def test_a_name_that_no_list_has_is_found_again(
    pipelines: dict[str, Language], lang: str, texts: list[str], name: str
) -> None:
    docs = [pipelines[lang](text) for text in texts]
    link([named(docs[0], name, "PER"), docs[1]])
    ids = {id_ for _, _, id_ in found(*docs)}
    assert [text for text, _, _ in found(*docs)] == [name, name]
    assert len(ids) == 1 and ids.pop().startswith("?")
    assert {ent._.name for doc in docs for ent in doc.ents} == {name}


def test_the_same_common_word_is_not_found_again(pipelines: dict[str, Language]) -> None:
    """One word taken for an organisation once («استقلال», a club and independence) stays once."""
    docs = [pipelines["fa"](t) for t in ("استقلال برد.", "پس از استقلال کشور")]
    link([named(docs[0], "استقلال", "ORG"), docs[1]])
    assert len(found(*docs)) == 1


def test_linking_gives_the_same_each_time(pipelines: dict[str, Language]) -> None:
    def once() -> list[tuple[str, str, str]]:
        doc = pipelines["en"]("The Qaraton Trade Forum (QTF) and Murad Vansar. QTF. Vansar.")
        named(named(doc, "Qaraton Trade Forum", "ORG"), "Murad Vansar", "PER")
        link([doc])
        return found(doc)

    assert once() == once()
