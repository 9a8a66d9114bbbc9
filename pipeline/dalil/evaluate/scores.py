"""Precision, recall and F1 with their counts, and plain rates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """Counts of what was right, found and wanted; the usual measures come from them."""

    right: int
    found: int
    wanted: int

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True)
class Rate:
    """How many of all. Where errors are counted there can be more than there are of the thing."""

    count: int
    total: int

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.count + other.count, self.total + other.total)

    @property
    def rate(self) -> float:
        return self.count / self.total if self.total else 0.0
