"""What several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def command(
    commands: Any,
    name: str,
    function: Callable[[argparse.Namespace], int | None],
    example: str,
) -> argparse.ArgumentParser:
    """Add a command; its function's docstring is its help, and every one has an example."""
    text = (function.__doc__ or "").strip()
    first = text.partition("\n")[0]
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=first[0].lower() + first[1:].rstrip("."),
        description=text,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(function=function)
    return made


def study_option(made: argparse.ArgumentParser) -> None:
    """`--study FOLDER`, the current folder by default."""
    made.add_argument(
        "--study",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the study, or a folder inside it (default: here)",
    )
