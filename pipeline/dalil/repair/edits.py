"""Changes to a text as data: applied in one pass, mapped back, and kept for the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dalil.offsets import OffsetMap


@dataclass(frozen=True)
class Edit:
    """`[start, end)` of a text becomes `after`; offsets are into the text before the edit.

    `confidence` is how sure the rule is, from 0 to 1. A rule that moves letters says in `origins`
    from which interval each character of `after` came (offsets as of `start`, `end`).
    """

    start: int
    end: int
    after: str
    confidence: float = 1.0
    origins: Sequence[tuple[int, int]] | None = None


@dataclass(frozen=True)
class Change:
    """One logged change. `start`, `end` bound `before` in the text that was handed in."""

    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """The edited text and its map to `text`.

    `edits` are in order and don't overlap (ValueError otherwise). Each character of a
    replacement comes from the origin that the edit names; without one, from the whole interval
    that it replaces or, where both are equally long, from the character in its place.
    """
    if not edits:
        return text, OffsetMap.identity(len(text))
    parts: list[str] = []
    starts: list[np.ndarray] = []
    ends: list[np.ndarray] = []

    def keep(start: int, end: int) -> None:
        if start < end:
            parts.append(text[start:end])
            span = np.arange(start, end, dtype=np.int32)
            starts.append(span)
            ends.append(span + 1)

    cursor = 0
    for edit in edits:
        if edit.start < cursor or edit.end < edit.start:
            raise ValueError(f"edits overlap or run backwards at {edit.start}")
        keep(cursor, edit.start)
        size = len(edit.after)
        parts.append(edit.after)
        if edit.origins is not None:
            if len(edit.origins) != size:
                raise ValueError(f"an edit at {edit.start} has not one origin a character")
            pairs = np.array(edit.origins, dtype=np.int32).reshape(-1, 2)
            starts.append(pairs[:, 0])
            ends.append(pairs[:, 1])
        elif size == edit.end - edit.start:
            span = np.arange(edit.start, edit.end, dtype=np.int32)
            starts.append(span)
            ends.append(span + 1)
        else:
            starts.append(np.full(size, edit.start, dtype=np.int32))
            ends.append(np.full(size, edit.end, dtype=np.int32))
        cursor = edit.end
    keep(cursor, len(text))
    return "".join(parts), OffsetMap(np.concatenate(starts), np.concatenate(ends), len(text))
