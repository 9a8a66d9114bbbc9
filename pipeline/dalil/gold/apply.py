"""Decisions put over what programs found: a person's word stands, whatever a run finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dalil.gold.decisions import Decision

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def apply(decisions: Sequence[Decision], raw: str, tables: Tables) -> list[str]:
    """Change the rows of one document, in place, as people decided; later decisions win.

    `accept` and `add` put a row there (or take the one that is there) as the person has it, with
    source `human`; `reject` takes it away. A claim is meant by its span and tag, a mention by its
    span; a mention that a person made displaces those that overlap it. `sentences` decisions say
    that a person has looked, and change nothing here.

    Gives a warning for each decision whose quote is not found any more. It stays in its file.
    """
    warnings: list[str] = []
    for decision in decisions:
        if decision.layer == "sentences":
            continue
        place = decision.locate(raw)
        if place is None:
            warnings.append(
                f"line {decision.line}: the quoted text is not at {decision.start}-{decision.end} "
                "and at no other single place; the decision was not applied"
            )
            continue
        sentence = _sentence_of(place, tables["sentences"])
        if sentence is None:
            warnings.append(f"line {decision.line}: no annotated sentence is there")
            continue
        _LAYERS[decision.layer](decision, place, sentence, raw, tables)
    for name, number in (("claims", "claim"), ("entities", "entity")):
        tables[name].sort(key=lambda row: (row["start"], row["end"], row.get("tag", "")))
        for i, row in enumerate(tables[name]):
            row[number] = i
    return warnings


def _claim(
    decision: Decision, place: tuple[int, int], sentence: Row, raw: str, tables: Tables
) -> None:
    tag = decision.fields["tag"]
    same = [r for r in tables["claims"] if (r["start"], r["end"], r["tag"]) == (*place, tag)]
    if decision.decision == "reject":
        tables["claims"] = [row for row in tables["claims"] if row not in same]
        return
    blank = {"tag": tag, "stance": "asserts", "holder": "author", "holder_id": ""}
    blank |= {"organisations": [], "score": 1.0, "evidence": [], "cues": []}
    row = same[0] if same else _base(place, sentence, raw) | blank
    if not same:
        tables["claims"].append(row)
    for name in ("stance", "holder", "holder_id", "organisations"):
        if name in decision.fields:
            row[name] = decision.fields[name]
    row |= {"score": 1.0, "source": "human", "version": decision.version}


def _entity(
    decision: Decision, place: tuple[int, int], sentence: Row, raw: str, tables: Tables
) -> None:
    start, end = place
    if decision.decision == "reject":
        kept = [r for r in tables["entities"] if (r["start"], r["end"]) != place]
    else:
        same = [r for r in tables["entities"] if (r["start"], r["end"]) == place]
        kept = [r for r in tables["entities"] if r["end"] <= start or r["start"] >= end]
        blank = {"id": "", "name": "", **_role(None, raw)}
        row = _base(place, sentence, raw) | blank | (same[0] if same else {})
        if same and decision.fields.get("id", row["id"]) != row["id"]:
            row["name"] = ""  # the name of another id
        row |= {k: decision.fields[k] for k in ("label", "id", "name") if k in decision.fields}
        if "role_start" in decision.fields:
            row |= _role(decision, raw, start - decision.start)
        elif row["label"] != "PER":
            row |= _role(None, raw)
        row["role_of"] = decision.fields.get("role_of", row["role_of"])
        row |= {"score": 1.0, "source": "human", "version": decision.version}
        kept.append(row)
    tables["entities"] = kept


def _role(decision: Decision | None, raw: str, moved: int = 0) -> Row:
    """The role of a mention as a person has it; none where it was moved to other words."""
    fields = decision.fields if decision else {}
    start, end = fields.get("role_start"), fields.get("role_end")
    if start is None or end is None or not 0 <= start + moved < end + moved <= len(raw):
        return {"role": "", "role_start": None, "role_end": None, "role_of": ""}
    start, end = start + moved, end + moved
    told = {"role": raw[start:end], "role_start": start, "role_end": end}
    return told | {"role_of": fields.get("role_of", "")}


_LAYERS: dict[str, Callable[[Decision, tuple[int, int], Row, str, Tables], None]] = {
    "claims": _claim,
    "entities": _entity,
}


def _sentence_of(place: tuple[int, int], sentences: list[Row]) -> Row | None:
    """The sentence in which a span begins."""
    return next((s for s in sentences if s["start"] <= place[0] < s["end"]), None)


def _base(place: tuple[int, int], sentence: Row, raw: str) -> Row:
    start, end = place
    text = raw[start:end]
    whole = (sentence["start"], sentence["end"]) == place
    return {name: sentence[name] for name in ("doc", "sentence", "lang", "section")} | {
        "start": start,
        "end": end,
        "text": text,
        "clean": sentence["clean"] if whole else " ".join(text.split()),
    }
