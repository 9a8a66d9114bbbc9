"""Text from broken fonts restored: letters first, then the order of each line's pieces."""

from __future__ import annotations

import gc
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from dalil.repair.edits import Edit
from dalil.repair.fonts.font_map import Codes, Reading
from dalil.repair.fonts.ordering import Order, Puzzles
from dalil.repair.fonts.passages import Passage
from dalil.repair.fonts.segmenting import Item, cut
from dalil.repair.fonts.zones import Line, Zone, lines_of, unknown_share, zones

_SURE = 0.5  # probability from which a line is taken to be in another order
_REORDERED_SHARE = 0.2  # of the lines, for the order of a document to be damaged
_MIRROR = str.maketrans("()[]«»<>{}", ")(][»«><}{")
_OPEN, _CLOSE = "([«", ")]»"
_UNREAD = 0.4  # share of a line's letters; where more of them stay unread it is left as it is
_SAMPLE = 40  # lines that tell the language
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")


@dataclass(frozen=True)
class Restoration:
    """What to change, in steps: the letters by the first edits, then the order by the second.

    The offsets of `order` are into the text after `letters`.
    """

    letters: list[tuple[str, Edit]]
    order: list[Edit]
    passages: list[Passage]


@dataclass(frozen=True)
class _Read:
    """A line as it was read: its items and their order, if that was sure enough."""

    line: Line
    codes: Codes
    items: Sequence[Item]
    order: Order
    ordered: bool

    @property
    def unread(self) -> float:
        """The share of what has letters in which no words were read, by letters."""
        sizes = Counter[str]()
        for item in self.items:
            sizes[item.kind] += item.end - item.start
        return sizes["unknown"] / max(1, sizes["unknown"] + sizes["word"])


def restore_fonts(
    text: str, threshold: float, order_threshold: float, rules: Collection[str]
) -> Restoration:
    """Restore what broken fonts did to `text`, a document.

    Letters of less confidence than `threshold`, orders of less than `order_threshold`, and edits
    whose rule is not among `rules` are left out.
    """
    lang = _language(text)
    lines = lines_of(text, lang) if lang else []
    # A search makes small objects by the hundred thousand, none of them in a circle; looking for
    # circles among them takes a sixth of the time.
    with _without_collection():
        found = zones(lines, lang) if lines else []
        if not found:
            return Restoration([], [], [])
        return _restore(text, lang, lines, found, threshold, order_threshold, rules)


@contextmanager
def _without_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _restore(
    text: str,
    lang: str,
    lines: Sequence[Line],
    found: Sequence[Zone],
    threshold: float,
    order_threshold: float,
    rules: Collection[str],
) -> Restoration:
    read = _read(lines, found, order_threshold if "run_order" in rules else 1.1)
    letters: list[tuple[str, Edit]] = []
    order: list[Edit] = []
    shift = 0  # of the text after `letters` against the text
    for number in sorted(read):
        one = read[number]
        if one.unread > _UNREAD:
            continue
        edits = [
            (rule, edit)
            for rule, edit in _letters(one)
            if rule in rules and edit.confidence >= threshold
        ]
        if "run_order" in rules:
            order += _reordered(one, text, [edit for _, edit in edits], shift)
        letters += edits
        shift += sum(len(edit.after) - (edit.end - edit.start) for _, edit in edits)
    return Restoration(letters, order, _passages(lines, found, read, lang))


def _language(text: str) -> str:
    """The language of most of the text in Arabic letters, "" without such text."""
    from dalil.segment import identify

    # Parts of the whole, as the language of the beginning may be another.
    lines = [line for line in text.split("\n") if len(_ARABIC.findall(line)) > len(line) / 2]
    if not lines:
        return ""
    sample = lines[:: max(1, len(lines) // _SAMPLE)]
    votes = Counter(identify(line) for line in sample)
    return "ar" if votes["ar"] > votes["fa"] else "fa"


def _read(lines: Sequence[Line], found: Sequence[Zone], threshold: float) -> dict[int, _Read]:
    """Each line of the zones with its words and their order; an order that is unsure is left."""
    codes = {i: zone.codes for zone in found for i in zone.lines}
    numbers = sorted(codes)
    items = {i: cut(lines[i].plain, codes[i])[0] for i in numbers}
    puzzles = Puzzles([(lines[i].plain, items[i], codes[i]) for i in numbers])
    alone = puzzles.solve()
    # Whether the order is damaged at all, the lines say together.
    moved = sum(order.moved and order.probability > _SURE for order in alone)
    if moved < _REORDERED_SHARE * len(alone):
        orders = [Order.as_it_is(len(items[i])) for i in numbers]
    else:
        orders = puzzles.solve(alone)
    read = {}
    for i, order in zip(numbers, orders, strict=True):
        ordered = order.probability >= threshold
        kept = order if ordered else Order.as_it_is(len(items[i]))
        read[i] = _Read(lines[i], codes[i], items[i], kept, ordered)
    return read


def _span(line: Line, start: int, end: int) -> tuple[int, int]:
    """The raw interval of a stretch of the plain line, the marks on its letters included."""
    return line.where[start], line.where[end]


def _letters(one: _Read) -> list[tuple[str, Edit]]:
    """The edits that put in the letters of the words that were read."""
    edits = []
    glued = one.order.glued_items()
    for k, item in enumerate(one.items):
        if k in glued:
            made = _edit(one, item, *glued[k])
        elif item.readings:
            made = _edit(one, item, item.readings[0], 0)
        else:
            continue
        if made is not None:
            edits.append(made)
    return edits


def _edit(one: _Read, item: Item, reading: Reading, skip: int) -> tuple[str, Edit] | None:
    """The edit of one item; the reading's first `skip` places belong to another item."""
    plain = one.line.plain
    word = one.codes.lexicon.words[reading.word]
    size = item.end - item.start
    letters = [
        (letter, start - skip, end - skip)
        for letter, (start, end) in zip(word, one.codes.origins(reading), strict=True)
        if skip <= start and end <= skip + size
    ]
    after = "".join(letter for letter, _, _ in letters)
    if after == plain[item.start : item.end]:
        return None
    start, end = _span(one.line, item.start, item.end)
    origins = [_span(one.line, item.start + low, item.start + high) for _, low, high in letters]
    shape = one.codes.lexicon.shape_of(reading.word)
    damaged = any(sign in one.codes.font.table for sign in shape)
    rule = "font_map" if damaged else "kashida"
    return rule, Edit(start, end, after, _confidence(item, reading), origins)


def _confidence(item: Item, reading: Reading) -> float:
    """How much of the probability of all readings the chosen one has."""
    if reading not in item.readings:
        return 0.7
    total = sum(math.exp(other.log - reading.log) for other in item.readings)
    return round(min(0.99, 1 / total), 3)


def _reordered(one: _Read, text: str, edits: Sequence[Edit], shift: int) -> list[Edit]:
    """The edit that puts the items of a line in order, if they are not."""
    line = one.line
    begin, finish = _bounds(line)
    # The line after the letters' edits, and where each item stands in it.
    after: list[str] = []
    place: dict[int, int] = {}
    cursor = begin
    size = 0
    for edit in edits:
        after.append(text[cursor : edit.start])
        size += edit.start - cursor
        place[edit.start] = size
        after.append(edit.after)
        size += len(edit.after)
        cursor = edit.end
    after.append(text[cursor:finish])
    changed = "".join(after)
    starts = {edit.start: edit for edit in edits}

    def span_of(item: Item) -> tuple[int, int]:
        start, end = _span(line, item.start, item.end)
        if start in starts and starts[start].end == end:
            return place[start], place[start] + len(starts[start].after)
        moved = sum(len(e.after) - (e.end - e.start) for e in edits if e.end <= start)
        return start - begin + moved, end - begin + moved

    spans = [span_of(item) for item in one.items]
    pieces = _pieces(one, changed, spans)
    made = "".join(letter for letter, _, _ in pieces)
    if made.split() == changed.split() or not made:
        return []
    base = begin + shift
    origins = [(base + start, base + end) for _, start, end in pieces]
    return [Edit(base, base + len(changed), made, round(one.order.probability, 3), origins)]


def _pieces(
    one: _Read, changed: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """The characters of the line in order, each with the place in `changed` that it came from."""
    order = one.order
    out: list[tuple[str, int, int]] = []
    mirrored = order.moved and _needs_mirror(
        [changed[a:b] for a, b in (spans[i] for i in order.items)]
    )
    for k, i in enumerate(order.items):
        start, end = spans[i]
        if k and k - 1 not in order.glued and _spaced(changed, one, order.items[k - 1], i, spans):
            before = spans[order.items[k - 1]][1]
            if k - 1 in order.stops:
                out.append((".", before, min(before + 1, len(changed))))
            out.append((" ", before, min(before + 1, start) if before < start else before))
        for at in range(start, end):
            letter = changed[at].translate(_MIRROR) if mirrored else changed[at]
            out.append((letter, at, at + 1))
    return out


def _spaced(
    changed: str, one: _Read, left: int, right: int, spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether a space belongs between two items that follow each other."""
    if right == left + 1 and spans[left][1] == spans[right][0]:
        kinds = {one.items[left].kind, one.items[right].kind}
        return "other" not in kinds
    opening = changed[spans[left][0] : spans[left][1]]
    closing = changed[spans[right][0] : spans[right][1]]
    return closing not in "،؛.؟:!" and opening not in _OPEN


def _needs_mirror(texts: Sequence[str]) -> bool:
    """Whether brackets open and close only when mirrored."""

    def misses(texts: Sequence[str]) -> int:
        depth = wrong = 0
        for text in texts:
            if text in _OPEN:
                depth += 1
            elif text in _CLOSE:
                wrong += depth == 0
                depth = max(0, depth - 1)
        return wrong + depth

    marks = [text for text in texts if len(text) == 1 and text in _OPEN + _CLOSE]
    return misses([mark.translate(_MIRROR) for mark in marks]) < misses(marks)


def _bounds(line: Line) -> tuple[int, int]:
    return line.where[0], line.where[len(line.plain)]


def _passages(
    lines: Sequence[Line], found: Sequence[Zone], read: Mapping[int, _Read], lang: str
) -> list[Passage]:
    """Runs of neighbouring lines that one damaged font explains, or that none does."""
    kinds = {
        i: (number, read[i].unread <= _UNREAD)
        for number, zone in enumerate(found)
        for i in zone.lines
        if zone.font
    }
    out = []
    for _, run in groupby(enumerate(sorted(kinds)), lambda pair: kinds[pair[1]]):
        group = [i for _, i in run]
        tokens = [token for i in group for token in lines[i].tokens]
        items = [item for i in group for item in read[i].items if item.kind != "other"]
        out.append(
            Passage(
                lines[group[0]].start,
                _bounds(lines[group[-1]])[1],
                round(unknown_share(tokens, lang), 3),
                kinds[group[0]][1],
                round(sum(item.kind == "unknown" for item in items) / max(1, len(items)), 3),
                tuple(_bounds(lines[i]) for i in group if not read[i].ordered),
                tuple(
                    _bounds(lines[i])
                    for i in group
                    if read[i].ordered and read[i].order.probability < _SURE
                ),
            )
        )
    return out
