"""`dalil train`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.cli.common import command
from dalil.errors import DalilError

if TYPE_CHECKING:
    from dalil.entities.columns import Example


def register(commands: Any) -> None:
    """Add the commands of this module."""
    example = "dalil train entities news.train.tsv --lang fa --texts plain.txt"
    made = command(commands, "train", train, example)
    made.add_argument("what", choices=("entities",), help="what to train")
    made.add_argument("files", nargs="*", type=Path, metavar="FILE", help="annotated sentences")
    made.add_argument("--lang", choices=("fa", "ar", "en"), required=True, help="their language")
    made.add_argument(
        "--texts",
        nargs="+",
        type=Path,
        default=[],
        metavar="TEXT",
        help="plain text, a sentence a line, from which groups of words are learned as well",
    )
    made.add_argument(
        "--study",
        type=Path,
        metavar="FOLDER",
        help="train on what people decided in this study, too",
    )
    made.add_argument(
        "--times",
        type=int,
        default=1,
        metavar="N",
        help="how often each sentence of the study counts (default: once)",
    )
    made.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="where the model goes (default: the one that runs use)",
    )


def train(options: argparse.Namespace) -> None:
    """Train the recogniser of entities of one language.

    FILE is a column file (a token, a tab, a tag such as B-ORG; a blank line after each sentence)
    or a CoNLL-U file with NER=B-ORG in its last column. Without --texts the groups of words that
    the model has are used again.
    """
    from dalil.entities.columns import read_columns
    from dalil.entities.training import train as train_entities
    from dalil.resources import resource

    examples = [example for file in options.files for example in read_columns(file)]
    if options.study:
        examples += _decided(options.study, options.lang) * max(1, options.times)
    if not examples:
        raise DalilError("there is nothing to train on; give files or --study")
    texts = [line for file in options.texts for line in _lines(file)]
    folder = options.output or resource("models") / f"entities_{options.lang}"
    print(f"training on {len(examples):,} sentences; this takes minutes", file=sys.stderr)
    done = train_entities(examples, texts, options.lang, folder)
    mentions = ", ".join(f"{count:,} {label}" for label, count in done.mentions.items())
    print(f"{folder}: {done.sentences:,} sentences, {done.tokens:,} tokens, {mentions}")


def _decided(start: Path, lang: str) -> list[Example]:
    """The sentences in `lang` that people have read in a study."""
    from dalil.entities.columns import decided
    from dalil.gold import read_decisions
    from dalil.ingest import read
    from dalil.manifest import read_manifest
    from dalil.segment import identify
    from dalil.study import open_study

    study = open_study(start)
    found = []
    for entry in read_manifest(study.manifest):
        decisions = read_decisions(study.gold / f"{entry.doc}.jsonl")
        if decisions:
            raw = read(study.corpus / entry.file, doc=entry.doc).text
            found += [e for e in decided(raw, decisions) if identify(e.text) == lang]
    return found


def _lines(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read: {error}", file=file) from None
    return [line.strip() for line in lines if line.strip()]
