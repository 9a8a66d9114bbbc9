"""From text and character spans to a spaCy Doc, with nothing lost between the tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

Span = tuple[int, int]

# A token that begins or ends with one of these and holds something else gives it off.
_PUNCTUATION = "\"'“”‘’«»()[]{}<>,;:!?،؛؟…–—*_|•·-"
_EDGES = re.compile(rf"^[{re.escape(_PUNCTUATION)}.]+|[{re.escape(_PUNCTUATION)}.]+$")


def locate(text: str, words: Iterable[str]) -> Iterator[Span]:
    """Where the words that a tokeniser gave stand in the text that it was given.

    A word that cannot be found (a tokeniser that rewrites) is passed over; `make_doc` makes
    tokens of what is left between the found ones, so that no character gets lost.
    """
    cursor = 0
    for word in words:
        found = text.find(word, cursor)
        if found >= 0 and word:
            cursor = found + len(word)
            yield found, cursor


def split_edges(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with punctuation at their edges split off, one mark a token.

    Runs of one mark («...», «--») stay together.
    """
    for start, end in spans:
        word = text[start:end]
        if len(word) == 1 or not _EDGES.search(word):
            yield start, end
            continue
        lead = _EDGES.match(word)
        left = start + (lead.end() if lead else 0)
        tail = None if left >= end else _EDGES.search(text[left:end])
        right = left + tail.start() if tail else end
        yield from _marks(text, start, left)
        if left < right:
            yield left, right
        yield from _marks(text, right, end)


def _marks(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        stop = at + 1
        while stop < end and text[stop] == text[at]:
            stop += 1
        yield at, stop
        at = stop


def make_doc(vocab: Vocab, text: str, spans: Iterable[Span]) -> Doc:
    """A Doc whose `text` is exactly `text`, with a token for each span.

    What lies between spans becomes tokens of its own: white space beyond the single space that
    spaCy keeps with a token, and any character that no span covers.
    """
    words: list[str] = []
    spaces: list[bool] = []
    cursor = 0
    for start, end in [*spans, (len(text), len(text))]:
        while cursor < start:
            if text[cursor] == " " and words and not spaces[-1]:
                spaces[-1] = True
                cursor += 1
                continue
            stop = cursor + 1
            blank = text[cursor].isspace()
            while stop < start and text[stop].isspace() == blank and text[stop] != " ":
                stop += 1
            words.append(text[cursor:stop])
            spaces.append(False)
            cursor = stop
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
            cursor = end
    return Doc(vocab, words=words, spaces=spaces)
