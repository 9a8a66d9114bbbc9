"""Files become text: encodings, refusals, offsets. The structured formats have their own tests."""

from __future__ import annotations

import codecs
import hashlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.errors import DalilError
from dalil.ingest import MAX_LINE, SUFFIXES, read

FA = (
    "سازمان‌های منطقه‌ای می‌گویند که همکاری میان کشورهای آسیای مرکزی ژرف‌تر شده است.\n"
    "به گفتهٔ پژوهشگران، پیمان امنیت جمعی چنین نقشی ندارد و گفت‌وگو ادامه دارد.\n"
)
AR = (
    "تقول المنظمات الإقليمية إن التعاون بين دول آسيا الوسطى أصبح أعمق مما كان عليه.\n"
    "ويرى الباحثون أن معاهدة الأمن الجماعي لا تؤدي هذا الدور، وأن الحوار ما زال مستمرا.\n"
)
EN = (
    "“Regional organisations,” the report says, “don’t replace the states that found them.”\n"
    "The café in Göttingen – of all places – was where the protocol was signed for £20.\n"
)
TEXTS = {"fa": FA, "ar": AR, "en": EN}
# windows-1256 has no Persian yeh and no hamza above: its users wrote the Arabic yeh.
FA_1256 = FA.replace("ی", "ي").replace("ٔ", "")


def write(folder: Path, data: bytes, name: str = "text.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path, **options: str) -> str:
    with pytest.raises(DalilError) as caught:
        read(path, **options)
    assert caught.value.file == str(path)
    return str(caught.value)


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize(
    ("mark", "codec", "name", "reason"),
    [
        (b"", "utf-8", "utf-8", "utf-8 decodes"),
        (codecs.BOM_UTF8, "utf-8", "utf-8", "bom"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be", "bom"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le", "bom"),
        (b"", "utf-16-le", "utf-16-le", "utf-16 pattern"),
        (b"", "utf-16-be", "utf-16-be", "utf-16 pattern"),
    ],
)
def test_unicode_encodings_are_found(
    tmp_path: Path, lang: str, mark: bytes, codec: str, name: str, reason: str
) -> None:
    source = read(write(tmp_path, mark + TEXTS[lang].encode(codec)))
    assert (source.text, source.encoding, source.encoding_reason) == (TEXTS[lang], name, reason)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FA_1256, "windows-1256"),
        (FA_1256.replace("ک", "ك"), "windows-1256"),
        (AR, "windows-1256"),
        (AR, "iso-8859-6"),
        (AR[:40], "iso-8859-6"),
        (AR[:40], "windows-1256"),
        ("قَالَ الأَمِينُ العَامُّ إِنَّ السَّلَامَ لَا يَتَحَقَّقُ بِلَا عَدْلٍ", "iso-8859-6"),
        ("قَالَ الأَمِينُ العَامُّ إِنَّ السَّلَامَ لَا يَتَحَقَّقُ بِلَا عَدْلٍ", "windows-1256"),
        (EN, "windows-1252"),
        (
            "The Arab League (جامعة الدول العربية) met in Cairo; the café was closed.",
            "windows-1256",
        ),
    ],
)
def test_8_bit_encodings_are_told_by_their_letters(
    tmp_path: Path, text: str, encoding: str
) -> None:
    source = read(write(tmp_path, text.encode(encoding)))
    assert (source.text, source.encoding, source.encoding_reason) == (text, encoding, "letters")


def test_one_word_in_utf16_without_space_or_mark(tmp_path: Path) -> None:
    assert read(write(tmp_path, "سازمان".encode("utf-16-le"))).text == "سازمان"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Региональная безопасность остаётся главной темой".encode("cp1251"), "neither UTF-8"),
        ("Региональная безопасность остаётся главной темой".encode("koi8-r"), "neither UTF-8"),
        ("הביטחון האזורי נותר הנושא המרכזי בשיחות".encode("cp1255"), "neither UTF-8"),
        ("地区安全仍然是各国谈判的主要议题".encode("gbk"), "neither UTF-8"),
        ("The treaty “holds”, and they don’t doubt it".encode("mac-roman"), "neither UTF-8"),
        ("من".encode("windows-1256"), "choose between windows-1256 and iso-8859-6"),  # or «كل»
    ],
)
def test_an_undecidable_encoding_is_refused_with_a_way_out(
    tmp_path: Path, data: bytes, words: str
) -> None:
    message = refusal(write(tmp_path, data))
    assert words in message
    assert "`encoding` column of the manifest" in message


def test_damaged_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    data = (FA * 3).encode()
    at = data.index("پیمان".encode()) + 1
    message = refusal(write(tmp_path, data[:at] + b"?" + data[at + 1 :]))
    assert "almost UTF-8" in message
    assert "line 2" in message


def test_the_callers_encoding_is_taken_without_doubt(tmp_path: Path) -> None:
    russian = "Региональная безопасность"
    source = read(write(tmp_path, russian.encode("koi8-r")), encoding="KOI8-R")
    assert (source.text, source.encoding, source.encoding_reason) == (russian, "koi8-r", "given")
    both = read(write(tmp_path, codecs.BOM_UTF8 + FA.encode()), encoding="utf-8")
    assert both.text == FA


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (FA.encode(), "klingon", "unknown encoding 'klingon'"),
        (FA.encode(), "hex", "unknown encoding 'hex'"),
        (AR.encode("windows-1256"), "utf-8", "said to be utf-8, but the bytes"),
        (b"\\ud800 lone", "unicode_escape", "does not decode"),
    ],
)
def test_a_wrong_encoding_of_the_caller_is_refused(
    tmp_path: Path, data: bytes, encoding: str, words: str
) -> None:
    assert words in refusal(write(tmp_path, data), encoding=encoding)


def test_lone_surrogates_in_utf16_are_refused_with_their_line(tmp_path: Path) -> None:
    broken = codecs.BOM_UTF16_LE + "خط اول\nخط ".encode("utf-16-le") + b"\x00\xd8 \x00"
    message = refusal(write(tmp_path, broken))
    assert "byte-order mark says utf-16-le" in message
    assert "offset 20" in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 bytes"),
        (b" \r\n\t\n", "only space"),
        (codecs.BOM_UTF8, "only space"),
        (("متن" + "\x00" * 3 + "متن").encode(), "3 NUL character(s)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "picture (PNG)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "name it .pdf"),
        (b"PK\x03\x04\x14\x00", "name a Word file .docx"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (bytes(range(256)) * 4, "looks like a binary file"),
        (b"\x01\x02\x03text\x04\x05", "looks like a binary file"),
        (b"word " * 400_000, "a line of 2,000,000 characters"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(write(tmp_path, data))


def test_a_line_of_the_greatest_length_passes(tmp_path: Path) -> None:
    text = "ا" * MAX_LINE + "\r" + "b" * MAX_LINE
    assert read(write(tmp_path, text.encode())).text == text
    assert "line 2" not in refusal(write(tmp_path, (text[:5] + text).encode()))


def test_files_that_are_not_there_or_not_supported(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "absent.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    assert "can't be read" in refusal(folder)
    message = refusal(write(tmp_path, b"x", "old.doc"))
    assert all(suffix in message for suffix in SUFFIXES)
    assert "(no suffix)" in refusal(write(tmp_path, b"x", "README"))


def test_errors_survive_a_process_boundary(tmp_path: Path) -> None:
    with pytest.raises(DalilError) as caught:
        read(tmp_path / "absent.txt")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_libraries_are_imported_with_their_format_only() -> None:
    code = "import sys, dalil.ingest; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert "dalil" in loaded
    assert not loaded & {"docx", "lxml", "markdown_it", "pypdfium2", "hazm", "spacy"}


def test_id_hash_and_format(tmp_path: Path) -> None:
    path = write(tmp_path, FA.encode(), "gulf.fa.TXT")
    source = read(path)
    assert (source.doc, source.file, source.format) == ("gulf.fa", str(path), "txt")
    assert source.sha256 == hashlib.sha256(FA.encode()).hexdigest()
    assert (source.blocks, source.title) == ((), "")
    assert read(path, doc="other").doc == "other"
    assert path.read_bytes() == FA.encode()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028"])
def test_line_ends_stay_as_found(tmp_path: Path, end: str) -> None:
    text = f"یک{end}دو{end}{end}سه"
    for codec in ("utf-8", "utf-16"):
        assert read(write(tmp_path, text.encode(codec))).text == text


# Everything but what is refused: controls, surrogates, a mark at the very beginning.
_PROSE = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs")),
        st.sampled_from("\n\r\t\u200c\u200d\u200f\u202b\u064eپگچژکی۱٢ﻻﷲ😀ـ"),
    ),
    min_size=1,
).filter(lambda text: bool(text.strip("\ufeff\u200b").strip()) and text[0] != "\ufeff")


@given(text=_PROSE)
def test_utf8_text_is_given_back_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = write(tmp_path_factory.getbasetemp(), text.encode())
    assert read(path).text == text
    assert read(write(path.parent, codecs.BOM_UTF8 + text.encode())).text == text
    assert read(write(path.parent, text.encode("utf-16"))).text == text


@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp(), data)
    try:
        source = read(path)
    except DalilError as error:
        assert str(error).startswith(str(path))
    else:
        assert "\x00" not in source.text
        source.text.encode("utf-8")
