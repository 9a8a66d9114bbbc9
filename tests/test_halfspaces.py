"""Half-spaces and word spacing in Persian: what was lost comes back, sound text stays."""

from __future__ import annotations

import gzip
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import resources
from dalil.errors import DalilError
from dalil.repair import Passage, repair, restore
from dalil.repair.document import repair_document
from dalil.repair.edits import apply
from dalil.repair.halfspaces import Wear, half_spaces, wear_of, word_spacing
from dalil.repair.halfspaces import model as model_module
from dalil.repair.halfspaces.tokens import WORD, letters, places
from dalil.repair.halfspaces.train import main as train_main

ZWNJ = "\u200c"

# Sentences as they should be, by what is hard about them.
SENTENCES = [
    # plurals and their endings
    "دولت‌های منطقه و سازمان‌های بین‌المللی از این طرح‌ها استقبال کردند.",
    "پژوهش‌هایی که در این سال‌ها منتشر شد به پرسش‌هایشان پاسخ نداد.",
    # «می» and «نمی» before all persons, participles, enclitics
    "ما نمی‌خواهیم به گذشته برگردیم و شما نیز نمی‌توانید.",
    "آنان می‌گویند که این پیمان نمی‌تواند صلح بیاورد.",
    "اعضا در این باره به توافق نرسیده‌اند و هنوز تصمیمی نگرفته‌ایم.",
    "این دو کشور می‌توانسته‌اند با هم همکاری کنند.",
    # comparatives
    "این بزرگ‌ترین و پیچیده‌ترین بحران منطقه است و از آن مهم‌تر نیست.",
    # he and yeh
    "در خانه‌ای کوچک زندگی می‌کرد و خانه‌های دیگر را ندیده بود.",
    "برنامه‌ای تازه برای همکاری‌های منطقه‌ای نوشته شد.",
    # compounds
    "نظریه منطقه‌گرایی بر شکل‌گیری نهادهای مشترک تأکید می‌کند.",
    "تصمیم‌گیری درباره سرمایه‌گذاری خارجی به بی‌ثباتی انجامید.",
    "جامعه کشورهای مشترک‌المنافع پس از فروپاشی شوروی پدید آمد.",
    "این گروه‌بندی جدید نشان‌دهنده چالش‌های امنیتی است.",
]

WORDS = ["منطقه‌گرایی", "دنباله‌روی", "بین‌المللی", "برنامه‌ریزی", "سیاست‌گذاری", "صلح‌آمیز"]

# Sound text: words that only look as if they lacked something.
SOUND = [
    *SENTENCES,
    "این کشور دارای منابع فراوان است.",
    "بهای نفت بالا رفت و تنها راه همین بود.",
    "ای ایران، ای مرز پرگهر!",
    "زمستان میلاد و میدان شهر و میوه و میراث",
    "هوا تر بود و زمین هم تر شد.",
    "آنها را آنجا دیدم؛ بیشتر و بهتر از همیشه بود.",
    "سازمان همکاری شانگهای در سال ۲۰۰۱ (۱۳۸۰) بنیاد نهاده شد.",
    "کشورها و شهرهای آسیای مرکزی به یکدیگر نزدیک‌اند.",
    "به گزارش BBC Persian و https://example.org/می-شود این خبر درست نیست.",
    "نشانی: info@example.org می‌باشد.",
    "مي‌توان گفت كه سياست‌هاي اين كشور تغيير كرده است.",
    "",
    " ",
    "\n\n",
    "می",
    "های",
    "NATO 2024 — §3",
]


def restored(text: str) -> str:
    return apply(text, half_spaces(text))[0]


def spaced_out(text: str) -> str:
    return apply(text, word_spacing(text))[0]


def every_third(text: str) -> str:
    """Of three half-spaces one is lost, one becomes a space and one is kept."""
    parts = text.split(ZWNJ)
    joints = ["", " ", ZWNJ]
    return parts[0] + "".join(joints[i % 3] + part for i, part in enumerate(parts[1:]))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_half_spaces_come_back_however_they_were_damaged(sentence: str) -> None:
    assert restored(sentence.replace(ZWNJ, "")) == sentence
    assert restored(sentence.replace(ZWNJ, " ")) == sentence
    assert restored(every_third(sentence)) == sentence


@pytest.mark.parametrize("word", WORDS)
def test_half_spaces_of_compounds_come_back_without_context(word: str) -> None:
    assert restored(word.replace(ZWNJ, "")) == word
    assert restored(word.replace(ZWNJ, " ")) == word


@pytest.mark.parametrize("text", SOUND)
def test_half_spaces_leave_sound_text_alone(text: str) -> None:
    assert half_spaces(text) == []
    assert word_spacing(text) == []


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        # Arabic yeh and kaf stay as they are; what is next to them is mended
        ("سياستهاي كشورها تغيير ميكند", "سياست‌هاي كشورها تغيير مي‌كند"),
        ("مي شود و نمي توان", "مي‌شود و نمي‌توان"),
        # vowel signs and tatweel
        ("خانهٔ ما و کتابـهای ما مِی شود", "خانهٔ ما و کتابـ‌های ما مِی‌شود"),
        # brackets, quotes, digits, Latin at the word's edge
        ("«سازمانهای» (منطقهای) SCO۲", "«سازمان‌های» (منطقه‌ای) SCO۲"),
        # two spaces, a no-break space, a half-space left beside the space
        ("می  شود، می\u00a0رود، می‌ گوید", "می‌شود، می‌رود، می‌گوید"),
        # a line end is no space
        ("این کار را می\nکند", "این کار را می\nکند"),
    ],
)
def test_half_spaces_among_other_signs(damaged: str, sound: str) -> None:
    assert restored(damaged) == sound


@pytest.mark.parametrize(
    "sentence",
    [
        "دسته‌ای از مردم آمدند.",
        "دست‌های او پر بود.",
        "چشمه‌ای که در کوه بود خشک شد.",
        "چشم‌های او سیاه بود.",
    ],
)
def test_half_spaces_choose_between_readings_by_the_words_around(sentence: str) -> None:
    assert restored(sentence.replace(ZWNJ, "")) == sentence


def test_half_spaces_respect_the_habit_of_a_text_that_kept_its_own() -> None:
    kept = "دانشمندان می‌گویند که خانه‌ها، رفته‌اند و نمی‌روند؛ این را در همه‌جا می‌نویسند و می‌خوانند. "
    assert restored(kept + "سالها گذشت.") == kept + "سالها گذشت."
    lost = kept.replace(ZWNJ, "")
    assert restored(lost + "سالها گذشت.").endswith("سال‌ها گذشت.")


def test_a_text_with_spaces_for_half_spaces_keeps_what_it_has_in_one() -> None:
    kept = "آنان می‌گویند و می‌نویسند، خانه‌ها رفته‌اند و نمی‌آیند. " * 8
    spaced = wear_of(kept.replace(ZWNJ, " "))
    assert half_spaces("سالهای بحران و رقابتها", spaced) == []
    assert [e.start for e in half_spaces("سال های بحران", spaced)] == [3]


def test_demonstratives_stay_in_one_and_are_joined_where_they_stand_apart() -> None:
    assert restored("آنها و اینها میروند") == "آنها و اینها می‌روند"
    assert restored("آن ها و این ها می روند") == "آن‌ها و این‌ها می‌روند"
    assert word_spacing("آن ها می دانند") == []  # «آنها» would lose the half-space


@pytest.mark.parametrize("text", ["به نام خدای مهربان ای دوست", "سرود ای ایران را شنیدیم"])
def test_a_call_is_no_ending(text: str) -> None:
    assert restored(text) == text


def test_compounds_that_are_inflected_are_known_by_their_stem() -> None:
    word = f"نظریه{ZWNJ}پردازانی"
    assert restored("از نظریه پردازانی که آمدند") == f"از {word} که آمدند"


def test_wear_of_a_document_is_known_to_its_parts() -> None:
    kept = "آنان می‌گویند و می‌نویسند، خانه‌ها رفته‌اند و نمی‌آیند. " * 8
    sound, worn = wear_of(kept), wear_of(kept.replace(ZWNJ, ""))
    assert sound.kept > 10 > sound.lost
    assert worn.lost > 10 > worn.kept
    heading = "سالهای بحران"
    assert half_spaces(heading, sound) == []
    assert [(e.start, e.end) for e in half_spaces(heading, worn)] == [(3, 3)]
    assert half_spaces(heading, worn)[0].confidence > half_spaces(heading)[0].confidence


def test_nothing_is_joined_or_parted_where_words_do_not_follow_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "این کار می شود.\u200f اززمان آن می رود."  # the mark is taken out: offsets move
    found = repair(text, lang="fa", unordered=[(17, len(text))])
    assert found.text == "این کار می‌شود. اززمان آن می رود."
    assert repair(text, lang="fa").text == "این کار می‌شود. از زمان آن می‌رود."

    lines = ["این کار می شود.", "این کار می رود.", "این کار می ماند."]
    document = "\u200f" + "\n".join(lines)
    start = document.index(lines[1])
    passage = Passage(0, len(document), 0.5, True, unordered=((start, start + len(lines[1])),))
    monkeypatch.setattr(
        "dalil.repair.document.restore",
        lambda *given: replace(restore(*given), passages=(passage,)),
    )
    done = repair_document(document, "fa")
    assert done.text.split("\n") == ["این کار می‌شود.", lines[1], "این کار می‌ماند."]


def test_half_spaces_say_how_sure_they_are() -> None:
    (sure,) = half_spaces("آنها به خانه نمیروند")
    assert sure.confidence > 0.98
    assert all(0.5 <= e.confidence <= 1 for e in half_spaces(" ".join(SENTENCES).replace(ZWNJ, "")))


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("پس اززمان جنگ", "پس از زمان جنگ"),
        ("امنیت درمنطقه ما", "امنیت در منطقه ما"),
        ("در ساز مان ملل", "در سازمان ملل"),
        ("تصمیم رئیس دو لت بود", "تصمیم رئیس دولت بود"),
    ],
)
def test_word_spacing_sets_words_apart_and_together(damaged: str, sound: str) -> None:
    assert spaced_out(damaged) == sound


@pytest.mark.parametrize(
    "text",
    [
        "شدت و حدت بحران",
        "در آمد و رفت بود",
        "ولادیمیر نورسلطان و آلماتی",
        "منطقهگرایی و سازمانهای امنیتی میشوند",
        "وبا در شهر شیوع یافت",
    ],
)
def test_word_spacing_leaves_what_is_not_certain(text: str) -> None:
    assert word_spacing(text) == []


PERSIAN = st.text(
    alphabet=st.sampled_from("ابپتسشعگلمنوهیيكک‌ ‌  ءآئٔـَّ۱۲a.،()\n"), max_size=60
) | st.lists(
    st.sampled_from(
        "می نمی شود کند خانه ها های ای اند رفته تر سازمان منطقه گرایی بین المللی میشود خانهای و از در".split()
        + [ZWNJ, " ", "، ", "\n"]
    ),
    max_size=14,
).map("".join)


@given(PERSIAN)
def test_half_spaces_never_change_a_letter_and_are_done_at_once(text: str) -> None:
    def bare(s: str) -> str:
        return s.replace(ZWNJ, "").replace(" ", "")

    once = restored(text)
    assert bare(once) == bare(text)
    assert restored(once) == once
    apart = spaced_out(text)
    assert bare(apart) == bare(text)


@given(st.text(max_size=80))
def test_no_text_makes_the_rules_fail(text: str) -> None:
    for rule in (half_spaces, word_spacing):
        edits = rule(text)
        assert all(0 <= e.start <= e.end <= len(text) for e in edits)
        apply(text, edits)


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=30))
def test_letters_of_a_word_stand_where_they_are_said_to(text: str) -> None:
    for m in WORD.finditer(text):
        word = m.group()
        found = [word[i] for i in places(word)]
        assert len(found) == len(letters(word))
        assert not any(unicodedata.combining(c) for c in found)


def write_data(folder: Path) -> None:
    sentences = [*SENTENCES, *(f"{word} در کتاب {word} آمد." for word in WORDS)] * 2
    for name, text in {
        "fa_halfspace/perdt_train.txt": "\n".join(sentences),
        "fa_halfspace/seraji_train.txt": "\n".join(reversed(sentences)),
        "fa_parstwiner/train.tsv": "سلام\tO\nدوست\tO\nمن\tO\n\nمی‌روم\tO\n",
        "lex_hazm/words.dat": "منطقه\t100\tN\nسازمان\t90\tN\nکتاب\t0\tN\nلغزاندن\t5\tN\n",
        "lex_hazm/verbs.dat": "رفت#رو\nگفت#گو\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_training_gives_the_same_bytes_and_a_model_that_works(tmp_path: Path) -> None:
    write_data(tmp_path)
    for out in ("one", "two"):
        train_main([str(tmp_path), "--out", str(tmp_path / out)])
    packed = (tmp_path / "one" / "model.json.gz").read_bytes()
    assert packed == (tmp_path / "two" / "model.json.gz").read_bytes()
    model = model_module.from_json(json.loads(gzip.decompress(packed)))
    text = "آنان میگویند و سازمان های منطقه"
    assert apply(text, half_spaces(text, model=model))[0] == "آنان می‌گویند و سازمان‌های منطقه"
    assert "می" in model.lexicon.prefixes


def test_a_model_of_another_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.json.gz"
    path.write_bytes(gzip.compress(b'{"format": 0}'))
    monkeypatch.setattr(resources, "resource", lambda name: path)
    model_module.load.cache_clear()
    try:
        with pytest.raises(DalilError, match="train the model again"):
            model_module.load()
    finally:
        model_module.load.cache_clear()


def test_wear_of_nothing_says_nothing() -> None:
    assert wear_of("") == Wear()
    assert Wear(6, 3, 3).at_most(4) == Wear(2, 1, 1)
