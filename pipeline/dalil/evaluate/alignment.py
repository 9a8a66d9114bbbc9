"""How well sentences are aligned: documents with known splits, joins and gaps, beside nltk."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from dalil.alignment import Sentence, align, numbers
from dalil.errors import DalilError
from dalil.evaluate.scores import Score

Pair = tuple[tuple[int, ...], tuple[int, ...]]
Part = tuple[int, int]  # row, number of the inner sentence
Row = list[tuple[str, Part]]
Anchors = Callable[[str, str], frozenset[str]]

_LANGUAGES = ("fa", "ar", "en")
_COLUMNS = ("doc_id", *_LANGUAGES)
_SEED = 1
_SURE = 0.9
_DROPPED, _JOINED, _SPLIT = 0.03, 0.08, 0.5
_INNER_END = re.compile(r"(?<=[.!?؟؛;])[\"”»)]*\s+(?=\S)")


@dataclass(frozen=True)
class AlignmentScore:
    """One line of the report: what was measured, by whom, and how it went.

    A link is right when both its sides are exactly those of a true link; sentences without
    counterpart are not counted.
    """

    measure: str
    system: str
    score: Score


@dataclass(frozen=True)
class _Side:
    """A document after the damage: its sentences, and what of the file each of them holds."""

    texts: tuple[str, ...]
    holds: tuple[frozenset[Part], ...]


def evaluate_alignment(path: Path, anchors: Anchors | None = None) -> list[AlignmentScore]:
    """Align the documents of a file of translated rows after splitting, joining and dropping some.

    `path` is tab-separated UTF-8 with a header and the columns `doc_id`, `fa`, `ar`, `en`; a row
    holds one sentence in three languages. On either side, with a fixed seed, 3 % of the rows are
    dropped, half of those with an inner sentence end are split there, and 8 % of the sentences
    are joined with the next. `anchors(text, language)` gives the anchors of a sentence, by
    default its numbers. Three methods for each pair of languages: ours with and without anchors,
    and `nltk.translate.gale_church`. A second measure takes only links that we score 0.9 or more.

    Raises DalilError when a column or all rows are missing.
    """
    documents = _read(path)
    lines: list[AlignmentScore] = []
    for languages in combinations(_LANGUAGES, 2):
        chance = random.Random(f"{_SEED} {languages}")
        pairs = [_damaged(rows, languages, chance) for rows in documents]
        pairs = [(left, right) for left, right in pairs if left.texts and right.texts]
        name = f"links {'-'.join(languages)}"
        with_anchors, surest = _ours(languages, pairs, anchors or _numbers)
        lines += [
            AlignmentScore(name, "dalil", with_anchors),
            AlignmentScore(name, "dalil, length only", _ours(languages, pairs, _nothing)[0]),
            AlignmentScore(name, "nltk gale_church", _nltk(pairs)),
            AlignmentScore(f"{name}, score ≥ {_SURE}", "dalil", surest),
        ]
    return lines


def _read(path: Path) -> list[list[dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read as UTF-8 text ({error})", file=path) from error
    with io.StringIO(text, newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise DalilError(f"no column {', '.join(missing)}", file=path, line=1)
        documents: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in reader:
            if None in row.values():
                raise DalilError("too few columns", file=path, line=reader.line_num)
            documents[row["doc_id"]].append(row)
    if not documents:
        raise DalilError("there are no rows to align", file=path)
    return list(documents.values())


def _damaged(
    rows: Sequence[dict[str, str]], languages: tuple[str, str], chance: random.Random
) -> tuple[_Side, _Side]:
    """A document in two languages, on either side with rows dropped, split and joined.

    Where a row has as many inner sentences in one language as in the other, they are taken to
    correspond; where not, the row stays one.
    """
    sides: tuple[list[Row], list[Row]] = ([], [])
    for number, row in enumerate(rows):
        cut = [_INNER_END.split(row[lang]) for lang in languages]
        alike = len(cut[0]) == len(cut[1])
        for side, parts in zip(sides, cut, strict=True):
            side.append([(part, (number, n if alike else 0)) for n, part in enumerate(parts)])
    return _side(sides[0], chance), _side(sides[1], chance)


def _side(rows: Sequence[Row], chance: random.Random) -> _Side:
    pieces: list[tuple[str, frozenset[Part]]] = []
    for parts in rows:
        if chance.random() < _DROPPED:
            continue
        if chance.random() < _SPLIT:
            pieces += [(text, frozenset({part})) for text, part in parts]
        else:
            pieces.append((" ".join(text for text, _ in parts), frozenset(p for _, p in parts)))
    texts: list[str] = []
    holds: list[frozenset[Part]] = []
    joining = False
    for text, held in pieces:
        if joining:
            texts[-1], holds[-1] = f"{texts[-1]} {text}", holds[-1] | held
        else:
            texts.append(text)
            holds.append(held)
        joining = not joining and chance.random() < _JOINED
    return _Side(tuple(texts), tuple(holds))


def _truth(left: _Side, right: _Side) -> set[Pair]:
    """Sentences that hold the same belong together, and so do those that share with these."""
    groups: list[tuple[frozenset[Part], list[int], list[int]]] = []
    sentences: list[tuple[frozenset[Part], list[int], list[int]]] = [
        (held, [k], []) for k, held in enumerate(left.holds)
    ]
    sentences += [(held, [], [k]) for k, held in enumerate(right.holds)]
    for held, one, two in sentences:
        apart = []
        for group in groups:
            if group[0] & held:
                held, one, two = held | group[0], one + group[1], two + group[2]
            else:
                apart.append(group)
        groups = [*apart, (held, one, two)]
    return {(tuple(sorted(one)), tuple(sorted(two))) for _, one, two in groups if one and two}


def _numbers(text: str, _: str) -> frozenset[str]:
    return numbers(text)


def _nothing(_: str, __: str) -> frozenset[str]:
    return frozenset()


def _ours(
    languages: tuple[str, str], pairs: Sequence[tuple[_Side, _Side]], find: Anchors
) -> tuple[Score, Score]:
    """The score of all links, and of those that we are sure of."""
    every, surest = Score(0, 0, 0), Score(0, 0, 0)
    for sides in pairs:
        truth = _truth(*sides)
        one, two = (
            [Sentence(k, len(text), find(text, lang)) for k, text in enumerate(side.texts)]
            for side, lang in zip(sides, languages, strict=True)
        )
        links = [link for link in align(one, two) if link.left and link.right]
        found = {(link.left, link.right) for link in links}
        sure = {(link.left, link.right) for link in links if link.score >= _SURE}
        every += Score(len(truth & found), len(found), len(truth))
        surest += Score(len(truth & sure), len(sure), len(truth))
    return every, surest


def _nltk(pairs: Sequence[tuple[_Side, _Side]]) -> Score:
    from nltk.translate.gale_church import align_blocks  # takes seconds to import

    score = Score(0, 0, 0)
    for left, right in pairs:
        truth = _truth(left, right)
        links = _joined(align_blocks([len(t) for t in left.texts], [len(t) for t in right.texts]))
        score += Score(len(truth & links), len(links), len(truth))
    return score


def _joined(pairs: Iterable[tuple[int, int]]) -> set[Pair]:
    """nltk gives a link as the pairs of its sentences; here they are put together again."""
    links: list[tuple[set[int], set[int]]] = []
    for one, two in sorted(pairs):
        if links and (one in links[-1][0] or two in links[-1][1]):
            links[-1][0].add(one)
            links[-1][1].add(two)
        else:
            links.append(({one}, {two}))
    return {(tuple(sorted(one)), tuple(sorted(two))) for one, two in links}
