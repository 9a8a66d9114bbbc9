"""Markdown, HTML, DOCX and PDF: the text, its blocks, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml.parser import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from dalil.errors import DalilError
from dalil.ingest import Source, read
from dalil.ingest.bidi import logical

DATA = Path(__file__).parent / "data" / "ingest"
Writer = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def writer(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return writer


def blocks(source: Source) -> list[tuple[str, str]]:
    return [(block.kind, source.text[block.start : block.end]) for block in source.blocks]


def refusal(path: Path) -> str:
    with pytest.raises(DalilError) as caught:
        read(path)
    return str(caught.value)


# Markdown

MARKDOWN = """---
title: "همگرایی در آسیای مرکزی"
---
<!-- پیش‌نویس -->
# همگرایی **منطقه‌ای** #

بند نخست در
دو خط.[^1]

زیرعنوان
--------

> نقل قول کوتاه

- مورد یک
- مورد دو

  دنبالهٔ مورد

1. نخست

| کشور | سال |
|------|-----|
| قزاقستان | ۲۰۲۱ |

```
code = 1
```

[^1]: همان
[^2]: نک. گزارش ۲۰۲۱، ص ۳
[پیوند]: https://example.org

<div dir="rtl">
متن در <b>قاب</b>.
</div>

***

# عنوان دوم
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_markdown_blocks_are_spans_of_the_source(write: Writer, end: str) -> None:
    text = MARKDOWN.replace("\n", end)
    source = read(write("text.md", text.encode()))
    assert source.text == text
    assert source.title == "همگرایی در آسیای مرکزی"
    assert blocks(source) == [
        ("title", "همگرایی **منطقه‌ای**"),
        ("paragraph", f"بند نخست در{end}دو خط.[^1]"),
        ("heading", "زیرعنوان"),
        ("paragraph", "نقل قول کوتاه"),
        ("list", "مورد یک"),
        ("list", "مورد دو"),
        ("list", "دنبالهٔ مورد"),
        ("list", "نخست"),
        ("table", "کشور | سال"),
        ("table", "قزاقستان | ۲۰۲۱"),
        ("note", "همان"),
        ("note", "نک. گزارش ۲۰۲۱، ص ۳"),
        ("paragraph", "متن در <b>قاب</b>."),
        ("heading", "عنوان دوم"),
    ]


@given(text=st.text(st.sampled_from(list("# -*>|`[^1]:<div>\n\r\tاب۱.=_~&\\"))))
def test_markdown_blocks_are_in_order_and_in_bounds(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "text.md"
    path.write_bytes(("متن " + text).encode())
    source = read(path)
    assert source.text == "متن " + text
    at = 0
    for block in source.blocks:
        assert at <= block.start < block.end <= len(source.text)
        at = block.end


def test_markdown_takes_an_encoding(write: Writer) -> None:
    text = "# عنوان المقالة\n\nنص المقالة عن التعاون الإقليمي"
    source = read(write("text.md", text.encode("windows-1256")))
    assert (source.text, source.encoding) == (text, "windows-1256")
    assert [kind for kind, _ in blocks(source)] == ["title", "paragraph"]


# HTML

HTML = """<!doctype html><html lang="fa"><head><title>همگرایی
  منطقه‌ای</title><style>p {}</style></head><body>
<header><h1>روزنامهٔ نمونه</h1><nav><ul><li>خانه<li>اخبار</ul></nav></header>
<article><header><h1>همگرایی   <b>منطقه&zwnj;ای</b></h1><p>از نویسنده</p></header>
<p>متن با <i>تأ</i>کید&nbsp;و &laquo;نقل&raquo; &#1593;<br>سطر دوم<br><br>بند
   تازه <!-- یادداشت -->ادامه.
<h2>بخش</h2>
<div>آزاد <div>درونی</div> پس از آن</div>
<ul><li>یک<li><p>دو</p></ul>
<table><caption>جدول ۱</caption><tr><th>کشور<th>سال<tr><td><p>قزاقستان</p><td></table>
<table><tr><td>کنار<td><p>بند نخست</p><p>بند دوم</p></table>
<figure><img src="x" alt="تصویر"><figcaption>نگارهٔ ۱</figcaption></figure>
<pre>شعر  با
  فاصله</pre>
<p>&nbsp;</p><p hidden>پنهان</p><p style="display: none">پنهان</p><script>var متن;</script>
<p class="MsoFootnoteText">پانوشت</p></article>
<footer>حقوق <ol role="doc-endnotes"><li>پی‌نوشت</ol></footer></body></html>"""


def test_html_is_the_shown_text(write: Writer) -> None:
    source = read(write("page.html", HTML.encode()))
    assert source.title == "همگرایی منطقه‌ای"
    assert blocks(source) == [
        ("header", "روزنامهٔ نمونه"),
        ("header", "خانه"),
        ("header", "اخبار"),
        ("title", "همگرایی منطقه‌ای"),
        ("header", "از نویسنده"),
        ("paragraph", "متن با تأکید\xa0و «نقل» ع\nسطر دوم"),
        ("paragraph", "بند تازه ادامه."),
        ("heading", "بخش"),
        ("paragraph", "آزاد"),
        ("paragraph", "درونی"),
        ("paragraph", "پس از آن"),
        ("list", "یک"),
        ("list", "دو"),
        ("caption", "جدول ۱"),
        ("table", "کشور\tسال"),
        ("table", "قزاقستان\t"),
        ("paragraph", "کنار"),
        ("paragraph", "بند نخست"),
        ("paragraph", "بند دوم"),
        ("caption", "نگارهٔ ۱"),
        ("paragraph", "شعر  با\n  فاصله"),
        ("note", "پانوشت"),
        ("header", "حقوق"),
        ("note", "پی‌نوشت"),
    ]
    assert source.text == "\n\n".join(text for _, text in blocks(source))


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
ARABIC = "<p>التعاون الإقليمي بين دول آسيا الوسطى والأمن الجماعي</p>"


@pytest.mark.parametrize(
    ("head", "body", "encoding", "found", "reason"),
    [
        (META.format("windows-1256"), ARABIC, "windows-1256", "windows-1256", "declared"),
        ('<meta charset="iso-8859-6">', ARABIC, "iso-8859-6", "iso-8859-6", "declared"),
        (
            '<?xml version="1.0" encoding="windows-1256"?><html>',
            ARABIC,
            "windows-1256",
            "windows-1256",
            "declared",
        ),
        (
            '<meta charset="koi8-r">',
            "<p>Безопасность региона</p>",
            "koi8-r",
            "koi8-r",
            "declared",
        ),
        # Wrong declarations, as servers and editors add them.
        (
            META.format("iso-8859-1"),
            ARABIC,
            "windows-1256",
            "windows-1256",
            "letters, against the declared iso-8859-1",
        ),
        (
            META.format("windows-1256"),
            ARABIC,
            "utf-8",
            "utf-8",
            "utf-8 decodes, against the declared windows-1256",
        ),
        (
            META.format("utf-16"),
            ARABIC,
            "windows-1256",
            "windows-1256",
            "letters, against the declared utf-16",
        ),
        (META.format("x-unheard-of"), "<p>plain</p>", "ascii", "utf-8", "utf-8 decodes"),
        ("", ARABIC, "utf-16-be", "utf-16-be", "utf-16 pattern"),
    ],
)
def test_html_declarations_are_honoured_where_they_are_true(
    write: Writer, head: str, body: str, encoding: str, found: str, reason: str
) -> None:
    source = read(write("page.htm", (head + body).encode(encoding)))
    assert source.text == body.removeprefix("<p>").removesuffix("</p>")
    assert (source.format, source.encoding, source.encoding_reason) == ("html", found, reason)


def test_html_that_nests_without_bounds_is_refused_not_cut(write: Writer) -> None:
    tables = "<table><tr><td>" * 60
    assert read(write("page.html", (tables + "متن").encode())).text == "متن"
    assert "can't be read to its end" in refusal(
        write("page.html", ("<div>" * 5000 + "متن").encode())
    )


@pytest.mark.parametrize("page", [b"<html><body><script>x</script></body></html>", b"<!-- x -->"])
def test_html_without_text_is_refused(write: Writer, page: bytes) -> None:
    assert "no text" in refusal(write("page.html", page))


# DOCX


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def manuscript() -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_paragraph("همگرایی منطقه‌ای", "Title")
    document.add_heading("مقدمه", 1)
    run = document.add_paragraph("متن ").add_run("پررنگ\tو\nشکسته")
    run.bold = True
    document.add_paragraph("مورد", "List Bullet")
    document.add_paragraph("جدول ۱", "Caption")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("کشور", "سال", "", "۲۰۲۱"), strict=True):
        cell.text = text
    document.add_table(1, 1).cell(0, 0).text = "قاب"
    body = document.element.body
    body.insert(
        -1,
        parse_xml(
            f"<w:p {W}><w:r><w:t>ماند</w:t></w:r><w:del><w:r><w:delText>رفت</w:delText></w:r>"
            "<w:r><w:tab/></w:r></w:del><w:moveFrom><w:r><w:t>کوچید</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>، آمد</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr>"
            "<w:t>پنهان</w:t></w:r><w:r><w:noBreakHyphen/><w:t>پایان</w:t></w:r></w:p>"
        ),
    )
    body.insert(
        -1,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>"
            "<w:r><w:t>در مهار</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    for section in (document.sections[0], document.add_section()):
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "سرصفحه"
        section.footer.paragraphs[0].text = "پاصفحه"
    return saved(document)


def test_docx_is_read_in_document_order(write: Writer) -> None:
    source = read(write("text.docx", manuscript()))
    assert (source.encoding, source.encoding_reason) == ("", "format")
    assert source.title == "همگرایی منطقه‌ای"
    assert blocks(source) == [
        ("title", "همگرایی منطقه‌ای"),
        ("heading", "مقدمه"),
        ("paragraph", "متن پررنگ\tو\nشکسته"),
        ("list", "مورد"),
        ("caption", "جدول ۱"),
        ("table", "کشور\tسال"),
        ("table", "\t۲۰۲۱"),
        ("paragraph", "قاب"),
        ("paragraph", "ماند، آمد\u2011پایان"),
        ("heading", "در مهار"),
        ("header", "سرصفحه"),
        ("header", "پاصفحه"),
    ]


def with_part(data: bytes, name: str, content: str, kind: str) -> bytes:
    """A DOCX with one more part that the document links to."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            part = source.read(entry).decode("utf-8", "surrogateescape")
            if entry == "[Content_Types].xml":
                part = part.replace(
                    "</Types>",
                    f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>',
                )
            if entry == "word/_rels/document.xml.rels":
                part = part.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId99" Type="{schema}/{kind}" Target="{name}"/>'
                    "</Relationships>",
                )
            target.writestr(entry, part.encode("utf-8", "surrogateescape"))
        target.writestr(f"word/{name}", content)
    return buffer.getvalue()


def test_docx_notes_follow_the_body(write: Writer) -> None:
    document = docx.Document()
    document.add_paragraph("متن")
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r>'
        '</w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> نک. '
        "گزارش.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    data = with_part(saved(document), "footnotes.xml", notes, "footnotes")
    assert blocks(read(write("text.docx", data))) == [("paragraph", "متن"), ("note", "نک. گزارش.")]
    damaged = with_part(saved(document), "footnotes.xml", notes[:-9], "footnotes")
    assert "damaged" in refusal(write("text.docx", damaged))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no archive", "not a DOCX file"),
        (manuscript()[:2000], "not a DOCX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "encrypted, or an old .doc"),
        (saved(docx.Document()), "no text in it"),
    ],
)
def test_docx_that_cannot_be_read_is_refused(write: Writer, data: bytes, words: str) -> None:
    assert words in refusal(write("text.docx", data))


@pytest.mark.parametrize("name", ["text.docx", "text.pdf"])
def test_formats_with_their_own_encoding_take_none(write: Writer, name: str) -> None:
    with pytest.raises(DalilError, match="carries its own encoding"):
        read(write(name, b""), encoding="utf-8")


# PDF

FA_PAGES = [
    "همگرایی منطقه‌ای سازمان‌های منطقه‌ای در سال ۱۳۹۹ نشان دادند که همکاری می‌تواند «ثبات» را به "
    "آسیای مرکزی بازگرداند؛ اما برخی کشورها (مانند ازبکستان) به این پیمان نپیوستند. به گفتهٔ CSTO "
    "(Collective Security Treaty Organization)، در سال 2022 حدود 12.5 درصد از نیروها بازگشتند. "
    "آیا این کافی است؟ نتایج گفت‌وگوها این را نشان نمی‌دهد.",
    "صفحهٔ دوم: ایلات، کلاه‌ها و گلایه‌ها؛ مسئله همین است.",
]
AR_PAGES = [
    "التكامل الإقليمي أكدت المنظمات الإقليمية في عام ٢٠٢١ أن التعاون يستطيع أن يعيد «الاستقرار» "
    "إلى آسيا الوسطى؛ لكن بعض الدول (مثل أوزبكستان) لم تنضم إلى هذا الميثاق. وقالت منظمة CSTO "
    "(Collective Security Treaty Organization) إن نحو 12.5 في المئة من القوات عادت في 2022. "
    "هل هذا كافٍ؟ لا سلامَ بلا عدلٍ، والله أعلم.",
    "الصفحة الثانية: المجموعة اللاحقة من النتائج، عاجلاً أو آجلاً.",
]


@pytest.mark.parametrize(
    ("name", "pages", "title"),
    [
        ("fa-chromium", FA_PAGES, "همگرایی منطقه‌ای"),
        ("fa-libreoffice", FA_PAGES, "همگرایی منطقه‌ای"),
        ("ar-chromium", AR_PAGES, "التكامل الإقليمي"),
        ("ar-libreoffice", AR_PAGES, "التكامل الإقليمي"),
    ],
)
def test_pdf_text_is_in_reading_order(name: str, pages: list[str], title: str) -> None:
    source = read(DATA / f"{name}.pdf")
    assert (source.format, source.title) == ("pdf", title)
    got = [" ".join(text.replace("\u0640", "").split()) for text in source.text.split("\f")]
    # Where a bracketed Latin phrase is broken over two lines, its closing bracket looks the same
    # as an opening one of the right-to-left line.
    got = [text.replace("(Organization", "Organization)") for text in got]
    assert got == pages
    assert [kind for kind, _ in blocks(source)] == ["page", "page"]
    assert [text for _, text in blocks(source)] == source.text.split("\f")
    assert read(DATA / f"{name}.pdf") == source


def pdf(*pages: list[str]) -> bytes:
    """A PDF with a text layer in Helvetica, the lines of each page one below the other."""
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{4 + 2 * i} 0 R' for i in range(count))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, lines in enumerate(pages):
        drawn = "".join(
            f"BT /F 12 Tf 72 {720 - 20 * k} Td ({t}) Tj ET\n" for k, t in enumerate(lines)
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def test_pdf_pages_are_parted_by_form_feeds_and_empty_ones_kept(write: Writer) -> None:
    data = pdf(["The treaty was signed", "in 1992 by six co-", "operating states."], [], ["Page 3"])
    source = read(write("text.pdf", data))
    first = "The treaty was signed\r\nin 1992 by six co-\r\noperating states."
    assert source.text == f"{first}\f\fPage 3"
    assert blocks(source) == [("page", first), ("page", ""), ("page", "Page 3")]


def test_pdf_without_text_layer_needs_text_recognition(write: Writer) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(600, 800)
    buffer = io.BytesIO()
    document.save(buffer)
    message = refusal(write("scan.pdf", buffer.getvalue()))
    assert "1 page(s) have no text layer" in message
    assert "OCR" in message


def test_pdf_that_cannot_be_read_is_refused(write: Writer) -> None:
    assert "needs a password" in refusal(DATA / "encrypted.pdf")
    assert "not a PDF, or a damaged one" in refusal(write("text.pdf", b"%PDF-1.4\n" + bytes(100)))
    assert "not a PDF, or a damaged one" in refusal(write("text.pdf", b"text"))


@pytest.mark.parametrize(
    ("shown", "rtl", "read_as"),
    [
        ("نتم", True, "متن"),
        ("2022 لاس", True, "سال 2022"),
        ("۱۳۹۹/۱۲/۳ خیرات", True, "تاریخ ۱۳۹۹/۱۲/۳"),
        ("دودح 12.5", True, "12.5 حدود"),
        ("و NATO (EU) زا", True, "از NATO (EU) و"),
        ("ور CSTO 2", True, "CSTO 2 رو"),
        ("@ABC هب", True, "به @ABC"),
        ("the باتک in 2021", False, "the کتاب in 2021"),
        ("the ۵ باتک term", False, "the ۵ کتاب term"),
        ("plain", False, "plain"),
    ],
)
def test_shown_order_becomes_reading_order(shown: str, rtl: bool, read_as: str) -> None:
    assert "".join(shown[i] for i, _ in logical(shown, rtl)) == read_as


@given(shown=st.text(st.sampled_from("ابAB12۳٤ .,:()«»@\u200c"), min_size=1), rtl=st.booleans())
def test_reordering_keeps_every_character_once(shown: str, rtl: bool) -> None:
    assert sorted(i for i, _ in logical(shown, rtl)) == list(range(len(shown)))
