"""Repair: what files and PDFs damaged is put right, logged and mapped back.

`restore(text)` mends a whole document, `repair(text, lang=…)` one paragraph of it; both give the
clean text, the map to the text handed in, and the log of changes. Nothing is hidden: a rule that
changes a character leaves a `Change`, and what is too uncertain stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dalil.offsets import OffsetMap
from dalil.repair.edits import Change, Edit, apply
from dalil.repair.fonts.passages import Passage
from dalil.repair.rules import RULES, SUSPECT, by_cluster

if TYPE_CHECKING:
    from dalil.repair.halfspaces.decide import Wear

__all__ = [
    "ALL_RULES",
    "DOCUMENT_RULES",
    "LANGUAGE_RULES",
    "ORDER_THRESHOLD",
    "RULES",
    "THRESHOLD",
    "Change",
    "Edit",
    "Passage",
    "Repaired",
    "Restored",
    "apply",
    "by_cluster",
    "repair",
    "restore",
    "wear_of",
]

# Rules that judge, and what they need to do so: a document, or a paragraph in a known language.
DOCUMENT_RULES = (
    "mojibake",
    "columns",
    "visual_order",
    "lam_alef",
    "font_map",
    "kashida",
    "run_order",
    "footnote_marks",
)
LANGUAGE_RULES = {
    "fa": ("letters_apart", "persian_letters", "word_spacing", "half_spaces"),
    "ar": ("letters_apart", "arabic_letters"),
    "en": ("letters_apart",),
}
ALL_RULES = tuple(
    dict.fromkeys([*RULES, *DOCUMENT_RULES, *(r for rs in LANGUAGE_RULES.values() for r in rs)])
)
_OF_NEIGHBOURS = ("word_spacing", "half_spaces")
_ENOUGH = 8_000  # characters that tell what has become of a document's half-spaces
_ALL = frozenset(ALL_RULES)
# What these take away is no letter; what the others do needs text in reading order.
_FIRST = ("lone_surrogates", "control_characters", "bidi_marks", "invisible_characters")
_LATER = tuple(name for name in RULES if name not in _FIRST)

THRESHOLD = 0.5  # confidence from which a change is made
# A line in its likeliest order has a third of the wrong characters that it has as it came out,
# even where that order is not likely: so less is asked for.
ORDER_THRESHOLD = 0.2


@dataclass(frozen=True)
class Repaired:
    """A repaired text, its map to the text before, and what was changed."""

    text: str
    map: OffsetMap
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Restored(Repaired):
    """A repaired document.

    `passages` are the stretches that were judged damaged (offsets into the text handed in).
    `note_marks` take out the numbers of footnotes; they are found in `text`, but not yet applied,
    as the numbers still tell where the notes belong. `repair` applies them.
    """

    passages: tuple[Passage, ...] = ()
    note_marks: tuple[Edit, ...] = ()

    def unordered(self) -> list[tuple[int, int]]:
        """The lines of `text` that were left out of order, for `repair`."""
        lines = [bounds for passage in self.passages for bounds in passage.unordered]
        found = [self.map.clean(start, end) for start, end in lines]
        return [span for span in found if span is not None]


class _Work:
    """A text under repair: what it has become, and all that was done to it."""

    def __init__(self, text: str, threshold: float) -> None:
        self.raw, self.text, self.threshold = text, text, threshold
        self.map: OffsetMap | None = None  # None as long as nothing was changed
        self.changes: list[Change] = []

    def do(self, rule: str, edits: Sequence[Edit]) -> None:
        """Make the edits of a rule that are sure enough."""
        self.make([(rule, edit) for edit in edits if edit.confidence >= self.threshold])

    def make(self, edits: Sequence[tuple[str, Edit]]) -> None:
        """Make edits, each with its rule."""
        if not edits:
            return
        places = [(edit.start, edit.end) for _, edit in edits]
        if self.map is not None:
            places = self.map.raw_many(places)
        for (rule, edit), (start, end) in zip(edits, places, strict=True):
            before = self.raw[start:end]
            self.changes.append(Change(start, end, before, edit.after, rule, edit.confidence))
        self.text, step = apply(self.text, [edit for _, edit in edits])
        self.map = step if self.map is None else step.compose(self.map)

    def whole_map(self) -> OffsetMap:
        return OffsetMap.identity(len(self.raw)) if self.map is None else self.map


def repair(
    text: str,
    rules: Collection[str] | None = None,
    *,
    lang: str | None = None,
    threshold: float = THRESHOLD,
    note_marks: Sequence[Edit] = (),
    wear: Wear | None = None,
    unordered: Sequence[tuple[int, int]] = (),
) -> Repaired:
    """Repair a text, such as a paragraph, by the named rules (all by default), in a fixed order.

    Without `lang` (`fa`, `ar`, `en`) only the rules that hold for every language are used.
    Changes of which a rule is less sure than `threshold` (0 to 1) are not made. `note_marks` are
    those of `Restored` that lie in this text, `wear` is what `wear_of` says of the Persian text
    that this is a part of. `unordered` are stretches of this text whose words do not follow each
    other: nothing is joined or set apart there. Raises ValueError for a rule that is not in
    `ALL_RULES`.
    """
    allowed = _allowed(rules)
    work = _Work(text, threshold)
    if note_marks and "footnote_marks" in allowed:
        work.do("footnote_marks", note_marks)
    _characters(work, RULES, allowed)
    for name in LANGUAGE_RULES.get(lang or "", ()):
        if name in allowed:
            edits = _language_rule(name, wear)(work.text)
            if unordered and name in _OF_NEIGHBOURS:
                edits = _outside(edits, unordered, work.map)
            work.do(name, edits)
    return Repaired(work.text, work.whole_map(), tuple(work.changes))


def restore(
    text: str,
    rules: Collection[str] | None = None,
    *,
    threshold: float = THRESHOLD,
    order_threshold: float = ORDER_THRESHOLD,
) -> Restored:
    """Repair what a document shows only as a whole: encodings, order, broken fonts, note marks.

    Lines stay lines (but for `columns`). What single paragraphs in a known language need is left
    to `repair`. `rules` and `threshold` are as there; `order_threshold` is that of `run_order`.
    """
    allowed = _allowed(rules)
    work = _Work(text, threshold)
    if "mojibake" in allowed:
        from dalil.repair.mojibake import mojibake

        work.do("mojibake", mojibake(work.text))  # before letters' bytes go as control characters
    _characters(work, _FIRST, allowed)
    if "columns" in allowed:
        from dalil.repair.columns import columns

        work.do("columns", columns(work.text))
    if "visual_order" in allowed:
        from dalil.repair.visual_order import visual_order

        work.do("visual_order", visual_order(work.text))
    _characters(work, _LATER, allowed)
    if "lam_alef" in allowed:
        from dalil.repair.lam_alef import lam_alef

        work.do("lam_alef", lam_alef(work.text))
    passages = _fonts(work, order_threshold, allowed)
    marks: list[Edit] = []
    if "footnote_marks" in allowed:
        from dalil.repair.footnote_marks import footnote_marks

        marks = footnote_marks(work.text)
    return Restored(work.text, work.whole_map(), tuple(work.changes), passages, tuple(marks))


def _allowed(rules: Collection[str] | None) -> frozenset[str]:
    if rules is None:
        return _ALL
    allowed = frozenset(rules)
    unknown = allowed.difference(ALL_RULES)
    if unknown:
        raise ValueError(f"unknown repair rule: {sorted(unknown)}")
    return allowed


def _outside(
    edits: Sequence[Edit], stretches: Sequence[tuple[int, int]], where: OffsetMap | None
) -> list[Edit]:
    """The edits that don't touch these stretches of the text that `where` leads to."""
    found = stretches if where is None else [where.clean(*stretch) for stretch in stretches]
    spans = [span for span in found if span is not None]
    return [e for e in edits if all(e.end < start or e.start > end for start, end in spans)]


def _characters(work: _Work, names: Iterable[str], allowed: Collection[str]) -> None:
    """The rules of `RULES` with these names."""
    if not SUSPECT.search(work.text) and unicodedata.is_normalized("NFC", work.text):
        return
    for name in names:
        if name in allowed:
            work.do(name, RULES[name](work.text))


def _fonts(work: _Work, order_threshold: float, allowed: Collection[str]) -> tuple[Passage, ...]:
    """Letters from broken fonts, then the order of their lines; gives the damaged passages."""
    if not {"font_map", "kashida", "run_order"} & set(allowed):
        return ()
    from dalil.repair.fonts.restoring import restore_fonts

    found = restore_fonts(work.text, work.threshold, order_threshold, allowed)
    if not found.passages:
        return ()
    passages = tuple(passage.led_back(work.whole_map()) for passage in found.passages)
    work.make(found.letters)  # what is not sure enough is not among them
    work.make([("run_order", edit) for edit in found.order])
    return passages


def wear_of(texts: Iterable[str], rules: Collection[str] | None = None) -> Wear | None:
    """What has become of the half-spaces of a document, whose Persian paragraphs are `texts`.

    None where `rules` leave half-spaces alone, or there is no text.
    """
    found = [text for text in texts if text.strip()]
    if not found or "half_spaces" not in _allowed(rules):
        return None
    from dalil.repair.halfspaces import wear_of

    # Some paragraphs from all over it say enough.
    step = max(1, sum(map(len, found)) // _ENOUGH)
    return wear_of("\n".join(found[::step]))


def _language_rule(name: str, wear: Wear | None) -> Callable[[str], list[Edit]]:
    if name == "half_spaces":
        from dalil.repair.halfspaces import half_spaces

        return lambda text: half_spaces(text, wear)
    if name == "word_spacing":
        from dalil.repair.halfspaces import word_spacing

        return word_spacing
    if name == "letters_apart":
        from dalil.repair.letters_apart import letters_apart

        return letters_apart
    from dalil.repair import letters

    found: Callable[[str], list[Edit]] = getattr(letters, name)
    return found
