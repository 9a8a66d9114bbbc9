"""Maps for normalisers that tell nothing: their output is aligned with their input."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np
from rapidfuzz.distance import Levenshtein

from dalil.languages.fold import ALIKE
from dalil.offsets import OffsetMap


def align(before: str, after: str) -> OffsetMap:
    """The map of `after` to `before` by a minimal edit script (Levenshtein 1966).

    Letters that a normaliser exchanges for each other (yeh, kaf, digits, quotes) are made equal
    first, so that the script never explains a changed letter by one that stands nearby. Characters
    that were put in get an empty interval; a replaced run comes from the whole run before it,
    or letter from letter where both are equally long.
    rapidfuzz computes the script bit-parallel, a paragraph in well under a millisecond.
    """
    if before == after:
        return OffsetMap.identity(len(before))
    left, right = before.translate(ALIKE), after.translate(ALIKE)
    starts = np.empty(len(after), dtype=np.int32)
    ends = np.empty(len(after), dtype=np.int32)
    for equal, src, src_end, dst, dst_end in _blocks(left, right):
        if equal or src_end - src == dst_end - dst:
            span = np.arange(src, src_end, dtype=np.int32)
            starts[dst:dst_end], ends[dst:dst_end] = span, span + 1
        elif dst < dst_end:  # something put in has src == src_end and so an empty interval
            starts[dst:dst_end], ends[dst:dst_end] = src, src_end
        elif dst and all(unicodedata.combining(c) for c in before[src:src_end]):
            ends[dst - 1] = src_end  # marks that were taken away belong to their letter
    return OffsetMap(starts, ends, len(before))


def _blocks(left: str, right: str) -> Iterator[tuple[bool, int, int, int, int]]:
    """The edit script with neighbouring edits made one, so that «…» → «...» stays together."""
    pending: tuple[int, int, int, int] | None = None
    for op in Levenshtein.opcodes(left, right):
        if op.tag == "equal":
            if pending:
                yield False, *pending
                pending = None
            yield True, op.src_start, op.src_end, op.dest_start, op.dest_end
        elif pending:
            pending = (pending[0], op.src_end, pending[2], op.dest_end)
        else:
            pending = (op.src_start, op.src_end, op.dest_start, op.dest_end)
    if pending:
        yield False, *pending
