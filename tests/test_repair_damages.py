"""What PDFs, encodings and other keyboards do to texts is undone, and sound texts stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import SAMPLES, texts
from hypothesis import example, given
from hypothesis import strategies as st

from dalil.offsets import OffsetMap
from dalil.repair.columns import columns
from dalil.repair.direction import mirror, reading_order
from dalil.repair.edits import Edit, apply
from dalil.repair.footnote_marks import footnote_marks
from dalil.repair.lam_alef import lam_alef
from dalil.repair.letters import arabic_letters, persian_letters
from dalil.repair.letters_apart import letters_apart
from dalil.repair.marks import split_marks
from dalil.repair.mojibake import mojibake
from dalil.repair.rules import RULES, ligatures, tatweel
from dalil.repair.train_letters import count_words, train_direction, word_types
from dalil.repair.visual_order import visual_order

Rule = Callable[[str], list[Edit]]
JUDGING: tuple[Rule, ...] = (
    mojibake,
    visual_order,
    columns,
    lam_alef,
    letters_apart,
    footnote_marks,
    split_marks,
)


def mend(rule: Rule, text: str) -> str:
    return apply(text, rule(text))[0]


def origins(rule: Rule, text: str) -> tuple[str, OffsetMap]:
    return apply(text, rule(text))


PERSIAN = (
    "کشورهای منطقه در سال‌های گذشته کوشیده‌اند که همکاری اقتصادی خود را گسترش دهند.\n"
    "سازمان‌های منطقه‌ای در این میان نقش دوگانه‌ای داشته‌اند (بنگرید به بخش ۳).\n"
    "در سال ۱۳۷۱ پیمان امنیت جمعی (CST) در تاشکند امضا شد و شش کشور به آن پیوستند.\n"
    "برخی از پژوهشگران بر این باورند که بدون اعتماد متقابل هیچ نهادی کارآمد نیست.\n"
    "لازم است که اطلاعات بیشتری درباره تحولات اخیر و علاقه دولت‌ها گرد آید."
)
ARABIC = (
    "حاولت دول المنطقة في السنوات الماضية أن توسع تعاونها الاقتصادي.\n"
    "لا تضمن منظمة معاهدة الأمن الجماعي (CSTO) أمن أعضائها، وفقًا للإعلان.\n"
    "وقعت الاتفاقية في عام 1992 في طشقند، والآن تضم خمس دول إلى جانب روسيا.\n"
    "ويرى بعض الباحثين أن العلاقات بين الدول الأعضاء ضعيفة، وأن الإصلاح قليل."
)
ENGLISH = (
    "The states of the region have tried for years to widen their co-operation.\n"
    "“Order”, said Karimov, isn’t a naïve idea: G7, CO2, 27.5% and U.S. policy in 1992.\n"
    "1. The first point is a list item.\n2. The second point is another one."
)


@pytest.mark.parametrize("rule", JUDGING, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("text", [PERSIAN, ARABIC, ENGLISH, *sum(SAMPLES.values(), ())])
def test_sound_text_stays(rule: Rule, text: str) -> None:
    assert rule(text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ﬁnal o\ufb03ce of a\ufb00airs, \ufb02uid", "final office of affairs, fluid"),
        ("mo\ufb06 e\ufb04uent", "most effluent"),
    ],
)
def test_ligatures_become_letters(before: str, after: str) -> None:
    assert mend(ligatures, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ســـازمان همکـاری", "سازمان همکاری"),
        ("المنظمـــة الدوليـة", "المنظمة الدولية"),
        ("هـٰذا", "هٰذا"),
        ("محمـَّد", "محمَّد"),
    ],
)
def test_tatweel_goes_from_within_words(before: str, after: str) -> None:
    assert mend(tatweel, before) == after


@pytest.mark.parametrize(
    "sound", ["سنة ۱۴۴۵ هـ", "۶۵۶ هـ.ق.", "ـ نخست", "لـ«منظمة»", "بـ(SCO)", "ـَ", "سازمان ـ نهاد"]
)
def test_tatweel_that_is_no_stretching_stays(sound: str) -> None:
    assert tatweel(sound) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وفًقا للمعاهدة", "وفقًا للمعاهدة"),
        ("كتاٌب جديد", "كتابٌ جديد"),
        ("ُمهم جدا", "مُهم جدا"),
        ("الدول ُمتعددة", "الدول مُتعددة"),
        ("أيض ًا تعاون", "أيضًا تعاون"),
        ("المت ّحدة", "المتّحدة"),
        ("حتما ً شد.", "حتماً شد."),
        ("نوع ٌمن التعاون", "نوعٌ من التعاون"),
        ("ا ٔسس", "أسس"),
        ("قرٓان", "قرآن"),
        # Signs before their letters all over the text: those in mid-word move as well.
        ("ُمهّمة وفًقا أيًضا ُمتّحدة نظًر ا", "مُهمّة وفقًا أيضًا مُتحّدة نظرًا"),
    ],
)
def test_split_marks_come_to_their_letters(before: str, after: str) -> None:
    import unicodedata

    assert unicodedata.normalize("NFC", mend(split_marks, before)) == after


@pytest.mark.parametrize(
    "sound",
    [
        "قبلًا و قبلاً",
        "وفقًا، أيضاً، مدرسةً",
        "خاصًة",
        "کاملاًدر",  # a lost space
        "فتحه (َ) و ضمه (ُ)",
        "عَلَی‌الرغمِ آن",
        "◌َ",
        "متّحدة مؤثّر",
    ],
)
def test_marks_on_their_letters_stay(sound: str) -> None:
    assert split_marks(sound) == []


def misread(text: str, encoding: str) -> str:
    """UTF-8 read byte by byte; a byte that the encoding has not is read as Latin-1."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1256"])
@pytest.mark.parametrize("text", [*PERSIAN.split("\n"), *ARABIC.split("\n")])
def test_utf8_read_in_another_encoding_is_read_again(text: str, encoding: str) -> None:
    damaged = misread(text, encoding)
    clean, places = origins(mojibake, damaged)
    assert clean == text
    for i, char in enumerate(clean):
        assert damaged[places.starts[i] : places.ends[i]] == misread(char, encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1256"])
def test_mojibake_twice_over_is_read_twice(encoding: str) -> None:
    text = "سازمان همکاری شانگهای"
    assert mend(mojibake, misread(misread(text, encoding), encoding)) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the regionâ€™s order", "the region’s order"),
        ("the regionâ€™s â€œorderâ€‌", "the region’s “order”"),
        ("a naÃ¯ve idea of BogotÃ¡", "a naïve idea of Bogotá"),
        ("a naأ¯ve idea", "a naïve idea"),
        ("متن سالم، Ø³Ø§Ø²Ù…Ø§Ù† و باز متن", "متن سالم، سازمان و باز متن"),
        ("نص سليم، ط§ظ„ظ…ظ†ط¸ظ…ط© ثم نص", "نص سليم، المنظمة ثم نص"),
        ("ãäÙãÉ ÇáÃãä", "منظمة الأمن"),
    ],
)
def test_mojibake_is_mended_where_it_is(before: str, after: str) -> None:
    assert mend(mojibake, before) == after


@pytest.mark.parametrize(
    "sound",
    [
        "été à l'œuvre, Łódź, Ærøskøbing, ÄÖÜ, çà et là",
        "حافظ، «ع»؛ غ» و عکس ط§",
        "ﬁ, “quotes” and ½ — ftfy’s other repairs are no business of this rule",
        "ÉÈÀÇ",
    ],
)
def test_letters_that_look_like_mojibake_stay(sound: str) -> None:
    assert mojibake(sound) == []


def as_seen(line: str, kept: str = "") -> str:
    """A right-to-left line stored from left to right; `kept` is what runs left to right in it."""
    turned = line[::-1].translate(str.maketrans("()[]«»", ")(][»«"))
    return turned.replace(kept[::-1].translate(str.maketrans("()", ")(")), kept) if kept else turned


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("کشورهای منطقه کوشیده‌اند که همکاری اقتصادی خود را گسترش دهند.", ""),
        ("پیمان امنیت جمعی (CSTO) در تاشکند امضا شد.", "CSTO"),
        ("در سال 1992 پیمان امنیت جمعی در تاشکند امضا شد", "1992"),
        ("منظمة معاهدة الأمن الجماعي «الدولية» تضم خمس دول.", ""),
        ("وقعت الاتفاقية الدولية في عام 2001 بين الدول", "2001"),
        ("نُشر التقرير السنويّ للمنظمة الدولية", ""),
    ],
)
def test_a_reversed_line_is_put_in_reading_order(line: str, kept: str) -> None:
    damaged = as_seen(line, kept)
    clean, places = origins(visual_order, damaged)
    assert clean == line
    assert all(damaged[places.starts[i]] == c for i, c in enumerate(clean) if c not in "()«»")
    assert sorted(places.starts) == list(range(len(damaged)))


def test_short_reversed_lines_are_believed_among_others() -> None:
    lines = PERSIAN.replace("(بنگرید به بخش ۳)", "").replace(" (CST)", "").replace("۱۳۷۱", "گذشته")
    short = "آغاز سخن"
    assert visual_order(as_seen(short)) == []
    damaged = "\n".join(as_seen(line) for line in [*lines.split("\n"), short])
    assert mend(visual_order, damaged).split("\n")[-1] == short


def test_a_reversed_stretch_in_a_sound_line() -> None:
    quoted = "المنظمة الدولية للتعاون الاقتصادي الإقليمي"
    line = f"The treaty names it {quoted} in its Arabic version, which is old."
    assert mend(visual_order, line.replace(quoted, as_seen(quoted))) == line


def test_signs_of_reversed_lines_stay_on_their_letters() -> None:
    line = "نمونهٔ برجسته‌ای از همهٔ کشورهای منطقه در دورهٔ گذشته است"
    clusters = "".join(reversed([*line.replace("هٔ", "\0")])).replace("\0", "هٔ")
    assert mend(visual_order, clusters) == line
    assert mend(visual_order, line[::-1]) == line


def test_presentation_forms_in_visual_order() -> None:
    before = "ﺔﻴﻟﻭﺪﻟﺍ ﺔﻤﻈﻨﻤﻟﺍ ﻦﻴﺑ ﻥﻭﺎﻌﺘﻟﺍ"
    assert mend(visual_order, before) == before[::-1]


def test_the_direction_of_a_word_and_of_its_reversal_are_opposite() -> None:
    assert reading_order("المنظمة") > 2
    assert reading_order("ةمظنملا") == -reading_order("المنظمة")
    assert reading_order("توت") == 0
    assert mirror("^ال") == "لا$"


def swapped(text: str) -> str:
    """Each lam-alef with its letters in the wrong order."""
    for alef in "اأإآ":
        text = text.replace(f"ل{alef}", f"\0{alef}")
    for alef in "اأإآ":
        text = text.replace(f"\0{alef}", f"{alef}ل")
    return text


@pytest.mark.parametrize("text", [ARABIC, PERSIAN])
def test_lam_alef_of_a_damaged_document_is_put_right(text: str) -> None:
    damaged = swapped(text)
    assert damaged != text
    clean, places = origins(lam_alef, damaged)
    assert clean == text
    assert all(damaged[places.starts[i]] == char for i, char in enumerate(clean))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("معاهدة األمن الجماعي", "معاهدة الأمن الجماعي"),
        ("واإلسلام واآلن باإلضافة", "والإسلام والآن بالإضافة"),
        ("في االقتصاد", "في الاقتصاد"),
        ("األمن واإلسالم واآلن في عالقات الدول", "الأمن والإسلام والآن في علاقات الدول"),
    ],
)
def test_lam_alef_behind_an_article(before: str, after: str) -> None:
    assert mend(lam_alef, before) == after


@pytest.mark.parametrize(
    "sound",
    [
        "هذه المسألة قال عنها العالم في المجال الدولي ثالث مرة",  # nothing tells of damage
        "تتميز االشبكة بالسرعة",  # an alef typed twice
        "سالم و مال و حال و قال",
    ],
)
def test_alef_lam_that_may_be_right_stays(sound: str) -> None:
    assert lam_alef(sound) == []


def test_lam_alef_leaves_real_alef_lam_in_a_damaged_document() -> None:
    damaged = swapped(ARABIC) + "\nوقال العالم في المقال الـ48 إن هذا المجال مهم"
    assert mend(lam_alef, damaged).endswith("وقال العالم في المقال الـ48 إن هذا المجال مهم")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("R E G I O N A L  O R D E R  I N  A S I A", "REGIONAL ORDER IN ASIA"),
        ("S E C U R I T Y A N D P E A C E", "SECURITY AND PEACE"),
        ("see R E G I O N A L order", "see REGIONAL order"),
        ("س ا ز م ا ن  م ل ل", "سازمان ملل"),
        ("س ا ز مان ملل", "سازمان ملل"),
        ("چ ک ی د ه:", "چکیده:"),
        # words beside, plain spaces between them
        ("خود را  ب ه  ا ی ر ا ن  و شهر او", "خود را به ایران و شهر او"),
        ("of the  R E G I O N A L  O R D E R  in a", "of the REGIONAL ORDER in a"),
        ("ک ا لا  و  خ د م ا ت", "کالا و خدمات"),
        ("ا ل ت ع ا و ن  ا ل إ ق ل ي م ي", "التعاون الإقليمي"),
    ],
)
def test_letters_apart_are_joined(before: str, after: str) -> None:
    clean, places = origins(letters_apart, before)
    assert clean == after
    assert all(before[places.starts[i]] == c for i, c in enumerate(clean) if c != " ")


@pytest.mark.parametrize(
    "sound",
    [
        "A B C D E",
        "x y z t",
        "J. R. R. T",
        "الف ب ج د هـ",
        "ا ب پ ت ث ج",
        "من و تو و او و ما",
        "I am a b and c d",
        "N 1 2 3 4 5",
    ],
)
def test_single_letters_that_make_no_word_stay(sound: str) -> None:
    assert letters_apart(sound) == []


def test_persian_letters() -> None:
    before = "كشورهاي منطقه‌اى، دايرة المعارف ١٢"
    assert mend(persian_letters, before) == "کشورهای منطقه‌ای، دایرة المعارف ١٢"
    assert persian_letters(PERSIAN) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "منظمة الأمن الجماعی فی آسیا الوسطی إلی جانب روسیا",
            "منظمة الأمن الجماعي في آسيا الوسطى إلى جانب روسيا",
        ),
        ("علی المستوی الدولی لدی کازاخستان حتی الآن", "على المستوى الدولي لدى كازاخستان حتى الآن"),
        ("فى روسیا الذى حتى", "في روسيا الذي حتى"),
        ("موسیٰ", "موسىٰ"),
    ],
)
def test_arabic_letters(before: str, after: str) -> None:
    assert mend(arabic_letters, before) == after


@pytest.mark.parametrize("sound", [ARABIC, "فى المصرى إلى"])
def test_arabic_letters_leave_sound_arabic(sound: str) -> None:
    assert arabic_letters(sound) == []


NOTES = [
    (
        "نظریه مجموعه امنیت1 منطقه‌ای مطرح شد.\nدر کنار آن «نظم»2 مهم است.\n1. Complex\n2. Order\n"
        "در متن دیگری3 آمده است",
        "نظریه مجموعه امنیت منطقه‌ای مطرح شد.\nدر کنار آن «نظم» مهم است.\n1. Complex\n2. Order\n"
        "در متن دیگری3 آمده است",
    ),
    (
        "أنشئت المنظمة(1) التي وقعت في طشقند(2).\nنص.\n(1) منظمة المعاهدة.\n(2) عاصمة أوزبكستان.",
        "أنشئت المنظمة التي وقعت في طشقند.\nنص.\n(1) منظمة المعاهدة.\n(2) عاصمة أوزبكستان.",
    ),
    (
        "The treaty¹ was signed by states² of 5 km² each.\n\n1 Of Tashkent.\n2 Six of them.\n",
        "The treaty was signed by states of 5 km² each.\n\n1 Of Tashkent.\n2 Six of them.\n",
    ),
    (
        "شیرین کریمی۱\nاستاد دانشگاه\nمتن مقاله\n۱. نویسنده مسئول",
        "شیرین کریمی\nاستاد دانشگاه\nمتن مقاله\n۱. نویسنده مسئول",
    ),
]


@pytest.mark.parametrize(("before", "after"), NOTES)
def test_footnote_marks_go_where_the_note_is(before: str, after: str) -> None:
    assert mend(footnote_marks, before) == after


@pytest.mark.parametrize(
    "sound",
    [
        "The G7, CO2 and MP3 in 1992.\n1. First\n2. Second",
        "جدول1 و شکل2 در بخش3 آمده است.\n1. نخست\n2. دوم",
        "۱۱سپتامبر و دهه۱۹۹۰\n۱. نخست",
        "امنیت1 منطقه‌ای بی هیچ یادداشتی",
        "1. یادداشت بالای متن\nامنیت1 منطقه‌ای",
        "بلغ المعدل1.5 في العام\n1. ملاحظة",
        "area of 10² and m³\n2 A note.\n3 Another.",
    ],
)
def test_numbers_of_no_note_stay(sound: str) -> None:
    assert footnote_marks(sound) == []


LEFT = [
    "The states of the region have tried for years to widen",
    "their economic cooperation and to depend less on great",
    "powers. They did not always succeed, for disputes over",
    "borders stood in the way of what had been agreed, and",
    "nobody would settle them.",
]
RIGHT = [
    "organisations have played a double part in this. On the",
    "one hand they were a forum for talks, on the other they",
    "were a tool of influence. Some scholars hold that none",
    "of them will ever work well without mutual trust among",
    "those who signed its treaty.",
]
PERSIAN_LEFT = [
    "سازمان‌های منطقه‌ای در این میان نقش دوگانه‌ای",
    "داشته‌اند. از یک سو بستر گفت‌وگو بوده‌اند و از سوی",
    "دیگر ابزار نفوذ. برخی از پژوهشگران بر این باورند",
    "که بدون اعتماد متقابل هیچ نهادی کارآمد نیست و این",
]
PERSIAN_RIGHT = [
    "کشورهای منطقه در سال‌های گذشته کوشیده‌اند که",
    "همکاری اقتصادی خود را گسترش دهند و از وابستگی",
    "به قدرت‌های بزرگ بکاهند. این کوشش همیشه موفق",
    "نبوده است و اختلاف‌های مرزی مانع از آن شده است و",
]


def across(left: list[str], right: list[str], width: int = 60) -> str:
    return "\n".join(f"{a:<{width}}{b}" for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (across(LEFT, RIGHT), [*LEFT, *RIGHT]),
        (across(PERSIAN_LEFT, PERSIAN_RIGHT), [*PERSIAN_RIGHT, *PERSIAN_LEFT]),
    ],
)
def test_columns_are_put_one_after_the_other(text: str, order: list[str]) -> None:
    before = f"A line above that has no gap in it.\n\n{text}\n\nAnd a line below.\n"
    clean, places = origins(columns, before)
    joined = "\n".join(order)
    assert clean == f"A line above that has no gap in it.\n\n{joined}\n\nAnd a line below.\n"
    assert all(before[places.starts[i]] == c for i, c in enumerate(clean) if c != "\n")


def test_a_column_may_be_shorter_than_the_other() -> None:
    text = f"{across(LEFT, RIGHT)}\n{'':<60}A last line that stands on the right alone."
    assert mend(columns, text).endswith("treaty.\nA last line that stands on the right alone.")


@pytest.mark.parametrize(
    "sound",
    [
        across(["Country", "Armenia", "Russia", "Belarus", "Tajikistan"], ["1992"] * 5, 20),
        across(["CSTO", "SCO", "EAEU", "CIS", "OSCE"], RIGHT, 12),
        across(["1. " + line for line in LEFT[:3]], RIGHT[:3]),
        "\n".join(LEFT),
        "\n\n".join(f"{line}   {line}" for line in LEFT[:2]),
    ],
    ids=["table", "glossary", "three lines", "one column", "two lines"],
)
def test_tables_and_lists_stay(sound: str) -> None:
    assert columns(sound) == []


NOISY = st.one_of(
    texts("fa"),
    texts("ar"),
    texts("en"),
    st.text(st.sampled_from("امنلأإآةيىی کهّٰ ًَُٔـ\u200c1۱¹(«»)[]\nab Øâ€ط§ظ„م.  "), max_size=60),
)


@pytest.mark.parametrize(
    "rule",
    [*JUDGING, *RULES.values(), arabic_letters, persian_letters],
    ids=lambda rule: rule.__name__,
)
@given(text=NOISY)
@example(text="")
@example(text="\u064b")
@example(text=" َ ")
@example(text="¹\n¹ a")
def test_a_rule_gives_edits_that_can_be_applied(rule: Rule, text: str) -> None:
    edits = rule(text)
    clean, places = apply(text, edits)
    assert len(places) == len(clean)
    at = 0
    for edit in edits:
        assert at <= edit.start <= edit.end <= len(text)
        assert 0 < edit.confidence <= 1
        assert edit.after != text[edit.start : edit.end]
        for start, end in edit.origins or ():
            assert edit.start <= start <= end <= edit.end
        at = edit.end


@pytest.mark.parametrize("rule", [visual_order, lam_alef], ids=lambda rule: rule.__name__)
@given(text=NOISY)
def test_a_rule_that_moves_letters_loses_none(rule: Rule, text: str) -> None:
    clean = mend(rule, text)
    pairs = str.maketrans("([{«‹⟨", ")]}»›⟩")
    assert sorted(clean.translate(pairs)) == sorted(text.translate(pairs))


def test_the_models_learn_what_they_are_shown() -> None:
    shown = [line for line in (PERSIAN + "\n" + ARABIC).split("\n") for _ in range(3)]
    weights = train_direction(word_types(shown), size=500)
    assert weights == train_direction(word_types(shown), size=500)
    assert not any(mirror(gram) in weights for gram in weights)

    def score(word: str) -> int:
        from dalil.segment.language_id import features

        grams = features(word)
        return sum(weights.get(g, 0) - weights.get(mirror(g), 0) for g in grams)

    assert score("المنطقه") > 0 > score("هقطنملا")
    counts = count_words(shown, "ar")
    assert counts["الأمن"] == 3
    assert counts["الجماعي"] == 3
    assert "دول" not in counts
