"""Hits on a terminal, right-to-left text the right way round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

# A terminal that knows bidirectional text orders a whole line; an isolate keeps a part of it in
# an order of its own. Right-to-left where the language is known, since a line may begin with a
# Latin word; by its first letter (FSI) where it is not.
_RIGHT_TO_LEFT, _BY_FIRST, _END = "\u2067", "\u2068", "\u2069"
# Controls of the text itself would end the isolates, or do worse things to a terminal.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {"left": "dim", "text": "", "right": "dim"}
_INDENT = 2


def render(frame: pd.DataFrame, console: Console) -> None:
    """Print the hits of `run`, each with a line that says where and what, and its context.

    On a terminal, right-to-left text stands in Unicode isolates; into a file or a pipe nothing is
    put that is not in the text.
    """
    if frame.empty:
        console.print("no hits")
    for row in frame.to_dict("records"):
        hit = {str(name): value for name, value in row.items()}
        console.print(_heading(hit, console.is_terminal), soft_wrap=True)
        for line in _body(hit, console):
            console.print(line, soft_wrap=True)
        console.print()


def _heading(hit: dict[str, Any], isolate: bool) -> Text:
    """`document:sentence section  tag stance holder organisations score`, what there is of it."""
    heading = Text()

    def add(value: Any, style: str) -> None:
        if value:
            shown = _CONTROLS.sub(" ", str(value))
            heading.append(" " if heading else "")
            heading.append(f"{_BY_FIRST}{shown}{_END}" if isolate else shown, style)

    add(f"{hit['doc']}:{hit['sentence']}", "bold")
    add(hit["section"] if hit["section"] != "body" else "", "dim")
    add(hit["tag"], "cyan")
    add(hit["stance"], "red" if hit["stance"] == "denies" else "green")
    add(hit["holder"], "magenta")
    add(hit["label"], "cyan")
    add(hit["id"], "bold cyan")
    add(hit["name"], "")
    add(", ".join(hit["organisations"]), "yellow")
    if hit["score"] == hit["score"] and hit["score"] is not None:
        add(f"{hit['score']:.2f}", "dim")
    return heading


def _body(hit: dict[str, Any], console: Console) -> list[Text]:
    """Context and text as lines that fit; each is isolated, as an isolate ends with its line."""
    whole = Text()
    for part, style in _STYLES.items():
        shown = " ".join(_CONTROLS.sub(" ", hit[part]).split())
        if shown:
            whole.append(" " if whole else "")
            whole.append(shown, style)
    lines = whole.wrap(console, max(10, console.width - _INDENT))
    rtl = hit["lang"] in ("fa", "ar")
    shown_lines = []
    for line in lines:
        line.rstrip()
        if rtl and console.is_terminal:
            line = Text.assemble(_RIGHT_TO_LEFT, line, _END)
        shown_lines.append(Text.assemble(" " * _INDENT, line))
    return shown_lines
