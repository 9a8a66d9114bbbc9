"""Mentions as tags of tokens (IOB2: `B-ORG`, `I-ORG`, `O`) and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

PROCLITICS = frozenset("وفبلكس")

Span = tuple[int, int, str]  # start, end, label: of tokens or of characters


def tags_of(doc: Doc, mentions: Iterable[Span]) -> list[str]:
    """The tags of a Doc's tokens; `mentions` are spans of characters of the raw text.

    A token belongs to a mention when at least half of it lies inside. Arabic proclitics, which
    the tokeniser cut off, stay outside the mention that they begin.
    """
    tags = ["O"] * len(doc)
    for start, end, label in tokens_of(doc, mentions):
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags


def tokens_of(doc: Doc, mentions: Iterable[Span]) -> list[Span]:
    """The mentions as spans of tokens; those that hold no token are left out."""
    places = doc._.offset_map.raw_many([(t.idx, t.idx + len(t.text)) for t in doc])
    found = []
    for start, end, label in mentions:
        inside = [
            i
            for i, (low, high) in enumerate(places)
            if high > low and 2 * (min(high, end) - max(low, start)) >= high - low
        ]
        while doc.lang_ == "ar" and len(inside) > 1 and _is_proclitic(doc, inside[0]):
            del inside[0]
        if inside:
            found.append((inside[0], inside[-1] + 1, label))
    return found


def _is_proclitic(doc: Doc, at: int) -> bool:
    return doc[at].norm_ in PROCLITICS and not doc[at].whitespace_


def mentions_of(tags: Sequence[str]) -> list[Span]:
    """The spans of tokens that tags say; an `I-` without a beginning begins one."""
    found: list[Span] = []
    for i, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if not label:
            continue
        if kind == "I" and found and found[-1][1] == i and found[-1][2] == label:
            found[-1] = (found[-1][0], i + 1, label)
        else:
            found.append((i, i + 1, label))
    return found
