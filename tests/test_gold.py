"""People's decisions: read, checked, found again, and put over what a run finds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import dalil
from dalil.cli import main
from dalil.gold import check_decisions, read_decisions
from dalil.run import run
from dalil.study import Study, add, init

TEXT = (
    "The CSTO shields its rulers from criticism.\n\n"
    "Trade between the members has grown since 2015.\n\n"
    "Kazakhstan signed the charter in Tashkent.\n"
)
FIRST = TEXT.split("\n\n")[0]
SECOND = TEXT.split("\n\n")[1]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = init(tmp_path / "study")
    file = tmp_path / "note.en.txt"
    file.write_text(TEXT, encoding="utf-8")
    add(made, [file], {})
    return made


def span(quote: str, text: str = TEXT) -> dict[str, Any]:
    at = text.index(quote)
    return {"start": at, "end": at + len(quote), "quote": quote}


def decide(study: Study, *items: dict[str, Any]) -> Path:
    path = study.gold / "note.en.jsonl"
    common = {"annotator": "mina", "time": "2026-01-02T03:04:05Z"}
    lines = [json.dumps(common | item, ensure_ascii=False) for item in items]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def claims(study: Study) -> list[tuple[str, str, str, str]]:
    frame = dalil.open(study.root).claims
    columns = ["text", "tag", "stance", "source"]
    return [tuple(row) for row in frame[columns].itertuples(index=False)]


def test_a_rejected_claim_stays_away_and_the_file_stays_as_it_is(study: Study) -> None:
    run(study)
    assert (FIRST, "regime_security", "asserts", "cue") in claims(study)
    item = {"layer": "claims", "decision": "reject", "tag": "regime_security", **span(FIRST)}
    path = decide(study, item)
    before = path.read_bytes()
    assert run(study).redone == 1
    assert "regime_security" not in {row[1] for row in claims(study)}
    run(study, fresh=True)
    assert "regime_security" not in {row[1] for row in claims(study)}
    assert path.read_bytes() == before


def test_an_added_claim_is_there_with_who_added_it(study: Study) -> None:
    extra = {"tag": "virtual_regionalism", "stance": "denies", "holder": "the members"}
    decide(study, {"layer": "claims", "decision": "add", **extra, **span(SECOND)})
    run(study)
    frame = dalil.open(study.root).claims
    (row,) = frame[frame["source"] == "human"].to_dict("records")
    assert (row["text"], row["tag"], row["stance"]) == (SECOND, "virtual_regionalism", "denies")
    assert (row["holder"], row["version"]) == ("the members", "mina@2026-01-02T03:04:05Z")
    assert list(frame["claim"]) == list(range(len(frame)))


def test_an_accepted_claim_keeps_its_evidence_and_takes_the_persons_stance(study: Study) -> None:
    item = {"layer": "claims", "decision": "accept", "tag": "regime_security", "stance": "denies"}
    decide(study, item | span(FIRST))
    run(study)
    frame = dalil.open(study.root).claims
    (row,) = frame[frame["tag"] == "regime_security"].to_dict("records")
    assert (row["stance"], row["source"], row["score"]) == ("denies", "human", 1.0)
    assert len(row["evidence"])


def test_a_persons_mention_displaces_what_overlaps_it(study: Study) -> None:
    item = {"layer": "entities", "decision": "add", "label": "ORG", "id": "X"}
    decide(
        study, item | span("The CSTO shields"), {**item, "decision": "reject"} | span("Tashkent")
    )
    run(study)
    frame = dalil.open(study.root).entities
    assert frame[["text", "id"]].values.tolist() == [
        ["The CSTO shields", "X"],
        ["Kazakhstan", "KAZ"],
    ]


def test_a_decision_follows_its_quote_when_the_text_was_corrected(study: Study) -> None:
    extra = {"layer": "claims", "decision": "add", "tag": "economic_integration"}
    decide(study, extra | span(SECOND))
    longer = "A line that was missing before.\n\n" + TEXT
    (study.corpus / "note.en.txt").write_text(longer, encoding="utf-8")
    assert run(study).warnings == []
    frame = dalil.open(study.root).claims
    (row,) = frame[frame["source"] == "human"].to_dict("records")
    assert longer[row["start"] : row["end"]] == row["text"] == SECOND


def test_a_decision_whose_quote_is_gone_is_told_and_kept(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {"layer": "claims", "decision": "add", "tag": "identity", "start": 0, "end": 4}
    path = decide(study, item | {"quote": "gone"})
    assert main(["run", "--study", str(study.root), "--quiet"]) == 0
    assert "note.en.jsonl: line 1: the quoted text is not at 0-4" in capsys.readouterr().err
    assert "gone" in path.read_text(encoding="utf-8")


def test_a_hash_serves_where_the_text_may_not_be_shipped(study: Study) -> None:
    place = span(SECOND)
    digest = hashlib.sha256(place.pop("quote").encode()).hexdigest()
    extra = {"layer": "claims", "decision": "add", "tag": "economic_integration"}
    decide(study, extra | place | {"quote_sha256": digest})
    assert run(study).warnings == []
    assert (SECOND, "economic_integration", "asserts", "human") in claims(study)


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        ("{", None, "not JSON"),
        ("[]", None, "an object"),
        ('{"layer": "claim"}', "layer", "not one of claims"),
        ('{"layer": "claims", "decision": "maybe"}', "decision", "not one of accept"),
        ('{"layer": "claims", "decision": "add", "start": 3, "end": 2}', "start", "before end"),
        (
            '{"layer": "claims", "decision": "add", "start": 0, "end": 2}',
            "quote",
            "needs the quote",
        ),
        (
            '{"layer": "claims", "decision": "add", "start": 0, "end": 2, "quote": "ab"}',
            "tag",
            "needs a tag",
        ),
        (
            '{"layer": "entities", "decision": "add", "start": 0, "end": 2, "quote": "ab", '
            '"label": "GPE"}',
            "label",
            "not one of PER",
        ),
    ],
)
def test_check_says_what_is_wrong_with_a_decision(
    tmp_path: Path, line: str, field: str | None, message: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    (problem,) = check_decisions(path)
    assert (problem.line, problem.field) == (2, field)
    assert message in problem.message


def test_no_file_means_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.jsonl") == []
