"""`dalil train entities` and `dalil evaluate entities`, as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dalil.cli import main

SENTENCES = """\
President	O
Vladimir	B-PER
Putin	I-PER
went	O
to	O
Kazakhstan	B-LOC
.	O

Diplomats	O
of	O
the	O
Shanghai	B-ORG
Cooperation	I-ORG
Organisation	I-ORG
met	O
in	O
Tashkent	B-LOC
.	O
"""


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    file = tmp_path / "news.tsv"
    file.write_text(SENTENCES, encoding="utf-8")
    return file


def rows(printed: str) -> dict[tuple[str, str], dict[str, str]]:
    """The figures by measure and system."""
    header, *lines = (line.split("\t") for line in printed.strip().split("\n"))
    found = (dict(zip(header, line, strict=True)) for line in lines)
    return {(row["measure"], row["system"]): row for row in found}


def test_known_names_are_found_and_counted(
    columns: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "entities", str(columns), "--lang", "en"]) == 0
    found = rows(capsys.readouterr().out)
    assert {system for _, system in found} == {"dalil", "gazetteer", "model", "baseline"}
    assert found["PER/ORG/LOC", "gazetteer"]["right"] == "4"
    assert found["ORG", "dalil"]["wanted"] == "1"
    assert found["PER/ORG/LOC", "dalil"]["F1"] == "1.0000"


def test_persian_is_measured_on_careless_text_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "news.tsv"
    file.write_text("کشورهای\tO\nآسیای\tB-LOC\nمرکزی\tI-LOC\nمی\tO\nآیند\tO\n\n", encoding="utf-8")
    assert main(["evaluate", "entities", str(file), "--lang", "fa"]) == 0
    found = rows(capsys.readouterr().out)
    for measure in ("half-spaces removed", "letters varied"):
        assert found[f"PER/ORG/LOC, {measure}", "dalil"]["right"] == "1"


def test_a_document_is_measured_on_what_people_read_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Putin went to Kazakhstan by train and by air. Nobody read of Uzbekistan here.\n"
    document = tmp_path / "trip.txt"
    document.write_text(text, encoding="utf-8")

    def decided(layer: str, quote: str, **label: str) -> str:
        start = text.index(quote)
        base = {"layer": layer, "start": start, "end": start + len(quote), "quote": quote}
        return json.dumps(base | {"decision": "accept", "annotator": "reader"} | label)

    gold = tmp_path / "trip.jsonl"
    lines = [
        decided("sentences", "Putin went to Kazakhstan by train and by air."),
        decided("entities", "Putin", label="PER", id="PUTIN"),
        decided("entities", "Kazakhstan", label="LOC", id="UZB"),  # the wrong id, on purpose
    ]
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["evaluate", "entities", "--gold", str(gold), str(document)]) == 0
    found = rows(capsys.readouterr().out)
    assert (found["all", "dalil"]["right"], found["all", "dalil"]["found"]) == ("2", "2")
    assert (found["id", "dalil"]["right"], found["id", "dalil"]["found"]) == ("1", "2")


def test_a_recogniser_is_trained_from_a_file(
    columns: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns.write_text("\n".join([SENTENCES] * 20), encoding="utf-8")
    folder = tmp_path / "model"
    assert main(["train", "entities", str(columns), "--lang", "en", "--output", str(folder)]) == 0
    assert "40 sentences" in capsys.readouterr().out
    assert (folder / "model.crfsuite").stat().st_size > 0


def test_training_on_nothing_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "entities", "--lang", "en"]) == 1
    assert "nothing to train on" in capsys.readouterr().err
