"""Gold words and sentences from CoNLL-U files (Universal Dependencies)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import DalilError

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_PROCLITICS = frozenset("وفبلكس")


@dataclass(frozen=True)
class Word:
    """A gold word: its place in the sentence's text, half-open, its lemma and its UPOS tag.

    A word that the treebank takes apart though the text does not has the tag of its first part.
    """

    start: int
    end: int
    lemma: str
    upos: str = ""


@dataclass(frozen=True)
class Sentence:
    """A gold sentence: its text and its words in order."""

    text: str
    words: tuple[Word, ...]


def read_conllu(path: Path, lang: str) -> list[Sentence]:
    """The sentences of a CoNLL-U file, plain or gzipped.

    Words are surface tokens, a multiword token one word without a lemma; only English ones are
    taken apart where the parts stand in the text ("do" + "n't"), as its tokenisers do. Arabic
    files that hold split-off clitics but no surface tokens (PADT as of UD 1) get their text put
    together: proclitics joined to the next word, pronouns to the one before, without vowel signs.
    Raises DalilError for a file that holds no sentence.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        blocks = list(_blocks(iter(data.decode("utf-8").split("\n"))))
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read: {error}", file=path) from None
    surface = any("-" in row[0] or "SpaceAfter=No" in row[9] for _, rows in blocks for row in rows)
    if lang == "ar" and not surface:
        found = [_joined(rows) for _, rows in blocks]
    else:
        found = [_as_written(text, rows, apart=lang == "en") for text, rows in blocks]
    if not found:
        raise DalilError("there is no sentence in CoNLL-U format here", file=path)
    return found


def _blocks(lines: Iterator[str]) -> Iterator[tuple[str, list[list[str]]]]:
    text: str = ""
    rows: list[list[str]] = []
    for line in lines:
        line = line.rstrip("\r")
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) == 10 and "." not in row[0]:
                rows.append(row)
        elif not line and rows:
            yield text, rows
            text, rows = "", []
    if rows:
        yield text, rows


def _as_written(text: str, rows: list[list[str]], *, apart: bool) -> Sentence:
    if not text:
        text = "".join(r[1] + ("" if "SpaceAfter=No" in r[9] else " ") for r in rows).strip()
    words: list[Word] = []
    inside = 0
    cursor = 0
    for i, row in enumerate(rows):
        first, dash, last = row[0].partition("-")
        if dash:
            parts = rows[i + 1 : i + 2 + int(last) - int(first)]
            if apart and "".join(part[1] for part in parts) == row[1]:
                continue  # the parts follow and stand in the text as they are
            inside = int(last)
        elif int(first) <= inside:
            continue  # a part of the multiword token before
        start = text.find(row[1], cursor)
        if start < 0:
            continue
        cursor = start + len(row[1])
        tag = _upos(rows[i + 1] if dash and i + 1 < len(rows) else row)
        words.append(Word(start, cursor, "" if dash else row[2], tag))
    return Sentence(text, tuple(words))


def _joined(rows: list[list[str]]) -> Sentence:
    text = ""
    words: list[Word] = []
    joined = True  # the next word stands right behind what is there
    for row in rows:
        form = _MARKS.sub("", row[1]).replace("ٱ", "ا")
        lemma = _MARKS.sub("", row[2])
        enclitic = row[3] == "PRON" and row[4].startswith("S") and len(form) <= 3 and words
        if enclitic and not joined:
            # Part of the written word before it, which has no single lemma then.
            text += form
            words[-1] = Word(words[-1].start, len(text), "", words[-1].upos)
            continue
        if words and not joined:
            text += " "
        if joined and words and text.endswith("ل") and form.startswith("ال"):
            form = form[1:]
        start = len(text)
        text += form
        words.append(Word(start, len(text), lemma, _upos(row)))
        joined = form in _PROCLITICS and row[3] in ("ADP", "CONJ", "CCONJ", "PART", "AUX", "SCONJ")
    return Sentence(text, tuple(words))


def _upos(row: Sequence[str]) -> str:
    """The tag of UD 2; UD 1 called coordinating conjunctions CONJ, and PADT all conjunctions."""
    return "CCONJ" if row[3] == "CONJ" else row[3]
