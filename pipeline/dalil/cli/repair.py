"""`dalil repair`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.cli.common import command
from dalil.cli.lines import language_option

if TYPE_CHECKING:
    from rich.console import Console

    from dalil.repair.document import RepairedDocument
    from dalil.repair.report import Example, Report

_STDIN = "-"
_SURROGATE = re.compile("[\ud800-\udfff]")
_COLUMNS = ("file", "rule", "changes", "confidence", "lines", "before", "after")
# The first letter says the direction (first-strong isolate), as examples are in any language.
_ISOLATE, _END = "\u2068", "\u2069"
_INDENT = 12


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(commands, "repair", repair, "dalil repair < damaged.txt > repaired.txt")
    made.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="texts (default: standard input)"
    )
    language_option(made)
    form = made.add_mutually_exclusive_group()
    form.add_argument("--report", action="store_true", help="say what was changed, with examples")
    form.add_argument("--jsonl", action="store_true", help="write the changes, one object a line")


def repair(options: argparse.Namespace) -> int:
    """Repair texts, from standard input or from files of any format that a study takes.

    Undoes what files and PDFs do to text: broken fonts, lost half-spaces, letters in visual order,
    mojibake and more (docs/rules.md). The input is looked at as one document; as many lines are
    written as it has. With --report, a table says instead which rule changed how much, how sure it
    was, with examples, and which passages were judged damaged; tab-separated values into a file or
    pipe. With --jsonl, the changes are written as in repairs.jsonl.
    """
    from dalil.repair.document import repair_document

    failed = False
    for number, document in enumerate(_documents(options.files)):
        repaired = repair_document(document.text, None if options.lang == "auto" else options.lang)
        for line in document.not_utf8:
            failed = True
            print(f"dalil: line {line}: this is not UTF-8", file=sys.stderr)
        if options.report:
            from dalil.repair.report import report

            _show(document.name, report(repaired), header=not number)
        elif options.jsonl:
            _write_changes(document.name, repaired)
        else:
            _write_text(document, repaired)
    return 1 if failed else 0


@dataclass(frozen=True)
class _Document:
    """A text to repair. `not_utf8` holds the lines (from 1) that could not be decoded, as read."""

    name: str
    text: str
    not_utf8: dict[int, bytes]


def _documents(files: list[Path]) -> Iterator[_Document]:
    if not files:
        yield _standard_input()
        return
    from dalil.ingest import read

    for file in files:
        yield _Document(str(file), read(file).text, {})


def _standard_input() -> _Document:
    data = sys.stdin.buffer.read().removeprefix(b"\xef\xbb\xbf")  # a byte-order mark is no text
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    bad = {}
    for number, line in enumerate(lines):
        if _SURROGATE.search(line):
            bad[number + 1] = line.encode("utf-8", "surrogateescape")
            lines[number] = " " * len(line)  # nothing that a rule could judge the document by
    return _Document(_STDIN, "\n".join(lines), bad)


def _write_text(document: _Document, repaired: RepairedDocument) -> None:
    lines = repaired.text.split("\n")
    if document.text.endswith("\n") or not document.text:  # no line begins behind the last end
        del lines[-1]
    for number, line in enumerate(lines, 1):
        if number in document.not_utf8:
            sys.stdout.flush()
            sys.stdout.buffer.write(document.not_utf8[number] + b"\n")
            sys.stdout.buffer.flush()
        else:
            # A line separator inside a line would make two of it for other programs.
            sys.stdout.write(" ".join(line.removesuffix("\r").splitlines()) + "\n")


def _write_changes(name: str, repaired: RepairedDocument) -> None:
    from dalil.export import write_jsonl

    doc = name if name == _STDIN else Path(name).stem
    write_jsonl(
        sys.stdout,
        (
            {
                "doc": doc,
                "start": change.start,
                "end": change.end,
                "before": change.before,
                "after": change.after,
                "rule": change.rule,
                "confidence": change.confidence,
            }
            for change in repaired.changes
        ),
    )


def _show(name: str, report: Report, *, header: bool) -> None:
    from rich.console import Console

    console = Console()
    if console.is_terminal:
        _print(name, report, console)
        return
    if header:
        print(*_COLUMNS, sep="\t")
    for rule in report.rules:
        for example in rule.examples or (None,):
            where, before, after = _cells(example)
            cells = (rule.rule, rule.changes, f"{rule.confidence:.2f}", where, before, after)
            print(name, *cells, sep="\t")
    for passage in report.passages:
        what = f"damaged passage, {passage.outcome}"
        where = f"{passage.first_line}-{passage.last_line}"
        print(name, what, "", f"{passage.score:.2f}", where, passage.begins, "", sep="\t")


def _cells(example: Example | None) -> tuple[str, str, str]:
    """Line, the text before and after in its context."""
    if example is None:
        return "", "", ""
    before, after = (
        " ".join(part for part in (example.left, changed, example.right) if part)
        for changed in (example.before, example.after)
    )
    return str(example.line), before, after


def _print(name: str, report: Report, console: Console) -> None:
    """For a terminal: each line of a text is isolated, as an isolate ends with its line."""
    from rich.text import Text

    def show(lead: str, text: Text) -> None:
        for line in text.wrap(console, max(10, console.width - _INDENT - 1)):
            line.rstrip()
            shown = Text.assemble(f"{lead:>{_INDENT}} ", _ISOLATE, line, _END)
            console.print(shown, soft_wrap=True)
            lead = ""

    def plain(text: Text) -> None:
        console.print(text, soft_wrap=True)

    plain(Text(name, "bold"))
    for rule in report.rules:
        number = "1 change" if rule.changes == 1 else f"{rule.changes:,} changes"
        said = f"  {number}, confidence {rule.confidence:.2f}"
        plain(Text.assemble("\n", (rule.rule, "cyan"), said))
        for example in rule.examples:
            left, right = (Text(part, "dim") for part in (example.left, example.right))
            before, after = Text(example.before, "red"), Text(example.after, "green")
            show(
                f"line {example.line}",
                Text(" ").join(part for part in (left, before, right) if part),
            )
            show("→", Text(" ").join(part for part in (left, after, right) if part))
    if not report.rules:
        plain(Text("nothing was changed"))
    if report.passages:
        plain(Text("\ndamaged passages", "cyan"))
    for passage in report.passages:
        where = f"lines {passage.first_line}–{passage.last_line}"
        plain(Text(f"  {where}, score {passage.score:.2f}, {passage.outcome}"))
        show("", Text(passage.begins, "dim"))
