"""What a claim is: a sentence that argues the proposition of a tag."""

from __future__ import annotations

from dataclasses import dataclass

AUTHOR = "author"
STANCES = ("asserts", "denies")


@dataclass(frozen=True)
class Claim:
    """A tag on a sentence, with who holds it and why it was given.

    `start`, `end`, `holder_span` and `evidence` are character offsets into `doc.text`, half-open.
    `holder` is `author`, or the reported person, office or body as written; `holder_id` its
    entity id or "". `organisations` are entity ids, most prominent first. `cues` are the patterns
    that matched, as written in the codebook. `source` is `cue`, `model` or `human`.
    """

    start: int
    end: int
    tag: str
    stance: str
    holder: str
    holder_id: str
    holder_span: tuple[int, int] | None
    organisations: tuple[str, ...]
    score: float
    evidence: tuple[tuple[int, int], ...]
    cues: tuple[str, ...]
    source: str = "cue"
