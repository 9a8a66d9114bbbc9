"""`dalil run`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from dalil.cli.common import command, study_option

if TYPE_CHECKING:
    from dalil.run import RunResult


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(commands, "run", run, "dalil run --study mystudy")
    study_option(made)
    made.add_argument(
        "--sections",
        help="the sections that frequency tables count, with commas between "
        "(default: dalil.toml; references, notes, captions and headers are left out)",
    )
    made.add_argument("--excel", action="store_true", help="CSV files safe to open in Excel")
    made.add_argument("--tokens", action="store_true", help="tokens in annotated.jsonl")
    made.add_argument("--fresh", action="store_true", help="annotate every document again")
    made.add_argument("--workers", type=int, metavar="N", help="processes (default: as fits)")
    made.add_argument("--quiet", action="store_true", help="no summary")


def run(options: argparse.Namespace) -> int:
    """Annotate the study and write its outputs.

    Only what changed since the last run is annotated again. A file that can't be read is set
    aside: all other outputs are written, and the exit code is 1.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from dalil.config import COUNTED_SECTIONS
    from dalil.errors import DalilError
    from dalil.run import run as run_study
    from dalil.segment import SECTIONS
    from dalil.study import open_study

    sections = options.sections.split(",") if options.sections else None
    for section in sections or ():
        if section not in SECTIONS:
            raise DalilError(
                f"no section is called {section!r}; there are {', '.join(SECTIONS)} "
                f"(counted by default: {', '.join(COUNTED_SECTIONS)})",
                field="--sections",
            )
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("annotating"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=None)
        result = run_study(
            open_study(options.study),
            workers=options.workers,
            fresh=options.fresh,
            sections=sections,
            excel=options.excel,
            tokens=options.tokens,
            progress=lambda doc, done, all_: bar.update(
                task, description=doc, completed=done, total=all_
            ),
        )
    for doc, reason in result.set_aside.items():
        print(f"dalil: set aside: {doc}: {reason}", file=sys.stderr)
    for warning in result.warnings:
        print(f"dalil: warning: {warning}", file=sys.stderr)
    if not options.quiet:
        summarise(result)
    return 1 if result.set_aside else 0


def summarise(result: RunResult) -> None:
    """Print what a run found and where it is."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    names = {"fa": "Persian", "ar": "Arabic", "en": "English"}
    counts = Table(title="Dalil", show_header=False, title_justify="left")
    counts.add_column()
    counts.add_column(justify="right")
    counts.add_row("documents", f"{result.documents:,}")
    if result.set_aside:
        counts.add_row("set aside", f"{len(result.set_aside):,}")
    for lang, number in result.words.items():
        counts.add_row(f"{names[lang]} words", f"{number:,}")
    counts.add_row("entity mentions", f"{result.entities:,}")
    counts.add_row("claims", f"{sum(result.claims.values()):,}")
    counts.add_row("aligned links", f"{result.links:,}")
    counts.add_row("repairs", f"{result.repairs:,}")
    console.print(counts)

    claims = Table(title="Claims", title_justify="left")
    claims.add_column("tag")
    claims.add_column("claims", justify="right")
    for tag, number in sorted(result.claims.items(), key=lambda item: (-item[1], item[0])):
        claims.add_row(tag, f"{number:,}")
    console.print(claims)
    console.print(
        f"{result.redone} annotated, {result.reused} unchanged, in {result.seconds:.1f} s. "
        f"The outputs are in {result.study.outputs}",
        soft_wrap=True,
    )
