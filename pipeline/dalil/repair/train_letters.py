"""Train the letter models of the repair room: `python -m dalil.repair.train_letters`.

Two files for `models/letters`: `direction.json`, logistic regression over letter n-grams that
tells a word from its reversal (see `dalil.repair.direction`), and `words.json`, how often texts
have the words that a lost dot or a swapped letter makes ambiguous (see
`dalil.repair.known_words`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from dalil.errors import DalilError
from dalil.files import write_text
from dalil.repair.direction import MODEL_FORMAT, mirror
from dalil.repair.known_words import LETTERS, MARKS, WORDS_FORMAT, bare
from dalil.segment.language_id import features, fold_word
from dalil.segment.train_language_id import read_texts, split_rows

_SEED = 20261123
_SCALE = 100
_WORD = re.compile(f"[{LETTERS}{MARKS}\u0640]+")
_LAM_ALEF = re.compile("[اأإآ]ل|ل[اأإآ]")
_SEEN = 2  # a word counted less often says nothing


def word_types(texts: Iterable[str]) -> Counter[str]:
    """The words of `texts`, folded, with their counts; only Arabic letters."""
    counts: Counter[str] = Counter()
    for text in texts:
        for token in text.replace("\u200c", " ").split():
            word = "".join(c for c in fold_word(token) if c.isalpha() and "\u0600" <= c <= "\u06ff")
            if len(word) > 1:
                counts[word] += 1
    return counts


def train_direction(words: Counter[str], *, size: int, seen: int = 4) -> dict[str, int]:
    """Weights of the `size` n-grams that tell most; of each pair of mirror images one.

    Positive weights speak for reading order; the unit is a hundredth of a natural log-odd. A
    word counts by the square root of its frequency, so that the frequent ones don't drown the
    letters of the rest.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(_SEED)
    names = sorted(words)
    spread: Counter[str] = Counter()
    rows: list[dict[str, int]] = []
    for word in names:
        row: Counter[str] = Counter()
        for gram in features(word):
            other = mirror(gram)
            if gram != other:
                row[min(gram, other)] += 1 if gram < other else -1
        rows.append({gram: n for gram, n in row.items() if n})
        for gram in row:
            spread[gram] += words[word]
    kept = {gram for gram, n in spread.items() if n >= seen}
    # Reading order is the one class there is: half of the words are shown reversed.
    labels = [rng.randint(0, 1) for _ in names]
    share = [math.sqrt(words[word]) for word in names]
    weights: dict[str, float] = {}
    for final in (False, True):  # the second fit shares the weight out over the n-grams kept
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(
            [
                {gram: n if label else -n for gram, n in row.items() if gram in kept}
                for row, label in zip(rows, labels, strict=True)
            ]
        )
        # liblinear wants 32-bit indices, and scipy hands out 64-bit ones here
        matrix.indices, matrix.indptr = (i.astype("int32") for i in (matrix.indices, matrix.indptr))
        model = LogisticRegression(
            fit_intercept=False, solver="liblinear", random_state=_SEED, max_iter=300
        )
        model.fit(matrix, labels, sample_weight=share)
        grams = vectorizer.get_feature_names_out().tolist()
        weights = dict(zip(grams, model.coef_[0].tolist(), strict=True))
        if not final:
            ranked = sorted(grams, key=lambda g: (-abs(weights[g]) * math.sqrt(spread[g]), g))
            kept = set(ranked[:size])
    rounded = {gram: round(weights[gram] * _SCALE) for gram in sorted(weights)}
    return {gram: weight for gram, weight in rounded.items() if weight}


def count_words(texts: Iterable[str], lang: str) -> dict[str, int]:
    """Counts of the words with lam next to alef and, in Arabic, with yeh or alef maksura last."""
    counts: Counter[str] = Counter()
    for text in texts:
        for token in _WORD.findall(text):
            word = bare(token)
            if _LAM_ALEF.search(word) or (lang == "ar" and word.endswith(("ي", "ى"))):
                counts[word] += 1
    return {word: counts[word] for word in sorted(counts) if counts[word] >= _SEEN}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the texts, train, write `direction.json` and `words.json`."""
    parser = argparse.ArgumentParser(prog="python -m dalil.repair.train_letters")
    parser.add_argument("--fa", type=Path, nargs="*", default=[], help="Persian texts")
    parser.add_argument("--ar", type=Path, nargs="*", default=[], help="Arabic texts")
    parser.add_argument(
        "--parallel", type=Path, nargs="*", default=[], help="tables with columns fa and ar"
    )
    parser.add_argument("--every", type=int, default=5, help="hold out each Nth row or document")
    parser.add_argument("--size", type=int, default=8_000, help="n-grams to keep")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    options = parser.parse_args(arguments)

    persian = [text for path in options.fa for text in read_texts(path, "fa")]
    arabic = [text for path in options.ar for text in read_texts(path, "ar")]
    for path in options.parallel:
        rows, _ = split_rows(path, options.every)
        persian += [row["fa"] for row in rows]
        arabic += [row["ar"] for row in rows]
    if not persian or not arabic:
        raise DalilError("no text to train on: name files with --fa and --ar, or --parallel")
    weights = train_direction(word_types(persian) + word_types(arabic), size=options.size)
    words = {"ar": count_words(arabic, "ar"), "fa": count_words(persian, "fa")}
    options.out.mkdir(parents=True, exist_ok=True)
    _write(
        options.out / "direction.json",
        {"format": MODEL_FORMAT, "scale": _SCALE, "weights": weights},
    )
    _write(options.out / "words.json", {"format": WORDS_FORMAT, "words": words})
    print(
        f"{len(persian)} Persian and {len(arabic)} Arabic texts, {len(weights)} n-grams, "
        f"{len(words['ar'])} Arabic and {len(words['fa'])} Persian words"
    )


def _write(path: Path, model: dict[str, object]) -> None:
    write_text(path, json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
