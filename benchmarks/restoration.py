"""Words a second of repairing whole documents, sound and damaged.

    python benchmarks/restoration.py FILE --lang fa [--documents 4]

FILE is a CoNLL-U treebank or a text with one sentence a line. Its sentences make documents of 300,
which go through `repair_document` (what needs the whole document, then line by line) as they are,
with damage of several kinds, and as they come out of broken fonts.

A word is what white space separates in the sound text. Seconds are processor seconds of this one
process, one thread. Models are loaded before, with the first document; `first` is the first pass
over documents that have not been seen, `again` the fastest of three more, with all caches warm.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable
from pathlib import Path

# Before numpy is imported: one thread, as the figure is for one core.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from dalil.evaluate.broken_font import font_map, shipped_maps  # noqa: E402
from dalil.evaluate.damage import KINDS, OF_LANGUAGE  # noqa: E402
from dalil.evaluate.restoration import DOCUMENT, paragraphs, read_sentences  # noqa: E402
from dalil.repair.document import repair_document  # noqa: E402

LINES_BROKEN = frozenset(("hyphenation",))  # mended by segments, not here
clock = time.process_time


def seconds(texts: Iterable[str], lang: str) -> float:
    """Processor seconds for all texts once."""
    began = clock()
    for text in texts:
        repair_document(text, lang)
    return clock() - began


def damages(documents: list[list[str]], lang: str) -> dict[str, list[str]]:
    """The documents by the name of what was done to them."""
    texts = ["\n".join(document) for document in documents]
    found = {"sound": texts}
    for kind in OF_LANGUAGE[lang]:
        damaged = [KINDS[kind](text) for text in texts]
        if kind not in LINES_BROKEN and damaged != texts:
            found[kind] = damaged
    fonts = shipped_maps(lang)
    if fonts:
        found["broken fonts"] = [
            "\n".join(font_map(paragraphs(document), fonts[i % len(fonts)]).lines)
            for i, document in enumerate(documents)
        ]
    return found


def main() -> None:
    """Read the command line, measure, print."""
    options = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("file", type=Path, metavar="FILE", help="sentences")
    options.add_argument("--lang", choices=tuple(OF_LANGUAGE), required=True, help="their language")
    options.add_argument("--documents", type=int, default=4, help="how many (default: 4)")
    given = options.parse_args()
    sentences = read_sentences(given.file, given.lang)
    cut = [sentences[i : i + DOCUMENT] for i in range(0, len(sentences), DOCUMENT)]
    warming, documents = cut[:1], cut[1 : given.documents + 1] or cut[:1]
    loading = sum(seconds(texts, given.lang) for texts in damages(warming, given.lang).values())

    words = sum(len(sentence.split()) for document in documents for sentence in document)
    table = Table(title=f"Words a second, {words:,} words", title_justify="left")
    table.add_column("text")
    for name in ("first", "again"):
        table.add_column(name, justify="right")
    for name, texts in damages(documents, given.lang).items():
        first = seconds(texts, given.lang)
        again = min(seconds(texts, given.lang) for _ in range(3))
        table.add_row(name, f"{words / first:,.0f}", f"{words / again:,.0f}")
    Console(width=100).print(table)
    print(f"Loading, with one document of each kind: {loading:.1f} s.")
    print(f"Load of the machine: {' '.join(f'{x:.1f}' for x in os.getloadavg())}.")


if __name__ == "__main__":
    main()
