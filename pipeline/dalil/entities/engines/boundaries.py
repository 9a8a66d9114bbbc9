"""Other libraries' mentions with our labels, bounded as the codebook says.

Titles, the article "the", possessives, joined Arabic particles and Persian «و» or «به» stay
outside; a person who is cited in brackets as a source is no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc

from dalil.entities.columns import LABELS
from dalil.entities.context import citations
from dalil.entities.known_names import KnownNames, known_names
from dalil.entities.merging import Found
from dalil.entities.tagging import PROCLITICS, mentions_of

# What a model says of characters: start, end (code points of `doc.text`), its label, its score.
Marked = tuple[int, int, str, float]

_LABELS: Mapping[str, str] = {**LABELS, **dict.fromkeys(("FAC", "FACILITY"), "LOC")}
_TAG = re.compile(r"(?:([BILUES])[-_])?(.+)")
# spaCy and camel-tools tell no score. This is above our thresholds, and says that it is no
# measured one: F1 of published models on texts of their kind is about as high.
UNSCORED = 0.9
_BEFORE = {
    "en": frozenset(("the", "a", "an")),
    "fa": frozenset("و به از در با".split()),
    "ar": frozenset[str](),
}
_BEHIND = {
    "en": frozenset(("'s", "’s")),
    "fa": frozenset(("و",)),
    "ar": frozenset[str](),
}
_OPENING = {")": "(", "]": "[", "»": "«", "”": "“"}


def label_of(name: str) -> str:
    """Our label for that of another data set (`PERS`, `GPE`); empty where it is none of ours."""
    return _LABELS.get(name.upper(), "")


def tag_of(name: str) -> str:
    """An IOB2 tag with our label for another model's: `B-PERS`, `E_loc`, `GPE`; `O` for others."""
    m = _TAG.fullmatch(name)
    label = label_of(m.group(2)) if m else ""
    if not m or not label:
        return "O"
    begins = m.group(1) in ("B", "U", "S")
    return f"{'B' if begins else 'I'}-{label}"


def words(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The words of tokens `[start, end)` as characters of `doc.text`, as models know them.

    That is with the Arabic proclitics that our tokeniser cuts off.
    """
    found: list[tuple[int, int]] = []
    joined = False
    for token in doc[start:end]:
        if token.is_space:
            joined = False
            continue
        last = token.idx + len(token.text)
        if joined and token.text[0].isalpha():
            found[-1] = (found[-1][0], last)
        else:
            found.append((token.idx, last))
        joined = _is_proclitic(doc, token.i)
    return found


def marked(
    places: Sequence[tuple[int, int]], names: Sequence[str], scores: Sequence[float]
) -> list[Marked]:
    """The mentions that the tags of words make; a mention is as sure as its least sure word."""
    spans = mentions_of([tag_of(name) for name in names])
    return [
        (places[start][0], places[end - 1][1], label, min(scores[start:end]))
        for start, end, label in spans
    ]


def placed(doc: Doc, mentions: Iterable[Marked]) -> list[Found]:
    """The mentions over our tokens, in order, without overlaps; other libraries' labels go.

    A mention that begins or ends inside a token takes the whole token; then what does not belong
    to it is taken off both ends. Of two that overlap, the first and then the longer one stays.
    """
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token.text) for token in doc]
    names = known_names(doc.lang_)
    sources: list[tuple[int, int]] | None = None
    found = []
    for first, last, name, score in mentions:
        label = label_of(name)
        if not label:
            continue
        start, end = bisect_right(ends, first), bisect_left(starts, last)
        start, end = _trimmed(doc, start, end, label, names)
        if start >= end:
            continue
        if label == "PER":
            if sources is None:
                sources = citations(doc.text)
            if any(left <= starts[start] < right for left, right in sources):
                continue
        found.append(Found(start, end, label, round(score, 3)))
    kept: list[Found] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _trimmed(doc: Doc, start: int, end: int, label: str, names: KnownNames) -> tuple[int, int]:
    before, behind = _BEFORE[doc.lang_], _BEHIND[doc.lang_]
    while start < end:
        last = doc[end - 1]
        if _is_mark(doc, start) or _is_proclitic(doc, start) or doc[start].norm_ in before:
            start += 1
        elif last.norm_ in behind or (_is_mark(doc, end - 1) and not _closes(doc, start, end)):
            end -= 1
        elif label == "PER" and (size := _title(doc, start, end, names)):
            start += size
        else:
            break
    return start, end


def _is_mark(doc: Doc, at: int) -> bool:
    return not any(character.isalnum() for character in doc[at].text)


def _closes(doc: Doc, start: int, end: int) -> bool:
    """Whether the last token ends a bracket that begins inside: "Organisation (SCO)"."""
    opening = _OPENING.get(doc[end - 1].text)
    return opening is not None and any(token.text == opening for token in doc[start:end])


def _is_proclitic(doc: Doc, at: int) -> bool:
    token = doc[at]
    return doc.lang_ == "ar" and token.norm_ in PROCLITICS and not token.whitespace_


def _title(doc: Doc, start: int, end: int, names: KnownNames) -> int:
    """How many tokens at the start are a title; a word that is a first name as well is none.

    In Arabic the article makes the difference: الملك is the king, ملك may be a name.
    """
    titles = names.phrases.get("ti")
    if titles is None:
        return 0
    norms = [token.norm_.strip(".") for token in doc[start:end]]
    for phrase in titles.by_first.get(norms[0], ()):
        if tuple(norms[: len(phrase)]) == phrase:
            alone = len(phrase) == 1 and "fn" in names.words.get(phrase[0], ())
            definite = doc.lang_ == "ar" and phrase[0].startswith("ال")
            if definite or not alone:
                return len(phrase)
    return 0
