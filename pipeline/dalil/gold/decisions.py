"""Reading decisions, and finding again in the source what they speak of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.errors import DalilError

LAYERS = ("claims", "entities", "sentences")
DECISIONS = ("accept", "reject", "add")
LABELS = ("PER", "ORG", "LOC", "EVENT", "LAW")
STANCES = ("asserts", "denies")
_NEEDED = {"claims": "tag", "entities": "label"}


@dataclass(frozen=True)
class Decision:
    """One line of a gold file.

    `start`, `end` are code points over the raw text, half-open; `quote` is what stood there, or
    `quote_sha256` its SHA-256 (UTF-8) where the text may not be shipped. `fields` holds the
    label: `tag`, `stance`, `holder`, `organisations` for claims, `label`, `id`, `role_start`,
    `role_end`, `role_of` for entities.
    """

    layer: str
    start: int
    end: int
    decision: str
    fields: Mapping[str, Any]
    annotator: str = ""
    time: str = ""
    quote: str = ""
    quote_sha256: str = ""
    line: int = 0

    @property
    def version(self) -> str:
        """Who decided when: the `version` of a row that a person made."""
        return "@".join(part for part in (self.annotator or "human", self.time) if part)

    def locate(self, raw: str) -> tuple[int, int] | None:
        """Where the quoted text stands in `raw` now, or None where that can't be told.

        At its old place if it is there; else, where the quote itself is known, at the one place
        where it occurs.
        """
        found = raw[self.start : self.end]
        if self.quote:
            if found == self.quote:
                return self.start, self.end
            at = raw.find(self.quote)
            if at >= 0 and raw.find(self.quote, at + 1) < 0:
                return at, at + len(self.quote)
            return None
        digest = hashlib.sha256(found.encode("utf-8", "surrogatepass")).hexdigest()
        return (self.start, self.end) if digest == self.quote_sha256 else None


def read_decisions(path: Path) -> list[Decision]:
    """The decisions in a file; none where there is no file. Raises the first error."""
    decisions, problems = _parse(path)
    if problems:
        raise problems[0]
    return decisions


def check_decisions(path: Path) -> list[DalilError]:
    """All that is wrong with a gold file."""
    return _parse(path)[1]


def _parse(path: Path) -> tuple[list[Decision], list[DalilError]]:
    if not path.exists():
        return [], []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        return [], [DalilError(f"this is not UTF-8 ({error.reason})", file=path)]
    decisions: list[Decision] = []
    problems: list[DalilError] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(DalilError(f"this is not JSON: {error.msg}", file=path, line=number))
            continue
        wrong = _wrong(item)
        if wrong:
            field, message = wrong
            problems.append(DalilError(message, file=path, line=number, field=field))
        else:
            decisions.append(_decision(item, number))
    return decisions, problems


def _wrong(item: Any) -> tuple[str | None, str] | None:
    """The first thing that is wrong with a line: field and message."""
    if not isinstance(item, dict):
        return None, "wanted is an object"
    for name, allowed in (("layer", LAYERS), ("decision", DECISIONS)):
        if item.get(name) not in allowed:
            return name, f"{item.get(name)!r} is not one of {', '.join(allowed)}"
    if not _is_span(item.get("start"), item.get("end")):
        return "start", "start and end are whole numbers, start before end"
    if not item.get("quote") and not item.get("quote_sha256"):
        return "quote", "a decision needs the quote that it speaks of, or its quote_sha256"
    needed = _NEEDED.get(item["layer"])
    if needed and not item.get(needed):
        return needed, f"a decision on {item['layer']} needs a {needed}"
    if item["layer"] == "entities" and item["label"] not in LABELS:
        return "label", f"{item['label']!r} is not one of {', '.join(LABELS)}"
    role = item.get("role_start"), item.get("role_end")
    if role != (None, None) and not _is_span(*role):
        return "role_start", "role_start and role_end are whole numbers, role_start before role_end"
    if item["layer"] == "claims" and item.get("stance", "asserts") not in STANCES:
        return "stance", f"{item['stance']!r} is not one of {', '.join(STANCES)}"
    return None


def _is_span(start: Any, end: Any) -> bool:
    return type(start) is int and type(end) is int and 0 <= start < end


def _decision(item: dict[str, Any], line: int) -> Decision:
    own = ("layer", "start", "end", "decision", "annotator", "time", "quote", "quote_sha256")
    fields = {name: value for name, value in item.items() if name not in own}
    return Decision(**{name: item[name] for name in own if name in item}, fields=fields, line=line)
