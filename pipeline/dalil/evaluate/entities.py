"""Named entities against sentences that people annotated.

A mention counts as right when its label and both its ends agree (as in CoNLL-2003). Gold bounds
are brought to the codebook's first: Arabic proclitics stay outside. Beside the whole stand the
gazetteer alone, the statistical model alone, and a baseline: each word form gets the tag that it
mostly has in the other half of the file.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dalil.entities.columns import Example, read_columns
from dalil.entities.gazetteer import TYPES
from dalil.entities.recogniser import load_recogniser
from dalil.entities.tagging import Span, mentions_of, tags_of, tokens_of
from dalil.errors import DalilError
from dalil.evaluate.scores import Score
from dalil.languages import load

LABELS = ("PER", "ORG", "LOC")  # those that all data sets have
ALL = "/".join(LABELS)
_ZWNJ = "\u200c"
_SHARE = 0.5  # of the letters that are varied
_VARIANTS = {
    "fa": (str.maketrans("یک", "يك"), "letters varied"),
    "ar": (str.maketrans("يك", "یک"), "letters varied"),
}


@dataclass(frozen=True)
class EntityScore:
    """One line of the report: what was measured, by whom, and how it went."""

    measure: str
    system: str
    score: Score


def evaluate_entities(path: Path, lang: str) -> list[EntityScore]:
    """Scores by label and together on a column or CoNLL-U file.

    Labels that the file does not have are not counted. For Persian and Arabic the whole is
    measured again on text whose half-spaces were removed and whose letters were varied. Raises
    DalilError for a file without sentences.
    """
    examples = read_columns(path)
    counted = tuple(
        label for label in LABELS if any(m[2] == label for e in examples for m in e.mentions)
    )
    whole = load(lang, arguments=False)
    listed = load(lang, engine="gazetteer", arguments=False)
    systems: dict[str, Callable[[Doc], list[Span]]] = {
        "dalil": _entities,
        "gazetteer": _entities,
        "model": _model(lang),
        "baseline": _baseline(listed, examples),
    }
    rows = []
    for name, find in systems.items():
        pipeline = whole if name == "dalil" else listed
        found = _scores(pipeline, examples, find, counted)
        rows += [EntityScore(label, name, found[label]) for label in (*counted, ALL)]
    for measure, varied in _varied(examples, lang, listed):
        score = _scores(whole, varied, _entities, counted)[ALL]
        rows.append(EntityScore(f"{ALL}, {measure}", "dalil", score))
    return rows


def _entities(doc: Doc) -> list[Span]:
    return [(ent.start, ent.end, ent.label_) for ent in doc.ents]


def _model(lang: str) -> Callable[[Doc], list[Span]]:
    recogniser = load_recogniser(lang)

    def find(doc: Doc) -> list[Span]:
        doc.set_ents([])  # the gazetteer's are evidence for the model
        return [(m.start, m.end, m.label) for m in recogniser.find(doc)]

    return find


def _baseline(pipeline: Language, examples: Sequence[Example]) -> Callable[[Doc], list[Span]]:
    """The most frequent tag of each form in the half of the file that a sentence is not in."""
    halves = [examples[0::2], examples[1::2]]
    tables: list[dict[str, str]] = []
    where: dict[str, int] = {}
    for number, half in enumerate(halves):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for doc, example in zip(pipeline.pipe(e.text for e in half), half, strict=True):
            where[example.text] = number
            for token, tag in zip(doc, tags_of(doc, example.mentions), strict=True):
                counts[token.norm_][tag] += 1
        tables.append({norm: min(n, key=lambda tag: (-n[tag], tag)) for norm, n in counts.items()})

    def find(doc: Doc) -> list[Span]:
        raw = doc.user_data["example"]
        table = tables[1 - where[raw]]
        return mentions_of([table.get(token.norm_, "O") for token in doc])

    return find


def _scores(
    pipeline: Language,
    examples: Sequence[Example],
    find: Callable[[Doc], list[Span]],
    counted: Iterable[str],
) -> dict[str, Score]:
    nothing = Score(0, 0, 0)
    scores = dict.fromkeys((*counted, ALL), nothing)
    for doc, example in zip(pipeline.pipe(e.text for e in examples), examples, strict=True):
        doc.user_data["example"] = example.text
        found = {m for m in find(doc) if m[2] in scores}
        wanted = {m for m in tokens_of(doc, example.mentions) if m[2] in scores}
        for label in counted:
            own = {m for m in found if m[2] == label}, {m for m in wanted if m[2] == label}
            score = Score(len(own[0] & own[1]), len(own[0]), len(own[1]))
            scores[label] += score
            scores[ALL] += score
    return scores


def _varied(
    examples: Sequence[Example], lang: str, pipeline: Language
) -> list[tuple[str, list[Example]]]:
    """The examples as careless texts have them, by what was done to them."""
    if lang == "en":
        return []
    table, name = _VARIANTS[lang]
    chance = random.Random(0)

    def careless(text: str) -> str:
        return "".join(c.translate(table) if chance.random() < _SHARE else c for c in text)

    varied = [Example(careless(e.text), e.mentions) for e in examples]
    if lang == "ar":
        return [(name, varied)]
    return [("half-spaces removed", [_without(e, pipeline) for e in examples]), (name, varied)]


def _without(example: Example, pipeline: Language) -> Example:
    """The example as the pipeline writes it, but without half-spaces."""
    doc = pipeline(example.text)
    text = doc.text
    kept = [i for i, c in enumerate(text) if c != _ZWNJ]
    place = {old: new for new, old in enumerate([*kept, len(text)])}
    mentions = []
    for start, end, label in tokens_of(doc, example.mentions):
        last = doc[end - 1]
        mentions.append((place[doc[start].idx], place[last.idx + len(last.text)], label))
    return Example("".join(text[i] for i in kept), tuple(mentions))


def evaluate_mentions(gold: Path, file: Path) -> list[EntityScore]:
    """Scores on a document of which people read sentences and decided on all mentions in them.

    `gold` holds the decisions (`annotations/gold/` has the format), `file` is the source. A
    mention is right when label and both ends agree; `id` counts the ids of those found. An id
    with a question mark is right as any such id, or none. Raises DalilError for bad files.
    """
    from dalil.gold import read_decisions
    from dalil.ingest import read

    raw = read(file, doc=file.stem).text
    located = [(place, d) for d in read_decisions(gold) if (place := d.locate(raw)) is not None]
    read_by_people = [place for place, d in located if d.layer == "sentences"]
    wanted = {
        (*place, str(d.fields["label"])): str(d.fields.get("id", ""))
        for place, d in located
        if d.layer == "entities" and d.decision != "reject"
    }
    rows = []
    for system, engine in (("dalil", "dalil"), ("gazetteer", "gazetteer")):
        found = {
            place: id_
            for place, id_ in _annotated(file, engine).items()
            if any(start <= place[0] and place[1] <= end for start, end in read_by_people)
        }
        for label in (*TYPES, "all"):
            own = {m for m in found if label in ("all", m[2])}
            theirs = {m for m in wanted if label in ("all", m[2])}
            if own or theirs:
                score = Score(len(own & theirs), len(own), len(theirs))
                rows.append(EntityScore(label, system, score))
        both = found.keys() & wanted.keys()
        right = sum(_same_id(found[m], wanted[m]) for m in both)
        rows.append(EntityScore("id", system, Score(right, len(both), len(both))))
    return rows


def _same_id(found: str, wanted: str) -> bool:
    unlisted = wanted.startswith("?") or not wanted
    return found == wanted or (unlisted and (not found or found.startswith("?")))


def _annotated(file: Path, engine: str) -> dict[tuple[int, int, str], str]:
    """The mentions in a document and their ids, as a run with the packaged lists finds them."""
    from dalil.config import Config
    from dalil.manifest import Entry
    from dalil.resources import resource
    from dalil.run.document import Task, process

    engines = dict.fromkeys(("fa", "ar", "en"), engine)
    task = Task(
        entry=Entry(doc=file.stem, file=file.name, sha256=""),
        file=file,
        config=Config(engines=engines),
        engines=engines,
        engine_versions=engines,
        gazetteer=resource("annotations/gazetteer.csv"),
        codebook=resource("annotations/codebook.yaml"),
        gazetteer_version="",
        codebook_version="",
        gold=file.with_suffix(".none"),
    )
    result = process(task)
    if result.error:
        raise DalilError(result.error)
    return {(r["start"], r["end"], r["label"]): r["id"] for r in result.tables["entities"]}
