"""How restoration is measured and told: scores, gold lines, `dalil repair`, its report."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dalil.cli import main
from dalil.errors import DalilError
from dalil.evaluate import restoration, restored_lines
from dalil.evaluate.both_ways import BothWays
from dalil.evaluate.broken_font import Broken
from dalil.evaluate.compare import characters_wrong, words_in_any_order, words_of
from dalil.evaluate.restoration import compare_broken, compare_line, evaluate_restoration
from dalil.evaluate.restored_lines import evaluate_restored_lines, read_gold_lines
from dalil.evaluate.scores import Rate, Score
from dalil.evaluate.systems import systems
from dalil.offsets import OffsetMap
from dalil.repair import Change, Passage, Restored
from dalil.repair import document as document_module
from dalil.repair.document import RepairedDocument, Stage, repair_document
from dalil.repair.report import Example, PassageReport, report, visible

ZWNJ = "\u200c"


# -- comparing lines ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "damaged", "after", "words", "half_spaces", "harmed"),
    [
        # Nothing done: of three words the two sound ones are right.
        ("می‌روند به خانه", "میروند به خانه", "میروند به خانه", (2, 3, 3), (0, 0, 1), (0, 2)),
        ("می‌روند به خانه", "می روند به خانه", "می روند به خانه", (2, 4, 3), (0, 0, 1), (0, 2)),
        # Restored.
        ("می‌روند به خانه", "می روند به خانه", "می‌روند به خانه", (3, 3, 3), (1, 1, 1), (0, 2)),
        # Restored, but a wrong half-space where there was none: found, not right, and harm.
        ("می‌روند به خانه", "می روند به خانه", "می‌روند به‌خانه", (1, 2, 3), (1, 2, 1), (2, 2)),
        # The right half-space at the wrong word.
        ("کتاب‌ها را", "کتاب ها را", "کتاب ها‌را", (0, 2, 2), (0, 1, 1), (1, 1)),
        # Punctuation, digits and the keyboard's yeh and kaf are no difference.
        ("«کتاب‌های» 12،", "کتابهاي ۱۲", "کتاب‌هاي ۱۲ .", (2, 2, 2), (1, 1, 1), (0, 1)),
        # A letter lost elsewhere in the line does not shift the words behind it.
        ("آب سرد است", "آب سر است", "آب سر است", (2, 3, 3), (0, 0, 0), (0, 2)),
        # The same word at another place is another word.
        ("آب سرد", "سرد آب", "سرد آب", (1, 2, 2), (0, 0, 0), (0, 1)),
        ("", "", "", (0, 0, 0), (0, 0, 0), (0, 0)),
    ],
)  # fmt: skip
def test_a_line_is_scored_word_by_word(
    gold: str,
    damaged: str,
    after: str,
    words: tuple[int, int, int],
    half_spaces: tuple[int, int, int],
    harmed: tuple[int, int],
) -> None:
    found = compare_line("zwnj_spaced", gold, damaged, after)
    assert found == (Score(*words), Score(*half_spaces), Rate(*harmed))


def test_what_a_text_writes_both_ways_is_left_out() -> None:
    lines = [
        "پاک‌سازی شهرها آغاز شد",  # and below in one
        "پاکسازی سال‌های بحران",
        "رئیس جمهور و نیم‌رخ رئیس‌جمهور",
        "کتابهای بحران و سال کتاب",  # «سال‌های» and «کتابهای»: endings are written both ways
        "تنهایی می‌رود",  # «تن» is no word of the text
    ]
    both_ways = BothWays([words_of(line) for line in lines])
    left_out = [both_ways.places(words_of(line)) for line in lines]
    shown = [
        "".join(c for i, c in enumerate(words_of(line).letters) if i in places)
        for line, places in zip(lines, left_out, strict=True)
    ]
    assert shown == ["پاکسازی", "پاکسازیسالهای", "رئیسجمهوررئیسجمهور", "کتابهای", ""]

    gold, after = lines[3], "کتاب‌های بحران و سال‌کتاب"
    found = compare_line("zwnj_removed", gold, gold, after, left_out[3])
    assert found == (Score(2, 3, 4), Score(0, 1, 0), Rate(2, 4))


@pytest.mark.parametrize(
    ("kind", "gold", "damaged", "right"),
    [
        ("arabic_letters", "کتاب خوب", "كتاب خوب", 1),
        ("persian_letters", "من كل", "من کل", 1),
        ("split_marks", "مثلاً خوب", "مثلا خوب", 1),
        ("tatweel", "مثلاً کتاب", "مثلا كتاب", 2),
        ("tatweel", "کتاب خوب", "کتـاب خوب", 1),
        ("presentation_forms", "آب خوب", "ﺁﺏ خوب", 1),
    ],
)
def test_what_is_folded_away_is_never_the_damage(
    kind: str, gold: str, damaged: str, right: int
) -> None:
    words, _, _ = compare_line(kind, gold, damaged, damaged)
    assert words == Score(right, 2, 2)


@pytest.mark.parametrize(
    ("gold", "found", "score", "wrong"),
    [
        ("آب سرد است", "است سرد آب", (3, 3, 3), (6, 8)),
        ("می‌رود.", "می رود", (2, 2, 2), (0, 5)),
        ("دو دو سه", "دو سه سه", (2, 3, 3), (2, 6)),
        ("كتابي مثلًا", "کتابی مثلا ۱", (2, 3, 2), (1, 9)),
        ("کتاب", "", (0, 0, 1), (4, 4)),
        ("آب", "آبشار", (0, 1, 1), (3, 2)),
    ],
)
def test_restored_lines_by_their_words_and_by_their_letters(
    gold: str, found: str, score: tuple[int, int, int], wrong: tuple[int, int]
) -> None:
    assert words_in_any_order(gold, found) == Score(*score)
    assert characters_wrong(gold, found) == Rate(*wrong)


def test_a_broken_document_is_the_sum_of_its_lines() -> None:
    broken = Broken(("اا رود", "سرد"), ("یا رود", "سرد"))
    assert compare_broken(broken, list) == (Score(2, 3, 3), Rate(1, 8))


# -- damaging and measuring --------------------------------------------------------------------

SENTENCES = {
    "fa": [
        "کشورهای منطقه از همکاری‌های اقتصادی پشتیبانی می‌کنند.",
        "دولت‌ها نمی‌خواهند قدرت خود را با دیگران تقسیم کنند.",
    ],
    "ar": ["ناقشت المنظمة الإقليمية قضايا الأمن.", "لا تملك الدول الأعضاء ميزانية."],
    "en": [
        "The office found efficient staff.",
        "Trade of the regions grows faster than their political cooperation does.",
    ],
}


def scores(rows: Sequence[restoration.RestorationScore]) -> dict[tuple[str, str], Score | Rate]:
    found = {(row.measure, row.system): row.score for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture
def sentences(tmp_path: Path) -> Callable[[str], Path]:
    def write(lang: str) -> Path:
        path = tmp_path / f"sentences.{lang}.txt"
        path.write_text(
            "\n".join(["\ufeff" + SENTENCES[lang][0], "", *SENTENCES[lang][1:]]) + "\n",
            encoding="utf-8",
        )
        return path

    return write


def test_all_kinds_are_measured_for_all_systems(
    sentences: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def joins(lines: Sequence[str]) -> list[str]:
        return [line.replace("می ", f"می{ZWNJ}").replace("ها ن", f"ها{ZWNJ}ن") for line in lines]

    made = {"as it is": list, "dalil": joins}
    monkeypatch.setattr(restoration, "systems", lambda lang: made)
    found = scores(evaluate_restoration(sentences("fa"), "fa"))
    # 16 words; in four a half-space: همکاری‌های, می‌کنند, دولت‌ها, نمی‌خواهند.
    assert found["zwnj_spaced: words", "as it is"] == Score(12, 20, 16)
    assert found["zwnj_spaced: words with a half-space", "as it is"] == Score(0, 0, 4)
    # Right: می‌کنند, نمی‌خواهند; found besides: ها‌نمی‌خواهند in place of the latter.
    assert found["zwnj_spaced: words", "dalil"] == Score(13, 17, 16)
    assert found["zwnj_spaced: words with a half-space", "dalil"] == Score(1, 2, 4)
    assert found["zwnj_spaced: right words harmed", "dalil"] == Rate(0, 12)
    # Nothing is written both ways here.
    tolerant = "words with a half-space, leaving out what the text writes both ways"
    assert found[f"zwnj_spaced: {tolerant}", "dalil"] == Score(1, 2, 4)
    assert found["sound: words changed", "dalil"] == Rate(2, 16)
    assert found["sound: lines changed in any character", "dalil"] == Rate(1, 2)
    assert found["sound: lines taken for damaged", "dalil"] == Rate(0, 2)
    assert found["arabic_letters: words", "as it is"] == Score(7, 16, 16)
    assert ("zwnj_spaced: right words harmed", "as it is") not in found
    assert ("lam_alef: words", "dalil") not in found
    assert ("split_marks: words", "dalil") not in found  # there is no mark to split
    fonts = [key for key in found if key[0].startswith("broken font ")]
    assert len(fonts) == 6 * 2 * 2
    total = found["broken fonts: words in any order", "as it is"]
    assert isinstance(total, Score)
    assert total.wanted == 6 * 20


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_dalil_and_its_peers_are_measured(sentences: Callable[[str], Path], lang: str) -> None:
    found = scores(evaluate_restoration(sentences(lang), lang))
    peers = {"fa": {"hazm", "ftfy"}, "ar": {"camel-tools", "ftfy"}, "en": {"ftfy"}}[lang]
    assert {system for _, system in found} == {"as it is", "dalil"} | peers
    assert found["sound: lines changed in any character", "dalil"] == Rate(0, 2)
    best = {"fa": "presentation_forms", "ar": "tatweel", "en": "hyphenation"}[lang]
    score, before = (found[f"{best}: words", system] for system in ("dalil", "as it is"))
    assert isinstance(score, Score)
    assert isinstance(before, Score)
    assert score.f1 == 1 > before.f1


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_systems_keep_the_lines(lang: str) -> None:
    lines = [*SENTENCES[lang], "", "x\x0by"]
    for system in systems(lang).values():
        assert len(system(lines)) == len(lines)


def test_a_treebank_is_read_by_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    row = "1\tآب\tآب\tNOUN\t_\t_\t0\troot\t_\t_"
    path.write_text(f"# text = آب سرد\n{row}\n\n# text = آب  گرم\n{row}\n\n", encoding="utf-8")
    assert restoration.read_sentences(path, "fa") == ["آب سرد", "آب گرم"]


@pytest.mark.parametrize("content", [b"", b" \n\n", b"caf\xe9"])
def test_a_file_without_sentences_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sentences.txt"
    path.write_bytes(content)
    with pytest.raises(DalilError, match=r"sentence|UTF-8"):
        evaluate_restoration(path, "fa")


# -- gold lines --------------------------------------------------------------------------------

# As from a font that loses initial ش (a space), with the runs of the second line swapped.
DAMAGED = "سرآغاز\nکند  ود میبا\nآبی  ب\n"
SECOND = DAMAGED.index("کند")
THIRD = DAMAGED.index("آبی")


def gold_line(start: int, end: int, **fields: Any) -> dict[str, Any]:
    quote = DAMAGED[start:end]
    line: dict[str, Any] = {
        "start": start,
        "end": end,
        "quote_sha256": hashlib.sha256(quote.encode()).hexdigest(),
        "runs": [[start, end]],
        "edits": [],
        "part": "tune",
        "zone": "body",
        "annotator": "mina",
    }
    return line | fields


# Read as: با می‌شود کند.
TURNED = gold_line(
    SECOND,
    SECOND + 12,
    runs=[[SECOND + 10, SECOND + 12], [SECOND + 3, SECOND + 10], [SECOND, SECOND + 3]],
    edits=[],
)
# Read as: آبی شب.
LOST = gold_line(THIRD, THIRD + 6, edits=[[THIRD + 4, THIRD + 5, "ش"]], part="report")


def write_gold(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n\n")
    return path


def test_gold_lines_are_put_together_from_runs_and_edits(tmp_path: Path) -> None:
    edits = [[SECOND + 8, SECOND + 10, f"می{ZWNJ}"], [SECOND + 4, SECOND + 5, "ش"]]
    edited = TURNED | {"edits": edits}
    lines = read_gold_lines(write_gold(tmp_path, TURNED, LOST, edited), DAMAGED)
    assert [line.restored for line in lines] == ["با  ود میکند", "آبی شب", f"با شود می{ZWNJ}کند"]
    assert [line.number for line in lines] == [1, 2, 1]
    assert [(line.part, line.zone) for line in lines][:2] == [("tune", "body"), ("report", "body")]


@pytest.mark.parametrize(
    ("line", "field", "message"),
    [
        ("{", None, "not JSON"),
        ([], None, "wanted is an object"),
        (LOST | {"start": THIRD - 1}, "quote_sha256", "another line"),
        (LOST | {"quote_sha256": None}, "quote_sha256", "another line"),
        (LOST | {"end": 10**6}, "start", "not within"),
        (LOST | {"end": "x"}, "start", "two whole numbers"),
        (LOST | {"start": True}, "start", "two whole numbers"),
        (LOST | {"runs": None}, "runs", "wanted is a list"),
        (LOST | {"runs": [[THIRD, THIRD + 7]]}, "runs", "not within"),
        (LOST | {"runs": [[THIRD, THIRD + 6], [THIRD + 5, THIRD + 6]]}, "runs", "overlap"),
        (LOST | {"edits": [[THIRD, "ش"]]}, "edits", "[start, end, text]"),
        (LOST | {"edits": [[THIRD, THIRD, "ش"]]}, "edits", "is empty"),
        (LOST | {"edits": [[THIRD, THIRD + 2, ""], [THIRD + 1, THIRD + 3, ""]]}, "edits", "overlap"),
        (
            LOST | {"runs": [[THIRD + 3, THIRD + 6], [THIRD, THIRD + 3]], "edits": [[THIRD + 2, THIRD + 4, ""]]},
            "edits",
            "lies in no run",
        ),
        (LOST | {"part": "test"}, "part", "'test' is not one of tune, report"),
        (LOST | {"zone": ""}, "zone", "zone of the document"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_gold_line_is_said(
    tmp_path: Path, line: object, field: str | None, message: str
) -> None:
    path = write_gold(tmp_path, TURNED, line)
    with pytest.raises(DalilError) as caught:
        read_gold_lines(path, DAMAGED)
    assert (caught.value.file, caught.value.line, caught.value.field) == (str(path), 2, field)
    assert message in caught.value.message


def test_a_gold_file_without_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DalilError, match="no restored line"):
        read_gold_lines(write_gold(tmp_path), DAMAGED)
    with pytest.raises(DalilError, match="can't be read"):
        read_gold_lines(tmp_path / "nowhere.jsonl", DAMAGED)


def test_scores_on_gold_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "damaged.fa.txt"
    damaged.write_text(DAMAGED, encoding="utf-8")

    def restore(text: str, rules: object) -> Restored:
        assert text == DAMAGED
        mended = text.replace("آبی  ب", "آبی شب")
        left = Passage(SECOND, SECOND + 12, 0.9, restored=False)
        done = Passage(THIRD, THIRD + 6, 0.8, restored=True)
        return Restored(mended, OffsetMap.identity(len(text)), (), (left, done))

    monkeypatch.setattr(document_module, "restore", restore)
    monkeypatch.setattr(restored_lines, "systems", lambda lang: {"as it is": list, "dalil": list})
    first = gold_line(0, 6, zone="heading", part="report")
    path = write_gold(tmp_path, TURNED, LOST, first)
    found = scores(evaluate_restored_lines(path, damaged, "fa"))
    order = "words in any order"
    assert found[f"tune, body: {order}", "as it is"] == Score(1, 3, 3)
    assert found["tune, body: lines in reach", "dalil"] == Rate(0, 1)
    assert found["tune, body: characters wrong, in reach", "dalil"] == Rate(0, 0)
    assert found[f"report, body: {order}", "as it is"] == Score(1, 2, 2)
    assert found[f"report, body: {order}", "dalil"] == Score(2, 2, 2)
    assert found["report, body: characters wrong", "as it is"] == Rate(1, 5)
    assert found["report, body: characters wrong", "dalil"] == Rate(0, 5)
    assert found["report, body: characters wrong, in reach", "as it is"] == Rate(1, 5)
    assert found[f"report, all zones: {order}", "as it is"] == Score(2, 3, 3)
    assert found["report, heading: lines in reach", "dalil"] == Rate(1, 1)
    assert ("tune, all zones: lines in reach", "dalil") not in found  # there is one zone only


# -- a whole document --------------------------------------------------------------------------


def test_stages_meet_in_the_raw_text(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "one\nﻢﻠﺳ\r\nﺳﻼم"  # the letters of the second line stand in visual order

    def restore(text: str, rules: object) -> Restored:
        at = text.index("ﻢ")
        turned = text[:at] + text[at : at + 3][::-1] + text[at + 3 :]
        places = [*range(at), at + 2, at + 1, at, *range(at + 3, len(text))]
        where = OffsetMap.of_intervals([(i, i + 1) for i in places], len(text))
        change = Change(at, at + 3, text[at : at + 3], turned[at : at + 3], "visual_order", 0.8)
        return Restored(turned, where, (change,), (Passage(at, at + 3, 0.9, restored=True),))

    monkeypatch.setattr(document_module, "restore", restore)
    found = repair_document(raw)
    assert found.text == "one\nسلم\r\nسلام"
    assert [found.map.raw(i, i + 1) for i in range(3, 9)] == [
        (3, 4), (6, 7), (5, 6), (4, 5), (7, 8), (8, 9),
    ]  # fmt: skip
    assert found.map.raw(9, 13) == (9, 12)
    assert found.map.raw_length == len(raw)
    first, *rest = found.changes
    assert (first.rule, first.start, first.end) == ("visual_order", 4, 7)
    letters = [c for c in rest if c.rule == "presentation_forms"]
    assert [(c.start, c.before, c.after) for c in letters][:1] == [(4, "ﻢﻠﺳ", "سلم")]
    assert all(raw[c.start : c.end] == c.before for c in letters)
    assert found.stages[1].text == restore(raw, ()).text


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n\nb\n", "سلام\r\nالسلام\n"])
def test_a_sound_document_passes_unchanged(text: str) -> None:
    found = repair_document(text)
    assert (found.text, found.changes) == (text, ())
    assert found.map.starts.tolist() == list(range(len(text)))


def test_each_line_is_repaired_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    real = document_module.repair

    def repair(text: str, *, lang: str | None, **others: Any) -> Any:
        asked.append(lang)
        return real(text, lang=lang, **others)

    monkeypatch.setattr(document_module, "repair", repair)
    lines = [
        "سازمان همکاری شانگهای نشستی برگزار کرد و گفت که می‌خواهد گسترش یابد.",
        "عقدت منظمة شنغهاي للتعاون اجتماعا وأعلنت أنها تريد التوسع.",
        "The organisation held a meeting and said that it would like to grow.",
        "Организация провела встречу и заявила, что хочет расширяться.",
    ]
    repair_document("\n".join(lines))
    repair_document("\n".join(lines), "fa")
    assert asked == ["fa", "ar", "en", None, *["fa"] * 4]


# -- the report --------------------------------------------------------------------------------


def change(
    text: str, before: str, after: str, rule: str, sure: float = 1.0, nth: int = 0
) -> Change:
    start = -1
    for _ in range(nth + 1):
        start = text.index(before, start + 1)
    return Change(start, start + len(before), before, after, rule, sure)


def reported(text: str, *changes: Change, passages: tuple[Passage, ...] = ()) -> RepairedDocument:
    whole = OffsetMap.identity(len(text))
    stages = (Stage(text, tuple(changes)), Stage(text, ()))
    return RepairedDocument(text, whole, tuple(changes), passages, stages)


def test_the_report_counts_and_shows_examples() -> None:
    text = "one two a-b three\nfour c-d five six seven a-b\nc-d e-f"
    changes = [
        change(text, "-", "+", "joins", 0.5, 0),
        change(text, "-", "+", "joins", 0.7, 1),
        change(text, "-", "+", "joins", 0.9, 2),  # a-b again: no new example
        change(text, "-", "+", "joins", 0.9, 4),
        change(text, "six", "sixty", "numbers", 0.25),
    ]
    found = report(reported(text, *changes))
    assert [(rule.rule, rule.changes) for rule in found.rules] == [("joins", 4), ("numbers", 1)]
    assert found.rules[0].confidence == pytest.approx(0.75)
    assert found.rules[0].examples == (
        Example(1, "one two", "a-b", "a+b", "three"),
        Example(2, "four", "c-d", "c+d", "five six seven"),
        Example(3, "c-d", "e-f", "e+f", ""),
    )
    assert found.rules[1].examples == (Example(2, "four c-d five", "six", "sixty", "seven a-b"),)
    assert len(report(reported(text, *changes), examples=1).rules[0].examples) == 1


def test_an_example_shows_all_that_its_rule_did_to_a_word() -> None:
    text = "x ﺳﻼم y"
    changes = [Change(2, 3, "ﺳ", "س", "forms", 1.0), Change(3, 4, "ﻼ", "لا", "forms", 1.0)]
    (rule,) = report(reported(text, *changes)).rules
    assert rule.examples == (Example(1, "x", "ﺳﻼم", "سلام", "y"),)


def test_changes_that_put_something_between_show_both_words() -> None:
    text = "می شود"
    (rule,) = report(reported(text, Change(2, 3, " ", ZWNJ, "half_spaces", 0.9))).rules
    assert rule.examples == (Example(1, "", "می شود", "می‌شود", ""),)


def test_what_cannot_be_seen_is_named() -> None:
    assert visible("a\u202bب\x00\u200c\ufeff") == "a⟨U+202B⟩ب⟨U+0000⟩\u200c⟨U+FEFF⟩"


def test_the_report_names_damaged_passages_by_their_lines() -> None:
    text = "one\ntwo three\nfour\nfive\n"
    passages = (Passage(4, 13, 0.9, restored=True), Passage(14, 24, 0.6, restored=False))
    found = report(reported(text, passages=passages))
    assert found.passages == (
        PassageReport(2, 2, 0.9, True, "two three"),
        PassageReport(3, 4, 0.6, False, "four five"),
    )
    assert found.rules == ()


# -- the commands ------------------------------------------------------------------------------

BROKEN = "The oﬃce.\nكـــتاب ﺳﻼم\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.txt"
    path.write_bytes(BROKEN.replace("\n", "\r\n").encode("utf-8"))
    return path


def output_of(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capfd.readouterr().out


def test_repair_reads_files(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert output_of(capfd, "repair", "--lang", "ar", broken) == "The office.\nكتاب سلام\n"
    twice = output_of(capfd, "repair", "--lang", "ar", broken, broken)
    assert twice == "The office.\nكتاب سلام\n" * 2


def test_repair_reads_other_formats(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><meta charset=utf-8></head><body><p>The oﬃce.</p></body></html>",
        encoding="utf-8",
    )
    assert output_of(capfd, "repair", page).strip() == "The office."


def test_repair_writes_its_changes(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in output_of(capfd, "repair", "--jsonl", broken).splitlines()]
    assert all(
        set(row) == {"doc", "start", "end", "before", "after", "rule", "confidence"} for row in rows
    )
    assert {row["doc"] for row in rows} == {"broken"}
    raw = broken.read_bytes().decode()
    assert all(raw[row["start"] : row["end"]] == row["before"] for row in rows)
    assert {"before": "ﬃ", "after": "ffi", "rule": "ligatures"}.items() <= rows[0].items()


def test_the_report_is_a_table_in_a_pipe(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    header, *rows = output_of(capfd, "repair", "--report", broken, broken).splitlines()
    assert header.split("\t") == "file rule changes confidence lines before after".split()
    cells = [row.split("\t") for row in rows]
    assert all(len(row) == 7 for row in cells)
    ligature = [str(broken), "ligatures", "1", "1.00", "1", "The oﬃce.", "The office."]
    assert cells.count(ligature) == 2
    assert "\u2068" not in "".join(rows)


@pytest.mark.skipif(os.name != "posix", reason="a terminal")
def test_the_report_isolates_lines_on_a_terminal(broken: Path) -> None:
    import pty

    parent, child = pty.openpty()
    environment = os.environ | {"COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "dalil", "repair", "--report", str(broken)],
        stdout=child,
        env=environment,
    ) as process:
        os.close(child)
        data = b""
        try:
            while piece := os.read(parent, 10_000):
                data += piece
        except OSError:  # so a terminal says on Linux that its other end is closed
            pass
        os.close(parent)
    assert process.returncode == 0
    text = re.sub("\x1b\\[[0-9;]*m", "", data.decode())
    assert "1 change, confidence 1.00" in text
    assert "\u2068The oﬃce.\u2069" in text
    assert "\u2068The office.\u2069" in text
    for line in text.splitlines():
        assert line.count("\u2068") == line.count("\u2069") <= 1


def test_report_and_jsonl_exclude_one_another(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["repair", "--report", "--jsonl"])
    assert stop.value.code == 2


def test_evaluate_prints_scores_and_rates(
    sentences: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    path = sentences("en")
    header, *rows = output_of(capfd, "evaluate", "restoration", "--lang", "en", path).splitlines()
    names = "file measure system precision recall F1 right found wanted rate count of"
    assert header.split("\t") == names.split()
    table = {tuple(cells[1:3]): cells[3:] for cells in (row.split("\t") for row in rows)}
    # Of 16 words three hold a ligature.
    assert table["ligatures: words", "as it is"][:6] == [*["0.8125"] * 3, "13", "16", "16"]
    assert table["ligatures: words", "dalil"][2] == "1.0000"
    assert table["sound: words changed", "dalil"] == [""] * 6 + ["0.00000", "0", "16"]


def test_evaluate_prints_scores_on_gold_lines(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.fa.txt"
    damaged.write_text(DAMAGED, encoding="utf-8")
    gold = write_gold(tmp_path, LOST)
    _, *rows = output_of(capfd, "evaluate", "restoration", "--gold", gold, damaged).splitlines()
    table = {tuple(cells[1:3]): cells[3:] for cells in (row.split("\t") for row in rows)}
    assert table["report, body: words in any order", "as it is"][3:6] == ["1", "2", "2"]
    assert {system for _, system in table} == {"as it is", "dalil", "hazm", "ftfy"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("restoration", "sentences.txt"), "--lang"),
        (("tokens", "--lang", "fa", "--gold", "x", "sentences.txt"), "restoration only"),
        (("restoration", "--lang", "fa", "nowhere.txt"), "nowhere.txt: can't be read"),
        (("restoration", "--gold", "nowhere.jsonl", "sentences.txt"), "nowhere.jsonl: can't be read"),
    ],
)  # fmt: skip
def test_evaluate_says_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sentences.txt").write_text("آب سرد است.\n", encoding="utf-8")
    assert main(["evaluate", *arguments]) == 1
    out, err = capfd.readouterr()
    assert message in err
    assert out == ""  # no header of a table that never comes
