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

    Prints precision, recall and F1 with their counts, a baseline beside them.
    """
    from rich.console import Console
    from rich.table import Table

    for file in options.files:
        rows = _MEASURES[options.what](file, options.lang)
        table = Table(title=str(file), title_justify="left")
        for name in ("measure", "system"):
            table.add_column(name)
        for name in ("precision", "recall", "F1", "right", "found", "wanted"):
            table.add_column(name, justify="right")
        for measure, system, score in rows:
            shares = (f"{x:.4f}" for x in (score.precision, score.recall, score.f1))
            counts = (f"{x:,}" for x in (score.right, score.found, score.wanted))
            table.add_row(measure, system, *shares, *counts)
        Console().print(table)


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
