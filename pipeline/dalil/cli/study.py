"""`dalil init`, `dalil add`, `dalil check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dalil.cli.common import command, study_option
from dalil.manifest import LANGUAGES

METADATA = ("title", "author", "year", "source", "lang", "translation_of", "encoding")


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(commands, "init", init, "dalil init mystudy")
    made.add_argument("folder", type=Path, help="the folder to make; it may exist")

    made = command(
        commands,
        "add",
        add,
        "dalil add speech.fa.docx --author 'A. Karimi' --year 2021 --translation-of speech.en",
    )
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the texts to add")
    made.add_argument("--title", help="title (default: what the text says)")
    made.add_argument("--author", help="author")
    made.add_argument("--year", help="year of publication, in any calendar")
    made.add_argument("--source", help="where the text is from: journal, publisher, address")
    made.add_argument("--lang", choices=LANGUAGES, help="overrule the language found per segment")
    made.add_argument("--translation-of", metavar="DOC", help="the document that it translates")
    made.add_argument("--encoding", help="overrule the encoding found, such as windows-1256")
    made.add_argument(
        "--update",
        action="store_true",
        help="take the new content of a file of the same name",
    )
    study_option(made)

    made = command(commands, "check", check, "dalil check")
    study_option(made)


def init(options: argparse.Namespace) -> None:
    """Make an empty study.

    The folder gets dalil.toml and copies of the codebook and the gazetteer to edit.
    """
    from dalil.study import init as make

    study = make(options.folder)
    print(f"{study.root} is a study now. Next: dalil add FILES…, then dalil run.")


def add(options: argparse.Namespace) -> None:
    """Add texts to the study.

    Files (.txt, .md, .html, .docx, .pdf) are copied into corpus/ byte for byte and entered in
    corpus/manifest.csv, which you may edit. The same content is refused twice.
    """
    from dalil.study import add as add_files
    from dalil.study import open_study

    metadata = {k: getattr(options, k) for k in METADATA if getattr(options, k) is not None}
    added = add_files(open_study(options.study), options.files, metadata, update=options.update)
    for entry in added:
        print(f"{entry.doc}\t{entry.file}")


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with the study, and where.

    Looks at the installation, dalil.toml, the manifest and its files, the codebook and the
    gazetteer. Prints one problem a line (file:line: field: what is wrong and what to do) and
    ends with 1 if there is an error; warnings alone end with 0.
    """
    from dalil.check import check_study

    errors = 0
    warnings = 0
    for problem in check_study(options.study):
        print(f"{problem.severity}: {problem}")
        errors += problem.severity == "error"
        warnings += problem.severity == "warning"
    summary = f"{errors} errors, {warnings} warnings" if errors or warnings else "all is well"
    print(summary, file=sys.stderr)
    return 1 if errors else 0
