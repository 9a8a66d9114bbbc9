"""Repair: what the file damaged is put right, logged and mapped back.

`repair(text)` gives the clean text, the map to the text handed in, and the log of changes.
Nothing is hidden: a rule that changes a character leaves a `Change`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from dalil.offsets import OffsetMap
from dalil.repair.edits import Change, Edit, apply
from dalil.repair.rules import RULES, SUSPECT, by_cluster

__all__ = ["RULES", "Change", "Edit", "Repaired", "apply", "by_cluster", "repair"]


@dataclass(frozen=True)
class Repaired:
    """A repaired text, its map to the text before, and what was changed."""

    text: str
    map: OffsetMap
    changes: tuple[Change, ...]


def repair(text: str, rules: Collection[str] | None = None) -> Repaired:
    """Repair `text` by the named `rules` (all of `RULES` by default), in their fixed order.

    Raises ValueError for a rule that is not in `RULES`.
    """
    names = list(RULES) if rules is None else [name for name in RULES if name in rules]
    if rules is not None and len(names) != len(set(rules)):
        raise ValueError(f"unknown repair rule: {sorted(set(rules) - set(RULES))}")
    whole = OffsetMap.identity(len(text))
    if not SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return Repaired(text, whole, ())
    changes: list[Change] = []
    clean = text
    for name in names:
        edits = RULES[name](clean)
        if not edits:
            continue
        for edit in edits:
            start, end = whole.raw(edit.start, edit.end)
            changes.append(Change(start, end, text[start:end], edit.after, name, 1.0))
        clean, step = apply(clean, edits)
        whole = step.compose(whole)
    return Repaired(clean, whole, tuple(changes))
