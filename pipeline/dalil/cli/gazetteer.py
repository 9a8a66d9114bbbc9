"""`dalil gazetteer`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from dalil.cli.common import command, study_option

OUTPUT = "gazetteer_suggestions.csv"


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(commands, "gazetteer", gazetteer, "dalil gazetteer suggest")
    made.add_argument("action", choices=("countries", "suggest"), help="what to do")
    made.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=f"suggest: write to FILE (default: {OUTPUT} among the study's outputs)",
    )
    study_option(made)


def gazetteer(options: argparse.Namespace) -> None:
    """Add countries to the gazetteer, or suggest rows for names that it lacks.

    `countries` adds the countries that are missing, with their names in English, Persian and
    Arabic from the Unicode CLDR; rows that are there stay as they are. `suggest` reads the
    outputs of the last run and writes a table of the names that no list has, their spellings
    put together by sound; rows that you confirm are copied into gazetteer.csv.
    """
    if options.action == "suggest":
        suggest(options)
    else:
        countries(options)


def countries(options: argparse.Namespace) -> None:
    """Add the countries that the gazetteer lacks."""
    from dalil.entities import merge_countries
    from dalil.errors import DalilError
    from dalil.study import open_study

    if options.output:
        raise DalilError("`dalil gazetteer countries` writes to gazetteer.csv; leave --output out")
    added = merge_countries(open_study(options.study).gazetteer)
    print(f"{len(added)} countries added" + (f": {', '.join(added)}" if added else ""))


def suggest(options: argparse.Namespace) -> None:
    """Write rows for names that the gazetteer lacks."""
    from dalil import store
    from dalil.entities import COLUMNS, read_gazetteer
    from dalil.entities.suggest import suggestions
    from dalil.export import write_csv
    from dalil.study import open_study

    study = open_study(options.study)
    mentions = store.read(study.dataset, "entities").to_pylist()
    rows = suggestions(mentions, read_gazetteer(study.gazetteer))
    output = options.output or study.outputs / OUTPUT
    write_csv(output, COLUMNS, rows, excel=True)
    aliases = sum(not row["type"] for row in rows)
    print(f"{len(rows)} names suggested, {aliases} of them as aliases: {output}")
