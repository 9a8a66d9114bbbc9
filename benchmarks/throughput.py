"""Words a second of the whole path, beside a plain script with the same libraries.

    python benchmarks/throughput.py [STUDY] [--rounds 5] [--seconds 1] [--profile]

STUDY is a study folder, by default the bundled one; its texts are annotated in a temporary copy.
`dalil` is what a run does with a document (`dalil.run.document.process`): read, segment, repair,
normalise, tokenise, lemmatise, find entities and claims, make the rows. `plain` is what one would
write in an afternoon: hazm's normaliser and tokenisers, camel-tools' tokeniser, spaCy's blank
English, a PhraseMatcher over the gazetteer, pandas' value_counts; it gets the texts decoded, in
memory, and gives no offsets, lemmas, sections or claims.

A word is what white space separates and holds a letter, for both. Seconds are processor seconds of
this one process, one thread, so that other work on the machine counts for little; the rounds of the
two are interleaved, and the fastest of each counts. Loading is measured apart. `first` is the first
pass over texts that the loaded pipelines have not seen, with their caches empty.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import os
import pkgutil
import pstats
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

# Before numpy is imported: one thread, as the figure is for one core.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from dalil.run import run  # noqa: E402
from dalil.run.document import Task, pipeline_for, process  # noqa: E402
from dalil.run.study import InProcess  # noqa: E402
from dalil.study import Study, open_study  # noqa: E402

NAMES = {"fa": "Persian", "ar": "Arabic", "en": "English"}
WORDS = {"fa": "کتاب‌ها", "ar": "والكتب", "en": "books"}
ROOT = Path(__file__).parent.parent
clock = time.process_time

# What is timed for the shares: place, name, stage. Functions that `process` looks up when called.
STAGES = (
    ("dalil.ingest", "read", "ingest"),
    ("dalil.segment", "segment", "segment"),
    ("dalil.repair", "repair", "repair"),
    ("dalil.languages.pipeline:Tokenizer", "make", "normalise, tokenise"),
    ("dalil.languages.pipeline:Analysis", "__call__", "sentences, lemmas, keys"),
    ("dalil.entities.matcher:GazetteerMatcher", "__call__", "entities"),
    ("dalil.arguments.tagger:ArgumentTagger", "__call__", "arguments"),
    ("dalil.run.document", "_rows", "rows"),
)
# What the plain script does too; dalil with maps to the source, and names in every spelling.
ALIKE = ("normalise, tokenise", "entities")


def count(text: str) -> int:
    """The words of a text, the same for both."""
    return sum(any(c.isalpha() for c in word) for word in text.split())


# -- Dalil ---------------------------------------------------------------------------------------


class Recorder(InProcess):
    """An executor that keeps the tasks of a run and times loading and the first pass."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.texts: list[tuple[str, str]] = []  # language and raw text of the same documents
        self.loading = dict.fromkeys(NAMES, 0.0)
        self.first = dict.fromkeys(NAMES, 0.0)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        (task,) = args
        if not self.tasks:
            for lang in NAMES:
                began = clock()
                pipeline_for(task, lang)(WORDS[lang])  # some lists are read at their first use
                self.loading[lang] = clock() - began
        began = clock()
        future = super().submit(fn, *args, **kwargs)
        seconds = clock() - began
        (document,) = future.result().tables.get("documents") or [None]
        if document and document["lang"] in NAMES:
            self.tasks.append(task)
            self.texts.append((document["lang"], document["text"]))
            self.first[document["lang"]] += seconds
        return future


# -- the plain script ----------------------------------------------------------------------------


class Plain:
    """Words, names and their counts, with nothing but the libraries."""

    def __init__(self, lang: str, gazetteer: Path) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self.nlp = spacy.blank(lang)
        self.words = {"fa": self._persian, "ar": self._arabic, "en": self._english}[lang]()
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        with gazetteer.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                names = [name for name in (row[lang], *row[f"aliases_{lang}"].split("|")) if name]
                self.matcher.add(row["id"], [self.words(name) for name in names])

    def _persian(self) -> Callable[[str], Any]:
        import hazm
        from spacy.tokens import Doc

        normalise = hazm.Normalizer().normalize
        sentences = hazm.SentenceTokenizer().tokenize
        words = hazm.WordTokenizer().tokenize

        def tokenise(text: str) -> Doc:
            found = [word for sentence in sentences(normalise(text)) for word in words(sentence)]
            return Doc(self.nlp.vocab, found)

        return tokenise

    def _arabic(self) -> Callable[[str], Any]:
        from camel_tools.tokenizers.word import simple_word_tokenize
        from spacy.tokens import Doc

        return lambda text: Doc(self.nlp.vocab, simple_word_tokenize(text))

    def _english(self) -> Callable[[str], Any]:
        self.nlp.add_pipe("sentencizer")
        return self.nlp

    def __call__(self, texts: list[str]) -> tuple[Any, Any]:
        import pandas as pd

        words: list[str] = []
        names: list[str] = []
        for text in texts:
            doc = self.words(text)
            words += [token.text for token in doc]
            names += [self.nlp.vocab.strings[match] for match, _, _ in self.matcher(doc)]
        return pd.Series(words).value_counts(), pd.Series(names, dtype=str).value_counts()


# -- measuring -----------------------------------------------------------------------------------


def timed(function: Callable[[], object], seconds: float) -> float:
    """Processor seconds of one call, on the average of as many as `seconds` take."""
    calls = 0
    began = clock()
    while True:
        function()
        calls += 1
        passed = clock() - began
        if passed >= seconds:
            return passed / calls


@contextmanager
def stopwatch() -> Iterator[dict[str, float]]:
    """While it is on, the seconds of each stage are added up."""
    totals = dict.fromkeys((stage for _, _, stage in STAGES), 0.0)

    def watch(function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            began = clock()
            try:
                return function(*args, **kwargs)
            finally:
                totals[stage] += clock() - began

        return watched

    with ExitStack() as stack:
        for place, name, stage in STAGES:
            home = pkgutil.resolve_name(place)
            watched = watch(getattr(home, name), stage)
            stack.enter_context(mock.patch.object(home, name, watched))
        yield totals


def measure(
    study: Study, rounds: int, seconds: float
) -> tuple[Recorder, dict[str, float], dict[str, tuple[float, float]], float, dict[str, float]]:
    """Recorder, loading of the plain script, seconds by language (ours, plain), whole run, shares."""
    recorder = Recorder()
    run(study, executor=recorder)
    began = clock()
    run(study, executor=InProcess(), fresh=True)
    whole = clock() - began

    plain: dict[str, Plain] = {}
    loading: dict[str, float] = {}
    for lang in NAMES:
        began = clock()
        plain[lang] = Plain(lang, study.gazetteer)
        loading[lang] = clock() - began

    tasks, texts = by_language(recorder)
    best = {lang: (float("inf"), float("inf")) for lang in tasks}
    for _ in range(rounds):
        for lang, (ours, theirs) in best.items():

            def annotate(tasks: list[Task] = tasks[lang]) -> None:
                for task in tasks:
                    process(task)

            def script(lang: str = lang) -> None:
                plain[lang](texts[lang])

            best[lang] = (
                min(ours, timed(annotate, seconds)),
                min(theirs, timed(script, seconds)),
            )
    passes = [one_pass(recorder.tasks) for _ in range(rounds)]
    return recorder, loading, best, whole, min(passes, key=lambda found: sum(found.values()))


def one_pass(tasks: list[Task]) -> dict[str, float]:
    """Seconds by stage of all documents once."""
    with stopwatch() as stages:
        began = clock()
        for task in tasks:
            process(task)
        total = clock() - began
    return stages | {"rest": total - sum(stages.values())}


def by_language(recorder: Recorder) -> tuple[dict[str, list[Task]], dict[str, list[str]]]:
    """Tasks and texts by the language of their document."""
    tasks: dict[str, list[Task]] = {}
    texts: dict[str, list[str]] = {}
    for task, (lang, text) in zip(recorder.tasks, recorder.texts, strict=True):
        tasks.setdefault(lang, []).append(task)
        texts.setdefault(lang, []).append(text)
    return tasks, texts


# -- showing -------------------------------------------------------------------------------------


def show(
    recorder: Recorder,
    loading: dict[str, float],
    best: dict[str, tuple[float, float]],
    whole: float,
    shares: dict[str, float],
) -> None:
    """Print the tables."""
    console = Console(width=100)
    words = dict.fromkeys(best, 0)
    for lang, text in recorder.texts:
        words[lang] += count(text)
    table = Table(title="Words a second", title_justify="left")
    table.add_column("language")
    for name in ("words", "dalil s", "plain s", "dalil w/s", "plain w/s", "ratio", "first w/s"):
        table.add_column(name, justify="right")

    def row(name: str, number: int, ours: float, theirs: float, first: float) -> None:
        rates = (f"{number / x:,.0f}" for x in (ours, theirs))
        table.add_row(
            name, f"{number:,}", f"{ours:.3f}", f"{theirs:.3f}", *rates,
            f"{ours / theirs:.2f}", f"{number / first:,.0f}",
        )  # fmt: skip

    for lang, (ours, theirs) in best.items():
        row(NAMES[lang], words[lang], ours, theirs, recorder.first[lang])
    both = [sum(column) for column in zip(*best.values(), strict=True)]
    table.add_section()
    row("all", sum(words.values()), both[0], both[1], sum(recorder.first[lang] for lang in best))
    console.print(table)
    console.print(
        f"A whole run with alignment, tables and all files: {whole:.2f} s, "
        f"{sum(words.values()) / whole:,.0f} words a second.\n"
    )

    table = Table(title="Where the time of dalil goes", title_justify="left")
    table.add_column("stage")
    table.add_column("share", justify="right")
    for stage, seconds in shares.items():
        table.add_row(stage, f"{seconds / sum(shares.values()):.1%}")
    console.print(table)
    alike = sum(shares[stage] for stage in ALIKE)
    console.print(
        f"The steps that plain has too ({'; '.join(ALIKE)}) take {alike:.3f} s, "
        f"{alike / both[1]:.2f} times as long as plain.\n"
    )

    table = Table(title="Loading, seconds", title_justify="left")
    for name in ("language", "dalil", "plain"):
        table.add_column(name, justify="right" if name != "language" else "left")
    for lang, name in NAMES.items():
        table.add_row(name, f"{recorder.loading[lang]:.2f}", f"{loading[lang]:.2f}")
    console.print(table)
    console.print(
        f"Load of the machine (1, 5, 15 minutes): {' '.join(f'{x:.1f}' for x in os.getloadavg())}; "
        f"{os.cpu_count()} cores. What both need (hazm, spaCy) is loaded by dalil first."
    )


def profile(recorder: Recorder) -> None:
    """Print the functions that take most, warm."""
    profiler = cProfile.Profile(clock)
    profiler.enable()
    for task in recorder.tasks:
        process(task)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


def main() -> None:
    """Read the command line, measure in a copy of the study, print."""
    options = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument(
        "study", nargs="?", type=Path, default=ROOT, help="default: the bundled one"
    )
    options.add_argument("--rounds", type=int, default=5, help="the fastest counts (default: 5)")
    options.add_argument(
        "--seconds", type=float, default=1.0, help="at least, a language and round (default: 1)"
    )
    options.add_argument("--profile", action="store_true", help="print what takes most, too")
    given = options.parse_args()
    source = open_study(given.study)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        root.mkdir()
        shutil.copy(source.root / "dalil.toml", root)
        for part in (source.corpus, source.codebook.parent, source.gazetteer.parent):
            shutil.copytree(part, root / part.relative_to(source.root), dirs_exist_ok=True)
        results = measure(open_study(root), given.rounds, given.seconds)
        show(*results)
        if given.profile:
            profile(results[0])


if __name__ == "__main__":
    main()
