"""The command line: parses, calls one function, prints.

Data goes to standard output, messages and progress to standard error. Exit codes: 0 done, 1 the
input or data was bad, 2 wrong usage. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

import dalil
from dalil.cli import evaluate, gazetteer, lines, query, repair, run, study, train
from dalil.errors import DalilError

GROUPS = (study, run, query, lines, repair, gazetteer, train, evaluate)


def parser() -> argparse.ArgumentParser:
    """The whole command line, for `main` and for the manual."""
    top = argparse.ArgumentParser(
        prog="dalil",
        description=(dalil.__doc__ or "").partition("\n")[0],
        epilog="`dalil COMMAND --help` explains a command. Begin with `dalil init`, `dalil add`.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"dalil {dalil.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        # The texts are UTF-8 whatever the terminal's locale says; file names need not be.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")
    options = parser().parse_args(arguments)
    # Lists and models are objects by the hundred thousand that stay; to look through them for
    # garbage again and again would be a fifth of each start.
    gc.set_threshold(100_000, 50, 100)
    try:
        return int(options.function(options) or 0)
    except DalilError as error:
        print(f"dalil: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has gone; Python must not complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # A folder that can't be written to, a full disk, a file where a folder should be.
        named = f"{error.filename}: " if error.filename else ""
        print(f"dalil: {named}{error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dalil: stopped", file=sys.stderr)
        return 130
