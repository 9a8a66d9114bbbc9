"""A whole study: every document that changed, then what is made of all of them."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any

import dalil
from dalil import store
from dalil.arguments import read_codebook
from dalil.config import FILE
from dalil.entities import read_gazetteer
from dalil.entities.engines import version_of
from dalil.manifest import Entry, parallel_pairs, read_manifest, sha256
from dalil.run import cache, outputs, versions
from dalil.run.document import Result, Task, process
from dalil.study import Study

# A worker process takes seconds to load the pipelines; less text than this is faster without.
BYTES_PER_WORKER = 1_500_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunResult:
    """What a run did; the numbers of its summary."""

    study: Study
    documents: int
    redone: int
    reused: int
    set_aside: dict[str, str] = field(default_factory=dict)  # doc → why
    warnings: list[str] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)  # lang → running words
    entities: int = 0
    claims: dict[str, int] = field(default_factory=dict)  # tag → claims, in codebook order
    links: int = 0
    repairs: int = 0
    seconds: float = 0.0


class InProcess(Executor):
    """An executor that does the work at once, here: for few documents and for debugging."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def run(
    study: Study,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    fresh: bool = False,
    sections: Sequence[str] | None = None,
    excel: bool = False,
    tokens: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Annotate a study and write its outputs.

    Only documents whose file, metadata, settings, codebook, gazetteer or code changed are
    annotated again (`fresh`: all are). `executor` maps documents (default: in-process for little
    text, else `workers` processes). `sections` overrules the sections that the tables count,
    `excel` makes the CSV files safe for spreadsheets, `tokens` puts tokens into
    `annotated.jsonl`. A file that can't be read is set aside and
    named in the result; all other outputs are whole.

    Raises DalilError when configuration, manifest, codebook or gazetteer is bad, or the model of
    a recogniser is missing: then nothing is written.
    """
    began = time.monotonic()
    started = datetime.now(UTC).isoformat(timespec="seconds")
    entries = read_manifest(study.manifest)
    codebook = read_codebook(study.codebook)
    gazetteer = read_gazetteer(study.gazetteer)
    engines = study.engines
    engine_versions = {lang: version_of(name, lang) for lang, name in engines.items()}
    tasks = [
        Task(
            entry=entry,
            file=study.corpus / entry.file,
            config=study.config,
            gazetteer=study.gazetteer,
            codebook=study.codebook,
            gazetteer_version=gazetteer.version,
            codebook_version=f"{codebook.version}+{codebook.sha}",
            engines=engines,
            engine_versions=engine_versions,
            gold=study.gold / f"{entry.doc}.jsonl",
        )
        for entry in entries
    ]
    results, redone = _annotate(study, tasks, executor, workers, fresh, progress)
    good = [result for result in results if not result.error]
    tables = _gather(good)
    tables["alignments"] = _align(good, entries)
    repairs = [row for result in good for row in result.repairs]

    counted = tuple(sections) if sections is not None else study.config.counted_sections
    outputs.write(study, tables, repairs, counted, excel=excel, tokens=tokens)

    tags = Counter(row["tag"] for row in tables["claims"])
    result = RunResult(
        study=study,
        documents=len(good),
        redone=redone,
        reused=len(results) - redone,
        set_aside={r.doc: r.error for r in results if r.error},
        warnings=[warning for r in good for warning in r.warnings],
        words=_words(tables["documents"], tables["tokens"]),
        entities=len(tables["entities"]),
        claims={tag.id: tags[tag.id] for tag in codebook.tags},
        links=len(tables["alignments"]),
        repairs=len(repairs),
        seconds=time.monotonic() - began,
    )
    log = {
        "dalil": dalil.__version__,
        "code": versions.code(),
        "libraries": versions.libraries(),
        "config": sha256(study.root / FILE),
        "codebook": {"version": codebook.version, "sha256": sha256(study.codebook)},
        "gazetteer": {
            "entries": len(gazetteer.entries),
            "sha256": sha256(study.gazetteer),
        },
        "sections_counted": list(counted),
        "engines": engine_versions,
        "stages": {"annotate": {"redone": result.redone, "reused": result.reused}},
        "counts": {name: len(rows) for name, rows in tables.items()},
        "words": result.words,
        "repairs": dict(sorted(Counter(row["rule"] for row in repairs).items())),
        "damaged": [row for r in good for row in r.passages],
        "documents": {e.doc: e.sha256 for e in entries},
        "set_aside": result.set_aside,
        "warnings": result.warnings,
        "started": started,
        "seconds": round(result.seconds, 3),
    }
    outputs.write_log(study.outputs, log)
    return result


def _annotate(
    study: Study,
    tasks: list[Task],
    executor: Executor | None,
    workers: int | None,
    fresh: bool,
    progress: Progress | None,
) -> tuple[list[Result], int]:
    """The results of all tasks in their order, kept ones where nothing changed."""
    keys = {task.entry.doc: _key(task) for task in tasks}
    results: dict[str, Result] = {}
    for task in tasks:
        doc = task.entry.doc
        kept = None if fresh else cache.load(study.outputs, doc, keys[doc])
        if kept is not None:
            results[doc] = kept
    todo = [task for task in tasks if task.entry.doc not in results]
    reused = len(results)
    if progress:
        progress("", reused, len(tasks))
    with _executor(todo, executor, workers) as pool:
        futures = {pool.submit(process, task): task for task in todo}
        for done, future in enumerate(as_completed(futures), reused + 1):
            result = future.result()
            cache.save(study.outputs, keys[result.doc], result)
            results[result.doc] = result
            if progress:
                progress(result.doc, done, len(tasks))
    cache.forget_others(study.outputs, set(keys))
    return [results[task.entry.doc] for task in tasks], len(todo)


def _key(task: Task) -> str:
    content = sha256(task.file) if task.file.is_file() else ""
    return versions.key(
        content,
        sha256(task.gold) if task.gold.is_file() else "",
        vars(task.entry),
        task.config.annotation_settings(),
        task.gazetteer_version,
        task.codebook_version,
        dict(task.engine_versions),
        versions.code(),
        versions.libraries(),
        versions.morphology(task.config.morphology),
    )


class _Borrowed(Executor):
    """Somebody else's executor, not shut down when we are done."""

    def __init__(self, executor: Executor) -> None:
        self.submit = executor.submit  # type: ignore[method-assign]


def _executor(todo: list[Task], given: Executor | None, workers: int | None) -> Executor:
    if given is not None:
        return _Borrowed(given)
    if workers is None:
        size = sum(task.file.stat().st_size for task in todo if task.file.is_file())
        workers = min(os.cpu_count() or 1, len(todo), 1 + size // BYTES_PER_WORKER)
    if workers <= 1:
        return InProcess()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _gather(results: Iterable[Result]) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in store.SCHEMAS if name != "alignments"
    }
    for result in results:
        for name, rows in result.tables.items():
            tables[name].extend(rows)
    return tables


def _align(results: Sequence[Result], entries: Sequence[Entry]) -> list[dict[str, Any]]:
    from dalil.alignment import rows

    by_doc = {result.doc: result.tables for result in results}
    found: list[dict[str, Any]] = []
    for left, right in parallel_pairs(entries):
        if left in by_doc and right in by_doc:
            found.extend(rows(left, by_doc[left], right, by_doc[right]))
    return found


def _words(documents: list[dict[str, Any]], tokens: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(token["lang"] for token in tokens if token["is_word"])
    return {lang: counts[lang] for lang in ("fa", "ar", "en") if counts[lang]}
