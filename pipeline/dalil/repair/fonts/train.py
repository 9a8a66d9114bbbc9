"""Make the word list and the bigrams of `models/fonts_*`: `python -m dalil.repair.fonts.train`.

The words are pieces between white space and half-spaces. Their probability is a mixture of the
text, of wordfreq's counts (many kinds of text, few inflected words) and of hazm's (search-engine
hits). Persian verbs are conjugated from hazm's stems, as no list holds all of their forms.
Bigrams are of the text alone, by absolute discounting (Ney, Essen and Kneser 1994).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dalil.files import replacing
from dalil.repair.fonts.joining import LETTERS, MARKS, fold, shape
from dalil.repair.fonts.lexicon import SCALE, Bigrams, Floats, Ints
from dalil.segment.train_language_id import read_texts

_PIECE = re.compile(f"[{LETTERS}]+|[.!?؟؛:،]")
_MARKS = re.compile(f"[{MARKS}\u0640]")
_DISCOUNT = 0.75
_HAZM_POWER = 0.75  # hits count documents, not words: the frequent ones are too frequent
_SHARES = {"text": 0.5, "wordfreq": 0.35, "hazm": 0.15}
_FEWEST_BIGRAMS = 2
_FEWEST_IN_CLASS, _NEIGHBOURS, _DIMENSIONS, _CLASSES, _CLASS_PRIOR = 4, 1000, 60, 250, 20.0

_PERSIAN_TEXTS = (
    "fa_halfspace/perdt_train.txt",
    "fa_halfspace/seraji_train.txt",
    "par_ntrex/dev.tsv",
    "par_sib200/train_dev.tsv",
)
_ARABIC_TEXTS = (
    "ar_anercorp/train.tsv",
    "ar_aqmar/dev.tsv",
    "par_ntrex/dev.tsv",
    "par_sib200/train_dev.tsv",
)

# Endings that half-spaces or broken runs leave by themselves.
_SINGLE = {"fa": ("ی", "ۀ"), "ar": ()}
_UNJOINED_ENDINGS = ("ها", "های", "هایی", "هایش", "هایم")
_PAST = ("", "م", "ی", "یم", "ید", "ند")
_PRESENT = ("م", "ی", "د", "یم", "ید", "ند")
_PARTICIPLE = ("ه",)
_ENDINGS = {"fa": ("ی", "ش", "شان", "م", "مان"), "ar": ()}
_ENDING_SHARE = {"ی": 0.05, "ش": 0.01, "شان": 0.005, "م": 0.003, "مان": 0.003}


def clean(text: str, lang: str) -> str:
    """One yeh and kaf, no marks; heh with hamza as the one letter that fonts have for it."""
    text = text.replace("ه\u0654", "ۀ")
    return fold(_MARKS.sub("", text), lang)


def pieces_of(lines: Iterable[str], lang: str) -> Iterator[list[str]]:
    """The pieces and stops of each line."""
    for line in lines:
        yield _PIECE.findall(clean(line, lang))


def _wordfreq(folder: Path, name: str) -> dict[str, float]:
    import srsly

    bins = srsly.msgpack_loads(gzip.decompress((folder / f"{name}.msgpack.gz").read_bytes()))
    return {
        word: 10 ** (-i / 100) for i, words in enumerate(bins[1:]) for word in words
    }  # cB format: the i-th list holds the words of frequency 10^(-i/100)


def _shares(counts: dict[str, float]) -> dict[str, float]:
    total = sum(counts.values()) or 1.0
    return {word: count / total for word, count in counts.items()}


def _split(counts: dict[str, float], lang: str) -> dict[str, float]:
    out: Counter[str] = Counter()
    for word, count in counts.items():
        for piece in _PIECE.findall(clean(word, lang)):
            out[piece] += count  # type: ignore[assignment]
    return dict(out)


def _verbs(path: Path) -> Iterator[tuple[str, str]]:
    """Past and present stems."""
    for line in path.read_text(encoding="utf-8").splitlines():
        past, _, present = line.strip().partition("#")
        if past and present:
            yield _PIECE.findall(clean(past, "fa"))[-1], _PIECE.findall(clean(present, "fa"))[-1]


def _conjugated(path: Path, known: dict[str, float]) -> dict[str, float]:
    """Forms of the verbs, each by a share of what its verb has."""
    out: dict[str, float] = {}
    for past, present in _verbs(path):
        forms = [past + e for e in (*_PAST, *_PARTICIPLE, "ن", "نی")]
        forms += [present + e for e in _PRESENT]
        forms += [p + f for p in ("ن", "ب") for f in forms if f[0] != "آ"]
        weight = sum(known.get(form, 0.0) for form in forms)
        for form in forms:
            out[form] = max(out.get(form, 0.0), 0.01 * weight + 1e-9)
    return out


def _derived(
    known: dict[str, float], lang: str, nominals: frozenset[str], fewest: float
) -> dict[str, float]:
    """Nouns and adjectives with the joined endings, by a share of the word's own."""
    out: dict[str, float] = {}
    for word, p in known.items():
        if p < fewest or len(word) < 3 or word not in nominals:
            continue
        for ending in _ENDINGS[lang]:
            if word[-1] not in "هاوی" or (ending != "ی" and word[-1] == "ی"):
                out[word + ending] = p * _ENDING_SHARE[ending]
        if lang == "fa" and word[-1] == "ه":
            out[word[:-1] + "ۀ"] = p * 0.05
    return out


def train(
    lang: str,
    texts: Iterable[str],
    lists: dict[str, dict[str, float]],
    *,
    verbs: Path | None = None,
    names: Iterable[str] = (),
    nominals: frozenset[str] = frozenset(),
    size: int = 100_000,
) -> tuple[list[str], Floats, Bigrams]:
    """Words by falling probability, the logs of these, and the bigrams."""
    sentences = list(pieces_of(texts, lang))
    counts = Counter(piece for sentence in sentences for piece in sentence)
    mixed: dict[str, float] = {}
    sources: dict[str, dict[str, float]] = {"text": {w: float(c) for w, c in counts.items()}}
    sources |= {name: _split(words, lang) for name, words in lists.items()}
    whole = sum(_SHARES[name] for name in sources)
    for name, words in sources.items():
        for word, p in _shares(words).items():
            mixed[word] = mixed.get(word, 0.0) + p * _SHARES[name] / whole
    stops = {word: p for word, p in mixed.items() if not word.isalpha()}
    if lang == "fa":
        mixed = {word: p for word, p in mixed.items() if not _is_joined(word, mixed, counts)}
    for name in names:
        for piece in _PIECE.findall(clean(name, lang)):
            mixed[piece] = max(mixed.get(piece, 0.0), 2e-6)
    more = _conjugated(verbs, mixed) if verbs else {}
    for found in (more, _derived(mixed, lang, nominals, 1e-7)):
        for word, p in found.items():
            mixed[word] = max(mixed.get(word, 0.0), p)
    for piece in _SINGLE[lang]:
        mixed[piece] = max(mixed.get(piece, 0.0), 1e-4)
    ranked = sorted(mixed, key=lambda w: (-mixed[w], w))[:size]
    ranked = sorted({*ranked, *stops}, key=lambda w: (-mixed[w], w))
    total = sum(mixed[w] for w in ranked)
    logs = np.array([math.log(mixed[w] / total) for w in ranked])
    return ranked, logs, _bigrams(sentences, ranked, logs)


def _is_joined(word: str, mixed: dict[str, float], counts: Counter[str]) -> bool:
    """Whether `word` is two pieces written without their half-space, and not in the text itself."""
    if counts[word] > 1:
        return False
    if word.startswith(("می", "نمی")) and len(word) > 4:
        return True
    return any(
        word.endswith(ending) and len(word) > len(ending) + 2 and word[: -len(ending)] in mixed
        for ending in _UNJOINED_ENDINGS
    )


def _classes(sentences: list[list[str]], words: list[str]) -> Ints:
    """A class for each word, by what stands beside it in the text.

    Vectors of positive pointwise mutual information with the frequent neighbours, reduced and
    clustered (Bullinaria and Levy 2007). A word that the text hardly has goes with those that
    end as it does.
    """
    from scipy.sparse import csr_matrix
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    counts = Counter(piece for sentence in sentences for piece in sentence)
    number = {word: i for i, word in enumerate(words)}
    rows = [w for w in words if counts[w] >= _FEWEST_IN_CLASS]
    row_of = {word: i for i, word in enumerate(rows)}
    context = {word: i for i, (word, _) in enumerate(counts.most_common(_NEIGHBOURS))}
    cells: Counter[tuple[int, int]] = Counter()
    for sentence in sentences:
        for left, right in itertools.pairwise(sentence):
            if left in row_of and right in context:
                cells[row_of[left], context[right]] += 1
            if right in row_of and left in context:
                cells[row_of[right], len(context) + context[left]] += 1
    places = np.array(sorted(cells))
    values = np.array([cells[i, j] for i, j in places.tolist()], float)
    across = np.bincount(places[:, 0], values, len(rows))
    down = np.bincount(places[:, 1], values, 2 * len(context))
    gains = np.log(values * values.sum() / (across[places[:, 0]] * down[places[:, 1]]))
    matrix = csr_matrix((gains.clip(0), places.T), (len(rows), 2 * len(context)))
    vectors = normalize(TruncatedSVD(_DIMENSIONS, random_state=0).fit_transform(matrix))
    found = KMeans(_CLASSES, n_init=1, random_state=0).fit_predict(vectors)
    by_ending: dict[str, Counter[int]] = {}
    for word, cluster in zip(rows, found.tolist(), strict=True):
        for size in range(5):
            by_ending.setdefault(word[-size:] if size else "", Counter())[cluster] += 1
    classes = np.zeros(len(words), np.int32)
    for word, i in number.items():
        ending = next(
            e for size in (4, 3, 2, 1, 0) if (e := word[-size:] if size else "") in by_ending
        )
        ranked = sorted(by_ending[ending].items(), key=lambda item: (-item[1], item[0]))
        classes[i] = found[row_of[word]] if word in row_of else ranked[0][0]
    return classes


def _class_gains(sentences: list[list[str]], words: list[str], classes: Ints) -> Floats:
    """By how much, in logs, a class is likelier after another than anywhere."""
    number = {word: i for i, word in enumerate(words)}
    size = int(classes.max()) + 1
    pairs = np.zeros((size, size))
    for sentence in sentences:
        ids = [number.get(piece, -1) for piece in sentence]
        for a, b in itertools.pairwise(ids):
            if a >= 0 and b >= 0:
                pairs[classes[a], classes[b]] += 1
    alone = pairs.sum(0) / pairs.sum()
    # A pair of classes that was not seen has what chance gives it, of a few words.
    after = (pairs + _CLASS_PRIOR * alone) / (pairs.sum(1, keepdims=True) + _CLASS_PRIOR)
    gains: Floats = np.log(after / alone)
    return gains


def _bigrams(sentences: list[list[str]], words: list[str], logs: Floats) -> Bigrams:
    classes = _classes(sentences, words)
    gains = _class_gains(sentences, words, classes)
    number = {word: i for i, word in enumerate(words)}
    pairs: Counter[tuple[int, int]] = Counter()
    for sentence in sentences:
        ids = [number.get(piece, -1) for piece in sentence]
        pairs.update((a, b) for a, b in itertools.pairwise(ids) if a >= 0 and b >= 0)
    totals = np.zeros(len(words))
    left_over = np.ones(len(words))
    for (a, _), n in pairs.items():
        totals[a] += n
    kept = sorted(pair for pair, n in pairs.items() if n >= _FEWEST_BIGRAMS)
    for a, b in kept:
        left_over[a] -= (pairs[a, b] - _DISCOUNT) / totals[a]
    values = [
        math.log(
            (pairs[a, b] - _DISCOUNT) / totals[a]
            + left_over[a] * math.exp(logs[b] + gains[classes[a], classes[b]])
        )
        for a, b in kept
    ]
    left, right = (np.array(column, np.int32) for column in zip(*kept, strict=True))
    return Bigrams(left, right, np.array(values), np.log(left_over), classes, gains)


def save(folder: Path, words: list[str], logs: Floats, bigrams: Bigrams) -> None:
    """Write `shapes.gz` and `numbers.npz`, the same bytes for the same numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / "shapes.gz") as temporary:
        temporary.write_bytes(
            gzip.compress("\n".join(map(shape, words)).encode("latin-1"), 9, mtime=0)
        )
    arrays: dict[str, Any] = {
        "logs": np.round(logs * SCALE).astype(np.int16),
        "left": bigrams.left,
        "right": bigrams.right,
        "values": np.round(bigrams.values * SCALE).astype(np.int16),
        "backoff": np.round(bigrams.backoff * SCALE).astype(np.int16),
        "classes": bigrams.classes.astype(np.int16),
        "gains": np.round(bigrams.gains * SCALE).astype(np.int16),
    }
    with replacing(folder / "numbers.npz") as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)


def main() -> None:
    """Train from a folder that holds the data sets under the names that the model card gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang", choices=("fa", "ar"))
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--wordfreq", type=Path, required=True, help="wordfreq's data folder")
    parser.add_argument("--gazetteer", type=Path, required=True, help="gazetteer.csv, for names")
    parser.add_argument("--words", type=int, default=100_000, help="size of the word list")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with options.gazetteer.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = (options.lang, f"aliases_{options.lang}")
    names = [name for row in rows for column in columns for name in row[column].split("|")]
    sources = _SOURCES[options.lang](options.data, options.wordfreq)
    words, logs, bigrams = train(
        options.lang,
        sources.texts,
        sources.lists,
        verbs=sources.verbs,
        names=names,
        nominals=sources.nominals,
        size=options.words,
    )
    save(options.out, words, logs, bigrams)
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{len(words):,} words, {len(bigrams.left):,} bigrams, {size:,} bytes")


@dataclass(frozen=True)
class Sources:
    """What the lexicon of a language is made from."""

    texts: list[str]
    lists: dict[str, dict[str, float]]
    verbs: Path | None = None
    nominals: frozenset[str] = frozenset()


def _texts(data: Path, names: Sequence[str], lang: str) -> list[str]:
    return [text for name in names for text in read_texts(data / name, lang)]


def _persian(data: Path, wordfreq: Path) -> Sources:
    hazm = {}
    nominals = set()
    for line in (data / "lex_hazm" / "words.dat").read_text(encoding="utf-8").splitlines():
        word, hits, tags = line.split("\t")
        if int(hits):
            hazm[word] = int(hits) ** _HAZM_POWER
        if {"N", "AJ"} & set(tags.split(",")):
            nominals.add(clean(word, "fa"))
    return Sources(
        _texts(data, _PERSIAN_TEXTS, "fa"),
        {"wordfreq": _wordfreq(wordfreq, "small_fa"), "hazm": hazm},
        data / "lex_hazm" / "verbs.dat",
        frozenset(nominals),
    )


def _arabic(data: Path, wordfreq: Path) -> Sources:
    return Sources(_texts(data, _ARABIC_TEXTS, "ar"), {"wordfreq": _wordfreq(wordfreq, "large_ar")})


_SOURCES = {"fa": _persian, "ar": _arabic}

if __name__ == "__main__":
    main()
