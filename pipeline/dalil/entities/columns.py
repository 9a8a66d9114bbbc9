"""Sentences with named entities from the files in which data sets are published.

Column files have a token, a tab and a tag on each line (IOB1 or IOB2, as in CoNLL-2003), with a
blank line after each sentence; a token may hold a space. CoNLL-U files keep the tag in MISC as
`NER=B-ORG` (or `NE=`). What people decided in a study makes examples as well.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dalil.entities.gazetteer import TYPES
from dalil.errors import DalilError
from dalil.gold import Decision

Span = tuple[int, int, str]

# Labels of data sets that mean one of ours, in capitals; others are no entities for us.
LABELS: Mapping[str, str] = {
    **{label: label for label in TYPES},
    **dict.fromkeys(("PERS", "PERSON", "POLITICIAN"), "PER"),
    **dict.fromkeys(("ORGANISATION", "ORGANIZATION", "POLITICALPARTY"), "ORG"),
    **dict.fromkeys(("CORPORATION", "GROUP", "POG"), "ORG"),
    **dict.fromkeys(("LOCATION", "PLACE", "COUNTRY", "GPE"), "LOC"),
    **dict.fromkeys(("EVE", "ELECTION"), "EVENT"),
}
_TAG = re.compile(r"([BIO])(?:[-_](.+))?")
_MISC = re.compile(r"(?:^|\|)NER?=([^|]+)")


@dataclass(frozen=True)
class Example:
    """A sentence and its mentions: `(start, end, label)`, code points, half-open, in order."""

    text: str
    mentions: tuple[Span, ...]


def read_columns(path: Path) -> list[Example]:
    """The sentences of a column file or a CoNLL-U file (`.conllu`), plain or gzipped.

    Tokens are put together with single spaces, or as CoNLL-U's `# text` has them. Raises
    DalilError for a file that can't be read, a line that is none of its format, or no sentence.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read: {error}", file=path) from None
    conllu = ".conllu" in path.suffixes
    found = [_example(tokens, written) for tokens, written in _sentences(text, path, conllu)]
    if not found:
        raise DalilError("there is no sentence here", file=path)
    return found


Tokens = list[tuple[str, str, str]]  # token, tag, what stands behind it


def _sentences(text: str, path: Path, conllu: bool) -> Iterator[tuple[Tokens, str]]:
    tokens: Tokens = []
    written = ""
    for number, line in enumerate([*text.split("\n"), ""], 1):
        line = line.rstrip("\r")
        if not line.strip():
            if tokens:
                yield tokens, written
            tokens, written = [], ""
        elif line.startswith("#") and conllu:
            written = line.removeprefix("# text = ") if line.startswith("# text = ") else written
        elif conllu:
            row = line.split("\t")
            if len(row) != 10:
                raise DalilError(f"{len(row)} columns, 10 wanted", file=path, line=number)
            if row[0].isdigit():
                tag = _MISC.search(row[9])
                space = "" if "SpaceAfter=No" in row[9] else " "
                tokens.append((row[1], tag.group(1) if tag else "O", space))
        else:
            token, tab, tag_ = line.rpartition("\t")
            if not tab or not _TAG.fullmatch(tag_.strip()):
                message = "wanted are a token, a tab and a tag such as B-ORG"
                raise DalilError(message, file=path, line=number)
            token = " ".join(token.split("\t")[0].split())
            if token:
                tokens.append((token, tag_.strip(), " "))


def _example(tokens: Tokens, written: str) -> Example:
    text = ""
    places = []
    for token, _, space in tokens:
        at = written.find(token, len(text)) if written else -1
        if at >= 0:
            text = written[:at]
        places.append((len(text), len(text) + len(token)))
        text += token + (space if not written else "")
    mentions: list[Span] = []
    open_label = ""
    for (start, end), (_, tag, _) in zip(places, tokens, strict=True):
        m = _TAG.fullmatch(tag)
        label = LABELS.get((m.group(2) or "").upper(), "") if m else ""
        if label and m and m.group(1) == "I" and label == open_label:
            mentions[-1] = (mentions[-1][0], end, label)
        elif label:
            mentions.append((start, end, label))
        open_label = label
    return Example(written or text.rstrip(), tuple(mentions))


def decided(raw: str, decisions: Iterable[Decision]) -> list[Example]:
    """The sentences of a text that a person has read, with the mentions that he or she named.

    `raw` is the source text; sentences are those of decisions on `sentences`, mentions those that
    were added or accepted. Decisions whose quote is not found any more are passed over.
    """
    found = [(place, d) for d in decisions if (place := d.locate(raw)) is not None]
    mentions = sorted(
        (*place, str(d.fields["label"]))
        for place, d in found
        if d.layer == "entities" and d.decision != "reject"
    )
    examples = []
    for start, end in sorted(place for place, d in found if d.layer == "sentences"):
        inside = [(a - start, b - start, label) for a, b, label in mentions if start <= a < end]
        kept = tuple(mention for mention in inside if mention[1] <= end - start)
        examples.append(Example(raw[start:end], kept))
    return examples
