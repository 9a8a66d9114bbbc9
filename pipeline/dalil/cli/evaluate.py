"""`dalil evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.cli.common import command

if TYPE_CHECKING:
    from dalil.evaluate.scores import Score


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(
        commands, "evaluate", evaluate, "dalil evaluate tokens --lang fa fa_perdt/dev.conllu"
    )
    made.add_argument("what", choices=sorted(_MEASURES), help="what to measure")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="gold data")
    made.add_argument("--lang", choices=("fa", "ar", "en"), help="language of a treebank")


def evaluate(options: argparse.Namespace) -> None:
    """Measure a stage on gold data.

    language: which language a text is in; FILE is a table with the columns fa, ar, en (tabs).
    tokens: words, sentences and lemmas; FILE is a CoNLL-U treebank, --lang says of what.
    alignment: sentence links; FILE is a table with the columns doc_id, fa, ar, en (tabs).

    Prints precision, recall and F1 with their counts, a baseline beside them: a table on a
    terminal, tab-separated values into a file or pipe.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console()
    names = ("precision", "recall", "F1", "right", "found", "wanted")
    if not console.is_terminal:
        print("file", "measure", "system", *names, sep="\t")
    for file in options.files:
        table = Table("measure", "system", title=str(file), title_justify="left")
        for name in names:
            table.add_column(name, justify="right")
        for measure, system, score in _MEASURES[options.what](file, options.lang):
            shares = [f"{x:.4f}" for x in (score.precision, score.recall, score.f1)]
            counts = (score.right, score.found, score.wanted)
            table.add_row(measure, system, *shares, *(f"{x:,}" for x in counts))
            if not console.is_terminal:
                print(file, measure, system, *shares, *counts, sep="\t")
        if console.is_terminal:
            console.print(table)


Rows = list[tuple[str, str, "Score"]]


def _tokens(file: Path, lang: str | None) -> Rows:
    from dalil.errors import DalilError
    from dalil.evaluate.tokens import evaluate_tokens

    if lang is None:
        raise DalilError("say which language the treebank is in", field="--lang")
    return [(row.measure, row.system, row.score) for row in evaluate_tokens(file, lang)]


def _language(file: Path, lang: str | None) -> Rows:
    from dalil.evaluate.language import evaluate_language

    return [(row.measure, row.system, row.score) for row in evaluate_language(file)]


def _alignment(file: Path, lang: str | None) -> Rows:
    from dalil.evaluate.alignment import evaluate_alignment

    return [(row.measure, row.system, row.score) for row in evaluate_alignment(file)]


_MEASURES = {"tokens": _tokens, "language": _language, "alignment": _alignment}
