"""`dalil query`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dalil.cli.common import command, study_option


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(
        commands,
        "query",
        query,
        "dalil query 'tag:bandwagoning stance:asserts lang:fa روسیه'",
    )
    made.add_argument("query", nargs="+", help="fields and words; docs/query.md explains them")
    made.add_argument("--limit", type=int, metavar="N", help="at most N hits (default: all)")
    made.add_argument(
        "--context",
        type=int,
        default=80,
        metavar="N",
        help="characters around (default: 80)",
    )
    made.add_argument(
        "--format",
        choices=("table", "csv", "jsonl"),
        default="table",
        help="form of the output",
    )
    made.add_argument("--excel", action="store_true", help="CSV safe to open in Excel")
    made.add_argument(
        "--output", type=Path, metavar="FILE", help="write to FILE, not to the screen"
    )
    study_option(made)


def query(options: argparse.Namespace) -> None:
    """Find tagged claims, entities and words in the study's outputs.

    Fields: tag: stance: holder: org: lang: doc: section: label: id:. Words match whatever their
    spelling (yeh and kaf, diacritics, half-space, case). A minus before a term excludes it.
    """
    from dalil.frames import open_results

    results = open_results(options.study)
    hits = results.query(" ".join(options.query), limit=options.limit, context=options.context)
    form = options.format or _form_of(options.output)
    if form == "table":
        from rich.console import Console

        from dalil.query import render

        render(hits, Console())
        total = hits.attrs.get("total", len(hits))
        shown = f"first {len(hits)} of " if total > len(hits) else ""
        print(f"{shown}{total} hits", file=sys.stderr)
        return
    from dalil.export import write_csv, write_jsonl

    target = options.output if options.output else sys.stdout
    rows: list[dict[str, Any]] = [
        {str(name): value for name, value in row.items()} for row in hits.to_dict("records")
    ]
    if form == "csv":
        write_csv(target, list(hits.columns), rows, excel=options.excel)
    else:
        write_jsonl(target, rows)


def _form_of(output: Path | None) -> str:
    """The form that goes with where the output goes."""
    if output is None:
        return "table"
    return "jsonl" if output.suffix in (".jsonl", ".json") else "csv"
