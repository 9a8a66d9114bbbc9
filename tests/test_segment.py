"""Segments: paragraphs put together again, section kinds, and what holds for any text."""

from __future__ import annotations

import textwrap

import pytest
from conftest import texts
from hypothesis import given
from hypothesis import strategies as st

from dalil.ingest.model import Block
from dalil.segment import LANGUAGES, SECTIONS, Segment, segment
from dalil.segment.lines import is_visible

EN = (
    "The summit in Bishkek ended without a joint statement, although the hosts had prepared three "
    "drafts. Two delegations wanted a clause on water, and one refused to speak about borders at "
    "all. In the corridors, diplomats described the meeting as cordial and useless.",
    "A week later the secretariat published a list of forty decisions. Most of them repeat what "
    "had been agreed in earlier years, and none names a budget. The regional development bank, "
    "promised since the first summit, is mentioned once.",
    "What remains is the habit of meeting. Presidents who talk to one another twice a year are "
    "less likely to surprise each other, and that alone may be worth the price of the flights.",
)
FA = (
    "نشست بیشکک بدون بیانیه مشترک پایان یافت، هرچند میزبانان سه پیش‌نویس آماده کرده بودند. دو هیئت "
    "خواستار بندی درباره آب بودند و یکی از آن‌ها حاضر نشد از مرزها سخن بگوید. در راهروها دیپلمات‌ها "
    "دیدار را صمیمانه و بی‌فایده توصیف می‌کردند.",
    "یک هفته بعد دبیرخانه فهرستی از چهل تصمیم منتشر کرد. بیشتر آن‌ها تکرار توافق‌های سال‌های پیش است و "
    "هیچ‌کدام بودجه‌ای تعیین نمی‌کند. از بانک توسعه منطقه‌ای که از نخستین نشست وعده داده شده بود تنها "
    "یک بار نام برده شده است.",
    "آنچه می‌ماند عادت دیدار است. رؤسای جمهوری که سالی دو بار با هم گفت‌وگو می‌کنند کمتر یکدیگر را "
    "غافلگیر می‌کنند و شاید همین به هزینه پروازها بیرزد.",
)
AR = (
    "انتهت قمة بيشكيك من دون بيان مشترك، مع أن المضيفين أعدوا ثلاث مسودات. وطالب وفدان ببند عن "
    "المياه، ورفض أحدهما الحديث عن الحدود أصلًا. ووصف دبلوماسيون في الأروقة اللقاء بأنه ودي وبلا فائدة.",
    "وبعد أسبوع نشرت الأمانة العامة قائمة من أربعين قرارًا. ويكرر معظمها ما اتُّفق عليه في السنوات "
    "السابقة، ولا يحدد أي منها ميزانية. أما مصرف التنمية الإقليمي الموعود منذ القمة الأولى فذُكر مرة واحدة.",
    "ويبقى من ذلك كله اعتياد اللقاء. فالرؤساء الذين يتحادثون مرتين في السنة أقل ميلًا إلى مفاجأة "
    "بعضهم بعضًا، ولعل هذا وحده يستحق كلفة الرحلات.",
)
PARAGRAPHS = {"en": EN, "fa": FA, "ar": AR}


def wrap(text: str, width: int = 66) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False, break_long_words=False)


def told(
    text: str, blocks: tuple[Block, ...] = (), lang: str | None = None
) -> list[tuple[str, str]]:
    """Section and text of each segment."""
    return [(s.section, s.read(text)[0]) for s in segment(text, blocks, lang=lang)]


def sections(text: str) -> list[str]:
    return [s.section for s in segment(text)]


def paragraphs(text: str) -> list[str]:
    return [t for section, t in told(text) if section in ("body", "abstract")]


# Joining


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_leaves_one_paragraph_a_line_alone(lang: str) -> None:
    for gap in ("\n", "\n\n", "\r\n", "\r\n\r\n", "\u2029"):
        assert paragraphs(gap.join(PARAGRAPHS[lang])) == list(PARAGRAPHS[lang])


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize("width", [56, 66, 80])
def test_segment_joins_hard_wrapped_lines(lang: str, width: int) -> None:
    text = "\n\n".join(wrap(p, width) for p in PARAGRAPHS[lang])
    assert paragraphs(text) == list(PARAGRAPHS[lang])
    found = segment(text)
    assert all(
        len(s.pieces) == wrap(p, width).count("\n") + 1
        for s, p in zip(found, PARAGRAPHS[lang], strict=True)
    )


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_joins_hard_wrapped_lines_without_empty_lines_between_paragraphs(lang: str) -> None:
    # No empty line: the short last line tells where a paragraph ends.
    assert paragraphs("\n".join(wrap(p, 60) for p in PARAGRAPHS[lang])) == list(PARAGRAPHS[lang])


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_joins_double_spaced_lines(lang: str) -> None:
    text = "\n\n".join("\n".join(wrap(p, 60) for p in PARAGRAPHS[lang]).split("\n"))
    assert paragraphs(text) == list(PARAGRAPHS[lang])


def test_segment_finds_the_indented_paragraph() -> None:
    first, second, third = EN
    full = second[: second.index(" and none")] + " and none has a budget of its own in it."
    lines = "\n".join("   " + wrap(p, 62) for p in (first, full, third))
    assert paragraphs(lines) == [first, full, third]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_keeps_wrapped_and_unwrapped_parts_apart(lang: str) -> None:
    wrapped = "\n\n".join(wrap(p, 60) for p in PARAGRAPHS[lang])
    unwrapped = "\n\n".join(PARAGRAPHS[lang])
    assert paragraphs(wrapped + "\n\n" + unwrapped) == list(PARAGRAPHS[lang]) * 2
    assert paragraphs(unwrapped + "\n\n" + wrapped) == list(PARAGRAPHS[lang]) * 2


HEADERS = {
    "en": ("Journal of Regional Order, vol. 4          {}", "ABCD"),
    "fa": ("فصلنامه نظم منطقه‌ای، سال چهارم          {}", "۱۲۳۴"),
    "ar": ("مجلة النظام الإقليمي، السنة الرابعة          {}", "١٢٣٤"),
}


def in_pages(lang: str, feed: str, lines_a_page: int = 4) -> tuple[str, list[str]]:
    """Wrapped paragraphs on pages with a running title, and the running titles."""
    digits = {"en": "0123456789", "fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}[lang]
    lines = "\n\n".join(wrap(p, 60) for p in PARAGRAPHS[lang]).split("\n")
    pages, headers = [], []
    for i in range(0, len(lines), lines_a_page):
        number = digits[4] + digits[1 + i // lines_a_page]
        headers.append(HEADERS[lang][0].format(number))
        pages.append("\n".join([headers[-1], "", *lines[i : i + lines_a_page], "", number]))
    return feed.join(pages), headers


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize("feed", ["\n\f", "\n"])
def test_segment_joins_over_page_breaks_and_running_headers(lang: str, feed: str) -> None:
    text, headers = in_pages(lang, feed)
    found = told(text)
    assert [t for s, t in found if s == "header" and len(t) > 4] == headers
    assert sum(s == "header" and len(t) <= 4 for s, t in found) == len(headers)
    # A page may end with a full stop at a full line: then two paragraphs may stay two.
    assert " ".join(t for s, t in found if s == "body") == " ".join(PARAGRAPHS[lang])
    assert sum(s == "body" for s, t in found) <= len(PARAGRAPHS[lang]) + 1


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_joins_a_line_long_paragraph_cut_by_an_empty_line(lang: str) -> None:
    first, second, third = PARAGRAPHS[lang]
    at = second.index(" ", 100)
    text = "\n\n".join([first, second[:at], second[at + 1 :], third])
    assert paragraphs(text) == [first, second, third]


def test_segment_keeps_the_note_that_cut_a_paragraph() -> None:
    first, second, third = FA
    at = first.index(" ", 110)
    text = "\n\n".join(
        [first[:at] + "¹", "¹. پژوهشگر مسائل آسیای مرکزی", first[at + 1 :], second, third]
    )
    found = told(text)
    assert found[1] == ("note", "¹. پژوهشگر مسائل آسیای مرکزی")
    assert found[0][1] == first[:at] + "¹ " + first[at + 1 :]
    assert segment(text)[0].pieces[1][0] > segment(text)[1].start


def test_segment_finds_footnotes_at_the_foot_of_pages_in_wrapped_text() -> None:
    lines = wrap(" ".join(FA), 60).split("\n")
    text = "\n".join([*lines[:4], "", "", "1. Bishkek", "2. water clause", *lines[4:]])
    assert [(s, t) for s, t in told(text) if s == "note"] == [
        ("note", "1. Bishkek"),
        ("note", "2. water clause"),
    ]
    assert paragraphs(text) == [" ".join(FA)]


HYPHENATED = """\
The committee spoke of regionalisation and of a well-known failure to
agree, again and again, in the plain words of its chair: of regional-
isation from above, as the reporters had heard it before, of a well-
known pattern in the neighbourhood, and of the costs that the capi-
tal, which nobody could quite explain, had to bear alone for so long.
"""


def test_segment_puts_a_hyphenated_word_together() -> None:
    (found,) = segment(HYPHENATED)
    text, where = found.read(HYPHENATED)
    assert "of regionalisation from above" in text
    assert "a well-known pattern" in text
    assert "that the capital, which" in text
    at = text.index("regionalisation from")
    start, end = where.raw(at, at + len("regionalisation"))
    assert HYPHENATED[start:end] == "regional-\nisation"


@pytest.mark.parametrize(
    "lines",
    [
        ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"],
        ["امنیت", "اقتصاد", "فرهنگ", "محیط زیست"],
        [
            "The bank has no capital of its own and no staff outside the city.",
            "The court meets twice a year, and its rulings are not published.",
            "The parliament gives advice, for which it is not always asked.",
            "The fund lends to its members at the rates of the open market.",
        ],
        [
            "بانک سرمایه‌ای از خود ندارد و بیرون از شهر کارمندی هم ندارد.",
            "دادگاه سالی دو بار تشکیل می‌شود و احکامش منتشر نمی‌شود.",
            "مجلس مشورت می‌دهد، هرچند همیشه از او مشورت نمی‌خواهند.",
            "صندوق با نرخ‌های بازار آزاد به اعضای خود وام می‌دهد.",
        ],
    ],
)
def test_segment_does_not_join_lines_that_stand_for_themselves(lines: list[str]) -> None:
    assert [t for _, t in told("\n".join(lines))] == lines
    found = told("\n".join([EN[0], *lines, EN[1]]))
    assert [t for _, t in found[1:-1]] == lines
    assert [section for section, _ in found].count("heading") <= 2


# Section kinds

ARTICLE = {
    "en": ("Meeting Without Deciding", "Laura Penhallow", "Abstract", "Keywords: summits, Central Asia, institutions", "Introduction", "The Price of Talk", "Conclusion", "References",
           "Penhallow, L. (2019). Summits and Silence. Journal of Regional Order, 4(2), 11–29."),
    "fa": ("دیدار بدون تصمیم در آسیای مرکزی", "مریم کوهستانی", "چکیده", "کلیدواژه‌ها: نشست سران، آسیای مرکزی، نهادها", "مقدمه", "بهای گفت‌وگو", "نتیجه‌گیری", "منابع و مآخذ",
           "کوهستانی، مریم (۱۳۹۸)، «نشست و سکوت»، فصلنامه نظم منطقه‌ای، شماره ۴."),
    "ar": ("لقاء بلا قرار في آسيا الوسطى", "ليلى المرزوقي", "ملخص", "الكلمات المفتاحية: القمم، آسيا الوسطى، المؤسسات", "مقدمة", "ثمن الكلام", "خاتمة", "المراجع",
           "المرزوقي، ليلى (2019)، «القمة والصمت»، مجلة النظام الإقليمي، العدد 4."),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("damaged", [False, True])
def test_segment_tells_the_parts_of_an_article(lang: str, gap: str, damaged: bool) -> None:
    title, author, abstract, keywords, intro, heading, conclusion, references, entry = ARTICLE[lang]
    first, second, third = PARAGRAPHS[lang]
    parts = [
        title,
        author,
        abstract,
        first,
        keywords,
        intro,
        second,
        heading,
        third,
        conclusion,
        second,
        references,
        entry,
    ]
    text = gap.join(parts)
    if damaged:  # half-spaces lost, the other keyboard's yeh and kaf
        swap = str.maketrans("یک", "يك") if lang == "fa" else str.maketrans("يك", "یک")
        text = text.replace("\u200c", "").translate(swap)
    found = segment(text)
    assert [s.section for s in found] == [
        "title", "note", "heading", "abstract", "keywords", "heading", "body", "heading", "body",
        "heading", "body", "heading", "reference",
    ]  # fmt: skip
    assert [s.lang for s in found] == [lang] * len(found)


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("چكيده", "abstract"),
        ("چکیـده", "abstract"),
        ("الملخّص", "abstract"),
        ("ABSTRACT", "abstract"),
        ("Executive Summary", "abstract"),
    ],
)
def test_segment_knows_the_abstract_by_its_heading(cue: str, kind: str) -> None:
    text = f"{cue}\n\n{FA[0]}\n\n{FA[1]}\n\nمقدمه\n\n{FA[2]}"
    assert sections(text) == ["heading", kind, kind, "heading", "body"]


@pytest.mark.parametrize("cue", ["Abstract: ", "Abstract. – ", "چکیده: ", "ملخص: ", "خلاصه: "])
def test_segment_knows_an_abstract_on_the_line_of_its_cue(cue: str) -> None:
    assert sections(f"{cue}{EN[0]}\n\n{EN[1]}")[0] == "abstract"


def test_segment_takes_a_summary_at_the_end_for_a_conclusion() -> None:
    assert sections(f"{AR[0]}\n\nخلاصة\n\n{AR[1]}") == ["body", "heading", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "کلیدواژه‌ها: امنیت، انرژی",
        "كليدواژهها: امنيت، انرژي",
        "کلید واژه ها : امنیت، انرژی",
        "واژگان کلیدی: امنیت، انرژی",
        "امنیت، انرژی:  های کلیددیواژه",  # visual order with a kashida in it
        "Key words: security, energy",
        "KEYWORDS – security, energy",
        "الكلمات المفتاحيّة: الأمن، الطاقة",
    ],
)
def test_segment_knows_keywords(line: str) -> None:
    assert ("keywords", line) in told(f"{FA[0]}\n\n{line}\n\nمقدمه\n\n{FA[1]}")


def test_segment_takes_what_stands_before_the_keywords_for_the_abstract() -> None:
    text = f"عنوان یک مقاله کوتاه\n\nپریسا نوروزی*\n\n{FA[0]}\n\n{FA[1]}\n\nواژگان کلیدی: آب، مرز\n\nمقدمه\n\n{FA[2]}"
    assert sections(text) == [
        "title",
        "note",
        "abstract",
        "abstract",
        "keywords",
        "heading",
        "body",
    ]


@pytest.mark.parametrize(
    "byline",
    [
        "By Laura Penhallow",
        "Laura Penhallow, Senior Lecturer, University of Eastmoor",
        "l.penhallow@example.org",
        "12 March 2021",
        "2021-03-12",
        "به قلم مریم کوهستانی",
        "ترجمه: بهزاد شریفی",
        "دکتر مریم کوهستانی، استادیار دانشگاه کویر",
        "پاییز ۱۴۰۰",
        "إعداد: ليلى المرزوقي",
        "أستاذة في جامعة الساحل، باحثة زائرة",
        "١٢ مارس ٢٠٢١",
    ],
)
def test_segment_takes_author_affiliation_and_date_for_notes(byline: str) -> None:
    found = told(f"The Long Road to Nowhere\n\n{byline}\n\n{EN[0]}\n\n{EN[1]}")
    assert found[:2] == [("title", "The Long Road to Nowhere"), ("note", byline)]
    assert {section for section, _ in found[2:]} == {"body"}


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["The Uses of Meeting: Summits and Their Silences in", "Inner Asia"], 1),
        (["نظم منطقه‌ای و پیمان‌های", "تازه آسیای مرکزی چگونه ساخته می‌شوند؟"], 2),  # kicker, headline
    ],
)
def test_segment_takes_all_lines_of_a_title(lines: list[str], count: int) -> None:
    found = told("\n".join([*lines, "", EN[0], EN[1]]))
    assert [section for section, _ in found] == ["title"] * count + ["body", "body"]
    assert " ".join(text for section, text in found if section == "title") == " ".join(lines)


def test_segment_does_not_take_the_line_below_a_finished_title_for_title() -> None:
    text = f"نظمی که هنوز ساخته نشده است\n\nگفت‌وگو با مریم کوهستانی، پژوهشگر آزاد\n\n{FA[0]}\n\n{FA[1]}"
    assert sections(text) == ["title", "note", "body", "body"]


def test_segment_has_no_title_where_text_begins_at_once() -> None:
    assert sections("\n\n".join(EN)) == ["body"] * 3
    assert sections("آسیای مرکزی") == ["body"]


@pytest.mark.parametrize(
    ("heading", "lang"),
    [
        ("The Price of Talk", "en"),
        ("2. The Price of Talk", "en"),
        ("Who pays?", "en"),
        ("بهای گفت‌وگو", "fa"),
        ("۲. بهای گفت‌وگو", "fa"),
        ("ب) بهای گفت‌وگو", "fa"),
        ("بهای گفت‌وگو .2", "fa"),
        ("نتیجه‌گیری:", "fa"),
        ("نتيجهگيري", "fa"),
        ("گیرینتیجه", "fa"),
        ("ثمن الكلام", "ar"),
        ("ثانيًا: ثمن الكلام", "ar"),
        ("الخاتمة", "ar"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_segment_knows_headings(heading: str, lang: str, wrapped: bool) -> None:
    first, second, third = PARAGRAPHS[lang]
    parts = [first, second, heading, third]
    text = "\n\n".join(wrap(p, 60) for p in parts) if wrapped else "\n".join(parts)
    assert told(text) == [("body", first), ("body", second), ("heading", heading), ("body", third)]


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("They agreed on three points:", "en"),
        ("Nothing happened.", "en"),
        ("سه نکته در این باره مهم است:", "fa"),
        ("هیچ اتفاقی نیفتاد.", "fa"),
        ("واتفقوا على ثلاث نقاط في هذا الشأن:", "ar"),
    ],
)
def test_segment_takes_short_sentences_for_body(line: str, lang: str) -> None:
    first, second, third = PARAGRAPHS[lang]
    assert ("body", line) in told("\n\n".join([first, second, line, third]))


@pytest.mark.parametrize(
    "items",
    [
        ["- a bank with capital;", "- a court with judges;", "- a budget."],
        ["• water", "• borders", "• trade"],
        ["1. The bank has no capital.", "2. The court has no judges.", "3. There is no budget."],
        ["– بانکی با سرمایه؛", "– دادگاهی با قاضی؛", "– بودجه."],
        ["۱٫ بانک سرمایه ندارد.", "۲٫ دادگاه قاضی ندارد.", "۳٫ بودجه‌ای نیست."],
        ["الف) بانک سرمایه ندارد.", "ب) دادگاه قاضی ندارد."],
        ["١- مصرف له رأس مال.", "٢- محكمة فيها قضاة."],
        ["أ) مصرف له رأس مال.", "ب) محكمة فيها قضاة."],
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_segment_knows_lists(items: list[str], gap: str) -> None:
    text = gap.join([EN[0], "These are the points:", *items, EN[1]])
    assert told(text)[2:-1] == [("list", item) for item in items]


def test_segment_joins_wrapped_list_items() -> None:
    items = [f"- {EN[2]}", f"- {EN[1]}"]
    text = "\n".join(
        [wrap(EN[0], 60), "", *(wrap(item, 60) for item in items), "", wrap(EN[2], 60)]
    )
    assert told(text) == [("body", EN[0]), *(("list", item) for item in items), ("body", EN[2])]


def test_segment_takes_dashed_speeches_for_body() -> None:
    text = "\n".join(
        [
            FA[0],
            "– چرا بیانیه‌ای صادر نشد؟",
            "– چون کسی آن را نمی‌خواست.",
            "– پس چرا آمدید؟",
            "– برای دیدار.",
            FA[1],
        ]
    )
    assert set(sections(text)) == {"body"}


@pytest.mark.parametrize(
    ("question", "answer", "lang"),
    [
        ("Interviewer: ", "Penhallow: ", "en"),
        ("پرسش: ", "کوهستانی: ", "fa"),
        ("س: ", "ج: ", "fa"),
        ("سؤال: ", "المرزوقي: ", "ar"),
    ],
)
def test_segment_takes_turns_of_an_interview_for_body(
    question: str, answer: str, lang: str
) -> None:
    asked = {"en": "Why did they meet?", "fa": "چرا دیدار کردند؟", "ar": "لماذا اجتمعوا؟"}[lang]
    turns = [part for p in PARAGRAPHS[lang] for part in (question + asked, answer + p)]
    assert told("\n\n".join(turns)) == [("body", turn) for turn in turns]
    wrapped = "\n".join(wrap(turn, 60) for turn in turns)
    assert told(wrapped) == [("body", turn) for turn in turns]


ENTRIES = [
    "Penhallow, L. (2019). Summits and Silence. Journal of Regional Order, 4(2), 11–29.",
    "Orlova, V. and Tesh, M. (2004), “Borders of Trust”, Eastmoor: Saltmarsh Press.",
    "Орлова В. (2015) Пределы доверия. Москва: Наука, 211 с.",
    "Regional Order Project (2020), https://example.org/reports/summits.pdf (accessed 3 May 2021)",
    "کوهستانی، مریم (۱۳۹۸)، «نشست و سکوت»، ترجمه بهزاد شریفی، تهران: نشر کویر.",
    "المرزوقي، ليلى (2019)، «القمة والصمت»، مجلة النظام الإقليمي، العدد 4.",
]


@pytest.mark.parametrize(
    "cue",
    ["References", "Bibliography", "فهرست منابع", "منابع", "المراجع", "قائمة المصادر والمراجع"],
)
def test_segment_knows_references(cue: str) -> None:
    text = "\n".join([*FA, cue, *ENTRIES, "منابع انگلیسی", *ENTRIES])
    assert (
        sections(text)
        == ["body"] * 3 + ["heading"] + ["reference"] * 6 + ["heading"] + ["reference"] * 6
    )


def test_segment_leaves_the_references_when_text_follows() -> None:
    text = "\n\n".join([*FA, "منابع", *ENTRIES, "Abstract", EN[0], "Keywords: summits, water"])
    assert sections(text)[-3:] == ["heading", "abstract", "keywords"]
    text = "\n\n".join([*EN, "References", *ENTRIES, "Appendix", *EN])
    assert sections(text)[-4:] == ["heading", "body", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "منبع: فصلنامه نظم منطقه‌ای، تابستان ۱۳۹۹",
        "Source: Journal of Regional Order, 2020",
        "المصدر: مجلة النظام الإقليمي",
    ],
)
def test_segment_takes_a_source_line_for_a_reference(line: str) -> None:
    assert told("\n\n".join([*FA, line]))[-1] == ("reference", line)


@pytest.mark.parametrize("cue", ["Notes", "پی‌نوشت‌ها", "پي نوشت ها", "الهوامش"])
def test_segment_knows_endnotes(cue: str) -> None:
    notes = ["1. See the list of decisions.", "2. Ibid., p. 4.", "3. Interview in Bishkek, 2020."]
    assert sections("\n".join([*FA, cue, *notes])) == ["body"] * 3 + ["heading"] + ["note"] * 3


@pytest.mark.parametrize(
    "line",
    [
        "Figure 1. Members of the union, 2020",
        "Table 2: Trade between members (million dollars)",
        "Map 3 – Disputed stretches of the border",
        "شکل ۱: اعضای اتحادیه",
        "جدول شماره ۲. بازرگانی اعضا (میلیون دلار)",
        "نمودار 3- روند نشست‌ها",
        "الجدول 2: التجارة بين الأعضاء",
        "شكل ١ – الدول الأعضاء",
        "( 2018شاخص‌های کشورها )شاخص. 1 جدول",
    ],
)
def test_segment_knows_captions(line: str) -> None:
    assert ("caption", line) in told("\n\n".join([FA[0], line, FA[1]]))


@pytest.mark.parametrize(
    "line",
    [
        "Table 2 shows that trade fell by a third after the border was closed in 2010.",
        "جدول ۲ نشان می‌دهد که بازرگانی پس از بسته‌شدن مرز کاهش یافت.",
    ],
)
def test_segment_does_not_take_a_sentence_about_a_table_for_a_caption(line: str) -> None:
    assert ("body", line) in told("\n\n".join([FA[0], line, FA[1]]))


def test_segment_does_not_take_numbered_headings_for_page_furniture() -> None:
    stages = [p for i, paragraph in enumerate(EN, 1) for p in (f"Stage {i}", paragraph, EN[0])]
    found = sections("\n\n".join(["Three stages of a summit", *stages]))
    assert found == ["title", *["heading", "body", "body"] * 3]


# The structure that a file brings along

MARKDOWN = """# Meeting Without Deciding

*Laura Penhallow*

## Abstract

The summit ended
without a statement.

## Findings

- no bank
- no court

See [the list](https://example.org).

## References

Penhallow, L. (2019). Summits and Silence.
"""


def block(kind: str, quote: str, text: str = MARKDOWN) -> Block:
    start = text.index(quote)
    return Block(start, start + len(quote), kind)


def test_segment_trusts_blocks_and_reads_cues_in_them() -> None:
    blocks = (
        block("title", "Meeting Without Deciding"),
        block("paragraph", "*Laura Penhallow*"),
        block("heading", "Abstract"),
        block("paragraph", "The summit ended\nwithout a statement."),
        block("heading", "Findings"),
        block("list", "no bank"),
        block("list", "no court"),
        block("paragraph", "See [the list](https://example.org)."),
        block("heading", "References"),
        block("paragraph", "Penhallow, L. (2019). Summits and Silence."),
    )
    assert told(MARKDOWN, blocks) == [
        ("title", "Meeting Without Deciding"),
        ("note", "*Laura Penhallow*"),
        ("heading", "Abstract"),
        ("abstract", "The summit ended without a statement."),
        ("heading", "Findings"),
        ("list", "no bank"),
        ("list", "no court"),
        ("body", "See [the list](https://example.org)."),
        ("heading", "References"),
        ("reference", "Penhallow, L. (2019). Summits and Silence."),
    ]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_segment_finds_headings_where_a_file_marks_paragraphs_only(lang: str) -> None:
    title, author, abstract, keywords, intro, heading, *_ = ARTICLE[lang]
    first, second, third = PARAGRAPHS[lang]
    parts = [title, author, abstract, first, keywords, intro, second, heading, third]
    text = "\n\n".join(parts)
    blocks = tuple(block("paragraph", part, text) for part in parts)
    assert [section for section, _ in told(text, blocks)] == sections(text)


def test_segment_gives_nested_blocks_to_the_inner_one() -> None:
    text = "outer before inner text outer after"
    inner = text.index("inner"), text.index(" outer after")
    blocks = (Block(0, len(text), "list"), Block(*inner, "paragraph"))
    assert told(text, blocks) == [
        ("list", "outer before"),
        ("list", "inner text"),
        ("list", "outer after"),
    ]


def test_segment_takes_page_blocks_for_page_bounds_only() -> None:
    lines = wrap(" ".join(EN), 60).split("\n")
    header = "Regional Order Project"
    pages = ["\n".join([header, *lines[i : i + 4]]) for i in range(0, len(lines), 4)]
    text = "\n".join(pages)
    starts = [text.index(page) for page in pages]
    blocks = tuple(
        Block(a, b, "page") for a, b in zip(starts, [*starts[1:], len(text)], strict=True)
    )
    found = told(text, blocks)
    assert [t for s, t in found if s == "header"] == [header] * len(pages)
    assert " ".join(t for s, t in found if s != "header") == " ".join(EN)


# Languages of segments


def test_segment_tells_languages_apart_in_one_text() -> None:
    text = "\n\n".join([EN[0], FA[0], AR[0], "Орлова Валентина Пределы доверия Москва"])
    assert [s.lang for s in segment(text)] == ["en", "fa", "ar", "other"]


@pytest.mark.parametrize(
    ("heading", "lang"),
    [
        ("امنیت جمعی", "fa"),
        ("السيادة", "ar"),
        ("سیاست", "fa"),
        ("دولت", "fa"),
        ("حكومة", "ar"),
        ("2", "fa"),
        ("2", "ar"),
        ("…", "ar"),
    ],
)
def test_segment_gives_an_unclear_heading_the_language_round_it(heading: str, lang: str) -> None:
    first, second, third = PARAGRAPHS[lang]
    found = segment(f"{first}\n\n{heading}\n\n{second}\n\n{third}")
    assert [s.lang for s in found] == [lang] * 4


@pytest.mark.parametrize("lang", ["fa", "ar"])
def test_segment_settles_a_word_of_both_languages_by_what_is_said_of_the_text(lang: str) -> None:
    assert [s.lang for s in segment("توافق", lang=lang)] == [lang]
    assert [s.lang for s in segment("1992", lang=lang)] == [lang]


def test_segment_believes_clear_letters_more_than_what_is_said_of_the_text() -> None:
    assert [s.lang for s in segment(AR[0], lang="fa")] == ["ar"]
    assert [s.lang for s in segment(FA[0], lang="en")] == ["fa"]


def test_segment_keeps_english_in_a_persian_document() -> None:
    text = "\n\n".join(
        [*FA, "منابع", "Baldwin, D. (1997), The Concept of Security.", "CSTO (2011)"]
    )
    assert [s.lang for s in segment(text, lang="fa")][-2:] == ["en", "en"]


# What holds for any text


def check(text: str, found: list[Segment], *, whole: bool) -> None:
    taken = [False] * len(text)
    assert [s.number for s in found] == list(range(len(found)))
    assert [s.start for s in found] == sorted(s.start for s in found)
    for s in found:
        assert s.pieces
        assert s.lang in LANGUAGES
        assert s.section in SECTIONS
        for start, end in s.pieces:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert not any(taken[start:end])
            taken[start:end] = [True] * (end - start)
        read, where = s.read(text)
        assert len(read) == len(where)
        assert where.raw_length == len(text)
        for i, char in enumerate(read):
            start, end = int(where.starts[i]), int(where.ends[i])
            assert text[start:end] == char or (char == " " and any(e == start for _, e in s.pieces))
    if whole:
        assert not [text[i] for i, t in enumerate(taken) if not t and is_visible(text[i])]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Lines like those of articles, in any order, with all kinds of line ends."""
    lang = draw(st.sampled_from(["fa", "ar", "en"]))
    line = st.one_of(
        st.sampled_from(ARTICLE[lang]),
        st.sampled_from(PARAGRAPHS[lang]),
        st.sampled_from([w for p in PARAGRAPHS[lang] for w in wrap(p, 60).split("\n")]),
        st.sampled_from(
            [
                *ENTRIES,
                "- item;",
                "1. Bishkek",
                "12",
                "— 12 —",
                "¹ note",
                "Table 1: x",
                "Title          7",
                "س: چرا؟",
                "Q: why?",
                "a well-",
                "known",
            ]
        ),
        texts(lang),
    )
    ends = st.sampled_from(
        ["\n", "\n", "\n\n", "\r\n", "\n\n\n", "\f", "\n\f", "\u2028", "\x85", ""]
    )
    return "".join(a + b for a, b in draw(st.lists(st.tuples(line, ends), max_size=30)))


@given(documents())
def test_segment_covers_any_document(text: str) -> None:
    check(text, segment(text), whole=True)


@given(st.text(max_size=80))
def test_segment_covers_any_string(text: str) -> None:
    check(text, segment(text), whole=True)


@given(documents(), st.data())
def test_segment_keeps_to_any_blocks(text: str, data: st.DataObject) -> None:
    kinds = ["title", "heading", "paragraph", "list", "caption", "note", "table", "header", "page"]
    bound = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(bound, bound, st.sampled_from(kinds)), max_size=8))
    blocks = [Block(min(a, b), max(a, b), kind) for a, b, kind in spans]
    check(text, segment(text, blocks), whole=False)


@given(documents())
def test_segment_gives_the_same_again(text: str) -> None:
    assert segment(text) == segment(text)


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "\u200f\n\u200f", "\f\f"])
def test_segment_finds_nothing_where_nothing_shows(text: str) -> None:
    assert segment(text) == []
