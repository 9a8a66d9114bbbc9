"""A study's run from the texts to the files: the same every time, whole, and only what changed."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dalil import store
from dalil.cli import main
from dalil.run import RunResult, run
from dalil.study import open_study

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = ("claims.csv", "entities.csv", "alignments.csv", "tables/tags.csv")
DOCS = ("shelter.en", "shelter.fa", "gulf.ar")
BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\r\n\t\n",
    "nul.txt": b"Kazakhstan\x00 depends\x00 on\x00 Russia.\x00\n" * 9,
    "noise.md": bytes(range(256)) * 8,
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "not-a-pdf.pdf": b"Kazakhstan depends on Russia.\n",
    "not-a-page.docx": b"PK\x03\x04 broken",
}


def copy(folder: Path, outputs: Path | None = None) -> Path:
    """A study like the golden one in `folder`, with the outputs of an earlier run if given."""
    shutil.copytree(GOLDEN / "study", folder)
    if outputs:
        shutil.copytree(outputs, folder / "outputs")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` that a run writes, but the one that tells of the run itself."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}
    found.pop("run.json", None)
    return found


def different(one: Path, two: Path) -> list[str]:
    """The files in which the outputs of two studies differ."""
    left, right = contents(one / "outputs"), contents(two / "outputs")
    return sorted(name for name in left | right if left.get(name) != right.get(name))


def table(study: Path, name: str) -> list[dict[str, Any]]:
    return store.read(study / "outputs" / "corpus", name).to_pylist()


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def again(study: Path, **options: Any) -> RunResult:
    return run(open_study(study), workers=1, **options)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden study after one run; no test changes it."""
    study = copy(tmp_path_factory.mktemp("golden") / "study")
    assert main(["run", "--study", str(study), "--quiet"]) == 0
    return study


@pytest.fixture
def study(golden: Path, tmp_path: Path) -> Path:
    """A copy of the golden study with its outputs, to be changed."""
    return copy(tmp_path / "study", golden / "outputs")


@pytest.mark.parametrize("name", EXPECTED)
def test_the_golden_run_gives_what_is_expected(golden: Path, name: str) -> None:
    found = (golden / "outputs" / name).read_bytes()
    expected = GOLDEN / "expected" / Path(name).name
    if os.environ.get("DALIL_GOLDEN") == "write":
        expected.write_bytes(found)
    assert found.decode() == expected.read_bytes().decode()


def test_the_run_writes_all_files_of_the_contract(golden: Path) -> None:
    lists = {f"{name}.{kind}" for name in ("claims", "entities") for kind in ("csv", "jsonl")}
    dataset = {f"corpus/{name}.parquet" for name in store.SCHEMAS}
    counts = ("words", "lemmas", "entities", "entities_by_language", "tags", "tags_by_language")
    tables = {
        f"tables/{name}.csv" for name in (*counts, "tags_by_document", "tags_by_organisation")
    }
    others = {"alignments.csv", "annotated.jsonl", "repairs.jsonl"}
    kept = {f"cache/{doc}.json.gz" for doc in DOCS}
    assert set(contents(golden / "outputs")) == lists | dataset | tables | others | kept
    assert json.loads((golden / "outputs" / "run.json").read_bytes())["counts"]["documents"] == 3


def test_the_texts_of_all_rows_stand_where_the_row_says(golden: Path) -> None:
    raw = {row["doc"]: row["text"] for row in table(golden, "documents")}
    for doc, file in (("shelter.fa", "shelter.fa.txt"), ("gulf.ar", "gulf.ar.txt")):
        assert raw[doc] == (golden / "corpus" / file).read_bytes().decode()
    for name in ("segments", "sentences", "tokens", "entities", "claims"):
        rows = table(golden, name)
        assert {row["doc"] for row in rows} == set(DOCS)
        for row in rows:
            assert row["text"] == raw[row["doc"]][row["start"] : row["end"]], (name, row)
            assert row["text"].strip() == row["text"] != "", (name, row)
    for row in table(golden, "segments"):
        for piece in row["pieces"]:
            assert row["start"] <= piece["start"] < piece["end"] <= row["end"]
    repairs = (golden / "outputs" / "repairs.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["rule"] for line in repairs} >= {"presentation_forms"}
    for change in map(json.loads, repairs):
        assert raw[change["doc"]][change["start"] : change["end"]] == change["before"]


def test_the_lists_say_what_the_dataset_says(golden: Path) -> None:
    for name in ("claims", "entities"):
        rows = table(golden, name)
        lines = (golden / "outputs" / f"{name}.jsonl").read_text("utf-8").splitlines()
        cells = csv_rows(golden / "outputs" / f"{name}.csv")
        assert len(rows) == len(lines) == len(cells) > 0
        for row, line, cell in zip(rows, map(json.loads, lines), cells, strict=True):
            same = ("doc", "sentence", "start", "end", "text", "clean")
            assert [row[k] for k in same] == [line[k] for k in same]
            assert [str(row[k]) for k in same] == [cell[k] for k in same]


def test_annotated_documents_hold_every_layer(golden: Path) -> None:
    lines = (golden / "outputs" / "annotated.jsonl").read_text("utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    assert [document["doc"] for document in documents] == list(DOCS)
    for document in documents:
        for layer in ("segments", "sentences", "entities", "claims"):
            rows = [row for row in table(golden, layer) if row["doc"] == document["doc"]]
            spans = [(row["start"], row["end"]) for row in rows]
            assert [(item["start"], item["end"]) for item in document[layer]] == spans
        for entity in document["entities"]:
            assert document["text"][entity["start"] : entity["end"]] == entity["text"]
        assert document["meta"]["sha256"]
        assert "tokens" not in document


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("documents", None),
        ("segments", "segment"),
        ("sentences", "sentence"),
        ("tokens", "token"),
        ("entities", "entity"),
        ("claims", "claim"),
    ],
)
def test_keys_number_the_rows_of_each_document(golden: Path, name: str, key: str | None) -> None:
    rows = table(golden, name)
    assert list(dict.fromkeys(row["doc"] for row in rows)) == list(DOCS)
    for doc in DOCS:
        numbers = [row[key] if key else 0 for row in rows if row["doc"] == doc]
        assert numbers == list(range(len(numbers)))


def test_rows_refer_to_their_sentence_and_segment(golden: Path) -> None:
    segments = {(row["doc"], row["segment"]): row for row in table(golden, "segments")}
    sentences = {(row["doc"], row["sentence"]): row for row in table(golden, "sentences")}
    for row in sentences.values():
        home = segments[row["doc"], row["segment"]]
        assert home["start"] <= row["start"] < row["end"] <= home["end"]
        assert row["clean"] in home["clean"]
    for name in ("tokens", "entities", "claims"):
        for row in table(golden, name):
            home = sentences[row["doc"], row["sentence"]]
            assert home["start"] <= row["start"] < row["end"] <= home["end"]
            assert (row["lang"], row["section"]) == (home["lang"], home["section"])
    for claim in table(golden, "claims"):
        home = sentences[claim["doc"], claim["sentence"]]
        assert [claim[k] for k in ("start", "end")] == [home[k] for k in ("start", "end")]
        assert claim["evidence"]
        assert claim["cues"]
        for span in claim["evidence"]:
            assert home["start"] <= span["start"] < span["end"] <= home["end"]


def test_links_name_sentences_that_there_are(golden: Path) -> None:
    sentences = {(row["doc"], row["sentence"]) for row in table(golden, "sentences")}
    links = table(golden, "alignments")
    assert {(row["left_doc"], row["right_doc"]) for row in links} == {("shelter.en", "shelter.fa")}
    for side in ("left", "right"):
        linked = [(r[f"{side}_doc"], n) for r in links for n in r[f"{side}_sentences"]]
        assert len(linked) == len(set(linked))
        assert set(linked) <= sentences


def test_claims_agree_over_the_parallel_texts(golden: Path) -> None:
    def told(doc: str) -> list[tuple[Any, ...]]:
        rows = [row for row in table(golden, "claims") if row["doc"] == doc]
        return [(r["tag"], r["stance"], r["holder_id"], r["organisations"]) for r in rows]

    assert len(told("shelter.en")) == 4
    assert told("shelter.en") == told("shelter.fa")


def test_another_process_in_another_folder_gives_the_same_bytes(
    golden: Path, tmp_path: Path
) -> None:
    study = copy(tmp_path / "elsewhere" / "with another name")
    # Another seed of the hashes: an order that comes from a set shows.
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "dalil", "run", "--quiet", "--workers", "1"]
    subprocess.run(command, check=True, cwd=study, env=environment, timeout=600)
    assert different(study, golden) == []


def test_a_run_without_change_redoes_nothing(golden: Path, study: Path) -> None:
    result = again(study)
    assert (result.redone, result.reused, result.documents) == (0, 3, 3)
    assert different(study, golden) == []
    log = json.loads((study / "outputs" / "run.json").read_bytes())
    assert log["stages"]["annotate"] == {"redone": 0, "reused": 3}


def test_a_fresh_run_redoes_all(golden: Path, study: Path) -> None:
    result = again(study, fresh=True)
    assert (result.redone, result.reused) == (3, 0)
    assert different(study, golden) == []


def test_an_edited_text_is_redone_alone(golden: Path, study: Path) -> None:
    edit(study / "corpus" / "shelter.en.md", "depends on Russia", "does not depend on Russia")
    result = again(study)
    assert (result.redone, result.reused) == (1, 2)
    stances = {(r["doc"], r["tag"]): r["stance"] for r in table(study, "claims")}
    assert stances["shelter.en", "bandwagoning"] == "denies"
    assert stances["shelter.fa", "bandwagoning"] == "asserts"

    edit(study / "corpus" / "shelter.en.md", "does not depend on Russia", "depends on Russia")
    assert again(study).redone == 1
    assert different(study, golden) == []


def test_edited_metadata_redo_their_document(study: Path) -> None:
    edit(study / "corpus" / "manifest.csv", "gulf.ar.txt,,,,2024", "gulf.ar.txt,,,,2025")
    result = again(study)
    assert (result.redone, result.reused) == (1, 2)
    assert [row["year"] for row in table(study, "documents")] == ["2024", "1403", "2025"]


def test_an_edited_codebook_redoes_all(study: Path) -> None:
    edit(study / "annotations" / "codebook.yaml", '["depend on ..2 @LOC"]', '["rely on ..2 @LOC"]')
    result = again(study)
    assert (result.redone, result.reused) == (3, 0)
    assert result.claims["bandwagoning"] == 2
    assert len({row["version"] for row in table(study, "claims")}) == 1


def test_an_edited_gazetteer_redoes_all(study: Path) -> None:
    edit(study / "annotations" / "gazetteer.csv", "KARIMOV,PER", "ISLAM-KARIMOV,PER")
    result = again(study)
    assert (result.redone, result.reused) == (3, 0)
    ids = {row["id"] for row in table(study, "entities")}
    assert "ISLAM-KARIMOV" in ids
    assert "KARIMOV" not in ids


def test_an_edited_setting_redoes_what_it_touches(study: Path) -> None:
    settings = study / "dalil.toml"
    with settings.open("a") as file:
        file.write('\n[tables]\nsections = ["body", "reference"]\n')
    assert again(study).redone == 0  # the tables are made anew every time
    with settings.open("a") as file:
        file.write("\n[arguments]\nthreshold = 0.85\n")
    result = again(study)
    assert result.redone == 3
    assert {tag for tag, count in result.claims.items() if count} == {"virtual_regionalism"}


def test_a_document_taken_out_is_forgotten(study: Path) -> None:
    manifest = study / "corpus" / "manifest.csv"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if "gulf" not in line), "utf-8")
    result = again(study)
    assert (result.redone, result.reused, result.documents) == (0, 2, 2)
    assert not any("gulf.ar" in name for name in contents(study / "outputs"))
    for name in ("documents", "claims", "tokens"):
        assert {row["doc"] for row in table(study, name)} == {"shelter.en", "shelter.fa"}


@pytest.mark.parametrize("damage", ["cut", "flipped", "no gzip", "other content"])
def test_what_was_kept_and_is_damaged_is_made_anew(golden: Path, study: Path, damage: str) -> None:
    import gzip

    kept = study / "outputs" / "cache" / "shelter.en.json.gz"
    data = kept.read_bytes()
    middle = len(data) // 2
    kept.write_bytes(
        {
            "cut": data[:middle],
            "flipped": data[:20] + bytes(255 - byte for byte in data[20:60]) + data[60:],
            "no gzip": b"{}",
            "other content": gzip.compress(b"[1]"),
        }[damage]
    )
    assert again(study).redone == 1
    assert different(study, golden) == []


def test_files_that_cannot_be_read_are_set_aside(
    golden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = copy(tmp_path / "study")
    manifest = study / "corpus" / "manifest.csv"
    header, *rows = manifest.read_text("utf-8").splitlines()
    for file, data in BAD_FILES.items():
        (study / "corpus" / file).write_bytes(data)
    bad = {file.rpartition(".")[0]: file for file in (*BAD_FILES, "missing.txt")}
    lines = [f"{doc},{file},,,,,,,shelter.en," for doc, file in bad.items()]
    # Among the others: none may shift or stop what comes after it.
    manifest.write_text("\n".join([header, *lines[:4], *rows, *lines[4:]]) + "\n", "utf-8")

    assert main(["run", "--study", str(study), "--workers", "1"]) == 1
    shown = capsys.readouterr()
    log = json.loads((study / "outputs" / "run.json").read_bytes())
    assert set(log["set_aside"]) == set(bad)
    named = [line for line in shown.err.splitlines() if "set aside: " in line]
    assert len(named) == len(bad)
    for doc, file in bad.items():
        assert file in log["set_aside"][doc]
        assert any(f"set aside: {doc}: " in line and file in line for line in named)
    assert different(study, golden) == []

    result = again(study)
    assert (result.documents, result.reused) == (3, 3)
    assert set(result.set_aside) == set(bad)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "annotations/codebook.yaml",
            "depend on ..2 @LOC",
            "depend on ..2 @PLACE",
            "codebook.yaml:",
        ),
        ("annotations/codebook.yaml", "format: 1", "format: 9", "format"),
        ("annotations/codebook.yaml", "tags:", "tags", "codebook.yaml:"),
        ("annotations/gazetteer.csv", "RUS,LOC", "RUS,PLACE", "gazetteer.csv:8: type"),
        ("corpus/manifest.csv", "gulf.ar,", "shelter.en,", "manifest.csv:4: doc"),
        ("dalil.toml", "[study]", "[studies]", "dalil.toml:"),
    ],
)
def test_bad_lists_stop_a_run_and_leave_its_outputs_alone(
    study: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    message: str,
) -> None:
    edit(study / file, old, new)
    edit(study / "corpus" / "shelter.en.md", "depends on Russia", "leans on Russia")
    outputs = study / "outputs"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in outputs.rglob("*.*")}
    assert main(["run", "--study", str(study)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
    assert shown.err.count("\n") == 1
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in outputs.rglob("*.*")} == before

    shutil.rmtree(outputs)
    assert main(["run", "--study", str(study)]) == 1
    assert not outputs.exists()


def test_threads_give_the_same_as_one(golden: Path, tmp_path: Path) -> None:
    study = copy(tmp_path / "study")
    with ThreadPoolExecutor(2) as executor:
        result = run(open_study(study), executor=executor)
        assert executor.submit(int, "7").result() == 7  # somebody else's: it is left open
    assert (result.redone, result.reused) == (3, 0)
    assert different(study, golden) == []


def test_processes_give_the_same_as_one(golden: Path, tmp_path: Path) -> None:
    study = copy(tmp_path / "study")
    (study / "corpus" / "empty.txt").write_bytes(b"")
    with (study / "corpus" / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("empty,empty.txt,,,,,,,,\n")
    seen: list[tuple[str, int, int]] = []
    result = run(open_study(study), workers=2, progress=lambda *step: seen.append(step))
    assert result.redone == 4
    assert list(result.set_aside) == ["empty"]
    assert [step[1:] for step in seen] == [(n, 4) for n in range(5)]
    assert {step[0] for step in seen} == {"", "empty", *DOCS}
    assert different(study, golden) == []


def test_the_tables_count_the_sections_asked_for(golden: Path, study: Path) -> None:
    def words(folder: Path) -> dict[str, str]:
        return {row["word"]: row["count"] for row in csv_rows(folder / "outputs/tables/words.csv")}

    assert "تهران" not in words(golden)  # it stands in a reference only
    assert words(golden)["sovereignty"] == "1"
    assert main(["run", "--study", str(study), "--quiet", "--sections", "body,reference"]) == 0
    assert words(study)["تهران"] == "1"
    assert sum(int(n) for w, n in words(study).items() if w.lower() == "sovereignty") == 2
    assert "title" not in json.loads((study / "outputs/run.json").read_bytes())["sections_counted"]
    assert all(name.startswith("tables/") for name in different(study, golden))


def test_an_unknown_section_is_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--study", str(study), "--sections", "body,footnote"]) == 1
    assert "no section is called 'footnote'" in capsys.readouterr().err


def test_files_for_excel_have_a_mark_and_no_formula(golden: Path, study: Path) -> None:
    path = study / "corpus" / "shelter.en.md"
    edit(path, "Kazakhstan, the", "\n=1+1 Kazakhstan, the")
    assert main(["run", "--study", str(study), "--quiet", "--excel"]) == 0
    for file in (study / "outputs").rglob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), file.name
    (claim,) = (
        row
        for row in csv_rows(study / "outputs" / "claims.csv")
        if row["tag"] == "bandwagoning" and row["lang"] == "en"
    )
    assert claim["text"].startswith("'=1+1 Kazakhstan")
    lines = (study / "outputs" / "claims.jsonl").read_text("utf-8").splitlines()
    assert any(json.loads(line)["text"].startswith("=1+1") for line in lines)

    edit(path, "\n=1+1 Kazakhstan, the", "Kazakhstan, the")
    assert main(["run", "--study", str(study), "--quiet"]) == 0
    assert different(study, golden) == []


def test_the_summary_tells_the_numbers(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--study", str(study)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    cells = [[c.strip() for c in line.strip("│").split("│")] for line in shown.out.splitlines()]
    assert ["documents", "3"] in cells
    assert ["claims", "12"] in cells
    assert ["aligned links", str(len(table(study, "alignments")))] in cells
    for tag in ("bandwagoning", "sovereignty", "collective_security", "virtual_regionalism"):
        assert [tag, "3"] in cells
    assert "0 annotated, 3 unchanged" in shown.out
    assert str(study / "outputs") in shown.out.replace("\n", "")


def test_a_study_without_texts_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = copy(tmp_path / "study")
    manifest = study / "corpus" / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert main(["run", "--study", str(study)]) == 0
    assert "0 annotated, 0 unchanged" in capsys.readouterr().out
    assert table(study, "claims") == []
    assert (study / "outputs" / "claims.csv").read_text("utf-8").startswith("doc,sentence,")
