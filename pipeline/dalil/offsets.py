"""Where every character of a changed text came from.

All offsets in Dalil are Unicode code points, half-open `[start, end)`, over the raw text as
decoded. An `OffsetMap` belongs to one changed text and holds, for each of its characters, the
interval of the text before the change. Maps compose, so a chain of repairs and normalisations
still leads back to the raw text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class OffsetMap:
    """Raw intervals of the characters of a clean text.

    `starts[i]`, `ends[i]` bound what character `i` came from. An inserted character has an
    empty interval at the place where it was put in. Order may differ from the raw order where
    a repair moved letters. `raw_length` is the length of the text that the intervals point into.
    """

    starts: Ints
    ends: Ints
    raw_length: int

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.ends):
            raise ValueError("starts and ends differ in length")
        if len(self.starts):
            if int(self.starts.min()) < 0 or int(self.ends.max()) > self.raw_length:
                raise ValueError("an interval lies outside the raw text")
            if bool((self.starts > self.ends).any()):
                raise ValueError("an interval ends before it starts")

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that was not changed."""
        starts = np.arange(length, dtype=np.int32)
        return cls(starts, starts + 1, length)

    @classmethod
    def of_intervals(cls, intervals: Iterable[tuple[int, int]], raw_length: int) -> OffsetMap:
        """The map with one `(start, end)` a clean character."""
        pairs = np.array(list(intervals), dtype=np.int32).reshape(-1, 2)
        return cls(pairs[:, 0].copy(), pairs[:, 1].copy(), raw_length)

    def compose(self, inner: OffsetMap) -> OffsetMap:
        """The map clean → raw, where `self` maps clean → middle and `inner` middle → raw.

        Raises ValueError when `inner` is not the map of the text that `self` points into.
        """
        if self.raw_length != len(inner):
            raise ValueError(f"maps do not meet: {self.raw_length} against {len(inner)} characters")
        one = (self.ends - self.starts) == 1
        if bool(one.all()):
            return OffsetMap(inner.starts[self.starts], inner.ends[self.starts], inner.raw_length)
        starts = np.empty(len(self), dtype=np.int32)
        ends = np.empty(len(self), dtype=np.int32)
        starts[one] = inner.starts[self.starts[one]]
        ends[one] = inner.ends[self.starts[one]]
        for i in np.flatnonzero(~one):
            starts[i], ends[i] = inner.raw(int(self.starts[i]), int(self.ends[i]))
        return OffsetMap(starts, ends, inner.raw_length)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw interval that covers clean `[start, end)`.

        An empty span, or one of inserted characters only, gives an empty interval at its place.
        """
        size = len(self)
        if not 0 <= start <= end <= size:
            raise ValueError(f"span [{start}, {end}) is not within a text of {size} characters")
        starts, ends = self.starts[start:end], self.ends[start:end]
        real = starts < ends
        if bool(real.any()):
            return int(starts[real].min()), int(ends[real].max())
        if start < end:
            return int(starts[0]), int(starts[0])
        point = int(self.starts[start]) if start < size else (int(self.ends[-1]) if size else 0)
        return point, point

    def raw_many(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """`raw` of many spans at once; the fast way for the tokens of a document."""
        # The usual case by far: every character real and in order. Then the first and the last
        # character of a span bound it, and plain lists are the quickest way to look them up.
        size = len(self)
        if self._in_order() and all(0 <= start < end <= size for start, end in spans):
            starts, ends = self.starts.tolist(), self.ends.tolist()
            return [(starts[start], ends[end - 1]) for start, end in spans]
        return [self.raw(start, end) for start, end in spans]

    def _in_order(self) -> bool:
        if not len(self):
            return False
        real = bool((self.starts < self.ends).all())
        return real and bool((self.starts[1:] >= self.ends[:-1]).all())

    def clean(self, start: int, end: int) -> tuple[int, int] | None:
        """The smallest clean span whose characters come from raw `[start, end)`; None if none do.

        The way back: people's decisions hang on raw offsets and are put on tokens again by it.
        """
        touched = np.flatnonzero((self.starts < end) & (self.ends > start))
        if not len(touched):
            return None
        return int(touched[0]), int(touched[-1]) + 1
