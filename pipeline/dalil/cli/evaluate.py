"""`dalil evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.cli.common import command
from dalil.errors import DalilError

if TYPE_CHECKING:
    from dalil.evaluate.scores import Rate, Score


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(
        commands,
        "evaluate",
        evaluate,
        "dalil evaluate tokens --lang fa fa_perdt/dev.conllu\n"
        "  dalil evaluate restoration --gold gold.jsonl damaged.fa.txt",
    )
    made.add_argument("what", choices=sorted(_MEASURES), help="what to measure")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="gold data")
    made.add_argument("--lang", choices=("fa", "ar", "en"), help="language of a treebank or text")
    made.add_argument(
        "--gold",
        type=Path,
        metavar="GOLD",
        help="what people say of FILE, a document: its entities, or its lines restored",
    )


def evaluate(options: argparse.Namespace) -> None:
    """Measure a stage on gold data.

    language: which language a text is in; FILE is a table with the columns fa, ar, en (tabs).
    tokens: words, sentences and lemmas; FILE is a CoNLL-U treebank, --lang says of what.
    upos: parts of speech; FILE is a CoNLL-U treebank, --lang says of what.
    alignment: sentence links; FILE is a table with the columns doc_id, fa, ar, en (tabs).
    entities: named entities; FILE is a column file (token, tab, B-ORG) or CoNLL-U with NER=B-ORG in
    its last column, --lang says in what language. With --gold, FILE is a document whose mentions
    people decided on.
    restoration: damaged text put right; FILE is a CoNLL-U treebank or a text with one sentence a
    line, which is damaged in many ways, --lang says in what language. With --gold, FILE is a
    damaged document (Persian unless --lang says otherwise).

    Prints precision, recall and F1 with their counts, or a rate and of how many, baselines and
    other tools beside: a table on a terminal, tab-separated values into a file or pipe.
    """
    from rich.console import Console
    from rich.table import Table

    if options.gold and options.what not in ("entities", "restoration"):
        raise DalilError("goes with entities and restoration only", field="--gold")
    console = Console()
    names = (*_SCORE, *_RATE) if options.what in _WITH_RATES else _SCORE
    for number, file in enumerate(options.files):
        rows = _MEASURES[options.what](file, options)
        if not (console.is_terminal or number):  # not before an error about the data
            print("file", "measure", "system", *names, sep="\t")
        table = Table("measure", "system", title=str(file), title_justify="left")
        for name in names:
            table.add_column(name, justify="right")
        for measure, system, score in rows:
            figures = _figures(score)
            table.add_row(measure, system, *(figures.get(name, "") for name in names))
            if not console.is_terminal:
                cells = (figures.get(name, "").replace(",", "") for name in names)
                print(file, measure, system, *cells, sep="\t")
        if console.is_terminal:
            console.print(table)


Rows = list[tuple[str, str, "Score | Rate"]]

_SCORE = ("precision", "recall", "F1", "right", "found", "wanted")
_RATE = ("rate", "count", "of")
_WITH_RATES = ("restoration", "upos")  # what prints rates too


def _figures(score: Score | Rate) -> dict[str, str]:
    """The figures of a score by the name of their column, as they are shown."""
    from dalil.evaluate.scores import Rate

    if isinstance(score, Rate):
        return {
            "rate": f"{score.rate:.5f}",
            "count": f"{score.count:,}",
            "of": f"{score.total:,}",
        }
    shares = (score.precision, score.recall, score.f1)
    counts = (score.right, score.found, score.wanted)
    cells = (*(f"{x:.4f}" for x in shares), *(f"{x:,}" for x in counts))
    return dict(zip(_SCORE, cells, strict=True))


def _language_of(options: argparse.Namespace) -> str:
    if options.lang is None:
        raise DalilError("say which language the text is in", field="--lang")
    return str(options.lang)


def _tokens(file: Path, options: argparse.Namespace) -> Rows:
    from dalil.evaluate.tokens import evaluate_tokens

    rows = evaluate_tokens(file, _language_of(options))
    return [(row.measure, row.system, row.score) for row in rows]


def _upos(file: Path, options: argparse.Namespace) -> Rows:
    from dalil.evaluate.upos import evaluate_upos

    rows = evaluate_upos(file, _language_of(options))
    return [(row.measure, row.system, row.score) for row in rows]


def _language(file: Path, options: argparse.Namespace) -> Rows:
    from dalil.evaluate.language import evaluate_language

    return [(row.measure, row.system, row.score) for row in evaluate_language(file)]


def _alignment(file: Path, options: argparse.Namespace) -> Rows:
    from dalil.evaluate.alignment import evaluate_alignment

    return [(row.measure, row.system, row.score) for row in evaluate_alignment(file)]


def _entities(file: Path, options: argparse.Namespace) -> Rows:
    from dalil.evaluate.entities import evaluate_entities, evaluate_mentions

    if options.gold:
        rows = evaluate_mentions(options.gold, file)
    else:
        rows = evaluate_entities(file, _language_of(options))
    return [(row.measure, row.system, row.score) for row in rows]


def _restoration(file: Path, options: argparse.Namespace) -> Rows:
    if options.gold:
        from dalil.evaluate.restored_lines import evaluate_restored_lines

        rows = evaluate_restored_lines(options.gold, file, options.lang or "fa")
    else:
        from dalil.evaluate.restoration import evaluate_restoration

        rows = evaluate_restoration(file, _language_of(options))
    return [(row.measure, row.system, row.score) for row in rows]


_MEASURES = {
    "tokens": _tokens,
    "upos": _upos,
    "language": _language,
    "alignment": _alignment,
    "entities": _entities,
    "restoration": _restoration,
}
