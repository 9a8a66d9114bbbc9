"""`dalil gazetteer`."""

from __future__ import annotations

import argparse
from typing import Any

from dalil.cli.common import command, study_option


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(commands, "gazetteer", countries, "dalil gazetteer countries")
    made.add_argument("action", choices=("countries",), help="what to do")
    study_option(made)


def countries(options: argparse.Namespace) -> None:
    """Add the countries that the gazetteer lacks.

    Names in English, Persian and Arabic come from the Unicode CLDR; rows that are there stay as
    they are.
    """
    from dalil.entities import merge_countries
    from dalil.study import open_study

    added = merge_countries(open_study(options.study).gazetteer)
    print(f"{len(added)} countries added" + (f": {', '.join(added)}" if added else ""))
