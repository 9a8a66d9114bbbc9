"""How well damaged text is restored: sound sentences, damaged in known ways, beside other tools.

Sentences are put into documents of 300, each a line; a document is damaged, restored, and compared
line by line (see `dalil.evaluate.compare`). Sound text must come through as it was. Half-spaces
are counted once more without those that the text writes both ways (see `dalil.evaluate.both_ways`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.errors import DalilError
from dalil.evaluate import damage
from dalil.evaluate.both_ways import BothWays
from dalil.evaluate.broken_font import Broken, font_map, shipped_maps
from dalil.evaluate.compare import (
    ZWNJ,
    characters_wrong,
    fold,
    right_words,
    words_in_any_order,
    words_of,
)
from dalil.evaluate.scores import Rate, Score
from dalil.evaluate.systems import AS_IT_IS, System, systems

# Lines of a document, and sentences of a paragraph where lines are set anew.
DOCUMENT = 300
PARAGRAPH = 6

# Kinds whose damage would be folded away with what is folded else.
_LETTER_KINDS = frozenset(("arabic_letters", "persian_letters"))
_MARK_KINDS = frozenset(("split_marks",))
_HALF_SPACE_KINDS = frozenset(("zwnj_removed", "zwnj_spaced", "zwnj_mixed"))
_TOLERANT = "leaving out what the text writes both ways"
_NONE = Score(0, 0, 0)


@dataclass(frozen=True)
class RestorationScore:
    """One line of the report: what was measured, by whom, and how it went."""

    measure: str
    system: str
    score: Score | Rate


@dataclass(frozen=True)
class Case:
    """A document: what each of its lines should be, and what the damage made of them."""

    gold: tuple[str, ...]
    damaged: tuple[str, ...]


def evaluate_restoration(path: Path, lang: str) -> list[RestorationScore]:
    """Scores of all systems for `lang` (`fa`, `ar`, `en`) on every kind of damage.

    `path` is a CoNLL-U treebank (.conllu, .conllu.gz) or UTF-8 text with one sentence a line. A
    kind that changes nothing in this text is left out. Raises DalilError for a file that can't be
    read or holds no sentence.
    """
    sentences = read_sentences(path, lang)
    documents = [sentences[i : i + DOCUMENT] for i in range(0, len(sentences), DOCUMENT)]
    found = systems(lang)
    rows = list(_sound(documents, found))
    both_ways = BothWays([words_of(fold(sentence)) for sentence in sentences])
    for kind in damage.OF_LANGUAGE[lang]:
        cases = [_damaged(kind, document) for document in documents]
        if any(case.gold != case.damaged for case in cases):
            restore = _hyphenation_systems(found) if kind == "hyphenation" else found
            for system, function in restore.items():
                rows += _kind(kind, system, function, cases, both_ways)
    rows += _broken_fonts(lang, documents, found)
    return rows


def read_sentences(path: Path, lang: str) -> list[str]:
    """The sentences of a treebank or of a text file, white space in them single spaces."""
    if ".conllu" in path.suffixes:
        from dalil.evaluate.conllu import read_conllu

        texts = [sentence.text for sentence in read_conllu(path, lang)]
    else:
        try:
            texts = path.read_bytes().decode("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise DalilError(f"can't be read as UTF-8 text ({error})", file=path) from None
    sentences = [" ".join(text.split()) for text in texts if text.strip()]
    if not sentences:
        raise DalilError("there is no sentence in it", file=path)
    return sentences


def _damaged(kind: str, document: Sequence[str]) -> Case:
    function = damage.KINDS[kind]
    if kind == "hyphenation":  # makes several lines of one
        return Case(tuple(document), tuple(map(function, document)))
    return Case(tuple(document), tuple(function("\n".join(document)).split("\n")))


def _kind(
    kind: str, system: str, function: System, cases: Sequence[Case], both_ways: BothWays
) -> Iterator[RestorationScore]:
    """Words, for half-spaces those that hold one, and what came to harm, of one system."""
    words, half_spaces, harmed = _NONE, _NONE, Rate(0, 0)
    of_half_spaces = kind in _HALF_SPACE_KINDS
    told, told_harmed = _NONE, Rate(0, 0)
    for case in cases:
        after = function(case.damaged)
        for gold, damaged, line in zip(case.gold, case.damaged, after, strict=True):
            every, held, harm = compare_line(kind, gold, damaged, line)
            words, half_spaces, harmed = words + every, half_spaces + held, harmed + harm
            if of_half_spaces:
                left_out = both_ways.places(words_of(fold(gold)))
                _, held, harm = compare_line(kind, gold, damaged, line, left_out)
                told, told_harmed = told + held, told_harmed + harm
    yield RestorationScore(f"{kind}: words", system, words)
    if of_half_spaces:
        yield RestorationScore(f"{kind}: words with a half-space", system, half_spaces)
        yield RestorationScore(f"{kind}: words with a half-space, {_TOLERANT}", system, told)
    if system != AS_IT_IS:
        yield RestorationScore(f"{kind}: right words harmed", system, harmed)
        if of_half_spaces:
            yield RestorationScore(f"{kind}: right words harmed, {_TOLERANT}", system, told_harmed)


def compare_line(
    kind: str, gold: str, damaged: str, after: str, left_out: Collection[int] = ()
) -> tuple[Score, Score, Rate]:
    """All words, the words with a half-space, and those right before that are wrong after.

    Words with a letter among `left_out` (places in the letters of the gold line) don't count.
    """
    marks, letters = kind not in _MARK_KINDS, kind not in _LETTER_KINDS
    wanted, before, found = (
        words_of(fold(line, marks=marks, letters=letters)) for line in (gold, damaged, after)
    )
    right = right_words(wanted, found)
    was_right = right if damaged == after else right_words(wanted, before)
    counted = [True] * len(found.words)
    if left_out:
        kept = {i for i, span in enumerate(wanted.spans) if _is_outside(span, left_out)}
        right, was_right = right & kept, was_right & kept
        counted = [_is_outside(span, left_out) for span in found.spans]
    else:
        kept = set(range(len(wanted.words)))
    held = {i for i in kept if ZWNJ in wanted.words[i]}
    holding = [c and ZWNJ in word for c, word in zip(counted, found.words, strict=True)]
    return (
        Score(len(right), sum(counted), len(kept)),
        Score(len(right & held), sum(holding), len(held)),
        Rate(len(was_right - right), len(was_right)),
    )


def _is_outside(span: tuple[int, int], places: Collection[int]) -> bool:
    return not any(place in places for place in range(*span))


def _sound(
    documents: Sequence[Sequence[str]], found: dict[str, System]
) -> Iterator[RestorationScore]:
    """Words of sound text that are changed, and lines of it that are taken for damaged."""
    for system, function in found.items():
        if system == AS_IT_IS:
            continue
        words, lines = Rate(0, 0), Rate(0, 0)
        for document in documents:
            for line, after in zip(document, function(document), strict=True):
                words += compare_line("sound", line, line, after)[2]
                lines += Rate(int(line != after), 1)
        yield RestorationScore("sound: words changed", system, words)
        yield RestorationScore("sound: lines changed in any character", system, lines)
    flagged = sum((_flagged(document) for document in documents), Rate(0, 0))
    yield RestorationScore("sound: lines taken for damaged", "dalil", flagged)


def _flagged(lines: Sequence[str]) -> Rate:
    """How many of the lines lie in a passage that is judged damaged."""
    from dalil.repair import restore

    passages = restore("\n".join(lines)).passages
    count = at = 0
    for line in lines:
        end = at + len(line)
        count += any(p.start < end and p.end > at for p in passages)
        at = end + 1
    return Rate(count, len(lines))


def _broken_fonts(
    lang: str, documents: Sequence[Sequence[str]], found: dict[str, System]
) -> Iterator[RestorationScore]:
    """Each of the shipped maps on a document of its own, as far as there are documents."""
    totals: dict[str, tuple[Score, Rate]] = {}
    flagged = Rate(0, 0)
    fonts = shipped_maps(lang)
    for number, font in enumerate(fonts):
        broken = font_map(paragraphs(documents[number % len(documents)]), font)
        flagged += _flagged(broken.lines)
        for system, function in found.items():
            words, wrong = compare_broken(broken, function)
            name = f"broken font {font.seed}"
            yield RestorationScore(f"{name}: words in any order", system, words)
            yield RestorationScore(f"{name}: characters wrong", system, wrong)
            all_words, all_wrong = totals.get(system, (_NONE, Rate(0, 0)))
            totals[system] = all_words + words, all_wrong + wrong
    for system, (words, wrong) in totals.items():
        yield RestorationScore("broken fonts: words in any order", system, words)
        yield RestorationScore("broken fonts: characters wrong", system, wrong)
    if fonts:
        yield RestorationScore("broken fonts: lines taken for damaged", "dalil", flagged)


def compare_broken(broken: Broken, function: System) -> tuple[Score, Rate]:
    """Words in any order, and characters wrong in order, over the lines of a broken document."""
    words, wrong = _NONE, Rate(0, 0)
    for gold, line in zip(broken.gold, function(broken.lines), strict=True):
        words += words_in_any_order(gold, line)
        wrong += characters_wrong(gold, line)
    return words, wrong


def paragraphs(document: Sequence[str]) -> str:
    """The sentences of a document as paragraphs, one a line."""
    starts = range(0, len(document), PARAGRAPH)
    return "\n".join(" ".join(document[i : i + PARAGRAPH]) for i in starts)


def _hyphenation_systems(found: dict[str, System]) -> dict[str, System]:
    """The systems with lines put together to paragraphs: by dalil's segments, or by spaces."""

    def unwrapped(function: System) -> System:
        return lambda pieces: function([" ".join(piece.split("\n")) for piece in pieces])

    others = {name: unwrapped(function) for name, function in found.items() if name != "dalil"}
    return {AS_IT_IS: others.pop(AS_IT_IS), "dalil": _by_segments, **others}


def _by_segments(paragraphs: Sequence[str]) -> list[str]:
    from dalil.segment import segment

    return [
        " ".join(part.read(paragraph)[0] for part in segment(paragraph)) for paragraph in paragraphs
    ]
