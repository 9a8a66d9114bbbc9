"""Train the model that tells Persian from Arabic: `python -m dalil.segment.train_language_id`.

Logistic regression without an intercept over the letter n-grams of short stretches (1 to 4
words), so that it is right for headings. Each stretch is seen as written and as it gets damaged:
half-spaces lost or turned into spaces, yeh and kaf of the other keyboard, hamza left out.
The folding of `language_id` makes keyboards equal; what hint remains in them is one number.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dalil.errors import DalilError
from dalil.files import write_text
from dalil.segment.language_id import MODEL_FORMAT, features, fold_word

_SEED = 20261122
_SCALE = 100
# What the keyboard used (Persian or Arabic yeh and kaf) weighs against the letters, in log-odds.
_TYPING = 1.0
_HAMZA = str.maketrans("أإآؤئ", "اااوی")


def read_texts(path: Path, lang: str) -> Iterator[str]:
    """Sentences of one file: `.txt` (one a line), `.conllu`, or `.tsv`.

    A `.tsv` has either a header line with the column `lang`, or tokens and tags in columns with
    a blank line after each sentence. Raises DalilError for another kind of file.
    """
    if path.suffix == ".txt":
        yield from path.read_text(encoding="utf-8").splitlines()
    elif path.suffix == ".conllu":
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ")
    elif path.suffix == ".tsv":
        rows = path.read_text(encoding="utf-8").splitlines()
        if rows and lang in rows[0].split("\t"):
            column = rows[0].split("\t").index(lang)
            yield from (row.split("\t")[column] for row in rows[1:])
        else:
            yield from _sentences_of_tokens(rows)
    else:
        raise DalilError("can only read .txt, .conllu and .tsv", file=path)


def _sentences_of_tokens(rows: Iterable[str]) -> Iterator[str]:
    tokens: list[str] = []
    for row in rows:
        if row.strip():
            tokens.append(row.split("\t")[0])
        elif tokens:
            yield " ".join(tokens)
            tokens = []
    if tokens:
        yield " ".join(tokens)


def split_rows(path: Path, every: int) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of a parallel table to train on and to hold out: every `every`-th row or document."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    keys = [row.get("doc_id", str(i)) for i, row in enumerate(rows)]
    held = set(list(dict.fromkeys(keys))[every - 1 :: every])
    return (
        [row for row, key in zip(rows, keys, strict=True) if key not in held],
        [row for row, key in zip(rows, keys, strict=True) if key in held],
    )


def stretches(texts: Iterable[str], lang: str, rng: random.Random) -> Iterator[list[str]]:
    """Folded words of each text in stretches of 1 to 4, each text damaged in one way or none."""
    for text in texts:
        damage = rng.random()
        if lang == "fa" and damage < 0.3:
            text = text.replace("\u200c", "")
        elif lang == "fa" and damage < 0.45:
            text = text.replace("\u200c", " ")
        if 0.2 < damage < 0.45:
            text = text.translate(_HAMZA)
        words = [w for w in (_letters_of(token) for token in text.split()) if w]
        i = 0
        while i < len(words):
            size = rng.randint(1, 4)
            yield words[i : i + size]
            i += size


def _letters_of(token: str) -> str:
    folded = fold_word(token)
    return "".join(c for c in folded if c.isalpha() and "\u0600" <= c <= "\u06ff")


def train(
    persian: Sequence[str], arabic: Sequence[str], *, size: int, seen: int = 5
) -> dict[str, int]:
    """Weights of the `size` n-grams that tell most, of those seen in `seen` stretches or more.

    Positive weights speak for Persian; the unit is a hundredth of a natural log-odd.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(_SEED)
    samples = [(words, 1) for words in stretches(persian, "fa", rng)]
    samples += [(words, 0) for words in stretches(arabic, "ar", rng)]
    counts = [Counter(g for word in words for g in features(word)) for words, _ in samples]
    labels = [label for _, label in samples]
    spread = Counter(g for grams in counts for g in grams)
    kept = {g for g, n in spread.items() if n >= seen}
    weights: dict[str, float] = {}
    for final in (False, True):  # the second fit shares the weight out over the n-grams kept
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(
            [{g: n for g, n in grams.items() if g in kept} for grams in counts]
        )
        # liblinear wants 32-bit indices, and scipy hands out 64-bit ones here
        matrix.indices, matrix.indptr = (i.astype("int32") for i in (matrix.indices, matrix.indptr))
        model = LogisticRegression(
            fit_intercept=False, solver="liblinear", class_weight="balanced", random_state=_SEED
        )
        model.fit(matrix, labels)
        names = vectorizer.get_feature_names_out().tolist()
        weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
        if not final:
            ranked = sorted(names, key=lambda g: (-abs(weights[g]) * math.sqrt(spread[g]), g))
            kept = set(ranked[:size])
    rounded = {g: round(weights[g] * _SCALE) for g in sorted(weights)}
    return {g: w for g, w in rounded.items() if w}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the texts, train, write `model.json` and, if asked, the rows held out."""
    parser = argparse.ArgumentParser(prog="python -m dalil.segment.train_language_id")
    parser.add_argument("--fa", type=Path, nargs="*", default=[], help="Persian texts")
    parser.add_argument("--ar", type=Path, nargs="*", default=[], help="Arabic texts")
    parser.add_argument(
        "--parallel", type=Path, nargs="*", default=[], help="tables with columns fa, ar and en"
    )
    parser.add_argument("--every", type=int, default=5, help="hold out each Nth row or document")
    parser.add_argument("--held-out", type=Path, help="write the rows held out to this table")
    parser.add_argument("--size", type=int, default=10_000, help="n-grams to keep")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    options = parser.parse_args(arguments)

    persian = [text for path in options.fa for text in read_texts(path, "fa")]
    arabic = [text for path in options.ar for text in read_texts(path, "ar")]
    held_out: list[dict[str, str]] = []
    for path in options.parallel:
        rows, held = split_rows(path, options.every)
        persian += [row["fa"] for row in rows]
        arabic += [row["ar"] for row in rows]
        held_out += held
    if not persian or not arabic:
        raise DalilError("no text to train on: name files with --fa and --ar, or --parallel")
    weights = train(persian, arabic, size=options.size)
    model = {
        "format": MODEL_FORMAT,
        "languages": ["ar", "fa"],
        "scale": _SCALE,
        "typing": _TYPING,
        "weights": weights,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True)
    write_text(options.out / "model.json", lines + "\n")
    print(f"{len(persian)} Persian and {len(arabic)} Arabic texts, {len(weights)} n-grams")
    if options.held_out:
        table = ["fa\tar\ten"]
        table += ["\t".join(row[lang] for lang in ("fa", "ar", "en")) for row in held_out]
        write_text(options.held_out, "\n".join(table) + "\n")


if __name__ == "__main__":
    main()
