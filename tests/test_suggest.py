"""Rows suggested for the gazetteer: names that no list has, their spellings put together."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from small_dataset import Line, Named, write_dataset

from dalil import store
from dalil.cli import main
from dalil.entities import COLUMNS, Entry, Gazetteer, check_gazetteer
from dalil.entities.suggest import suggestions

GAZETTEER = Gazetteer(
    (
        Entry("TOKAYEV", "PER", "leader", "Kassym-Jomart Tokayev", "قاسم جومارت توکایف", "قاسم جومارت توكاييف"),
        Entry("KARIMOV", "PER", "leader", "Islam Karimov", "اسلام کریم‌اف", "إسلام كريموف"),
        Entry("TASHKENT", "LOC", "city", "Tashkent", "تاشکند", "طشقند"),
    )
)  # fmt: skip

TASHIEV = "?TASHIEV"
DOCUMENTS = {
    "a.fa": (
        Line(
            "قمچی‌بیک تاشی‌اف با تاشیف دیگر سخن نگفت .",
            mentions=(Named("قمچی‌بیک تاشی‌اف", "PER", TASHIEV), Named("تاشیف", "PER", TASHIEV)),
        ),
        Line("تاشیف بازگشت .", mentions=(Named("تاشیف", "PER", TASHIEV),)),
        Line(
            "قاسم ژومارت توقایف به مارگیلان رفت .",
            mentions=(
                Named("قاسم ژومارت توقایف", "PER", "?TUQAYEV"),
                Named("مارگیلان", "LOC", "?MARGILAN"),
            ),
        ),
        Line("اسلام کریم‌اف گفت .", mentions=(Named("اسلام کریم‌اف", "PER", "KARIMOV", "Islam Karimov"),)),
        Line("جنبش آلگا فراخوان داد .", mentions=(Named("جنبش آلگا", "ORG", "?JUNBASH-ALGA"),)),
    ),
    "b.ar": (
        Line("قال كامتشيبيك تاشييف ذلك .", mentions=(Named("كامتشيبيك تاشييف", "PER"),)),
        Line("مرغيلان مدينة .", mentions=(Named("مرغيلان", "LOC"),)),
    ),
    "c.en": (
        Line(
            "Kamchybek Tashiev met ALGA =1+1 .",
            mentions=(
                Named("Kamchybek Tashiev", "PER", "?TASHIEV"),
                Named("ALGA", "ORG", "?ALGA"),
                Named("=1+1", "ORG"),
            ),
        ),
    ),
}  # fmt: skip


@pytest.fixture
def rows(tmp_path: Path) -> dict[str, dict[str, str]]:
    folder = write_dataset(tmp_path, DOCUMENTS)
    found = suggestions(store.read(folder, "entities").to_pylist(), GAZETTEER)
    assert len({row["id"] for row in found}) == len(found)
    assert all(tuple(row) == COLUMNS for row in found)
    return {row["id"]: row for row in found}


def test_spellings_are_one_row_over_documents_and_languages(
    rows: dict[str, dict[str, str]],
) -> None:
    assert rows["TASHIEV"] == dict.fromkeys(COLUMNS, "") | {
        "id": "TASHIEV",
        "type": "PER",
        "en": "Kamchybek Tashiev",
        "fa": "قمچی‌بیک تاشی‌اف",
        "ar": "كامتشيبيك تاشييف",
        "aliases_fa": "تاشیف",
        "note": "5 times in 3 documents: a.fa, b.ar, c.en; see a.fa:0",
    }
    assert (rows["MARGILAN"]["fa"], rows["MARGILAN"]["ar"]) == ("مارگیلان", "مرغيلان")


def test_the_most_frequent_comes_first(rows: dict[str, dict[str, str]]) -> None:
    assert list(rows)[:2] == ["TASHIEV", "MARGILAN"]


def test_a_near_spelling_of_an_entry_is_its_alias(rows: dict[str, dict[str, str]]) -> None:
    row = rows["TOKAYEV"]
    assert row["aliases_fa"] == "قاسم ژومارت توقایف"
    assert not any(row[column] for column in ("type", "kind", "en", "fa", "ar"))
    assert row["note"].startswith("alias of TOKAYEV? once in 1 document: a.fa")


def test_listed_names_are_not_suggested(rows: dict[str, dict[str, str]]) -> None:
    assert "KARIMOV" not in rows


def row(text: str, doc: str = "a", label: str = "PER", lang: str = "fa", **more: str) -> dict:
    return {
        "doc": doc,
        "sentence": 0,
        "lang": lang,
        "text": text,
        "clean": text,
        "label": label,
    } | {
        "id": "",
        "source": "model",
        **more,
    }


def test_two_people_with_one_surname_stay_two() -> None:
    mentions = [
        row("الماس جوروف", "a"),
        row("بهرام جوروف", "b"),
        row("بهرام جورف", "b"),
        row("جوروف", "b"),
    ]
    found = suggestions(mentions, Gazetteer(()))
    # The surname alone stands in a document with one of the two.
    assert [(r["fa"], r["aliases_fa"]) for r in found] == [
        ("بهرام جورف", "بهرام جوروف|جوروف"),
        ("الماس جوروف", ""),
    ]
    assert len({r["id"] for r in found}) == 2


def test_ambiguous_listed_names_are_left_out_and_keyboards_are_mended() -> None:
    mentions = [row("اسد", source="gazetteer"), row("كاظمي | [نام]", label="ORG")]
    (found,) = suggestions(mentions, Gazetteer(()))
    assert found["fa"] == "کاظمی نام"


def test_longer_names_of_organisations_are_not_compared_by_sound() -> None:
    mentions = [row("حزب آزادی", label="ORG"), row("حزب آزادگی", label="ORG")]
    assert len(suggestions(mentions, Gazetteer(()))) == 2


def test_an_acronym_goes_with_the_name_it_stood_behind() -> None:
    mentions = [
        row("سازمان همکاری ترانسپورت", label="ORG", id="?X"),
        row("SHT", label="ORG", id="?X"),
    ]
    (found,) = suggestions(mentions, Gazetteer(()))
    assert (found["id"], found["fa"], found["en"]) == ("X", "سازمان همکاری ترانسپورت", "SHT")


def test_an_id_that_is_taken_gets_longer() -> None:
    gazetteer = Gazetteer((Entry("JUROV", "ORG", "", "Jurov", "جرف", "جرف"),))
    (found,) = suggestions([row("Almas Jurov", lang="en")], gazetteer)
    assert found["id"] == "ALMAS-JUROV"


def test_the_command_writes_a_table_that_becomes_entries(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "study"
    assert main(["init", str(study)]) == 0
    assert main(["gazetteer", "suggest", "--study", str(study)]) == 1
    assert "run `dalil run` first" in capsys.readouterr().err
    write_dataset(study / "outputs" / "corpus", DOCUMENTS)
    assert main(["gazetteer", "suggest", "--study", str(study)]) == 0
    output = study / "outputs" / "gazetteer_suggestions.csv"
    said = capsys.readouterr().out
    assert "names suggested" in said and str(output) in said
    with output.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert tuple(found[0]) == COLUMNS
    assert any(row["ar"] == "مرغيلان" or "مرغيلان" in row["aliases_ar"] for row in found)
    again = tmp_path / "confirmed.csv"
    assert main(["gazetteer", "suggest", "--study", str(study), "--output", str(again)]) == 0
    assert again.read_bytes() == output.read_bytes()
    problems = [p for p in check_gazetteer(again) if p.severity == "error"]
    assert {p.field for p in problems} <= {"en", "type"}  # what a person fills in
