"""Which encoding a file is in, decided from its bytes.

The order of the questions: the caller's word, a byte-order mark, the zero-and-plane pattern of
UTF-16, strict UTF-8, what the file declares of itself, and for the 8-bit encodings of Arabic
script the likelihood of the letters.

Why not charset-normalizer: on 2,400 stretches of Persian and Arabic news (NTREX-128, 40 to 2,000
characters; `benchmarks/encoding_decisions.py --samples 200`) version 3.5.2 gave back the right
text from windows-1256 in 2,146 cases and from ISO-8859-6 in 2,085, and a wrong text in 471 of the
others; this module gave back 2,399 and 2,399 and refused two. From UTF-16 without a mark it was
6,600 of 7,200 against all.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path

from dalil.errors import DalilError
from dalil.ingest.letters import plausibility

EIGHT_BIT = ("windows-1252", "windows-1256", "iso-8859-6")

# A decoding is believed when its letters are at least this likely on average (nats a character;
# Persian and Arabic prose has about -3.1, Russian in KOI8-R read as Arabic -4.6), with some
# allowance for texts that have only a few such characters, and when it beats every other
# reading by the margin.
_LIKELY, _ALLOWANCE, _MARGIN = -4.2, 6.0, 5.0

# Marks of UTF-32 come first: the one of UTF-16-LE is the beginning of its own.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "cp1256": "windows-1256",
    "cp1252": "windows-1252",
    "iso8859-6": "iso-8859-6",
    "utf-8-sig": "utf-8",
}
# Labels that the WHATWG Encoding Standard reads as windows-1252.
_AS_1252 = frozenset({"iso8859-1", "ascii", "cp1252"})

# What a text in an alphabet of Europe or the Middle East is made of; UTF-16 read with the
# wrong byte order, or anything else read as UTF-16, falls outside of it.
_FOREIGN = re.compile(
    "[^\t\n\r\f -~\u00a0-\u077f\u08a0-\u08ff\u1e00-\u206f\u20a0-\u20bf\ufb1d-\ufdff\ufe70-\ufeff]"
)
_FOREIGN_SHARE = 0.05
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.1

_WAY_OUT = (
    "Name the encoding (the `encoding` column of the manifest, `encoding=` in Python), "
    "or save the file again as UTF-8."
)


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was in, and why that was believed."""

    text: str
    encoding: str
    reason: str


def decode(
    data: bytes, *, file: Path, encoding: str | None = None, declared: str | None = None
) -> Decoded:
    """The text of `data` without its byte-order mark, line ends as found.

    `encoding` is the caller's word and is not doubted; `declared` is what the file says of
    itself and is, where strict UTF-8 or the letters contradict it. Reasons: `given`, `bom`,
    `utf-16 pattern`, `utf-8 decodes`, `declared`, `letters`; where a declaration was overruled,
    `, against the declared …` follows.

    Raises DalilError where the encoding is unknown, the bytes do not fit it, they hold NUL
    characters or no text, or no encoding is more likely than the others. Lone surrogates are
    such misfits: no text with one is ever returned.
    """
    if encoding is not None:
        found = _given(data, encoding, file)
    else:
        found = _by_mark(data, file) or _by_utf16_pattern(data) or _by_bytes(data, file, declared)
        if declared and found.reason != "declared" and not found.text.isascii():
            found = _against(found, declared)
    if (at := found.text.find("\x00")) >= 0:
        line = found.text.count("\n", 0, at) + 1
        count = found.text.count("\x00")
        raise DalilError(
            f"{count} NUL character(s) in it, the first at character {at}: this is not a plain "
            f"text, or a damaged one, or one in another encoding than {found.encoding}. "
            f"Take them out, or {_WAY_OUT[0].lower()}{_WAY_OUT[1:]}",
            file=file,
            line=line,
        )
    if len(_CONTROLS.findall(found.text)) > _CONTROL_SHARE * len(found.text):
        raise DalilError(
            "this looks like a binary file, not like a text: more than a tenth of it are control "
            "characters. Give its text in one of the supported formats.",
            file=file,
        )
    return found


def _given(data: bytes, encoding: str, file: Path) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
        text.encode("utf-8")  # UTF-7 and the escape codecs let lone surrogates through
    except LookupError as error:
        raise DalilError(
            f"unknown encoding {encoding!r}. Known are utf-8, utf-16, windows-1256, iso-8859-6 "
            "and all others that Python names.",
            file=file,
            field="encoding",
        ) from error
    except UnicodeError as error:
        raise _misfit(data, error, f"it was said to be {encoding}, but", file) from error
    return Decoded(_unmarked(text, name), _NAMES.get(name, name), "given")


def _unmarked(text: str, name: str) -> str:
    return text.removeprefix("\ufeff") if name.startswith("utf") else text


def _by_mark(data: bytes, file: Path) -> Decoded | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(name), name, "bom")
            except UnicodeDecodeError as error:
                raise _misfit(
                    data[len(mark) :], error, f"its byte-order mark says {name}, but", file
                ) from error
    return None


def _misfit(data: bytes, error: UnicodeError, said: str, file: Path) -> DalilError:
    what, line = "it does not decode", None
    if isinstance(error, UnicodeDecodeError):
        part = data[error.start : error.start + 4].hex(" ")
        what = f"the bytes {part} at offset {error.start} do not fit ({error.reason})"
        line = data[: error.start].count(b"\n") + 1
    return DalilError(f"{said} {what}. Mend that place or {_WAY_OUT}", file=file, line=line)


def _by_utf16_pattern(data: bytes) -> Decoded | None:
    # Latin text has zero bytes in UTF-16, Arabic script 06 bytes and zeros at its spaces.
    if len(data) % 2 or not (b"\x00" in data or b"\x06" in data):
        return None
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_FOREIGN.findall(text)) <= _FOREIGN_SHARE * len(text):
            found.append(Decoded(text, name, "utf-16 pattern"))
    return found[0] if len(found) == 1 else None


def _by_bytes(data: bytes, file: Path, declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8 decodes")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise DalilError(
                "this looks like a binary file, not like a text: it has NUL bytes and is neither "
                "UTF-8 nor UTF-16. Give its text in one of the supported formats.",
                file=file,
            ) from error
        return _by_letters(data, file, _declared(data, declared), error)


def _declared(data: bytes, label: str | None) -> Decoded | None:
    try:
        name = codecs.lookup((label or "").strip().removeprefix("x-")).name
        if name.startswith("utf"):
            return None  # what could be read could not be UTF-16, and UTF-8 was tried
        name = "cp1252" if name in _AS_1252 else name
        text = data.decode(name)
        text.encode("utf-8")
        return Decoded(text, _NAMES.get(name, name), "declared")
    except (LookupError, UnicodeError):
        return None  # a label that nobody knows or that is wrong says nothing


def _against(found: Decoded, label: str) -> Decoded:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = ""
    if _NAMES.get(name, name) == found.encoding:
        return found
    return replace(found, reason=f"{found.reason}, against the declared {label}")


def _by_letters(
    data: bytes, file: Path, declared: Decoded | None, error: UnicodeDecodeError
) -> Decoded:
    readings = []
    for name in EIGHT_BIT:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        score, count = plausibility(text)
        readings.append((score, score >= _LIKELY * count - _ALLOWANCE, text, name))
    # Equal texts stay in the order of EIGHT_BIT: English quotation marks read the same under
    # both Windows encodings and are then put down to the Western one.
    readings.sort(key=lambda reading: -reading[0])
    likely = [reading for reading in readings if reading[1]]
    if likely:
        score, _, text, name = likely[0]
        rivals = [other for other, _, differs, _ in readings if differs != text]
        if all(score - other >= _MARGIN for other in rivals):
            # Only where the declaration names one of the encodings that were compared is the
            # comparison a case against it.
            if declared and (declared.encoding not in EIGHT_BIT or declared.text == text):
                return declared
            return Decoded(text, name, "letters")
    if declared:
        return declared
    raise DalilError(_undecided(data, likely, error), file=file)


def _undecided(
    data: bytes, likely: list[tuple[float, bool, str, str]], error: UnicodeDecodeError
) -> str:
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if sum(not char.isascii() for char in loose) >= 5 * broken:
        line = data[: error.start].count(b"\n") + 1
        return (
            f"this is almost UTF-8, but {broken} place(s) in it are not, the first on line {line} "
            f"(offset {error.start}). Mend them, or {_WAY_OUT[0].lower()}{_WAY_OUT[1:]}"
        )
    if likely:
        names = " and ".join(name for *_, name in likely)
        return f"can't tell the encoding: too little text to choose between {names}. {_WAY_OUT}"
    return (
        "can't tell the encoding: it is neither UTF-8 nor UTF-16, and read as windows-1256, "
        f"ISO-8859-6 or windows-1252 it is no Persian, Arabic or English. {_WAY_OUT}"
    )
