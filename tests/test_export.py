"""CSV and JSONL: what is written comes back the same, whatever is in it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import store
from dalil.errors import DalilError
from dalil.export import export_dataset, json_line, write_csv, write_jsonl

HARD = (
    "منطقه‌گرایی، «مجازی»",
    'قال: "لا"، ثم صمت',
    "two\r\nlines",
    "a\rb",
    "a\nb",
    ",",
    '"',
    "|\\",
    "\u2028next\u2029\u0085",
    "\ufeffmark",
    "👩‍👧 e\u0301",
    " padded ",
    "NA",
    "",
)
TEXT = st.one_of(st.sampled_from(HARD), st.text(st.characters(exclude_categories=["Cs"])))
# pandas ends a cell at NUL.
PANDAS_TEXT = TEXT.map(lambda text: text.replace("\x00", "0"))
NAMES = ["doc", "text", "note"]


def rows_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, text)), max_size=5)


def as_csv(rows: list[dict[str, Any]], columns: list[str] = NAMES, **options: Any) -> str:
    stream = io.StringIO(newline="")
    write_csv(stream, columns, rows, **options)
    return stream.getvalue()


def read_back(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(rows_of(TEXT))
def test_csv_comes_back_the_same(rows: list[dict[str, str]]) -> None:
    assert read_back(as_csv(rows)) == rows


@given(rows_of(PANDAS_TEXT))
def test_csv_comes_back_the_same_in_pandas(rows: list[dict[str, str]]) -> None:
    frame = pd.read_csv(
        io.BytesIO(as_csv(rows).encode("utf-8")), dtype=str, keep_default_na=False, encoding="utf-8"
    )
    assert frame.to_dict("records") == rows


@given(st.lists(TEXT, max_size=5))
def test_csv_of_one_column_keeps_empty_rows(cells: list[str]) -> None:
    rows = [{"word": cell} for cell in cells]
    assert read_back(as_csv(rows, ["word"])) == rows


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(TEXT, JSON, max_size=3), max_size=4))
def test_jsonl_comes_back_the_same_in_the_same_order(rows: list[dict[str, Any]]) -> None:
    stream = io.StringIO()
    assert write_jsonl(stream, rows).rows == len(rows)
    # splitlines breaks at every kind of line end: nothing inside may look like one.
    back = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert back == rows
    assert [list(row) for row in back] == [list(row) for row in rows]


@given(st.text(st.characters()))
def test_nothing_crashes_and_all_is_utf8(text: str) -> None:
    stream = io.StringIO()
    written = write_csv(stream, ["text"], [{"text": text}])
    stream.getvalue().encode("utf-8")
    lone = any("\ud800" <= c <= "\udfff" for c in text)
    assert written.replaced == lone
    line = json_line({"text": text})
    line.encode("utf-8")
    if not re.search("[\ud800-\udbff][\udc00-\udfff]", text):  # two halves would become a pair
        assert json.loads(line) == {"text": text}


def test_lone_surrogates() -> None:
    row = {"text": "ب\udc80c"}
    assert json_line(row) == '{"text": "ب\\udc80c"}'
    assert as_csv([row], ["text"]) == "text\nب\ufffdc\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (True, "true"),
        (3, "3"),
        (-0.1, "-0.1"),
        (1e-7, "1e-07"),
        ([], ""),
        (["CSTO", "SCO"], "CSTO|SCO"),
        (["argue|say", "back\\slash"], "argue\\|say|back\\\\slash"),
        ([[12, 20], [31, 40]], "12-20|31-40"),
    ],
)
def test_csv_cells(value: Any, cell: str) -> None:
    assert read_back(as_csv([{"x": value, "y": "."}], ["x", "y"])) == [{"x": cell, "y": "."}]


@given(st.lists(TEXT.filter(bool), max_size=4))
def test_lists_can_be_taken_apart_again(items: list[str]) -> None:
    cell = read_back(as_csv([{"items": items}], ["items"]))[0]["items"]
    apart = re.findall(r"(?:[^|\\]|\\.)+", cell, re.DOTALL)
    assert [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in apart] == items


def test_numpy_is_written_as_python() -> None:
    frame = pd.DataFrame({"n": [1], "score": [0.1], "gone": [math.nan], "is": [True]})
    row = frame.to_dict("records")[0] | {"list": pd.Series([1, 2]).to_numpy()}
    row["n"] = frame["n"].to_numpy()[0]
    assert json_line(row) == '{"n": 1, "score": 0.1, "gone": null, "is": true, "list": [1, 2]}'
    assert as_csv([row], list(row)).splitlines()[1] == "1,0.1,,true,1|2"
    with pytest.raises(TypeError, match="has no form in JSON"):
        json_line({"path": Path()})


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+98 21",
        "-2",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "=cmd|' /C calc'!A0",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u200f=1",
        "\ufeff=1",
        "- گفت",
    ],
)
def test_excel_runs_no_formula(text: str) -> None:
    (row,) = read_back(as_csv([{"doc": text, "text": [text, "b"]}], excel=True).lstrip("\ufeff"))
    assert row["doc"] == "'" + text
    assert row["text"].startswith("'")
    assert read_back(as_csv([{"doc": text}]))[0]["doc"] == text


@pytest.mark.parametrize("value", ["روسیه", "2-1", "a=b", "", -0.5, -3, "'=1"])
def test_excel_leaves_the_rest_alone(value: Any) -> None:
    text = as_csv([{"doc": value, "text": "."}], excel=True)
    assert text.startswith("\ufeffdoc,")
    assert read_back(text.removeprefix("\ufeff"))[0]["doc"] == str(value)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    write_csv(path, ["word"], [{"word": "امنیت"}])
    assert path.read_bytes() == "word\nامنیت\n".encode()

    def failing() -> Any:
        yield {"word": "x"}
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_csv(path, ["word"], failing())
    assert path.read_bytes() == "word\nامنیت\n".encode()
    assert list(tmp_path.iterdir()) == [path]


SENTENCES = {
    "report.fa": ("کشورها =به روسیه\nوابسته‌اند.", "سازمان ضعیف است."),
    "report.ar": ("تعتمد الدول على روسيا.", "المنظمة ضعيفة."),
    "report.en": ("The states depend, they say, on Russia.", "The body is weak."),
}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A dataset with one claim and one mention a document and two links."""
    folder = tmp_path / "corpus"
    sentences, claims, entities = [], [], []
    for doc, texts in SENTENCES.items():
        start = 0
        for k, text in enumerate(texts):
            span = {
                "doc": doc,
                "lang": doc[-2:],
                "section": "body",
                "start": start,
                "end": start + len(text),
                "text": text,
                "clean": text.replace("\n", " "),
            }
            sentences.append(span | {"sentence": k, "segment": 0})
            start += len(text) + 1
        claims.append(
            sentences[-2]
            | {"claim": 0, "tag": "bandwagoning", "stance": "asserts", "holder": "author"}
            | {"holder_id": "", "organisations": ["CSTO", "SCO"], "score": 0.7}
            | {"evidence": [{"start": 1, "end": 4}, {"start": 6, "end": 9}]}
            | {"cues": ["depend|rely on"], "source": "cue", "version": "1"}
        )
        entities.append(
            sentences[-2]
            | {"entity": 0, "start": 3, "end": 8, "text": "=x", "label": "LOC", "id": "RUS"}
            | {"name": "Russia", "score": 1.0, "source": "gazetteer", "version": "1"}
        )
    keep = {name: set(schema.names) for name, schema in store.SCHEMAS.items()}
    for name, rows in (("sentences", sentences), ("claims", claims), ("entities", entities)):
        store.write(folder, name, [{k: r[k] for k in r if k in keep[name]} for r in rows])
    link = {"kind": "parallel", "left_doc": "report.fa", "right_doc": "report.en", "score": 0.9876}
    store.write(
        folder,
        "alignments",
        [
            link | {"left_sentences": [0, 1], "right_sentences": [0]},
            link | {"left_sentences": [1], "right_sentences": [1]},
        ],
    )
    return folder


def test_export_dataset_writes_claims_with_source_text(dataset: Path, tmp_path: Path) -> None:
    written = export_dataset(dataset, tmp_path)
    assert {name: w.rows for name, w in written.items()} == {
        "claims.csv": 3,
        "claims.jsonl": 3,
        "entities.csv": 3,
        "entities.jsonl": 3,
        "alignments.csv": 2,
    }
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == store.SCHEMAS["claims"].names
    assert rows[0]["text"] == SENTENCES["report.fa"][0]
    assert rows[0]["organisations"] == "CSTO|SCO"
    assert rows[0]["evidence"] == "1-4|6-9"
    assert rows[0]["cues"] == "depend\\|rely on"
    lines = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    claim = json.loads(lines[2])
    assert claim["evidence"] == [[1, 4], [6, 9]]
    assert claim["organisations"] == ["CSTO", "SCO"]
    assert (claim["start"], claim["end"], claim["text"]) == (0, 39, SENTENCES["report.en"][0])


def test_export_dataset_tells_what_is_linked(dataset: Path, tmp_path: Path) -> None:
    export_dataset(dataset, tmp_path)
    with (tmp_path / "alignments.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["left_sentences"] == "0|1"
    assert first["left_text"] == " ".join(SENTENCES["report.fa"])
    assert (first["left_start"], first["left_end"]) == ("0", str(len(first["left_text"])))
    assert first["right_text"] == SENTENCES["report.en"][0]
    assert first["score"] == "0.9876"
    start = len(SENTENCES["report.en"][0]) + 1
    assert (second["right_start"], second["right_end"]) == (str(start), str(start + 17))


def test_export_dataset_for_spreadsheets(dataset: Path, tmp_path: Path) -> None:
    export_dataset(dataset, tmp_path, excel=True)
    text = (tmp_path / "entities.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffdoc,")
    assert ",'=x," in text
    assert (
        json.loads((tmp_path / "entities.jsonl").read_text("utf-8").splitlines()[0])["text"] == "=x"
    )


def test_export_dataset_gives_the_same_bytes_again(dataset: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export_dataset(dataset, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_export_dataset_says_that_nothing_was_run(tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="dalil run"):
        export_dataset(tmp_path, tmp_path)
