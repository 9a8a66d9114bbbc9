"""Maps for normalisers that tell nothing: their output is aligned with their input."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
from rapidfuzz.distance import Indel

from dalil.languages.fold import ALIKE
from dalil.offsets import Ints, OffsetMap

_GAPS = re.compile("[\\s\u200c\u200d]+")


def align(before: str, after: str) -> OffsetMap:
    """The map of `after` to `before`.

    First the letters and marks are aligned, by their longest common subsequence; what normalisers
    exchange for each other (yeh, kaf, digits, quotes) counts as the same. Then the white space
    and half-spaces between two letters are led to those between the letters' origins: weighed
    together with the letters, a moved space could cost a letter its partner. Something put in
    gets an empty interval, a replaced run the whole run before it, or letter from letter where
    both are equally long; a mark taken away belongs to the letter before it.

    rapidfuzz computes the subsequence bit-parallel, a paragraph in well under a millisecond.
    """
    if before == after:
        return OffsetMap.identity(len(before))
    src, dst = _solid(before), _solid(after)
    left = _GAPS.sub("", before).translate(ALIKE)
    right = _GAPS.sub("", after).translate(ALIKE)
    starts = np.full(len(after), -1, dtype=np.int32)
    ends = np.full(len(after), -1, dtype=np.int32)
    blocks = _blocks(left, right) if left != right else [(True, 0, len(left), 0, len(right))]
    for same, a, b, c, d in blocks:
        if same or b - a == d - c:
            starts[dst[c:d]] = src[a:b]
            ends[dst[c:d]] = src[a:b] + 1
        elif c < d:
            put_in = a == b
            place = int(src[a]) if a < len(src) else len(before)
            starts[dst[c:d]] = place
            ends[dst[c:d]] = place if put_in else int(src[b - 1]) + 1
        elif c and all(unicodedata.combining(before[i]) for i in src[a:b]):
            ends[dst[c - 1]] = int(src[b - 1]) + 1
    _fill_gaps(starts, ends, len(before))
    return OffsetMap(starts, ends, len(before))


def _solid(text: str) -> Ints:
    """Where a text has something else than white space and joiners."""
    solid = np.ones(len(text), dtype=bool)
    for gap in _GAPS.finditer(text):
        solid[gap.start() : gap.end()] = False
    return np.flatnonzero(solid).astype(np.int32)


def _fill_gaps(starts: Ints, ends: Ints, size: int) -> None:
    """Intervals for what stands between letters: what stood between their origins, in order."""
    last = len(starts)
    at = 0
    for i in np.flatnonzero(starts < 0):
        if i < at:
            continue
        stop = int(i) + 1
        while stop < last and starts[stop] < 0:
            stop += 1
        lower = int(ends[i - 1]) if i else 0
        upper = max(lower, int(starts[stop])) if stop < last else size
        if stop - i == 1:
            starts[i], ends[i] = lower, upper
        else:
            for k in range(int(i), stop):
                starts[k] = min(lower + k - int(i), upper)
                ends[k] = min(int(starts[k]) + 1, upper)
        at = stop


def _blocks(left: str, right: str) -> Iterator[tuple[bool, int, int, int, int]]:
    """The edit script with neighbouring edits made one, so that «…» → «...» stays together."""
    pending: tuple[int, int, int, int] | None = None
    for op in Indel.opcodes(left, right):
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
