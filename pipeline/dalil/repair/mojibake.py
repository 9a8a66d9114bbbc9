"""Text that was written in one encoding and read in another («Ø³Ù„Ø§Ù…», «ط³ظ„ط§ظ…» for «سلام»).

ftfy (https://ftfy.readthedocs.io) decides what is UTF-8 read as a Western or other single-byte
encoding. It doesn't know windows-1256, in which Arabic and Persian files were read; that case,
and windows-1256 read as windows-1252 («ÓáÇã»), are decided here. Each step is done again
letter by letter, so that every letter keeps its place in the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from dalil.ingest.letters import plausibility
from dalil.repair.edits import Edit

_CONFIDENCE = 0.99
_MOST_STEPS = 4  # misread, saved and misread again; more often has never been seen

# What the first byte of a letter beyond ASCII becomes under Western encodings, with what follows.
_WESTERN = re.compile("[\x80-\x9f]|[\u00c2-\u00f4\u0100-\u024f\u0370-\u045f][^\x00-\x7f]|â€|Ã |Â ")


def _misread(leads: bytes, encoding: str) -> str:
    """A pattern for the letters that begin with `leads` in UTF-8, read in a one-byte encoding."""
    trail = "".join(_one(b, encoding) for b in range(0x80, 0xC0))
    if encoding == "cp1252":  # Latin-1 has controls where this has signs
        trail += "".join(map(chr, range(0x80, 0xA0)))
    trail = re.escape(trail)
    two = "".join(_one(b, encoding) for b in leads if b < 0xE0)
    three = "".join(_one(b, encoding) for b in leads if b >= 0xE0)
    return f"(?:[{two}][{trail}]" + (f"|[{three}][{trail}]{{2}})" if three else ")")


def _one(byte: int, encoding: str) -> str:
    """A byte in `encoding`, or the control character that some programs make of it."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _stretch(letter: str) -> re.Pattern[str]:
    """Such letters, in words or alone, with the ASCII signs between them."""
    return re.compile(
        rf"(?<![^\W\d_a-zA-Z]){letter}+(?:[ -@\[-`{{-~]+{letter}+)*(?![^\W\d_a-zA-Z])"
    )


# First bytes of what Persian, Arabic and English texts are made of: Latin-1 and what windows-1256
# has of Latin letters and signs, the Arabic block, punctuation and presentation forms.
_LEADS = b"\xc2\xc3\xc5\xc6\xcb\xd8\xd9\xda\xdb\xe2\xef"
_ARABIC_LEADS = b"\xd8\xd9\xda\xdb"
_FEWEST = 3  # letters misread, from which it can't be chance
_IN_1256 = _stretch(_misread(_LEADS, "cp1256"))
_ARABIC_IN_1256 = re.compile(_misread(_ARABIC_LEADS, "cp1256"))
_IN_1252 = _stretch(_misread(_ARABIC_LEADS, "cp1252"))
_ARABIC_IN_1252 = re.compile(_misread(_ARABIC_LEADS, "cp1252"))
# «naأ¯ve», «orderâ€‌»: no text has this.
_LETTER_IN_1256 = _misread(b"\xc3", "cp1256")
_LATIN_IN_1256 = re.compile(
    f"(?<=[A-Za-z]){_LETTER_IN_1256}|{_LETTER_IN_1256}(?=[A-Za-z])"
    f"|(?=â€){_misread(bytes([0xE2]), 'cp1256')}"
)

# Letters of windows-1256 read as windows-1252: words of accented letters alone.
_ACCENTED = "[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6‰‹\x80-\x9f\u00aa]"
_STRETCH_1252 = re.compile(
    rf"(?<![^\W\d_]){_ACCENTED}{{2,}}(?:[^\w\n\r]{{1,3}}{_ACCENTED}+)*(?![^\W\d_])"
)
_FEWEST_LETTERS = 5
# Log-likelihood a letter (nats), which Persian and Arabic prose has at about -3.1.
_LIKELY, _POSSIBLE = -3.7, -4.5

Place = tuple[int, int]
_Decoded = tuple[str, list[Place]]


def mojibake(text: str) -> list[Edit]:
    """Text read in the wrong encoding («Ø³Ù„Ø§Ù…», «ط³ظ„ط§ظ…», «ÓáÇã») is read in the right one.

    UTF-8 read as windows-1252, Latin-1 and others (as ftfy decides) or as windows-1256, also
    twice over, and windows-1256 read as windows-1252. Only what was misread is changed.
    """
    if text.isascii():
        return []
    edits: list[Edit] = []
    at = 0
    for line in text.split("\n"):  # other line ends may be bytes of letters here
        if not line.isascii() and (
            _WESTERN.search(line) or _ARABIC_IN_1256.search(line) or _LATIN_IN_1256.search(line)
        ):
            mended, places = _mend(line)
            if mended != line:
                edits.extend(_edits(line, mended, places, at))
        at += len(line) + 1
    return edits


def _mend(line: str) -> _Decoded:
    """`line` as it was meant, and the interval of `line` that each character comes from."""
    places = [(i, i + 1) for i in range(len(line))]
    for _ in range(_MOST_STEPS):
        for step in (_utf8_as_1256, _as_ftfy, _utf8_as_1252, _signs_as_1256, _1256_as_1252):
            found = step(line)
            if found is not None and found[0] != line:
                line, inner = found
                places = [(places[a][0], places[b - 1][1]) for a, b in inner]
                break
        else:
            break
    return line, places


def _stretches(
    line: str, pattern: re.Pattern[str], read: Callable[[str], _Decoded | None]
) -> _Decoded | None:
    """`line` with each match of `pattern` read anew, None if nothing is."""
    parts: list[str] = []
    places: list[Place] = []
    cursor = 0
    for m in pattern.finditer(line):
        found = read(m.group())
        if found is None:
            continue
        parts += [line[cursor : m.start()], found[0]]
        places += [(i, i + 1) for i in range(cursor, m.start())]
        places += [(m.start() + a, m.start() + b) for a, b in found[1]]
        cursor = m.end()
    if not cursor:
        return None
    places += [(i, i + 1) for i in range(cursor, len(line))]
    return "".join([*parts, line[cursor:]]), places


def _utf8_as_1256(line: str) -> _Decoded | None:
    if len(_ARABIC_IN_1256.findall(line)) < _FEWEST:
        return None
    return _stretches(line, _IN_1256, _read_arabic_1256)


def _read_arabic_1256(stretch: str) -> _Decoded | None:
    if len(_ARABIC_IN_1256.findall(stretch)) < _FEWEST:
        return None
    found = _read_1256(stretch)
    return found if found and _is_likely(found[0], _ARABIC_IN_1256) else None


def _read_1256(stretch: str) -> _Decoded | None:
    return _decode(stretch, stretch.encode("cp1256"), "utf-8")


def _signs_as_1256(line: str) -> _Decoded | None:
    return _stretches(line, _LATIN_IN_1256, _read_1256)


def _utf8_as_1252(line: str) -> _Decoded | None:
    """The single letters that ftfy leaves in a line that has sound Arabic letters as well."""
    many = len(_ARABIC_IN_1252.findall(line)) >= _FEWEST
    return _stretches(line, _IN_1252, _read_western) if many else None


def _read_western(stretch: str) -> _Decoded | None:
    import ftfy  # for the codec that has all 256 bytes  # noqa: F401

    return _decode(stretch, stretch.encode("sloppy-windows-1252"), "utf-8")


def _is_likely(read: str, misread: re.Pattern[str]) -> bool:
    """Whether the Arabic letters in `read` make likely words, or it was misread twice."""
    if len(misread.findall(read)) >= _FEWEST:
        return True
    value, count = _likelihood(read)
    return value >= _POSSIBLE * count


def _likelihood(read: str) -> tuple[float, int]:
    letters = ("".join(c for c in token if c.isalpha()) for token in read.split())
    return plausibility(" ".join(letters).replace("ی", "ي"))


def _1256_as_1252(line: str) -> _Decoded | None:
    return _stretches(line, _STRETCH_1252, _read_1252)


def _read_1252(stretch: str) -> _Decoded | None:
    """Arabic letters for accented ones, where they make Persian or Arabic words."""
    if sum(char.isalpha() for char in stretch) < _FEWEST_LETTERS:
        return None
    try:
        read = "".join(_one_1252(char) for char in stretch)
    except UnicodeError:
        return None
    value, count = _likelihood(read)
    if count < _FEWEST_LETTERS or value < _LIKELY * count:
        return None
    return read, [(i, i + 1) for i in range(len(stretch))]


@lru_cache(maxsize=512)
def _one_1252(char: str) -> str:
    byte = bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode("cp1252")
    return byte.decode("cp1256")


def _as_ftfy(line: str) -> _Decoded | None:
    """What ftfy does to the encoding of a line, with places."""
    if not _WESTERN.search(line):
        return None
    import ftfy

    for spaces in (True, False):  # without its repair of lost no-break spaces if that adds some
        config = ftfy.TextFixerConfig(replace_lossy_sequences=False, restore_byte_a0=spaces)
        fixed, steps = ftfy.fix_encoding_and_explain(line, config)
        if fixed == line:
            return None
        found = _replay(line, [(step.action, step.parameter) for step in steps or ()])
        if found is not None and found[0] == fixed:
            return found
    return None


def _replay(line: str, steps: list[tuple[str, str]]) -> _Decoded | None:
    """ftfy's steps done again with places; None if they can't be followed letter by letter."""
    from ftfy import fixes

    places = [(i, i + 1) for i in range(len(line))]
    data = b""
    for action, parameter in steps:
        if action == "encode":
            data = line.encode(parameter)
            continue
        if action == "transcode" and parameter == "restore_byte_a0":
            data = fixes.restore_byte_a0(data)
            continue
        if action == "decode":
            found = _decode(line, data, parameter)
        elif parameter == "decode_inconsistent_utf8":
            found = _inconsistent(line)
        else:
            found = None
        if found is None:
            return None
        line, inner = found
        places = [(places[a][0], places[b - 1][1]) for a, b in inner]
    return line, places


def _inconsistent(line: str) -> _Decoded | None:
    from ftfy.chardata import UTF8_DETECTOR_RE

    def read(stretch: str) -> _Decoded | None:
        return _as_ftfy(stretch) if len(stretch) < len(line) else None

    return _stretches(line, UTF8_DETECTOR_RE, read)


def _decode(stretch: str, data: bytes, encoding: str) -> _Decoded | None:
    """`data`, one byte for each character of `stretch`, decoded; None if it can't be."""
    if len(data) != len(stretch):
        return None
    try:
        decoded = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if not encoding.startswith("utf-8"):
        places = [(i, i + 1) for i in range(len(stretch))]
    else:
        places = list(_utf8_places(decoded))
    if len(places) != len(decoded) or (places and places[-1][1] != len(stretch)):
        return None
    return decoded, places


def _utf8_places(decoded: str) -> Iterator[Place]:
    at = 0
    for char in decoded:
        size = len(char.encode("utf-8", "surrogatepass"))
        yield at, at + size
        at += size


def _edits(line: str, mended: str, places: list[Place], offset: int) -> Iterator[Edit]:
    """One edit for each stretch of changed characters, the spaces between them included."""
    changed = [i for i, (a, b) in enumerate(places) if b - a != 1 or line[a] != mended[i]]
    i = 0
    while i < len(changed):
        first = last = changed[i]
        while i + 1 < len(changed) and mended[last + 1 : changed[i + 1]].strip(" ") == "":
            i += 1
            last = changed[i]
        i += 1
        origins = [(offset + a, offset + b) for a, b in places[first : last + 1]]
        yield Edit(
            offset + places[first][0],
            offset + places[last][1],
            mended[first : last + 1],
            _CONFIDENCE,
            origins,
        )
