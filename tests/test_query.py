"""The query language: what is read, what is found, and how it is shown."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from small_dataset import Line, Named, Said, write_dataset

from dalil.errors import DalilError
from dalil.export import write_csv, write_jsonl
from dalil.query import COLUMNS, FIELDS, Query, Term, Value, parse, render, run


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("tag:sovereignty", (Term("tag", (Value("sovereignty"),)),)),
        ("TAG:a", (Term("tag", (Value("a"),)),)),
        (
            "lang:fa|ar -روسیه",
            (
                Term("lang", (Value("fa"), Value("ar"))),
                Term("word", (Value("روسیه"),), negated=True, position=11),
            ),
        ),
        (
            'holder:"رئیس‌جمهور"  «نظم منطقه‌ای»',
            (
                Term("holder", (Value("رئیس‌جمهور", quoted=True),)),
                Term("word", (Value("نظم منطقه‌ای", quoted=True),), position=21),
            ),
        ),
        (
            '-"human rights"|democra* “a b”*',
            (
                Term(
                    "word",
                    (Value("human rights", quoted=True), Value("democra", prefix=True)),
                    True,
                ),
                Term("word", (Value("a b", prefix=True, quoted=True),), position=25),
            ),
        ),
        ("\u200f روسیه\u202c", (Term("word", (Value("روسیه"),), position=2),)),
        (
            "گفت: 'الف'",
            (Term("word", (Value("گفت:"),)), Term("word", (Value("'الف'"),), position=5)),
        ),
        ('"tag:x"', (Term("word", (Value("tag:x", quoted=True),)),)),
        ("multi-vector", (Term("word", (Value("multi-vector"),)),)),
    ],
)
def test_parse(query: str, terms: tuple[Term, ...]) -> None:
    assert parse(query) == Query(query, terms)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("tag:x", "claims"),
        ("-org:x y", "claims"),
        ("holder:x label:PER", "claims"),
        ("label:PER x", "entities"),
        ("-id:KAZ", "sentences"),
        ("lang:fa", "sentences"),
        ("x", "sentences"),
    ],
)
def test_kind_of_hits(query: str, kind: str) -> None:
    assert parse(query).kind == kind


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "there is nothing to look for"),
        (" \u200f ", "there is nothing to look for"),
        (
            "lang:fa tga:x",
            "query: at character 9, 'tga:x': there is no field tga: — did you mean tag:? "
            "Quotation marks make it plain text\n  lang:fa tga:x\n          ^",
        ),
        ("organisation:x", "did you mean org:?"),
        ("http://x", "there are doc:, holder:, id:, label:"),
        ('holder:"a b', "at character 8, '\"a b': this quotation mark is not closed by \""),
        ("«نظم", "at character 1, '«نظم': this quotation mark is not closed by »"),
        ("روسیه tag:", "at character 11, the end: a value is missing after tag:"),
        ("tag:a|", "a value is missing after tag:a|"),
        ("a -", "a value is missing after -"),
        ('""', "a value is missing"),
        ("*", "a value is missing"),
        ("a*b", "at character 2, '*b': * may stand only at the end of a value"),
        ('"a"b', "at character 4, 'b': a space is missing after the quotation mark"),
        ('a"b"', "a quotation mark may stand only around a whole value"),
    ],
)
def test_parse_says_what_is_wrong_and_where(query: str, message: str) -> None:
    with pytest.raises(DalilError) as caught:
        parse(query)
    assert message in str(caught.value)


def test_no_caret_under_right_to_left_text() -> None:
    with pytest.raises(DalilError) as caught:
        parse("روسیه tag:")
    assert "^" not in str(caught.value)


PIECES = ["tag:", "lang:", "-", "|", "*", '"', "«", "»", " ", "a", "ب", "\u200f"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('"')
def test_parse_reads_or_refuses(query: str) -> None:
    try:
        terms = parse(query).terms
    except DalilError:
        return
    assert terms
    for term in terms:
        assert term.field in (*FIELDS, "word")
        assert term.values
        assert all(value.text.strip() and "*" not in value.text for value in term.values)
        assert query[term.position] == "-" or not term.negated


DOCS = Path(__file__).parents[1] / "docs" / "query.md"


def test_the_manual_has_queries_that_can_be_read_and_all_columns() -> None:
    text = DOCS.read_text(encoding="utf-8")
    table = [line.split("|", 2)[1] for line in text.splitlines() if line.startswith("| `")]
    queries = [query for cell in table for query in re.findall("`([^`]+)`", cell)]
    queries += re.findall(r"`(-?[a-z]+:[^`\s][^`]*)`", text)
    fields = {term.field for query in queries for term in parse(query).terms}
    assert fields == {*FIELDS, "word"}
    listed = text[text.index("The columns are") :]
    assert [name for name in re.findall("`([^`]+)`", listed) if name in COLUMNS] == list(COLUMNS)


def places(dataset: Path, query: str) -> list[tuple[str, int]]:
    frame = run(dataset, query)
    return list(zip(frame["doc"], frame["sentence"], strict=True))


REGIONALISM = [("report.fa", 0), ("report.fa", 2), ("report.fa", 4)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # half-spaces
        ("منطقه گرایی", REGIONALISM),
        ("منطقه‌گرایی", REGIONALISM),
        ("منطقهگرایی", REGIONALISM),
        ("منطقه‌گرا*", REGIONALISM),
        ("منطقه گرا*", REGIONALISM),
        ('"منطقه گرایی مجازی"', [("report.fa", 2)]),
        ('"منطقه‌گرایی در آسیای"', [("report.fa", 0)]),
        ("-منطقه‌گرایی lang:fa", [("report.fa", 1), ("report.fa", 3)]),
        # yeh and kaf, hamza, vowel signs, teh marbuta, case
        ("همكاري", [("report.fa", 3)]),
        ("همکاری", [("report.fa", 3)]),
        ("المنظمة", [("report.ar", 1)]),
        ("المنظَّمه", [("report.ar", 1)]),
        ("RUSSIA", [("report.en", 0)]),
        ("russia", [("report.en", 0)]),
        # lemmas
        ("state", [("report.en", 0)]),
        ("states", [("report.en", 0)]),
        ("دولت", [("report.fa", 1)]),
        ("کردن", [("report.fa", 1)]),
        ("منظمة", [("report.ar", 1)]),
        ("رئيس", [("report.ar", 1)]),
        # a word and the particle that was split off it
        ("والمنظمة", [("report.ar", 1)]),
        # phrases
        ('"the region"', [("report.ar", 2), ("report.en", 0)]),
        ('"region the"', []),
        ('"state of the region"', [("report.en", 0)]),
        ("region the", [("report.ar", 2), ("report.en", 0)]),
        # or, not, several
        ("Russia|روسيا", [("report.ar", 0), ("report.en", 0)]),
        ("the -Russia lang:en", [("report.ar", 2), ("report.en", 1)]),
        ("the -Russia|weak", [("report.ar", 2)]),
        ('lang:en -"the region"', [("report.en", 1)]),
        # fields of the sentence
        ("lang:en", [("report.ar", 2), ("report.en", 0), ("report.en", 1)]),
        ("lang:en doc:report.e*", [("report.en", 0), ("report.en", 1)]),
        ("section:title|abstract", [("report.ar", 2), ("report.fa", 0)]),
        ("منطقه‌گرایی -section:reference", [("report.fa", 0), ("report.fa", 2)]),
        ("-id:KARIMOV lang:en", [("report.ar", 2), ("report.en", 0)]),
        # nothing
        ("ترکمنستان", []),
        ("multivector", []),
    ],
)
def test_sentences(dataset: Path, query: str, wanted: list[tuple[str, int]]) -> None:
    assert places(dataset, query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("tag:bandwagoning", [("report.ar", 0), ("report.en", 0)]),
        ("tag:bandwagoning lang:ar", [("report.ar", 0)]),
        ("tag:Virtual-Regionalism lang:en", [("report.en", 1)]),
        ("tag:b*", [("report.ar", 0), ("report.en", 0), ("report.en", 1)]),
        ("tag:balancing|bandwagoning -lang:ar", [("report.en", 0), ("report.en", 1)]),
        ("stance:denies", [("report.fa", 1)]),
        ("-stance:asserts", [("report.fa", 1)]),
        ("-holder:author", [("report.en", 1), ("report.fa", 1), ("report.fa", 2)]),
        ('holder:"رئیس‌جمهور"', [("report.fa", 2)]),
        ("holder:رئیس‌جمهور", [("report.fa", 2)]),
        ("holder:رییسجمهور", [("report.fa", 2)]),
        ("holder:قزاق*", [("report.fa", 2)]),
        ("holder:جمهور", []),
        ("holder:karimov", [("report.en", 1), ("report.fa", 1)]),
        ("holder:«کریم اف» lang:en", [("report.en", 1)]),
        ("org:CSTO", [("report.fa", 1), ("report.fa", 3)]),
        ("org:csto -org:sco", [("report.fa", 1)]),
        ("org:CSTO|SCO", [("report.en", 1), ("report.fa", 1), ("report.fa", 3)]),
        ('org:"سازمان پیمان امنیت جمعی"', [("report.fa", 1), ("report.fa", 3)]),
        ("org:«سازمان همکاري شانگهاي»", [("report.en", 1), ("report.fa", 3)]),
        ('org:"shanghai cooperation organisation"', [("report.en", 1), ("report.fa", 3)]),
        ("org:Shang*", [("report.en", 1), ("report.fa", 3)]),
        ("org:NATO", []),
        ("tag:virtual_regionalism ضعیف", [("report.fa", 3)]),
        ("tag:virtual_regionalism منطقه‌گرایی", [("report.fa", 2)]),
        ("tag:virtual_regionalism -weak -ضعیف", [("report.fa", 2)]),
        ("tag:virtual_regionalism id:KAZ", [("report.fa", 2)]),
        ("tag:virtual_regionalism -label:LOC", [("report.en", 1), ("report.fa", 3)]),
    ],
)
def test_claims(dataset: Path, query: str, wanted: list[tuple[str, int]]) -> None:
    assert places(dataset, query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("label:loc", ["روسيا", "Russia", "قزاقستان"]),
        ("id:KARIMOV", ["Karimov", "کریم‌اف"]),
        ('id:"Islam Karimov"', ["Karimov", "کریم‌اف"]),
        ("id:روسيا", ["روسيا", "Russia"]),
        ("label:ORG lang:fa", ["سازمان پیمان امنیت جمعی", "سازمان همکاری شانگهای"]),
        ("label:ORG|PER -id:SCO|KARIMOV", []),
        ("label:LOC align", ["Russia"]),
    ],
)
def test_entities(dataset: Path, query: str, wanted: list[str]) -> None:
    frame = run(dataset, query)
    if query == "label:ORG|PER -id:SCO|KARIMOV":
        # What has no id, and mentions in sentences without those: «کولی» in the references.
        wanted = ["کولی"]
    assert frame["text"].tolist() == wanted


def test_a_claim_has_all_columns(dataset: Path) -> None:
    frame = run(dataset, "tag:virtual_regionalism org:SCO lang:fa", context=30)
    (row,) = frame.to_dict("records")
    assert list(row) == list(COLUMNS)
    assert row["doc"] == "report.fa"
    assert row["text"] == "همکاري سازمان همکاری شانگهای ضعیف است ."
    assert row["end"] - row["start"] == len(row["text"])
    assert row["organisations"] == ["SCO", "CSTO"]
    assert row["cues"] == ["ضعیف|weak"]
    assert (row["tag"], row["stance"], row["holder"]) == (
        "virtual_regionalism",
        "asserts",
        "author",
    )
    assert row["score"] == 0.8
    assert row["left"] == "، منطقه گرایی مجازی است ."
    assert row["right"] == "کولی ، منطقه‌گرایی ، ۲۰۱۲ ."
    assert (row["label"], row["id"], row["name"]) == ("", "", "")


def test_a_mention_has_its_label_and_name(dataset: Path) -> None:
    (row,) = run(dataset, "id:KAZ", context=12).to_dict("records")
    assert (row["label"], row["id"], row["name"]) == ("LOC", "KAZ", "Kazakhstan")
    assert (row["left"], row["text"]) == ("رئیس‌جمهور", "قزاقستان")
    assert row["tag"] == "" and row["organisations"] == []


def test_context_may_be_nothing(dataset: Path) -> None:
    (row,) = run(dataset, "id:KAZ", context=0).to_dict("records")
    assert (row["left"], row["right"]) == ("", "")


def test_limit_keeps_the_first_and_tells_the_total(dataset: Path) -> None:
    every, some = run(dataset, "lang:fa"), run(dataset, "lang:fa", limit=2)
    assert some.equals(every[:2])
    assert some.attrs["total"] == every.attrs["total"] == len(every) == 5
    nothing = run(dataset, "ترکمنستان")
    assert list(nothing.columns) == list(COLUMNS)
    assert nothing.attrs["total"] == 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tag:bandwagonning", "no claim with tag 'bandwagonning'; did you mean bandwagoning"),
        (
            "lang:en tag:zzz",
            "at character 9, 'tag:zzz': the dataset has no claim with tag 'zzz'; "
            "there are balancing, bandwagoning",
        ),
        ("stance:deny", "no stance 'deny'; did you mean denies?"),
        ("lang:farsi", "no language 'farsi'; there are ar, en, fa, other"),
        ("doc:rapport.fa", "no document 'rapport.fa'; did you mean report.fa"),
        ("section:bodies", "no section 'bodies'; did you mean body?"),
        ("label:PERSON", "no label 'PERSON'; did you mean PER?"),
    ],
)
def test_run_says_what_is_not_there(dataset: Path, query: str, message: str) -> None:
    with pytest.raises(DalilError) as caught:
        run(dataset, query)
    assert message in str(caught.value)


def test_a_tag_of_the_codebook_is_no_error(dataset: Path) -> None:
    assert run(dataset, "tag:identity", tags=["identity"]).empty


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": -1}, {"context": -1}])
def test_run_refuses_numbers_that_mean_nothing(dataset: Path, options: dict[str, int]) -> None:
    with pytest.raises(DalilError, match="wanted is a number"):
        run(dataset, "lang:fa", **options)


def test_run_says_that_nothing_was_run(tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="dalil run"):
        run(tmp_path, "lang:fa")


@pytest.mark.parametrize(
    "value",
    [
        "x'; DROP TABLE claims; --",
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        "?",
        "$1",
        "a') OR ('1'='1",
        "\x00",
    ],
)
def test_what_the_user_writes_is_never_run(dataset: Path, value: str) -> None:
    for field in ("", "holder:", "org:", "id:"):
        assert run(dataset, f'{field}"{value}"').empty


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=8))
@example("ـ")
@example("\u200c")
@example("\ud800")
def test_any_text_can_be_looked_for(dataset: Path, text: str) -> None:
    quoted = text.replace('"', " ").replace("*", " ")
    if quoted.strip():
        assert set(run(dataset, f'"{quoted}" lang:ar')["doc"]) <= {"report.ar"}


TOKENS = st.lists(st.sampled_from(["ا", "ب", "اب", "با", "ابا"]), min_size=1, max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TOKENS, min_size=1, max_size=6), TOKENS, st.booleans())
def test_words_are_found_where_a_run_of_tokens_spells_them(
    tmp_path: Path, sentences: list[list[str]], wanted: list[str], prefix: bool
) -> None:
    write_dataset(tmp_path, {"a.fa": tuple(Line(" ".join(tokens)) for tokens in sentences)})
    letters = "".join(wanted)
    runs = [
        {
            "".join(tokens[first:last])
            for first in range(len(tokens))
            for last in range(first + 1, len(tokens) + 1)
        }
        for tokens in sentences
    ]
    spelled = [
        number
        for number, run_of in enumerate(runs)
        if any(text.startswith(letters) if prefix else text == letters for text in run_of)
    ]
    query = f'"{" ".join(wanted)}"' + "*" * prefix
    assert run(tmp_path, query)["sentence"].tolist() == spelled


def test_words_apart_are_no_compound_in_another_sentence(tmp_path: Path) -> None:
    lines = (Line("این منطقه"), Line("گرایی نو"), Line("منطقه ، گرایی"))
    write_dataset(tmp_path, {"a.fa": lines})
    assert run(tmp_path, "منطقهگرایی").empty
    assert run(tmp_path, '"منطقه گرایی"').empty
    assert run(tmp_path, "منطقه گرایی")["sentence"].tolist() == [2]


def test_a_compound_of_three_parts(tmp_path: Path) -> None:
    write_dataset(tmp_path, {"a.fa": (Line("سیاستگذاریها"), Line("سیاست‌گذاری‌ها"), Line("سیاست"))})
    assert run(tmp_path, "سیاست گذاری ها")["sentence"].tolist() == [0, 1]


def test_several_claims_on_one_sentence_are_several_hits(tmp_path: Path) -> None:
    line = Line("x y", claims=(Said("b"), Said("a", "denies"), Said("b", holder="z")))
    write_dataset(tmp_path, {"a.en": (line,)})
    frame = run(tmp_path, "tag:a|b")
    assert frame["tag"].tolist() == ["b", "a", "b"]
    assert frame.equals(run(tmp_path, "x tag:a|b"))


def test_hits_as_csv_and_jsonl(dataset: Path) -> None:
    frame = run(dataset, "org:SCO")
    rows = frame.to_dict("records")
    stream = io.StringIO()
    write_csv(stream, list(frame.columns), rows)
    head, first, *_ = stream.getvalue().split("\n")
    assert head == ",".join(COLUMNS)
    assert first.startswith(
        "report.en,en,1,body,60,132,virtual_regionalism,asserts,Karimov,SCO,0.8,"
    )
    assert "\u2067" not in stream.getvalue() and "\u2068" not in stream.getvalue()
    stream = io.StringIO()
    write_jsonl(stream, rows)
    assert json.loads(stream.getvalue().splitlines()[1])["organisations"] == ["SCO", "CSTO"]


def shown(dataset: Path, query: str, *, terminal: bool, width: int = 60) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=width, color_system=None)
    render(run(dataset, query), console)
    return stream.getvalue()


def test_render_isolates_right_to_left_lines_on_a_terminal(dataset: Path) -> None:
    text = shown(dataset, "tag:virtual_regionalism lang:fa", terminal=True)
    lines = [line for line in text.splitlines() if line.startswith("  ")]
    assert len(lines) > 4
    for line in lines:
        assert line.startswith("  \u2067") and line.endswith("\u2069")
        assert cell_len(line) <= 60
    assert "\u2068رئیس‌جمهور قزاقستان\u2069" in text


def test_render_isolates_no_left_to_right_text(dataset: Path) -> None:
    assert "\u2067" not in shown(dataset, "lang:en", terminal=True)


def test_render_into_a_file_adds_nothing(dataset: Path) -> None:
    text = shown(dataset, "tag:virtual_regionalism", terminal=False, width=200)
    assert not {"\u2067", "\u2068", "\u2069", "\x1b"} & set(text)
    assert "report.fa:3 virtual_regionalism asserts author SCO, CSTO 0.80" in text
    assert "همکاري سازمان همکاری شانگهای ضعیف است ." in text


def test_render_lets_no_control_of_the_text_through(tmp_path: Path) -> None:
    line = Line("a\x1b[31m \u2069\u202e b [bold]c[/bold]", mentions=(Named("a\x1b[31m", "PER"),))
    write_dataset(tmp_path, {"a.fa": (line,)})
    text = shown(tmp_path, "label:PER", terminal=True)
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold]c[/bold]" in text
    assert text.count("\u2067") + text.count("\u2068") == text.count("\u2069")


def test_render_of_nothing(dataset: Path) -> None:
    assert shown(dataset, "ترکمنستان", terminal=False) == "no hits\n"
