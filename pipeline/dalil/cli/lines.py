"""`dalil annotate`, `dalil normalise`: filters from line to line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from dalil.cli.common import command
from dalil.errors import DalilError

CHOICES = ("auto", "fa", "ar", "en")


def register(commands: Any) -> None:
    """Add the commands of this module."""
    made = command(
        commands,
        "annotate",
        annotate,
        "echo 'NATO is led by Washington.' | dalil annotate",
    )
    language_option(made)
    made.add_argument(
        "--jsonl", action="store_true", help="the lines are objects with text, id, lang"
    )
    made = command(
        commands,
        "normalise",
        normalise,
        "dalil normalise --lang fa < text.txt > clean.txt",
    )
    language_option(made)


def language_option(made: argparse.ArgumentParser) -> None:
    """`--lang`, found by line by default."""
    made.add_argument(
        "--lang",
        choices=CHOICES,
        default="auto",
        help="language (default: found by line)",
    )


def _lines() -> Iterator[str]:
    """The lines of standard input without their ends; what is not UTF-8 is kept as surrogates."""
    for number, line in enumerate(sys.stdin.buffer):
        if not number:
            line = line.removeprefix(b"\xef\xbb\xbf")  # a byte-order mark is no text
        yield line.rstrip(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")


def annotate(options: argparse.Namespace) -> int:
    """Annotate texts from standard input, one a line.

    Writes one JSON object a line, in order, with the language, the repaired and normalised text,
    sentences, tokens, entities and claims; all offsets are into the text as read. With --jsonl
    the lines are objects with "text" and, optionally, "id" and "lang". A line that can't be
    annotated gives {"id": …, "error": …}, and the exit code is 1 in the end.
    """
    from dalil.annotation import annotate as annotate_text
    from dalil.export import json_line

    failed = False
    for number, line in enumerate(_lines(), 1):
        name: object = str(number)
        try:
            item = _item(line, number, options)
            name = item.get("id", name)
            text, lang = _text_of(item, number)
            result = {"id": name, **annotate_text(text, lang)}
        except DalilError as error:
            failed = True
            result = {"id": name, "error": str(error)}
        sys.stdout.write(json_line(result) + "\n")
        sys.stdout.flush()
    return 1 if failed else 0


def _item(line: str, number: int, options: argparse.Namespace) -> dict[str, Any]:
    """One input line as an object with `text`, `lang` and perhaps `id`."""
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        raise DalilError("this is not UTF-8", line=number) from None
    if not options.jsonl:
        return {"text": line, "lang": options.lang}
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        # Not only JSONDecodeError: numbers of thousands of digits and endless nesting, too.
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "too large"
        raise DalilError(f"this is not JSON: {reason}", line=number) from None
    if not isinstance(item, dict):
        raise DalilError('wanted is an object with "text"', line=number)
    return {**item, "lang": item.get("lang") or options.lang}


def _text_of(item: dict[str, Any], number: int) -> tuple[str, str]:
    """Text and language of an input object."""
    if not isinstance(item.get("text"), str):
        raise DalilError('wanted is an object with "text"', line=number)
    if item["lang"] not in CHOICES:
        message = f"lang {item['lang']!r} is not one of {', '.join(CHOICES)}"
        raise DalilError(message, line=number)
    return item["text"], item["lang"]


def normalise(options: argparse.Namespace) -> int:
    """Repair and normalise texts from standard input, line by line.

    Persian by hazm, Arabic by camel-tools, English white space only; writes as many lines as it
    reads. A line in none of the three languages is repaired only.
    """
    from dalil.annotation import LANGUAGES
    from dalil.languages.modules import module_of
    from dalil.repair import repair as repair_text
    from dalil.segment import identify

    def change(text: str) -> str:
        lang = identify(text) if options.lang == "auto" else options.lang
        repaired = repair_text(text, lang=lang if lang in LANGUAGES else None)
        if lang not in LANGUAGES:
            return repaired.text
        return module_of(lang, None).normalise(repaired.text).text

    return _filter(change)


def _filter(change: Callable[[str], str]) -> int:
    """Lines in, changed lines out; lines that are not UTF-8 pass unchanged and are named."""
    failed = False
    for number, line in enumerate(_lines(), 1):
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            failed = True
            print(f"dalil: line {number}: this is not UTF-8", file=sys.stderr)
            sys.stdout.flush()
            sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape") + b"\n")
            sys.stdout.buffer.flush()
            continue
        # A repaired line may hold a line separator that it had escaped; it stays one line.
        sys.stdout.write(" ".join(change(line).splitlines()) + "\n")
        sys.stdout.flush()
    return 1 if failed else 0
