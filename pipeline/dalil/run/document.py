"""One document through all rooms. This is what an executor's worker runs.

A `Task` goes in and a `Result` comes out, both small and picklable; the pipelines are loaded
once a worker process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.annotation import role_fields
from dalil.config import Config
from dalil.errors import DalilError
from dalil.manifest import Entry

if TYPE_CHECKING:
    from dalil.ingest import Block
    from dalil.offsets import OffsetMap
    from dalil.repair import Edit, Passage, Restored

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Task:
    """A document to annotate: its manifest entry, its file, and the study's settings and lists.

    `engines` are the recognisers of the languages by name, `engine_versions` what tells their
    models from others. `gold` is where people's decisions about it would lie.
    """

    entry: Entry
    file: Path
    config: Config
    gazetteer: Path
    codebook: Path
    gazetteer_version: str
    codebook_version: str
    engines: Mapping[str, str]
    engine_versions: Mapping[str, str]
    gold: Path


@dataclass(frozen=True)
class Result:
    """The rows of one document by dataset table, its repair log, or why it was set aside.

    `passages` are the stretches that were judged damaged.
    """

    doc: str
    tables: dict[str, Rows] = field(default_factory=dict)
    repairs: Rows = field(default_factory=list)
    passages: Rows = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str = ""


@lru_cache(maxsize=8)
def _pipeline(lang: str, settings: tuple[Any, ...]) -> Any:
    from dalil.languages import load

    rules, repairs, sure, morphology, gazetteer, codebook, threshold, sections = settings[:8]
    return load(
        lang,
        rules=rules,
        repairs=repairs,
        repair_threshold=sure,
        morphology=morphology,
        gazetteer=gazetteer,
        codebook=codebook,
        threshold=threshold,
        sections=sections,
        engine=settings[8],
    )


def pipeline_for(task: Task, lang: str) -> Any:
    """The pipeline of `lang` with the settings of the task's study."""
    config = task.config
    settings = (
        config.rules(lang),
        config.repairs(),
        config.repair_threshold,
        config.morphology,
        task.gazetteer,
        task.codebook,
        config.threshold,
        config.tagged_sections,
        task.engines[lang],
        # Part of the key, so that what is edited between two runs of one process is read again.
        task.gazetteer_version,
        task.codebook_version,
        task.engine_versions[lang],
    )
    return _pipeline(lang, settings)


def process(task: Task) -> Result:
    """Annotate one document; a file that can't be read gives a Result with `error`."""
    try:
        return _process(task)
    except DalilError as error:
        return Result(task.entry.doc, error=str(error))


def _process(task: Task) -> Result:
    from dalil.gold import apply as apply_decisions
    from dalil.gold import read_decisions
    from dalil.ingest import read
    from dalil.repair import repair, restore, wear_of
    from dalil.segment import segment

    entry, config = task.entry, task.config
    rules, threshold = config.repairs(), config.repair_threshold
    source = read(task.file, doc=entry.doc, encoding=entry.encoding or None)
    raw = source.text
    restored = restore(raw, rules, threshold=threshold, order_threshold=config.order_threshold)
    text = restored.text
    segments = segment(text, _moved(source.blocks, restored), lang=entry.lang or None)

    changes = list(restored.changes)
    read_as = {item.number: item.read(text) for item in segments}
    left = restored.unordered()
    unordered = {number: _stretches(left, where) for number, (_, where) in read_as.items()}
    persian = [item.number for item in segments if item.lang == "fa" and not unordered[item.number]]
    wear = wear_of((read_as[number][0] for number in persian), rules)
    maps: dict[int, OffsetMap] = {}  # number of the segment → map of its text to the raw text
    cleaned: dict[int, Any] = {}  # number of the segment → Doc without annotations
    by_language: dict[str, list[int]] = {}
    for item in segments:
        piece, where = read_as[item.number]
        marks = _inside(restored.note_marks, item.pieces, where)
        if restored.changes:
            where = where.compose(restored.map)
        maps[item.number] = where
        repaired = repair(
            piece,
            rules,
            lang=item.lang,
            threshold=threshold,
            note_marks=marks,
            wear=wear,
            unordered=unordered[item.number],
        )
        for change in repaired.changes:
            start, end = where.raw(change.start, change.end)
            changes.append(replace(change, start=start, end=end, before=raw[start:end]))
        if item.lang not in ("fa", "ar", "en"):
            continue
        doc = pipeline_for(task, item.lang).tokenizer.make(repaired)
        doc._.offset_map = doc._.offset_map.compose(where)
        doc._.section = item.section
        start, end = where.raw(0, len(where))
        doc._.restored = any(p.start < end and start < p.end for p in restored.passages)
        cleaned[item.number] = doc
        by_language.setdefault(item.lang, []).append(item.number)
    _annotate({lang: pipeline_for(task, lang) for lang in by_language}, by_language, cleaned)

    tables = _rows(task, raw, restored, segments, maps, cleaned)
    warnings = [f"{entry.doc}: {text}" for text in _left_damaged(restored.passages, raw)]
    warnings += [
        f"{task.gold.name}: {warning}"
        for warning in apply_decisions(read_decisions(task.gold), raw, tables)
    ]
    words = Counter(token["lang"] for token in tables["tokens"] if token["is_word"])
    title = entry.title or source.title or _first_title(segments, text)
    tables["documents"] = [
        {
            "doc": entry.doc,
            "file": entry.file,
            "sha256": source.sha256,
            "format": source.format,
            "encoding": source.encoding,
            "encoding_reason": source.encoding_reason,
            "lang": entry.lang or (words.most_common(1)[0][0] if words else "other"),
            "title": title,
            "author": entry.author,
            "year": entry.year,
            "source": entry.source,
            "translation_of": entry.translation_of,
            "sentences": len(tables["sentences"]),
            "words": sum(words.values()),
            "text": raw,
        }
    ]
    repairs = [{"doc": entry.doc, **vars(change)} for change in changes]
    return Result(entry.doc, tables, repairs, _passages(entry.doc, restored), warnings)


def _annotate(
    pipelines: Mapping[str, Any], by_language: Mapping[str, Sequence[int]], docs: dict[int, Any]
) -> None:
    """Annotate the Docs of a document, in place; its languages are linked as one."""
    from dalil.languages.pipeline import after_linking

    for lang, numbers in by_language.items():
        nlp = pipelines[lang]
        with nlp.select_pipes(disable=["dalil_linker", *after_linking(nlp)]):
            done = nlp.pipe([docs[n] for n in numbers])
            docs.update(zip(numbers, done, strict=True))
    for nlp in list(pipelines.values())[:1]:  # any one: they have the same gazetteer
        nlp.get_pipe("dalil_linker").link([docs[n] for n in sorted(docs)])
    for lang, numbers in by_language.items():
        for name in after_linking(pipelines[lang]):
            component = pipelines[lang].get_pipe(name)
            for n in numbers:
                docs[n] = component(docs[n])


def _moved(blocks: Sequence[Block], restored: Restored) -> list[Block]:
    """The blocks of the raw text in the restored one; what nothing is left of goes."""
    if not restored.changes:
        return list(blocks)
    moved = []
    for block in blocks:
        span = restored.map.clean(block.start, block.end)
        if span is not None:
            moved.append(replace(block, start=span[0], end=span[1]))
    return moved


def _inside(
    marks: Sequence[Edit], pieces: Sequence[tuple[int, int]], where: OffsetMap
) -> list[Edit]:
    """The edits that lie in the pieces of a segment, with offsets into its text."""
    found = []
    for mark in marks:
        if any(start <= mark.start and mark.end <= end for start, end in pieces):
            span = where.clean(mark.start, mark.end)
            if span is not None:
                found.append(replace(mark, start=span[0], end=span[1], origins=None))
    return found


def _stretches(spans: Sequence[tuple[int, int]], where: OffsetMap) -> list[tuple[int, int]]:
    """What of the stretches of a text is in a segment, with offsets into the segment's text."""
    found = [where.clean(*span) for span in spans]
    return [span for span in found if span is not None]


def _passages(doc: str, restored: Restored) -> Rows:
    """The damaged passages for the log."""
    return [
        {
            "doc": doc,
            "start": passage.start,
            "end": passage.end,
            "score": passage.score,
            "after": passage.after,
            "restored": passage.restored,
            "unordered": len(passage.unordered),
            "unsure": len(passage.unsure),
        }
        for passage in restored.passages
    ]


def _left_damaged(passages: Sequence[Passage], raw: str) -> list[str]:
    """Warnings for people: what looks damaged and could not be mended."""
    warnings = []
    left = [passage for passage in passages if not passage.restored]
    unordered = sum(len(passage.unordered) for passage in passages)
    unsure = sum(len(passage.unsure) for passage in passages)
    if left:
        first = raw.count("\n", 0, left[0].start) + 1
        warnings.append(
            f"{len(left)} damaged passages were left as they are, the first at line {first}"
        )
    if unordered:
        warnings.append(f"the pieces of {unordered} damaged lines were left out of order")
    if unsure:
        warnings.append(f"the pieces of {unsure} damaged lines are in an order that is not sure")
    return warnings


def _first_title(segments: list[Any], text: str) -> str:
    for item in segments:
        if item.section == "title":
            return " ".join(item.read(text)[0].split())
    return ""


def _rows(
    task: Task,
    raw: str,
    restored: Restored,
    segments: list[Any],
    maps: dict[int, OffsetMap],
    docs: dict[int, Any],
) -> dict[str, Rows]:
    """The rows of all tables but `documents`, numbered through the document."""
    doc_id = task.entry.doc
    tables: dict[str, Rows] = {
        name: [] for name in ("segments", "sentences", "tokens", "entities", "claims")
    }
    for item in segments:
        doc = docs.get(item.number)
        base = {"doc": doc_id, "lang": item.lang, "section": item.section}
        where = maps[item.number]
        start, end = where.raw(0, len(where))
        tables["segments"].append(
            base
            | {
                "segment": item.number,
                "start": start,
                "end": end,
                "text": raw[start:end],
                "clean": doc.text if doc is not None else item.read(restored.text)[0],
                "pieces": [
                    dict(zip(("start", "end"), restored.map.raw(*piece), strict=True))
                    for piece in item.pieces
                ],
            }
        )
        if doc is not None:
            _annotation_rows(task, raw, item.number, doc, base, tables)
    return tables


def _annotation_rows(
    task: Task,
    raw: str,
    number: int,
    doc: Any,
    base: dict[str, Any],
    tables: dict[str, Rows],
) -> None:
    from dalil.entities.recogniser import SOURCE as RECOGNISED

    where = doc._.offset_map
    clean = doc.text  # spaCy puts it together anew each time
    first = len(tables["sentences"])
    sentence_of = [0] * len(doc)

    def span(start: int, end: int, text: str) -> dict[str, Any]:
        return {"start": start, "end": end, "text": raw[start:end], "clean": text}

    sents = list(doc.sents)
    places = where.raw_many([(s.start_char, s.end_char) for s in sents])
    for i, (sent, (start, end)) in enumerate(zip(sents, places, strict=True), first):
        tables["sentences"].append(
            base | {"sentence": i, "segment": number} | span(start, end, sent.text)
        )
        sentence_of[sent.start : sent.end] = [i] * len(sent)

    shown = [(token, token.text) for token in doc if not token.is_space]
    places = where.raw_many([(t.idx, t.idx + len(text)) for t, text in shown])
    tokens = tables["tokens"]
    for (token, text), (start, end) in zip(shown, places, strict=True):
        tokens.append(
            {
                **base,
                "sentence": sentence_of[token.i],
                "token": len(tokens),
                "start": start,
                "end": end,
                "text": raw[start:end],
                "clean": text,
                "norm": token.norm_,
                "lemma": token.lemma_,
                "pos": token.pos_,
                "is_word": _is_word(text),
            }
        )

    versions = {RECOGNISED: task.engine_versions[base["lang"]]}
    for ent in doc.ents:
        start, end = where.raw(ent.start_char, ent.end_char)
        tables["entities"].append(
            base
            | {"sentence": sentence_of[ent.start], "entity": len(tables["entities"])}
            | span(start, end, ent.text)
            | {
                "label": ent.label_,
                "id": ent.kb_id_,
                "name": ent._.name,
                **role_fields(ent, where, raw),
                "score": ent._.score,
                "source": ent._.source,
                "version": versions.get(ent._.source, task.gazetteer_version),
            }
        )

    starts = {sent.start_char: i for i, sent in enumerate(sents, first)}
    for claim in doc._.claims:
        start, end = where.raw(claim.start, claim.end)
        tables["claims"].append(
            base
            | {"sentence": starts[claim.start], "claim": len(tables["claims"])}
            | span(start, end, clean[claim.start : claim.end])
            | {
                "tag": claim.tag,
                "stance": claim.stance,
                "holder": claim.holder,
                "holder_id": claim.holder_id,
                "organisations": list(claim.organisations),
                "score": claim.score,
                "evidence": list(_raw_spans(where, claim.evidence)),
                "cues": list(claim.cues),
                "source": claim.source,
                "version": task.codebook_version,
            }
        )


@lru_cache(maxsize=100_000)
def _is_word(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _raw_spans(where: Any, spans: Any) -> Iterator[dict[str, int]]:
    for start, end in spans:
        raw_start, raw_end = where.raw(start, end)
        yield {"start": raw_start, "end": raw_end}
