"""The statistical recogniser: reading data, training, merging with the gazetteer."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dalil.crf import Crf
from dalil.entities.columns import Example, decided, read_columns
from dalil.entities.merging import Found, Thresholds, merge
from dalil.entities.recogniser import Recogniser, RecogniserComponent
from dalil.entities.tagging import mentions_of, tags_of, tokens_of
from dalil.entities.training import train
from dalil.errors import DalilError
from dalil.gold import Decision
from dalil.languages import load
from dalil.languages.fold import fold


def mentions(example: Example) -> list[tuple[str, str]]:
    return [(example.text[start:end], label) for start, end, label in example.mentions]


def test_column_files_have_a_token_and_a_tag_on_each_line(tmp_path: Path) -> None:
    file = tmp_path / "news.tsv"
    file.write_text(
        "وزارت\tB-ORG\nخارجه\tI-ORG\nاز\tO\nمریم  رضوی\tB-PERS\n.\tO\n\n"
        "Ankara\tB_LOC\nhosted\tO\nTuesday\tB-DAT\n\n",
        encoding="utf-8",
    )
    first, second = read_columns(file)
    assert first.text == "وزارت خارجه از مریم رضوی ."
    assert mentions(first) == [("وزارت خارجه", "ORG"), ("مریم رضوی", "PER")]
    assert mentions(second) == [("Ankara", "LOC")]  # dates are no entities here


def test_conllu_files_have_tags_in_misc(tmp_path: Path) -> None:
    file = tmp_path / "news.conllu"
    rows = [
        ("1", "Nino's", "NER=B-PER|SpaceAfter=No"),
        ("2", ",", "_"),
        ("3", "Tbilisi", "NE=B-LOC"),
    ]
    lines = ["# text = Nino's, Tbilisi"]
    lines += ["\t".join([n, form, *["_"] * 7, misc]) for n, form, misc in rows]
    file.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    (example,) = read_columns(file)
    assert example.text == "Nino's, Tbilisi"
    assert mentions(example) == [("Nino's", "PER"), ("Tbilisi", "LOC")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no tab here\n", "bad.tsv:1: wanted are a token"),
        ("\n\n", "no sentence"),
        ("a\tX-PER\n", "B-ORG"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DalilError) as caught:
        read_columns(file)
    assert said in str(caught.value)


def test_what_people_read_makes_examples() -> None:
    raw = "Aydin met Leyla. Nobody was read here. Baku was quiet."
    quote = {"annotator": "reader", "time": "2026-01-01"}

    def decision(layer: str, text: str, kind: str = "add", **fields: str) -> Decision:
        start = raw.index(text)
        return Decision(layer, start, start + len(text), kind, fields, quote=text, **quote)

    examples = decided(
        raw,
        [
            decision("sentences", "Aydin met Leyla.", "accept"),
            decision("sentences", "Baku was quiet.", "accept"),
            decision("entities", "Leyla", label="PER"),
            decision("entities", "Aydin", "reject", label="PER"),
            decision("entities", "Baku", "accept", label="LOC"),
        ],
    )
    assert [mentions(example) for example in examples] == [[("Leyla", "PER")], [("Baku", "LOC")]]


def test_proclitics_stay_outside_of_mentions() -> None:
    doc = load("ar", annotate=False, morphology="light")("وصل وفد إلى عمان وموسكو.")
    start = doc.text.index("وموسكو")
    split = [token.text for token in doc]
    (mention,) = tokens_of(doc, [(start, start + len("وموسكو"), "LOC")])
    assert [token.text for token in doc[mention[0] : mention[1]]] == (
        ["موسكو"] if "موسكو" in split else ["وموسكو"]
    )


@given(st.lists(st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "I-ORG"]), max_size=12))
def test_tags_and_mentions_say_the_same(tags: list[str]) -> None:
    found = mentions_of(tags)
    assert all(start < end for start, end, _ in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    inside = {i for start, end, _ in found for i in range(start, end)}
    assert inside == {i for i, tag in enumerate(tags) if tag != "O"}


LOC = Found(3, 4, "LOC", 0.98)


@pytest.mark.parametrize(
    ("found", "kept", "added"),
    [
        (Found(3, 4, "ORG", 0.99), [0], []),  # the gazetteer knows what the name stands for
        (Found(2, 4, "ORG", 0.9), [], [Found(2, 4, "ORG", 0.9)]),  # the longest name
        (Found(2, 4, "ORG", 0.3), [0], []),  # not sure enough
        (Found(6, 8, "PER", 0.7), [0], [Found(6, 8, "PER", 0.7)]),
        (Found(6, 8, "PER", 0.2), [0], []),
    ],
)
def test_merging(found: Found, kept: list[int], added: list[Found]) -> None:
    assert merge([LOC], [found], Thresholds(person=0.5, around=0.6)) == (kept, added)


def test_a_span_across_a_known_name_gives_way() -> None:
    known = [Found(2, 5, "ORG", 0.98)]
    assert merge(known, [Found(4, 7, "PER", 0.99)], Thresholds()) == ([0], [])


NAMES = [
    "Tamar Kvesi",
    "Dauren Asanov",
    "Layla Haddad",
    "Otar Beridze",
    "Sana Malik",
    "Jan Novotny",
]
TOWNS = ["Zarnok", "Belmira", "Ostvale", "Karvest", "Mirandol"]


def examples() -> list[Example]:
    made = []
    for name in NAMES:
        for town in TOWNS:
            text = f"Mr {name} travelled to {town} ."
            person, place = text.index(name), text.index(town)
            spans = ((person, person + len(name), "PER"), (place, place + len(town), "LOC"))
            made.append(Example(text, spans))
    return made


def test_a_recogniser_learns_what_names_stand_beside(tmp_path: Path) -> None:
    done = train(examples(), [], "en", tmp_path)
    assert done.mentions == {"LOC": 30, "PER": 30}
    doc = load("en", engine="gazetteer", arguments=False)(
        "Mr Unheard Person travelled to Nowhereton ."
    )
    found = Recogniser("en", tmp_path).find(doc)
    assert [(doc[f.start : f.end].text, f.label) for f in found] == [
        ("Unheard Person", "PER"),
        ("Nowhereton", "LOC"),
    ]
    assert all(0.5 < f.score <= 1 for f in found)
    first = (tmp_path / "model.crfsuite").read_bytes()
    train(examples(), [], "en", tmp_path)
    assert (tmp_path / "model.crfsuite").read_bytes() == first


def test_too_little_to_learn_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="too few mentions"):
        train(examples()[:3], [], "en", tmp_path)


@pytest.mark.parametrize("content", [b"", b"lCR", b"not a model of any kind"])
def test_a_broken_model_is_an_error_for_people(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.crfsuite"
    file.write_bytes(content)
    with pytest.raises(DalilError, match="no model of a CRF"):
        Crf(file)


def test_tags_of_follow_the_tokens() -> None:
    doc = load("fa", annotate=False)("سازمان‌های آزمایشی در شهر نوآباد")
    start = doc.text.index("نوآباد")
    assert tags_of(doc, [(start, start + len("نوآباد"), "LOC")])[-1] == "B-LOC"


class Finds:
    """An engine that finds what it is told."""

    def __init__(self, *found: Found) -> None:
        self._found = list(found)

    def find(self, doc: Doc) -> list[Found]:
        return self._found


@pytest.mark.parametrize(
    ("lang", "text", "found", "section", "kept"),
    [
        ("en", "Leyla Askarli left", Found(0, 2, "PER", 0.9), "body", True),
        ("en", "Leyla Askarli 2004", Found(0, 2, "PER", 0.9), "reference", False),
        ("en", "It fell ( Askarli , 2005 : 8 )", Found(3, 4, "PER", 0.9), "body", False),
        ("fa", "وزیر خارجه روسیه رفت", Found(1, 3, "ORG", 0.95), "body", False),
        ("fa", "در نقاط مختلف جهان", Found(3, 4, "LOC", 0.95), "body", False),
        ("ar", "يوفر سندًا جماعيًّا", Found(1, 3, "PER", 0.9), "body", False),
    ],
)
def test_what_a_recogniser_finds_is_no_name_everywhere(
    lang: str, text: str, found: Found, section: str, kept: bool
) -> None:
    doc = Doc(spacy.blank(lang).vocab, words=text.split())
    for token in doc:
        token.norm_ = fold(token.text, lang)
    doc._.section = section
    ents = RecogniserComponent(Finds(found), Thresholds())(doc).ents
    assert [(ent.start, ent.end, ent.label_) for ent in ents] == (
        [(found.start, found.end, found.label)] if kept else []
    )


def test_text_out_of_a_broken_font_is_left_to_the_gazetteer() -> None:
    doc = Doc(spacy.blank("fa").vocab, words=["لیلا", "عسکری", "رفت"])
    doc._.restored = True
    component = RecogniserComponent(Finds(Found(0, 2, "PER", 0.99)), Thresholds())
    assert not component(doc).ents


def test_a_mention_ends_before_the_full_stop() -> None:
    doc = Doc(spacy.blank("fa").vocab, words=["به", "نوآباد", "."])
    (ent,) = RecogniserComponent(Finds(Found(1, 3, "LOC", 0.9)), Thresholds())(doc).ents
    assert (ent.start, ent.end) == (1, 2)
