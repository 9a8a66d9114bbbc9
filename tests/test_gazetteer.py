"""The gazetteer file: what is shipped, what is refused, countries from the CLDR."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.entities import (
    COLUMNS,
    TYPES,
    Entry,
    check_gazetteer,
    country_rows,
    merge_countries,
    read_gazetteer,
)
from dalil.entities.countries import to_csv
from dalil.entities.names import Name, key, parse_name
from dalil.errors import DalilError
from dalil.resources import resource

SHIPPED = resource("annotations/gazetteer.csv")
HEADER = ",".join(COLUMNS)
ROW = "OSH,LOC,city,Osh,اوش,أوش,,,,"


@pytest.fixture(scope="module")
def shipped() -> dict[str, Entry]:
    return read_gazetteer(SHIPPED).by_id()


def written(tmp_path: Path, *lines: str, newline: str = "\n", start: str = "") -> Path:
    path = tmp_path / "gazetteer.csv"
    path.write_bytes((start + newline.join(lines) + newline).encode())
    return path


# -- what is shipped ------------------------------------------------------------------------


def test_nothing_is_wrong_with_the_shipped_gazetteer() -> None:
    assert check_gazetteer(SHIPPED) == []


def test_the_shipped_gazetteer_has_names_in_three_languages(shipped: dict[str, Entry]) -> None:
    by_hand = [entry for entry in shipped.values() if entry.kind != "country"]
    assert len(by_hand) >= 420
    assert all(entry.en and entry.fa and entry.ar for entry in shipped.values())
    counts = Counter(entry.type for entry in by_hand)
    assert all(counts[kind] >= 60 for kind in TYPES), counts


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        ("ORG", "CSTO SCO EAEC EAEU CIS NATO EU OSCE CACO UN CSTO-RRF SCO-RATS GCC ARAB-LEAGUE"),
        ("LOC", "CENTRAL-ASIA FERGANA-VALLEY KARABAKH SOUTH-CAUCASUS MIDDLE-EAST PERSIAN-GULF"),
        ("LOC", "MOSCOW GORNO-BADAKHSHAN AMU-DARYA CASPIAN-SEA SOVIET-UNION KAZ PSE XKX TWN"),
        ("PER", "KARIMOV NAZARBAYEV TOKAYEV PUTIN ERDOGAN ROY-ALLISON COOLEY BUZAN WAEVER"),
        ("EVENT", "COLOUR-REVOLUTIONS ANDIJAN-EVENTS TAJIK-CIVIL-WAR ARAB-SPRING COLD-WAR"),
        ("LAW", "CST CSTO-CHARTER UN-CHARTER BELAVEZHA-ACCORDS"),
    ],
)
def test_ids_of_the_field(shipped: dict[str, Entry], kind: str, ids: str) -> None:
    assert {id: shipped[id].type for id in ids.split()} == dict.fromkeys(ids.split(), kind)


def test_names_are_in_the_script_of_their_column(shipped: dict[str, Entry]) -> None:
    arabic = re.compile("[\u0600-\u06ff]")
    for entry in shipped.values():
        assert not any(arabic.search(name) for name in entry.written("en")), entry.id
        assert all(arabic.search(name) for name in (entry.fa, entry.ar)), entry.id


def test_country_names_are_those_of_the_cldr_or_say_what_they_replace(
    shipped: dict[str, Entry],
) -> None:
    for row in country_rows():
        entry = shipped[row.id]
        assert (entry.type, entry.kind) == ("LOC", "country")
        for lang in ("en", "fa", "ar"):
            name, cldr = getattr(entry, lang), getattr(row, lang)
            if key(name, lang) != key(cldr, lang):
                assert f"CLDR {lang}: {cldr}" in entry.note, entry.id
    assert {row.id for row in country_rows()} == {
        entry.id for entry in shipped.values() if entry.kind == "country"
    }


def test_country_rows_have_the_codes_in_use() -> None:
    ids = [row.id for row in country_rows()]
    assert ids == sorted(set(ids))
    assert {"FRA", "DEU", "COD", "MMR", "TLS", "YEM", "XKX", "PSE", "TWN"} <= set(ids)
    assert len(ids) == 199


# -- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "severity", "line", "field", "says"),
    [
        ([HEADER, "OSH,TOWN,city,Osh,اوش,أوش,,,,"], "error", 2, "type", "'TOWN' is no type"),
        ([HEADER, ",LOC,city,Osh,اوش,أوش,,,,"], "error", 2, "id", "the id is empty"),
        ([HEADER, "osh,LOC,city,Osh,اوش,أوش,,,,"], "error", 2, "id", "'osh' is no id"),
        ([HEADER, ROW, ROW], "error", 3, "id", "stands in line 2 already"),
        (
            [HEADER, "KG,LOC,country,Kyrgyzstan,قرقیزستان,قرغيزستان,,,,"],
            "error",
            2,
            "id",
            "alpha-3",
        ),
        ([HEADER, "OSH,LOC,city,,اوش,أوش,,,,"], "error", 2, "en", "the English name is empty"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,,,"], "error", 2, None, "9 cells"),
        ([HEADER.replace(",fa,", ","), "OSH,LOC,city,Osh,أوش,,,,"], "error", 1, "fa", "missing"),
        ([HEADER + ",fa", ROW + ","], "error", 1, "fa", "twice"),
        ([HEADER.replace(",", ";"), ROW.replace(",", ";")], "error", 1, None, "CSV UTF-8"),
        ([HEADER, 'OSH,LOC,city,"Osh,اوش,أوش,,,,', ROW], "error", 2, None, "quotes"),
        ([HEADER, ROW, 'X-Y,LOC,city,"Osh" city,اوش,أوش,,,,'], "error", 3, None, "quotes"),
        ([""], "error", 1, None, "the table is empty"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,O,,,"], "error", 2, "aliases_en", "too short"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,,[اوش,,"], "error", 2, "aliases_fa", "brackets"),
        ([HEADER, "OSH,LOC,city,!Osh,اوش,أوش,,,,"], "error", 2, "en", "for the aliases"),
        ([HEADER + ",color", ROW + ",red"], "warning", 1, "color", "not used"),
        ([HEADER, "OSH,LOC,city,Osh,,أوش,,,,"], "warning", 2, "fa", "no name in this language"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,,شهر اوشي,,"], "warning", 2, "aliases_fa", "'ي'"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,,,مدینة أوش,"], "warning", 2, "aliases_ar", "'ی'"),
        ([HEADER, "OSH,LOC,city,Osh,اوش,أوش,,Osh city,,"], "warning", 2, "aliases_fa", "Latin"),
        ([HEADER, ROW, "OSH-2,LOC,city,Ösh,اوش دو,أوش 2,,,,"], "warning", 3, "en", "OSH (line 2)"),
        ([HEADER, ROW, "OSHA,ORG,organ,OSHA,اوش,أوشا,,,,"], "warning", 3, "fa", "no mention"),
    ],
)
def test_a_problem_says_where_it_is(
    tmp_path: Path, lines: list[str], severity: str, line: int, field: str | None, says: str
) -> None:
    path = written(tmp_path, *lines)
    (problem,) = check_gazetteer(path)
    assert (problem.severity, problem.line, problem.field) == (severity, line, field)
    assert says in problem.message
    assert problem.file == str(path)
    if severity == "error":
        with pytest.raises(DalilError) as raised:
            read_gazetteer(path)
        assert str(raised.value) == str(problem)
    else:
        assert read_gazetteer(path).entries


def test_check_gives_all_problems_and_read_the_first_error(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEADER,
        "OSH,LOC,city,Osh,,أوش,,,,",
        "x y,LOC,city,X,ایکس,إكس,,,,",
        ",PE,,Y,وای,واي,,,,",
    )
    problems = check_gazetteer(path)
    assert [(p.line, p.field) for p in problems] == [
        (2, "fa"),
        (3, "id"),
        (3, "en"),
        (4, "id"),
        (4, "type"),
        (4, "en"),
    ]
    with pytest.raises(DalilError, match="'x y' is no id"):
        read_gazetteer(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"{HEADER}\n{ROW}\nX,LOC,city,X,".encode() + "اوش".encode("cp1256"), 3),
        (b"\xff\xfei\x00d\x00", 1),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "gazetteer.csv"
    path.write_bytes(content)
    (problem,) = check_gazetteer(path)
    assert problem.line == line
    assert "not UTF-8" in problem.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (problem,) = check_gazetteer(tmp_path / "none.csv")
    assert "no such file" in problem.message
    with pytest.raises(DalilError, match="no such file"):
        read_gazetteer(tmp_path / "none.csv")


def test_what_spreadsheets_do_to_a_file_is_no_problem(tmp_path: Path) -> None:
    plain = read_gazetteer(written(tmp_path, HEADER, ROW, newline="\n"))
    changed = written(
        tmp_path, HEADER.upper(), "", ROW, ",,,,,,,,,", newline="\r\n", start="\ufeff"
    )
    assert check_gazetteer(changed) == []
    assert [e.row() for e in read_gazetteer(changed).entries] == [e.row() for e in plain.entries]


def test_a_shared_name_is_no_problem_where_a_note_says_so(tmp_path: Path) -> None:
    rows = [
        "HEYDAR-ALIYEV,PER,leader,Heydar Aliyev,حیدر علی‌اف,حيدر علييف,Aliyev,,,shared with ILHAM-ALIYEV",
        "ILHAM-ALIYEV,PER,leader,Ilham Aliyev,الهام علی‌اف,إلهام علييف,Aliyev,,,",
    ]
    assert check_gazetteer(written(tmp_path, HEADER, *rows)) == []


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    first = read_gazetteer(written(tmp_path, HEADER, ROW)).version
    assert first == read_gazetteer(written(tmp_path, HEADER, ROW)).version
    assert first != read_gazetteer(written(tmp_path, HEADER, ROW + "x")).version
    assert re.fullmatch("[0-9a-f]{12}", first)


# -- how names are written ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Osh", Name("Osh")),
        (" !Michael Jordan ", Name("Michael Jordan", blocked=True)),
        ("کشور [مالی]", Name("مالی", before="کشور")),
        ("[عمان] وقطر", Name("عمان", after="وقطر")),
        ("[Walt] (year)", Name("Walt", year=True)),
        ("![شورای امنیت] قزاقستان", Name("شورای امنیت", after="قزاقستان", blocked=True)),
    ],
)
def test_a_name_is_taken_apart(text: str, name: Name) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize("text", ["!", "a [b", "a b]", "[a] [b]", "[]", "x [a] (year)"])
def test_a_name_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_name(text)


CELLS = st.text(
    st.characters(exclude_characters="|[]!", exclude_categories=("C", "Z"), min_codepoint=32),
    min_size=3,
)


@given(st.lists(st.tuples(CELLS, CELLS, st.lists(CELLS, max_size=3)), max_size=5))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, list[str]]]
) -> None:
    entries = [
        Entry(f"X-{i}", "ORG", kind, f'Name "{i}", {name}', "نام", "اسم", aliases_en=tuple(aliases))
        for i, (name, kind, aliases) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("csv") / "gazetteer.csv"
    path.write_text(to_csv(entries), encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == [entry.row() for entry in entries]
    problems = [p for p in check_gazetteer(path) if p.severity == "error"]
    if not problems:  # a name of marks only is too short
        assert [e.row() for e in read_gazetteer(path).entries] == [e.row() for e in entries]
    assert all("too short" in p.message for p in problems)


# -- countries ------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_missing_countries_are_appended_and_the_rest_stays(tmp_path: Path, newline: str) -> None:
    kept = 'KAZ,LOC,country,Kazakhstan,"قزاقستان",كازاخستان,"Kazakstan",,,by hand'
    path = written(tmp_path, HEADER, ROW, kept, newline=newline, start="\ufeff")
    before = path.read_bytes()
    added = merge_countries(path)
    assert "KGZ" in added and "KAZ" not in added
    assert len(added) == len(country_rows()) - 1
    assert path.read_bytes().startswith(before)
    entries = read_gazetteer(path).by_id()
    assert entries["KGZ"].fa == "قرقیزستان"
    assert entries["KAZ"].note == "by hand"
    assert merge_countries(path) == []


def test_countries_go_into_the_columns_as_they_stand(tmp_path: Path) -> None:
    columns = [*reversed(COLUMNS), "extra"]
    path = tmp_path / "gazetteer.csv"
    path.write_text(",".join(columns), encoding="utf-8")
    assert len(merge_countries(path)) == len(country_rows())
    assert read_gazetteer(path).by_id()["RUS"].ar == "روسيا"
