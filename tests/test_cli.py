"""The command line: data on standard output, messages on standard error, exit codes, no traceback."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_dataset import write_dataset

from dalil.cli import main, parser
from dalil.query import COLUMNS
from dalil.study import init

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "study"
HEAVY = {
    "hazm", "camel_tools", "spacy", "simplemma", "nltk", "sklearn", "numpy", "pandas", "pyarrow",
    "duckdb", "lxml", "docx", "pypdfium2", "markdown_it", "charset_normalizer", "babel", "rich",
}  # fmt: skip
TEXTS = {
    "fa": "به گفته کریم‌اف، قزاقستان براي امنیت خود به روسیه وابسته نیست.",
    "ar": "وفقًا لكريموف، ﻻ تعتمد كازاخستان على روسيا في حماية أمنها.",
    "en": "According to Karimov, Kazakhstan doesn't depend  on Russia for protection.",
}


@dataclass(frozen=True)
class Called:
    """What a call gave: exit code, and what it wrote where."""

    code: Any
    output: bytes
    errors: str

    @property
    def lines(self) -> list[str]:
        """The lines of the output, which end in line feeds and nothing else."""
        text = self.output.decode("utf-8")
        assert text == "" or text.endswith("\n")
        return text.split("\n")[:-1]

    @property
    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.lines]


def call(*arguments: str, stdin: str | bytes = b"") -> Called:
    """Run one command here, as the shell would."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(data), encoding="ascii")
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
        mock.patch("sys.stdin", given),
    ):
        try:
            code: Any = main(arguments)
        except SystemExit as stop:
            code = stop.code
    for stream in (output, errors):
        stream.flush()
    assert isinstance(output.buffer, io.BytesIO)
    assert isinstance(errors.buffer, io.BytesIO)
    return Called(code, output.buffer.getvalue(), errors.buffer.getvalue().decode())


def python(script: str, stdin: str = "") -> str:
    """What a script prints in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commands() -> dict[str, Any]:
    (action,) = (a for a in parser()._actions if a.choices and not a.option_strings)
    assert isinstance(action.choices, dict)
    return dict(action.choices)


# -- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", commands())
def test_help_explains_a_command_with_an_example_that_works(name: str) -> None:
    called = call(name, "--help")
    assert (called.code, called.errors) == (0, "")
    text = called.output.decode()
    description, _, example = text.partition("example:\n")
    assert "\n\n" in description
    examples = [line for line in example.splitlines() if line.strip()]
    assert examples
    for line in examples:
        words = shlex.split(re.sub(r"[<>]\s*\S+", "", line.rpartition("|")[2]))
        assert words[:2] == ["dalil", name]
        assert callable(parser().parse_args(words[1:]).function)


@pytest.mark.parametrize("name", commands())
def test_every_option_is_explained(name: str) -> None:
    for action in commands()[name]._actions:
        assert action.help, f"{name}: {action.option_strings or action.dest}"


def test_the_manual_calls_no_command_that_is_not_there() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = page.read_text("utf-8")
        for name in re.findall(r"(?:^ {4}|`|\| |\$ )dalil ([a-z]+)", text, re.MULTILINE):
            assert name in commands(), page.name


def test_help_names_every_command() -> None:
    called = call("--help")
    assert called.code == 0
    for name in commands():
        assert re.search(rf"^    {name}\b", called.output.decode(), re.MULTILINE)


# -- what is imported --------------------------------------------------------------------------

_IMPORTED = """
import contextlib, io, sys
from dalil.cli import main
for arguments in {calls!r}:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main(arguments)
print(*sorted(name for name in sys.modules if "." not in name))
"""


def imported(*calls: Sequence[str], stdin: str = "") -> set[str]:
    """The packages that are imported after these calls."""
    return set(python(_IMPORTED.format(calls=[list(c) for c in calls]), stdin).split())


def test_help_imports_nothing_heavy() -> None:
    helps = [[name, "--help"] for name in commands()]
    assert imported(["--help"], ["--version"], *helps) & HEAVY == set()


@pytest.mark.parametrize(
    ("arguments", "text", "used", "spared"),
    [
        (["annotate", "--lang", "en"], TEXTS["en"], {"spacy"}, {"hazm", "camel_tools"}),
        (["annotate"], TEXTS["en"], {"spacy"}, {"hazm", "camel_tools"}),
        (["annotate", "--lang", "ar"], TEXTS["ar"], {"camel_tools"}, {"hazm"}),
        (["normalise"], TEXTS["ar"], {"camel_tools"}, {"hazm"}),
        (["repair"], TEXTS["fa"], {"regex"}, {"hazm", "camel_tools", "spacy", "pandas"}),
    ],
)
def test_a_command_imports_what_its_language_needs(
    arguments: list[str], text: str, used: set[str], spared: set[str]
) -> None:
    packages = imported(arguments, stdin=text + "\n")
    assert used <= packages
    assert not spared & packages


# -- annotate ----------------------------------------------------------------------------------


def check_layers(found: dict[str, Any], text: str) -> None:
    """Every offset of an annotated text lies in the text and in order."""
    assert found["text"] == text
    for layer in ("sentences", "tokens", "entities", "claims"):
        spans = [(item["start"], item["end"]) for item in found[layer]]
        assert all(0 <= start <= end <= len(text) for start, end in spans), layer
        assert [start for start, _ in spans] == sorted(start for start, _ in spans), layer
    sentences = {(item["start"], item["end"]) for item in found["sentences"]}
    for entity in found["entities"]:
        assert entity["text"] == text[entity["start"] : entity["end"]] != ""
        assert 0 < entity["score"] <= 1
    for claim in found["claims"]:
        assert (claim["start"], claim["end"]) in sentences
        assert claim["evidence"]
        for start, end in claim["evidence"]:
            assert claim["start"] <= start < end <= claim["end"]


def test_annotate_gives_an_object_a_line_in_order() -> None:
    texts = [TEXTS["en"], TEXTS["fa"], TEXTS["ar"], TEXTS["fa"]]
    called = call("annotate", stdin="\n".join(texts) + "\n")
    assert (called.code, called.errors) == (0, "")
    assert [found["id"] for found in called.objects] == ["1", "2", "3", "4"]
    assert [found["lang"] for found in called.objects] == ["en", "fa", "ar", "fa"]
    for found, text in zip(called.objects, texts, strict=True):
        assert list(found) == [
            "id", "lang", "text", "clean", "sentences", "tokens", "entities", "claims",
        ]  # fmt: skip
        check_layers(found, text)
        assert [e["id"] for e in found["entities"]] == ["KARIMOV", "KAZ", "RUS"]
        (claim,) = (c for c in found["claims"] if c["tag"] == "bandwagoning")
        assert (claim["stance"], claim["holder_id"]) == ("denies", "KARIMOV")
    assert call("annotate", stdin="\n".join(texts) + "\n") == called


def test_annotate_keeps_the_text_as_read() -> None:
    lines = [
        "  The\tSCO  meets.\u00a0 ",
        "The\u2028SCO\x0bmeets\x85in\x1cTashkent.",
        "\ufeffThe \u202bSCO\u202c me\u00adets.",
        "The S\u0301CO\x00 meets.\rIn Tashkent.",
        "ﷲ The SCO 👩\u200d👧",
    ]
    called = call("annotate", "--lang", "en", stdin="\r\n".join(lines) + "\r\n")
    assert called.code == 0
    assert len(called.lines) == len(lines)
    for found, line in zip(called.objects, lines, strict=True):
        check_layers(found, line)
        words = [line[token["start"] : token["end"]] for token in found["tokens"]]
        assert "The" in words
    assert called.output.count(b"\n") == len(lines)


@pytest.mark.parametrize("end", ["", "\n"])
def test_annotate_without_text_gives_no_line_or_an_empty_text(end: str) -> None:
    called = call("annotate", "--lang", "en", stdin=end)
    assert called.code == 0
    assert [found["tokens"] for found in called.objects] == [[]] * len(end)


def test_annotate_reads_empty_lines() -> None:
    called = call("annotate", "--lang", "en", stdin="\n\r\nThe SCO meets.\n  \n")
    assert called.code == 0
    assert [found["id"] for found in called.objects] == ["1", "2", "3", "4"]
    assert [found["text"] for found in called.objects] == ["", "", "The SCO meets.", "  "]
    assert [bool(found["tokens"]) for found in called.objects] == [False, False, True, False]


def test_annotate_goes_on_after_a_bad_line() -> None:
    lines = [
        TEXTS["en"].encode(),
        b"caf\xe9",
        "Это русский текст о регионе.".encode(),
        b"The SCO meets.",
    ]
    called = call("annotate", stdin=b"\n".join(lines))
    assert called.code == 1
    first, second, third, fourth = called.objects
    assert first["claims"]
    assert second == {"id": "2", "error": "line 2: this is not UTF-8"}
    assert set(third) == {"id", "error"}
    assert "--lang" in third["error"]
    assert fourth["entities"][0]["id"] == "SCO"


def test_annotate_reads_objects() -> None:
    items: list[dict[str, Any]] = [
        {"text": TEXTS["ar"], "id": "ا-1"},
        {"text": TEXTS["en"], "id": 7, "lang": "en"},
        {"text": "SCO", "lang": "en", "more": [1]},
        {"id": "last", "text": "line\nend\u2028 and \u0000", "lang": "en"},
    ]
    lines = [json.dumps(item, ensure_ascii=n % 2 == 0) for n, item in enumerate(items)]
    called = call("annotate", "--jsonl", stdin="\n".join(lines))
    assert called.code == 0
    assert [found["id"] for found in called.objects] == ["ا-1", 7, "3", "last"]
    assert [found["lang"] for found in called.objects] == ["ar", "en", "en", "en"]
    for found, item in zip(called.objects, items, strict=True):
        check_layers(found, item["text"])


@pytest.mark.parametrize(
    ("line", "name", "message"),
    [
        ("", "1", "not JSON"),
        ("The SCO meets.", "1", "not JSON"),
        ('{"text": "x"', "1", "not JSON"),
        ("[" * 100_000, "1", "not JSON"),
        ('{"text": "x", "id": ' + "9" * 5000 + "}", "1", "not JSON"),
        ('["text"]', "1", '"text"'),
        ("null", "1", '"text"'),
        ('{"id": "a"}', "a", '"text"'),
        ('{"id": "a", "text": null}', "a", '"text"'),
        ('{"id": "a", "text": ["x"]}', "a", '"text"'),
        ('{"id": "a", "text": "x", "lang": "ru"}', "a", "'ru' is not one of auto, fa, ar, en"),
        ('{"id": "a", "text": "x", "lang": ["en"]}', "a", "not one of auto, fa, ar, en"),
        ('{"id": "a", "text": "123", "lang": "auto"}', "a", "--lang"),
    ],
)
def test_annotate_says_what_is_wrong_with_an_object(line: str, name: str, message: str) -> None:
    good = '{"text": "The SCO meets."}'
    called = call("annotate", "--jsonl", "--lang", "en", stdin=f"{line}\n{good}\n")
    assert (called.code, called.errors) == (1, "")
    bad, found = called.objects
    assert set(bad) == {"id", "error"}
    assert bad["id"] == name
    assert message in bad["error"]
    assert found["id"] == "2"
    assert found["entities"][0]["id"] == "SCO"


def test_annotate_reads_objects_behind_a_byte_order_mark() -> None:
    called = call("annotate", "--jsonl", stdin='\ufeff{"text": "The SCO meets."}\n')
    assert called.code == 0
    check_layers(called.objects[0], "The SCO meets.")


def test_annotate_takes_surrogates_that_json_holds() -> None:
    lines = [
        r'{"text": "The \ud800SCO meets.", "id": "\udc00"}',
        r'{"text": "\ud83d\ude00 The SCO meets."}',
        r'{"text": "\udfff"}',
    ]
    called = call("annotate", "--jsonl", "--lang", "en", stdin="\n".join(lines))
    assert called.code == 0
    first, second, third = called.objects
    assert first["id"] == "\udc00"
    check_layers(first, "The \ud800SCO meets.")
    assert "\ud800" not in first["clean"]
    check_layers(second, "😀 The SCO meets.")
    assert second["entities"][0]["start"] == 6
    check_layers(third, "\udfff")


def test_annotate_refuses_a_line_that_is_no_prose() -> None:
    called = call("annotate", "--lang", "en", stdin="a" * 1_000_001 + "\nThe SCO meets.\n")
    assert called.code == 1
    bad, found = called.objects
    assert "1,000,001" in bad["error"]
    assert found["tokens"]


def test_annotate_answers_line_by_line() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dalil", "annotate", "--lang", "en"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout
    # Standard input stays open: an answer kept in a buffer would come only when this ends it.
    stop = threading.Timer(120, process.kill)
    stop.start()
    try:
        for number in ("1", "2"):
            process.stdin.write("The SCO meets.\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait() == 0
    finally:
        stop.cancel()
        process.kill()
        process.wait()


@pytest.mark.skipif(os.name != "posix", reason="a pipe that breaks")
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"yes 'The SCO meets.' | head -2000 | {shlex.quote(sys.executable)} -m dalil repair | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.stdout == "The SCO meets.\n"
    assert done.stderr == ""


# -- repair and normalise ------------------------------------------------------------------------

FILTERS = [
    ["repair"], ["normalise", "--lang", "fa"], ["normalise", "--lang", "ar"],
    ["normalise", "--lang", "en"], ["normalise"],
]  # fmt: skip


def name_of(arguments: list[str]) -> str:
    return " ".join(arguments)


@pytest.mark.parametrize("arguments", FILTERS, ids=name_of)
@settings(max_examples=60)
@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(
                [*TEXTS.values(), "", "\u2028", "a\x0bb\x0cc", "a\rb", "\x85x\x1c\x1d"]
            ),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12),
        ),
        max_size=6,
    ),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_filters_keep_the_number_of_lines(
    arguments: list[str], lines: list[str], end: str, last: bool
) -> None:
    text = end.join(lines) + (end if last and lines else "")
    wanted = len(lines) if last or not lines or lines[-1] else len(lines) - 1
    called = call(*arguments, stdin=text)
    assert (called.code, called.errors) == (0, "")
    assert len(called.lines) == wanted
    assert len(called.output.decode().splitlines()) == wanted


@pytest.mark.parametrize(
    ("arguments", "before", "after"),
    [
        (["repair"], "سﻻم \u202bمي\u200cشود\u202c", "سلام می\u200cشود"),
        (["repair"], "ye\u0301 \x00so\u00adft", "yé soft"),
        (["repair"], "two  spaces ", "two  spaces "),
        (["repair", "--lang", "fa"], "كتاب", "کتاب"),
        (["normalise", "--lang", "fa"], "كتاب هاي 12 مي‌شود", "کتاب‌های ۱۲ می‌شود"),
        (["normalise"], "سازمان‌هاي  منطقه‌اي نمي‌توانند", "سازمان‌های منطقه‌ای نمی‌توانند"),
        (["normalise", "--lang", "ar"], "المنظمـــة  ﻻ تعمل", "المنظمة لا تعمل"),
        (["normalise"], " The  SCO\tmeets. ", "The SCO meets."),
        (["normalise"], "Это  русский текст.", "Это  русский текст."),
        (["normalise"], "", ""),
    ],
)
def test_filters_change_what_they_should(arguments: list[str], before: str, after: str) -> None:
    called = call(*arguments, stdin=before + "\n")
    assert (called.code, called.lines) == (0, [after])
    assert call(*arguments, stdin=after + "\n").lines == [after]


@pytest.mark.parametrize("arguments", FILTERS, ids=name_of)
def test_filters_pass_lines_that_are_not_utf8(arguments: list[str]) -> None:
    lines = [TEXTS["fa"].encode(), b"caf\xe9 \xff", b"The SCO meets."]
    called = call(*arguments, stdin=b"\n".join(lines) + b"\n")
    assert called.code == 1
    assert called.errors == "dalil: line 2: this is not UTF-8\n"
    first, second, third, nothing = called.output.split(b"\n")
    assert first.decode().startswith("به گفته")
    assert second == lines[1]
    assert third == lines[2]
    assert nothing == b""


# -- query ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with results, made by hand."""
    folder = tmp_path_factory.mktemp("cli") / "study"
    write_dataset(init(folder).dataset)
    return folder


def test_query_prints_a_table_and_counts_aside(study: Path) -> None:
    called = call("query", "tag:virtual_regionalism", "org:SCO", "--study", str(study))
    assert called.code == 0
    assert called.errors == "2 hits\n"
    text = called.output.decode()
    assert "report.fa:3" in text
    assert "همکاري سازمان همکاری شانگهای ضعیف است" in text
    assert "report.en:1" in text
    assert "\u2067" not in text  # no terminal, no isolates


def test_query_writes_csv(study: Path) -> None:
    called = call("query", "tag:virtual_regionalism", "--format", "csv", "--study", str(study))
    assert (called.code, called.errors) == (0, "")
    reader = csv.DictReader(io.StringIO(called.output.decode(), newline=""))
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == tuple(COLUMNS)
    assert [row["doc"] for row in rows] == ["report.en", "report.fa", "report.fa"]
    assert rows[2]["organisations"] == "SCO|CSTO"


def test_query_writes_jsonl(study: Path) -> None:
    called = call("query", "روسيا|Russia", "--format", "jsonl", "--study", str(study))
    assert (called.code, called.errors) == (0, "")
    assert [found["doc"] for found in called.objects] == ["report.ar", "report.en"]
    assert all(set(found) == set(COLUMNS) for found in called.objects)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_query_without_hits_is_no_error(study: Path, form: str) -> None:
    called = call("query", "nowhere", "--format", form, "--study", str(study))
    assert (called.code, called.errors) == (0, "")
    assert called.lines == ([",".join(COLUMNS)] if form == "csv" else [])


def test_query_writes_to_a_file(study: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "hits.csv"
    call_ = ("query", "Russia", "--format", "csv", "--study", str(study))
    called = call(*call_, "--excel", "--output", str(file))
    assert (called.code, called.output) == (0, b"")
    assert file.read_bytes().startswith("\ufeffdoc,".encode())
    assert file.read_bytes().decode("utf-8-sig") == call(*call_).output.decode()


def test_query_limits_the_hits(study: Path) -> None:
    arguments = ("query", "lang:fa", "--format", "jsonl", "--study", str(study))
    assert call(*arguments, "--limit", "2").lines == call(*arguments).lines[:2]


# -- wrong calls ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "COMMAND"),
        (("frobnicate",), "invalid choice: 'frobnicate'"),
        (("--frobnicate",), "COMMAND"),
        (("run", "--frobnicate"), "unrecognized arguments: --frobnicate"),
        (("run", "here"), "unrecognized arguments: here"),
        (("run", "--workers", "two"), "--workers"),
        (("run", "--study"), "--study"),
        (("init",), "folder"),
        (("init", "a", "b"), "unrecognized arguments: b"),
        (("add",), "FILE"),
        (("add", "a.txt", "--lang", "ru"), "--lang"),
        (("query",), "query"),
        (("query", "x", "--limit", "many"), "--limit"),
        (("query", "x", "--format", "xml"), "--format"),
        (("annotate", "--lang", "ru"), "--lang"),
        (("annotate", "text.txt"), "unrecognized arguments: text.txt"),
        (("repair", "--lang", "persian"), "--lang"),
        (("normalise", "--jsonl"), "unrecognized arguments: --jsonl"),
        (("gazetteer",), "action"),
        (("gazetteer", "cities"), "'cities'"),
        (("evaluate", "tokens"), "FILE"),
        (("evaluate", "nothing", "x"), "'nothing'"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], message: str) -> None:
    called = call(*arguments)
    assert (called.code, called.output) == (2, b"")
    assert called.errors.startswith("usage: dalil")
    assert message in called.errors.splitlines()[-1]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a study and with what no command can use, to be in."""
    shutil.copytree(GOLDEN, tmp_path / "study")
    for name, toml in {"bad": "[study\n", "unknown": "[paths]\ncorpos = 'x'\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "dalil.toml").write_text(toml)
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "dalil.toml").write_bytes(b"[study]\nname = 'caf\xe9'\n")
    shutil.copytree(GOLDEN, tmp_path / "blocked")
    (tmp_path / "blocked" / "outputs").write_text("a file where a folder should be")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "text.txt").write_text("The SCO meets.\n")
    (tmp_path / "text").write_text("The SCO meets.\n")
    (tmp_path / "noise.conllu").write_bytes(bytes(range(256)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


_NOT_UTF8 = os.fsdecode(b"\xff.txt")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run",), "`dalil init FOLDER` makes one"),
        (("run", "--study", "nowhere"), "nowhere: this is no study"),
        (("run", "--study", "nothing"), "nothing: this is no study"),
        (("run", "--study", "text.txt"), "text.txt: this is no study"),
        (("run", "--study", "bad"), "dalil.toml:1: this is not TOML"),
        (("run", "--study", "unknown"), "did you mean 'corpus'?"),
        (("run", "--study", "latin"), "dalil.toml: this is not UTF-8"),
        (("run", "--study", "study", "--sections", "bodi"), "no section is called 'bodi'"),
        (("run", "--study", _NOT_UTF8), "this is no study"),
        (("check", "--study", "nothing"), "`dalil init FOLDER` makes one"),
        (("gazetteer", "countries", "--study", "nothing"), "`dalil init FOLDER` makes one"),
        (("init", "study"), "a study already"),
        (("init", "text.txt"), "a file of this name"),
        (("init", "text.txt/inside"), "text.txt/inside"),
        (("add", "text.txt"), "`dalil init FOLDER` makes one"),
        (("add", "nowhere.txt", "--study", "study"), "nowhere.txt: there is no such file"),
        (("add", "folder.txt", "--study", "study"), "folder.txt: there is no such file"),
        (("add", "text", "--study", "study"), "can't read a file without a suffix"),
        (("add", "noise.conllu", "--study", "study"), "can't read .conllu"),
        (("add", "text.txt", "text.txt", "--study", "study"), "already, as 'text'"),
        (("add", "text.txt", "--translation-of", "x", "--study", "study"), "called 'x'"),
        (("query", "Russia", "--study", "nothing"), "`dalil init FOLDER` makes one"),
        (("query", "Russia", "--study", "study"), "run `dalil run` first"),
        (("evaluate", "tokens", "text.txt"), "--lang"),
        (("evaluate", "tokens", "nowhere", "--lang", "en"), "nowhere: can't be read"),
        (("evaluate", "tokens", "nothing", "--lang", "en"), "nothing: can't be read"),
        (("evaluate", "tokens", "text.txt", "--lang", "en"), "no sentence in CoNLL-U"),
        (("evaluate", "tokens", "noise.conllu", "--lang", "en"), "noise.conllu: can't be read"),
        (("evaluate", "language", "nowhere"), "nowhere"),
        (("evaluate", "alignment", "text.txt"), "text.txt"),
        (("evaluate", "alignment", "noise.conllu"), "noise.conllu"),
    ],
    ids=lambda value: (
        " ".join(value).encode("ascii", "replace").decode() if isinstance(value, tuple) else ""
    ),
)
def test_bad_input_ends_with_one_and_says_why(
    broken: Path, arguments: tuple[str, ...], message: str
) -> None:
    called = call(*arguments)
    assert called.code == 1
    assert called.errors.startswith("dalil: ")
    assert message in called.errors
    assert called.errors.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "nothing to look for"),
        (" ", "nothing to look for"),
        ("tag:", "a value is missing after tag:"),
        ("colour:red", "there is no field colour:"),
        ('"open', "not closed"),
        ("«باز", "not closed"),
        ("-", "a value is missing"),
        ("|", "a value is missing"),
        ("tag:souvereignty", "no claim with tag 'souvereignty'"),
        ("stance:maybe", "there is no stance 'maybe'; there are asserts, denies"),
        ("lang:klingon", "klingon"),
    ],
)
def test_a_bad_query_ends_with_one_and_says_why(study: Path, query: str, message: str) -> None:
    called = call("query", "--study", str(study), "--format", "csv", "--", query)
    assert (called.code, called.output) == (1, b"")
    assert called.errors.startswith("dalil: query: ")
    assert message in called.errors


@pytest.mark.parametrize("option", ["--limit=0", "--limit=-1", "--context=-1"])
def test_numbers_out_of_range_are_refused(study: Path, option: str) -> None:
    called = call("query", "Russia", option, "--study", str(study))
    assert (called.code, called.output) == (1, b"")
    assert called.errors.startswith("dalil: ")


def test_a_place_that_cannot_be_written_to_is_named(study: Path, broken: Path) -> None:
    target = broken / "text.txt" / "hits.csv"
    called = call(
        "query", "Russia", "--output", str(target), "--format", "csv", "--study", str(study)
    )
    assert (called.code, called.output) == (1, b"")
    assert "text.txt" in called.errors
    called = call("run", "--study", "blocked")
    assert (called.code, called.output) == (1, b"")
    assert "outputs" in called.errors
    assert called.errors.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are not UTF-8")
def test_a_file_name_that_is_not_utf8_is_refused(broken: Path) -> None:
    (broken / _NOT_UTF8).write_bytes(b"The SCO meets.\n")
    manifest = (broken / "study" / "corpus" / "manifest.csv").read_bytes()
    called = call("add", _NOT_UTF8, "--study", "study")
    assert called.code == 1
    assert "rename it" in called.errors
    assert (broken / "study" / "corpus" / "manifest.csv").read_bytes() == manifest


@pytest.mark.parametrize(
    "name", ["mystudy", 'The "Near Abroad"', "آسیای میانه", "a\\b", "[x] # y", "e\u0301"]
)
def test_init_makes_a_study_under_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    called = call("init", str(folder))
    assert (called.code, called.errors) == (0, "")
    called = call("check", "--study", str(folder))
    assert called.code == 0
    assert not [line for line in called.lines if line.startswith("error")]


def test_add_prints_what_it_added(broken: Path) -> None:
    (broken / "متن دوم.txt").write_text("متن دوم.\n", "utf-8")
    called = call("add", "text.txt", "متن دوم.txt", "--year", "1403", "--study", "study")
    assert (called.code, called.errors) == (0, "")
    assert called.lines == ["text\ttext.txt", "متن-دوم\tمتن دوم.txt"]


def test_check_prints_problems_as_data(broken: Path) -> None:
    called = call("check", "--study", "study")
    assert (called.code, called.output, called.errors) == (0, b"", "all is well\n")
    manifest = broken / "study" / "corpus" / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8") + "lost,lost.txt,,,,,,xx,,\n", "utf-8")
    called = call("check", "--study", "study")
    assert called.code == 1
    assert called.errors == "2 errors, 0 warnings\n"
    assert [re.sub(r"^error: .*manifest\.csv", "", line)[:8] for line in called.lines] == [
        ":5: lang", ":5: file",
    ]  # fmt: skip


def test_interrupting_is_told_shortly(monkeypatch: pytest.MonkeyPatch, study: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dalil.check.check_study", interrupted)
    called = call("check", "--study", str(study))
    assert (called.code, called.errors) == (130, "dalil: stopped\n")
