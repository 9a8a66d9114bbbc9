"""Tokens a second of finding names, one core.

    python benchmarks/entities.py FILE.tsv --lang fa

FILE is a column file as `dalil evaluate entities` takes it. Its sentences are tokenised, analysed
and tagged before; what is measured is the gazetteer, the recogniser and the linker, each by
itself and together. `first` is the first pass over the texts, `again` the faster of two more, with
the forms of words known.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

# Before numpy is imported: one thread, as the figure is for one core.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from dalil.entities.columns import read_columns  # noqa: E402
from dalil.languages import load  # noqa: E402

STEPS = ("dalil_gazetteer", "dalil_recogniser", "dalil_linker")
PARAGRAPH = 5  # sentences
clock = time.process_time


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", choices=("fa", "ar", "en"), required=True)
    options = parser.parse_args()
    nlp = load(options.lang, arguments=False)
    sentences = [example.text for example in read_columns(options.file)]
    texts = [" ".join(sentences[i : i + PARAGRAPH]) for i in range(0, len(sentences), PARAGRAPH)]
    passes: list[dict[str, float]] = []
    tokens = 0
    for _ in range(3):
        with nlp.select_pipes(disable=[*STEPS, "dalil_roles"]):
            docs = list(nlp.pipe(texts))
        tokens = sum(map(len, docs))
        spent = {}
        for name in STEPS:
            component = nlp.get_pipe(name)
            began = clock()
            docs = [component(doc) for doc in docs]
            spent[name] = clock() - began
        spent["together"] = sum(spent.values())
        passes.append(spent)
    table = Table("step", "first", "again", title=f"Tokens a second, {tokens:,} tokens")
    for name in (*STEPS, "together"):
        first, again = passes[0][name], min(later[name] for later in passes[1:])
        table.add_row(name, f"{tokens / first:,.0f}", f"{tokens / again:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
