"""Frequency tables: counted by hand on a dataset small enough for it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from small_dataset import DOCUMENTS, Line, Named, Said, write_dataset

from dalil.errors import DalilError
from dalil.tables import frequency_tables, write_tables

COLUMNS = {
    "words": ["lang", "word", "count", "per_10000", "documents"],
    "lemmas": ["lang", "lemma", "count", "per_10000", "documents"],
    "entities": ["entity", "label", "name", "count", "per_10000", "documents"],
    "entities_by_language": ["lang", "entity", "label", "name", "count", "per_10000", "documents"],
    "tags": ["tag", "count", "asserts", "denies", "per_10000", "documents"],
    "tags_by_language": ["lang", "tag", "count", "asserts", "denies", "per_10000", "documents"],
    "tags_by_document": ["doc", "tag", "count", "asserts", "denies", "per_10000", "documents"],
    "tags_by_organisation": [
        "organisation",
        "name",
        "tag",
        "count",
        "asserts",
        "denies",
        "per_10000",
        "documents",
    ],
}


def words_in(lang: str = "", doc: str = "", references: bool = False) -> int:
    """Words of the dataset, counted another way."""
    return sum(
        any(c.isalpha() for c in word)
        for name, lines in DOCUMENTS.items()
        for line in lines
        for word in line.text.split()
        if (not doc or name == doc)
        and (not lang or (line.lang or name[-2:]) == lang)
        and (references or line.section != "reference")
    )


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "a [strange] 'name' lang=fa" / "corpus")


@pytest.fixture
def tables(dataset: Path) -> dict[str, pd.DataFrame]:
    return frequency_tables(dataset)


def row(table: pd.DataFrame, **wanted: str) -> dict[str, object]:
    """The one row with these values."""
    for name, value in wanted.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0].to_dict()


def test_tables_and_columns(tables: dict[str, pd.DataFrame]) -> None:
    assert {name: list(frame.columns) for name, frame in tables.items()} == COLUMNS


def test_words_of_one_folded_form_are_one_word(tmp_path: Path) -> None:
    lines = (Line("همکاری همکاري همکاری"), Line("Region the The the region", lang="en"))
    words = frequency_tables(write_dataset(tmp_path, {"a.fa": lines}))["words"]
    assert words[["lang", "word", "count"]].values.tolist() == [
        ["en", "the", 3],
        ["en", "Region", 2],  # as often as "region": the first by code point
        ["fa", "همکاری", 3],
    ]


def test_words_count_per_language(tables: dict[str, pd.DataFrame]) -> None:
    found = row(tables["words"], lang="en", word="Russia")
    assert found["count"] == found["documents"] == 1
    assert found["per_10000"] == pytest.approx(10_000 / words_in("en"))
    # The English abstract of an Arabic document counts for English.
    assert row(tables["words"], lang="en", word="region")["documents"] == 2
    assert "." not in set(tables["words"]["word"])
    totals = tables["words"].groupby("lang")["count"].sum()
    assert totals.to_dict() == {lang: words_in(lang) for lang in ("ar", "en", "fa")}


def test_lemmas_bring_forms_together(tables: dict[str, pd.DataFrame]) -> None:
    assert row(tables["lemmas"], lang="fa", lemma="کرد#کن")["count"] == 1
    assert row(tables["lemmas"], lang="en", lemma="state")["count"] == 1
    assert row(tables["lemmas"], lang="ar", lemma="دوله")["count"] == 1


def test_references_are_not_counted_unless_asked(dataset: Path) -> None:
    default, asked = frequency_tables(dataset), frequency_tables(dataset, sections=["reference"])
    assert "کولی" not in set(default["words"]["word"])
    assert "کولی" not in set(default["entities"]["entity"])
    assert set(asked["words"]["word"]) == {"کولی", "منطقه‌گرایی"}
    assert asked["entities"].values.tolist() == [["کولی", "PER", "کولی", 1, 5000.0, 1]]
    assert asked["tags"].empty


def test_entities_go_by_id_over_the_languages(tables: dict[str, pd.DataFrame]) -> None:
    found = row(tables["entities"], entity="SCO")
    assert (found["label"], found["name"]) == ("ORG", "Shanghai Cooperation Organisation")
    assert (found["count"], found["documents"]) == (2, 2)
    assert found["per_10000"] == pytest.approx(20_000 / words_in())
    english = row(tables["entities_by_language"], lang="en", entity="SCO")
    assert english["count"] == 1
    assert english["per_10000"] == pytest.approx(10_000 / words_in("en"))


def test_tags_tell_stances_apart(tmp_path: Path) -> None:
    denied = Line("نه چنین است", claims=(Said("balancing", "denies"),))
    said = Line("چنین است", claims=(Said("balancing"), Said("identity")))
    tables = frequency_tables(write_dataset(tmp_path, {"a.fa": (denied, said), "b.fa": (denied,)}))
    assert tables["tags"].values.tolist() == [
        ["balancing", 3, 1, 2, 3750, 2],
        ["identity", 1, 1, 0, 1250, 1],
    ]
    assert tables["tags_by_document"].values.tolist() == [
        ["a.fa", "balancing", 2, 1, 1, 4000, 1],
        ["a.fa", "identity", 1, 1, 0, 2000, 1],
        ["b.fa", "balancing", 1, 0, 1, pytest.approx(10_000 / 3), 1],
    ]


def test_tags_by_language(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["tags_by_language"]
    assert table["lang"].tolist() == sorted(table["lang"])
    found = row(table, lang="fa", tag="virtual_regionalism")
    assert found["count"] == 2
    assert found["per_10000"] == pytest.approx(20_000 / words_in("fa"))


def test_tags_by_organisation_count_a_claim_for_each(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["tags_by_organisation"]
    assert table[["organisation", "tag", "count", "documents"]].values.tolist() == [
        ["CSTO", "collective_security", 1, 1],
        ["CSTO", "virtual_regionalism", 1, 1],
        ["SCO", "virtual_regionalism", 2, 2],
    ]
    assert set(table["name"]) == {
        "Collective Security Treaty Organization",
        "Shanghai Cooperation Organisation",
    }


def test_organisations_without_a_mention_have_their_id_for_name(tmp_path: Path) -> None:
    line = Line("کشورها", claims=(Said("identity", organisations=("ECO",)),))
    tables = frequency_tables(write_dataset(tmp_path, {"a.fa": (line,)}))
    assert tables["tags_by_organisation"][["organisation", "name"]].values.tolist() == [
        ["ECO", "ECO"]
    ]


def test_most_frequent_first_then_by_text(tmp_path: Path) -> None:
    lines = (Line("ب ا پ ب", mentions=(Named("ب", "LOC"), Named("ا", "LOC"))),)
    tables = frequency_tables(write_dataset(tmp_path, {"a.fa": lines}))
    assert tables["words"]["word"].tolist() == ["ب", "ا", "پ"]
    assert tables["entities"]["entity"].tolist() == ["ا", "ب"]


def test_empty_dataset_gives_empty_tables(tmp_path: Path) -> None:
    tables = frequency_tables(write_dataset(tmp_path, {}))
    assert {name: list(frame.columns) for name, frame in tables.items()} == COLUMNS
    assert all(frame.empty for frame in tables.values())


def test_claims_in_a_document_without_words_still_count(tmp_path: Path) -> None:
    line = Line("1991 — 2005", claims=(Said("identity"),))
    tables = frequency_tables(write_dataset(tmp_path / "corpus", {"a.fa": (line,)}))
    write_tables(tmp_path / "tables", tables)
    for name, key in (("tags", ""), ("tags_by_language", "fa,"), ("tags_by_document", "a.fa,")):
        text = (tmp_path / "tables" / f"{name}.csv").read_text("utf-8")
        assert text.splitlines()[1:] == [f"{key}identity,1,1,0,,1"]


def test_write_tables(tmp_path: Path, tables: dict[str, pd.DataFrame], dataset: Path) -> None:
    write_tables(tmp_path / "one", tables)
    write_tables(tmp_path / "two", frequency_tables(dataset))
    assert {path.stem for path in (tmp_path / "one").iterdir()} == set(COLUMNS)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    lines = (tmp_path / "one" / "words.csv").read_bytes().decode("utf-8").split("\n")
    assert lines[0] == "lang,word,count,per_10000,documents"
    share = 10_000 / words_in("ar")
    assert f"ar,روسيا,1,{share:.2f},1" in lines


def test_write_tables_for_spreadsheets(tmp_path: Path) -> None:
    tables = frequency_tables(write_dataset(tmp_path / "corpus", {"a.en": (Line("-ism x"),)}))
    write_tables(tmp_path, tables, excel=True)
    assert (tmp_path / "words.csv").read_bytes().decode("utf-8").startswith("\ufefflang,word")
    assert ",'-ism,1,5000.00,1\n" in (tmp_path / "words.csv").read_text("utf-8")


def test_frequency_tables_says_that_nothing_was_run(tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="dalil run"):
        frequency_tables(tmp_path)
