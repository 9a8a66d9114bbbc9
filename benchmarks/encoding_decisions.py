"""How often the encoding of a text is found out rightly, beside charset-normalizer.

    python benchmarks/encoding_decisions.py FILE.tsv [--samples 100] [--seed 1]

FILE is tab-separated, UTF-8, with a header and the columns `fa`, `ar`, `en` (running text, one
piece a row; rows that follow each other are joined). Stretches of several lengths are encoded,
decoded again, and compared with what went in: `right` means the same text, whatever the encoding
is called, `wrong` another text, `refused` no decision.

What an 8-bit encoding lacks is written as users of it did: Persian yeh as Arabic yeh, for
ISO-8859-6 also kaf, gaf, pe, che, zhe as their Arabic neighbours and no half-space; English has
typographic quotation marks, without which it would be plain ASCII.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from pathlib import Path

import charset_normalizer

from dalil.errors import DalilError
from dalil.ingest.encoding import decode

LENGTHS = (40, 100, 200, 500, 1000, 2000)
LANGUAGES_OF = {
    "utf-8": ("fa", "ar", "en"),
    "utf-8-sig": ("fa", "ar", "en"),
    "utf-16": ("fa", "ar", "en"),
    "utf-16-le": ("fa", "ar", "en"),
    "utf-16-be": ("fa", "ar", "en"),
    "windows-1256": ("fa", "ar"),
    "iso-8859-6": ("fa", "ar"),
    "windows-1252": ("en",),
}
_TO_1256 = str.maketrans("یۀ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "يه01234567890123456789")
_TO_ISO = str.maketrans("کگپچژ\u200c«»“”‘’–—", 'ككبجز """"\'\'--')
_TO_1252 = str.maketrans({"'": "’"})


def writable(text: str, encoding: str) -> str:
    """`text` with what `encoding` lacks replaced as its users did, or left out."""
    if encoding == "windows-1252":
        text = text.translate(_TO_1252)
    if encoding in ("windows-1256", "iso-8859-6"):
        text = text.translate(_TO_1256)
    if encoding == "iso-8859-6":
        text = text.translate(_TO_ISO)
    return text.encode(encoding, "ignore").decode(encoding)


def ours(data: bytes, text: str) -> str:
    try:
        return "right" if decode(data, file=Path("sample")).text == text else "wrong"
    except DalilError:
        return "refused"


def peer(data: bytes, text: str) -> str:
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        return "refused"
    return "right" if str(best).removeprefix("\ufeff") == text else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--samples", type=int, default=100, help="stretches a cell (100)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with arguments.file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        parser.error(f"{arguments.file}: no rows")
    print(f"{'encoding':14}{'lang':6}{'chars':>6}{'n':>6}", end="")
    print(
        f"{'right':>8}{'wrong':>7}{'refused':>9}{'accuracy':>10}{'peer right':>12}{'accuracy':>10}"
    )
    totals: Counter[tuple[str, str, str]] = Counter()
    for encoding, languages in LANGUAGES_OF.items():
        for lang in languages:
            for length in LENGTHS:
                # The same stretches for every encoding.
                pick = random.Random(f"{arguments.seed} {lang} {length}")
                mine: Counter[str] = Counter()
                theirs: Counter[str] = Counter()
                for _ in range(arguments.samples):
                    first = pick.randrange(len(rows))
                    text = "\n".join(row[lang] for row in rows[first : first + 40])[:length]
                    text = writable(text, encoding)
                    data = text.encode(encoding)
                    mine[ours(data, text)] += 1
                    theirs[peer(data, text)] += 1
                print(f"{encoding:14}{lang:6}{length:6}{arguments.samples:6}", end="")
                print(f"{mine['right']:8}{mine['wrong']:7}{mine['refused']:9}", end="")
                print(f"{mine['right'] / arguments.samples:10.3f}", end="")
                print(f"{theirs['right']:12}{theirs['right'] / arguments.samples:10.3f}")
                for kind, count in mine.items():
                    totals[encoding, "ours", kind] += count
                for kind, count in theirs.items():
                    totals[encoding, "peer", kind] += count
    print("\nencoding      ours: right wrong refused    charset-normalizer: right wrong refused")
    for encoding in LANGUAGES_OF:
        counts = [
            totals[encoding, who, kind]
            for who in ("ours", "peer")
            for kind in ("right", "wrong", "refused")
        ]
        print(f"{encoding:14}" + "".join(f"{count:8}" for count in counts))


if __name__ == "__main__":
    main()
