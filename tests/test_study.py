"""Studies: made, filled, checked; what is wrong is said with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.check import check_study
from dalil.cli import main
from dalil.config import check_config, default_text, read_config
from dalil.errors import DalilError, DalilWarning
from dalil.manifest import Entry, document_id, parallel_pairs, read_manifest
from dalil.study import add, init, open_study

TEXT = "The organisation shields incumbents.\n"


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    init(tmp_path / "study")
    return tmp_path / "study"


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def test_init_makes_a_study_that_is_well(study_folder: Path) -> None:
    assert [p for p in check_study(study_folder) if p.severity == "error"] == []
    assert (study_folder / "annotations" / "codebook.yaml").stat().st_size > 1000
    assert (study_folder / "annotations" / "gazetteer.csv").stat().st_size > 1000


def test_init_leaves_a_study_alone(study_folder: Path) -> None:
    write(study_folder / "dalil.toml", "[study]\nname = 'mine'\n")
    with pytest.raises(DalilError, match="a study already"):
        init(study_folder)
    assert open_study(study_folder).config.name == "mine"


def test_a_study_is_found_from_inside(study_folder: Path) -> None:
    assert open_study(study_folder / "corpus").root == study_folder.resolve()


def test_no_study_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--study", str(tmp_path)]) == 1
    assert "`dalil init FOLDER` makes one" in capsys.readouterr().err


def test_add_keeps_the_bytes_and_enters_the_manifest(study_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "گزارش ۱.fa.txt"
    data = "متن\r\nدوم".encode("windows-1256", "replace")
    file.write_bytes(data)
    study = open_study(study_folder)
    (entry,) = add(study, [file], {"author": "الف، ب", "year": "1390"})
    assert (study.corpus / file.name).read_bytes() == data
    assert entry.doc == "گزارش-۱.fa"
    assert read_manifest(study.manifest) == [entry]


def test_add_refuses_the_same_content_under_another_name(
    study_folder: Path, tmp_path: Path
) -> None:
    study = open_study(study_folder)
    add(study, [write(tmp_path / "a.txt", TEXT)], {})
    with pytest.raises(DalilError, match="already, as 'a'"):
        add(study, [write(tmp_path / "b.txt", TEXT)], {})
    assert [e.doc for e in read_manifest(study.manifest)] == ["a"]
    assert not (study.corpus / "b.txt").exists()


def test_add_takes_all_files_or_none(study_folder: Path, tmp_path: Path) -> None:
    study = open_study(study_folder)
    with pytest.raises(DalilError, match="no such file"):
        add(study, [write(tmp_path / "a.txt", TEXT), tmp_path / "missing.txt"], {})
    assert read_manifest(study.manifest) == []


def test_add_updates_a_changed_file_only_when_asked(study_folder: Path, tmp_path: Path) -> None:
    study = open_study(study_folder)
    add(study, [write(tmp_path / "a.txt", TEXT)], {"title": "First"})
    changed = write(tmp_path / "a.txt", TEXT * 2)
    with pytest.raises(DalilError, match="--update"):
        add(study, [changed], {})
    add(study, [changed], {}, update=True)
    (entry,) = read_manifest(study.manifest)
    assert entry.title == "First"
    assert (study.corpus / "a.txt").read_text() == TEXT * 2


def test_add_refuses_a_format_that_cannot_be_read(study_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DalilError, match=r"can't read \.xls"):
        add(open_study(study_folder), [write(tmp_path / "a.xls", TEXT)], {})


def test_add_refuses_a_translation_of_nothing(study_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="no document of this study is called 'x'"):
        add(open_study(study_folder), [write(tmp_path / "a.txt", TEXT)], {"translation_of": "x"})


def test_default_configuration_is_the_default() -> None:
    folder = Path(__file__).parent.parent
    config = read_config(folder / "dalil.toml")
    assert config.repairs()
    assert config.rules("fa")


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ("[repair]\nnfcc = true", 2, "repair.nfcc", "did you mean 'nfc'"),
        ("[repair]\nnfc = 1", 2, "repair.nfc", "true or false"),
        (
            "[languages.fa]\nletters = true\nspaces = false",
            3,
            "languages.fa.spaces",
            "did you mean",
        ),
        ("[languages.ru]\nx = true", 1, "languages.ru", "no such table"),
        ("[arguments]\nthreshold = 7", 2, "arguments.threshold", "from 0 to 1"),
        ("[arguments]\nsections = ['bodi']", 2, "arguments.sections", "body"),
        ("[paths]\ncorpus = '/etc'", 2, "paths.corpus", "inside the study"),
        ("[paths]\ncorpus = 3", 2, "paths.corpus", "text in quotes"),
        ("[tabels]\n", 1, "tabels", "did you mean 'tables'"),
        ("[study\n", 1, None, "not TOML"),
    ],
)
def test_check_config_says_what_is_wrong_and_where(
    tmp_path: Path, text: str, line: int, field: str | None, message: str
) -> None:
    (problem,) = check_config(write(tmp_path / "dalil.toml", text))
    assert problem.line == line
    assert problem.field == field
    assert message in problem.message


def test_a_rule_can_be_switched_off_in_the_configuration(tmp_path: Path) -> None:
    text = default_text("x").replace("digits = true", "digits = false")
    config = read_config(write(tmp_path / "dalil.toml", text))
    assert "digits" not in config.rules("fa")
    assert "letters" in config.rules("fa")


@pytest.mark.parametrize(
    ("rows", "line", "field", "message"),
    [
        ("doc,file\na,a.txt", 1, None, "column 'sha256' is missing"),
        ("doc,file,sha256,colour\na,a.txt,,red", 1, None, "no column is called 'colour'"),
        ("doc,file,sha256\na,a.txt,\na,a.txt,", 3, "doc", "twice"),
        ("doc,file,sha256\n,a.txt,", 2, "doc", "needs a document id"),
        ("doc,file,sha256,lang\na,a.txt,,farsi", 2, "lang", "not one of fa, ar, en"),
        ("doc,file,sha256,translation_of\na,a.txt,,b", 2, "translation_of", "called 'b'"),
        ("doc,file,sha256\na,../secret.txt,", 2, "file", "in the corpus folder"),
        ("doc,file,sha256\nb,b.txt,", 2, "file", "has no 'b.txt'"),
        ("doc,file,sha256\na,a.txt,00ff", 2, "sha256", "was changed since"),
    ],
)
def test_check_says_what_is_wrong_with_the_manifest(
    study_folder: Path, rows: str, line: int, field: str | None, message: str
) -> None:
    study = open_study(study_folder)
    write(study.corpus / "a.txt", TEXT)
    write(study.manifest, rows + "\n")
    problems = [p for p in check_study(study_folder) if p.severity == "error"]
    assert message in problems[0].message
    assert (problems[0].line, problems[0].field) == (line, field)


def test_check_ends_with_one_for_errors_and_names_them(
    study_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gazetteer = study_folder / "annotations" / "gazetteer.csv"
    header, first, *others = gazetteer.read_text(encoding="utf-8").splitlines()
    first = ",".join([first.split(",")[0], "ROG", *first.split(",")[2:]])
    write(gazetteer, "\n".join([header, first, *others]) + "\n")
    codebook = study_folder / "annotations" / "codebook.yaml"
    write(codebook, codebook.read_text(encoding="utf-8").replace("format: 1", "format: 9", 1))
    assert main(["check", "--study", str(study_folder)]) == 1
    out = capsys.readouterr().out
    assert "codebook.yaml" in out
    assert "gazetteer.csv:2" in out


def test_translations_of_one_text_are_parallel_to_each_other() -> None:
    entries = [
        Entry("a", "a.txt", ""),
        Entry("b", "b.txt", "", translation_of="a"),
        Entry("c", "c.txt", "", translation_of="a"),
        Entry("d", "d.txt", ""),
        Entry("e", "e.txt", "", translation_of="c"),
    ]
    assert parallel_pairs(entries) == [
        ("a", "b"),
        ("a", "c"),
        ("a", "e"),
        ("b", "c"),
        ("b", "e"),
        ("c", "e"),
    ]


def test_a_circle_of_translations_ends() -> None:
    entries = [
        Entry("a", "a.txt", "", translation_of="b"),
        Entry("b", "b.txt", "", translation_of="a"),
    ]
    assert parallel_pairs(entries) in ([], [("a", "b")])


@pytest.mark.parametrize(
    ("file", "doc"), [("a b (2).txt", "a-b-2"), ("gulf.fa.md", "gulf.fa"), ("متن.html", "متن")]
)
def test_document_id(file: str, doc: str) -> None:
    assert document_id(file) == doc


def test_errors_survive_the_way_between_processes() -> None:
    import pickle

    error = DalilWarning("odd", file="a.csv", line=3, field="type")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), type(again)) == ("a.csv:3: type: odd", DalilWarning)
