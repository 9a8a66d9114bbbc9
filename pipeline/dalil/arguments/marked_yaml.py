"""YAML read as nodes that know their line, so that a problem can be shown where it stands.

A plain loader would lose the lines, keep the last of two equal keys in silence, and turn the cue
`no` into False. Only node graphs are made here; no Python object is built from the file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dalil.arguments.reader import unknown
from dalil.errors import DalilError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str, file: Path) -> yaml.Node | None:
    """The root node of a YAML text, None of an empty one. Raises DalilError with the line."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        line = mark.line + 1 if mark else None
        hint = "; put what begins with * & ! [ { or ends with : in quotes"
        raise DalilError(f"this is not YAML: {problem}{hint}", file=file, line=line) from error
    except (yaml.YAMLError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise DalilError(f"this is not YAML: {first}", file=file) from error


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


@dataclass
class Nodes:
    """Access to nodes that notes a problem, and goes on, where one is not of the wanted kind."""

    file: Path
    problems: list[DalilError] = field(default_factory=list)

    def wrong(
        self, node: yaml.Node, where: str, message: str, kind: type[DalilError] = DalilError
    ) -> None:
        """Note a problem at `node`."""
        self.problems.append(kind(message, file=self.file, line=line_of(node), field=where))

    def mapping(
        self,
        node: yaml.Node,
        where: str,
        *,
        known: Collection[str] | None = None,
        wanted: Collection[str] = (),
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping. Only `known` keys may stand in it; `wanted` ones must."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, where, f"this must be a list of “key: value”, not {_kind(node)}")
            return {}
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if known is not None and name not in known:
                self.wrong(key, where, unknown("key", name or "(not a word)", sorted(known)))
            elif name in entries:
                self.wrong(key, where, f"the key {name} stands here twice; keep one")
            else:
                entries[name] = value
        for name in wanted:
            if name not in entries:
                self.wrong(node, where, f"{name} is missing")
        return entries

    def items(self, node: yaml.Node, where: str) -> list[yaml.Node]:
        """The items of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if not _is_nothing(node):
            self.wrong(node, where, f"this must be a list (lines with “- ”), not {_kind(node)}")
        return []

    def text(self, node: yaml.Node, where: str) -> str:
        """The text of a scalar, as written."""
        if isinstance(node, yaml.ScalarNode):
            if not node.tag.startswith("tag:yaml.org"):  # « !border » has lost its mark to YAML
                self.wrong(node, where, f"put this in quotes: “{node.tag} {node.value}”")
            return str(node.value).strip()
        self.wrong(node, where, f"this must be text, not {_kind(node)}; put it in quotes")
        return ""


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a list of “key: value”"
    return "nothing" if _is_nothing(node) else "text"
