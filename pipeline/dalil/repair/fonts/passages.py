"""The stretches of a document that were judged damaged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dalil.offsets import OffsetMap


@dataclass(frozen=True)
class Passage:
    """Lines of a text that were judged damaged.

    `[start, end)` are offsets into the text that was handed in. `score` is the share of words
    that no list has, `after` the same of what was read there; `restored` is false where so much
    stayed unread that the lines were left as they are. `unordered` are the bounds of lines whose
    pieces are out of order, but in which order they belong is too uncertain; `unsure` of lines that
    are in their likeliest order, which is less likely than not.
    """

    start: int
    end: int
    score: float
    restored: bool
    after: float = 0.0
    unordered: tuple[tuple[int, int], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()

    def led_back(self, where: OffsetMap) -> Passage:
        """The passage with offsets into the text that `where` leads to."""
        start, end = where.raw(self.start, self.end)
        unordered, unsure = (
            tuple(where.raw(*line) for line in lines) for lines in (self.unordered, self.unsure)
        )
        return replace(self, start=start, end=end, unordered=unordered, unsure=unsure)
