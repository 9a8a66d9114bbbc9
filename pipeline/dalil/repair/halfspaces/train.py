"""Train the half-space model: `python -m dalil.repair.halfspaces.train DATAFOLDER`.

Sound text is damaged in all ways, and a log-linear model learns to undo it: which division of a
word that lost its half-spaces is right (softmax over the divisions and the word as it stands),
and which spaces stand for half-spaces (logistic regression). Features rest on counts of the same
texts, so each of ten parts is judged by counts of the other nine.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from dalil.files import replacing
from dalil.repair.halfspaces.corpus import (
    General,
    Unifier,
    count_forms,
    count_spaced,
    read_general,
    read_tokens,
)
from dalil.repair.halfspaces.fit import count_choices, fit
from dalil.repair.halfspaces.lexicon import Lexicon
from dalil.repair.halfspaces.model import MODEL_FORMAT, Model
from dalil.repair.halfspaces.samples import Fold
from dalil.repair.halfspaces.tokens import ZWNJ
from dalil.repair.halfspaces.units import Units, read_units
from dalil.repair.halfspaces.verbs import stems_of

_PARTS = 10
_SCALE = 1000
_KINDS = 120
# Strengths of the L2 penalty, and how often the words around must have been seen.
_STRENGTH = 1.0
_STRENGTH_AROUND = 2.0
_SEEN_AROUND = 3


def kinds_of(counts: Mapping[str, int]) -> frozenset[str]:
    """The first and last pieces that are most frequent, for which the words around count."""
    seen: Counter[str] = Counter()
    for form, n in counts.items():
        for left, right in pairwise(form.split(ZWNJ)):
            seen[left + "+"] += n
            seen[right] += n
    return frozenset(sorted(seen, key=lambda kind: (-seen[kind], kind))[:_KINDS])


def train(
    texts: Sequence[Sequence[str]],
    tweets: Sequence[str],
    general: General,
    stems: Sequence[str],
) -> Model:
    """Fit everything. `texts` are corpora of sentences in their order, `stems` verbs as
    `past#present`."""
    unify = Unifier(count_forms([read_units(text) for corpus in texts for text in corpus]))
    corpora = [[read_units(unify(text)) for text in corpus] for corpus in texts]
    # Tweets are written anyhow: of their words without half-spaces, those of the lexicon count.
    tweeted = count_forms([read_units(text) for text in tweets])
    extra = {f: n for f, n in tweeted.items() if ZWNJ in f or general.grades.get(f, 0) > 0}

    def lexicon_of(counted: Sequence[Units]) -> Lexicon:
        counts = count_forms(counted)
        for form, n in extra.items():
            counts[form] += n
        first = Lexicon(counts, general.grades, {}, stems)
        spaced = count_spaced(counted, first)
        words = (general.nouns, general.adjectives)
        return Lexicon(counts, general.grades, spaced, stems, *words)

    folds = []
    for part in range(_PARTS):
        held: list[Units] = []
        rest: list[Units] = []
        for corpus in corpora:
            for i, units in enumerate(corpus):
                (held if i * _PARTS // len(corpus) == part else rest).append(units)
        folds.append(Fold(held, lexicon_of(rest)))
    everything = [units for corpus in corpora for units in corpus]
    words = count_choices(choice for fold in folds for choice in fold.word_choices())
    pairs = count_choices(choice for fold in folds for choice in fold.pair_choices())
    model = Model(
        lexicon_of(everything),
        fit(words, strength=_STRENGTH),
        fit(pairs, strength=_STRENGTH),
        {},
        {},
        kinds_of(count_forms(everything)),
    )
    around = [choice for fold in folds for choice in fold.context_choices(model)]
    model.context = fit(around, strength=_STRENGTH_AROUND, seen=_SEEN_AROUND)
    spacing = count_choices(choice for fold in folds for choice in fold.spacing_choices(model))
    model.spacing = fit(spacing, strength=_STRENGTH)
    sizes = ", ".join(str(len(choices)) for choices in (words, pairs, around, spacing))
    print(f"choices (words, pairs, words around, spacing): {sizes}")
    return model


def to_json(model: Model) -> dict[str, object]:
    """The model as it is kept: weights in thousandths, words and pairs by their counts."""

    def by_count(counts: Mapping[str, int]) -> dict[str, str]:
        groups: dict[int, list[str]] = {}
        for word in sorted(counts):
            groups.setdefault(counts[word], []).append(word)
        return {str(n): " ".join(groups[n]) for n in sorted(groups)}

    def whole(weights: Mapping[str, float]) -> dict[str, int]:
        rounded = {name: round(weights[name] * _SCALE) for name in sorted(weights)}
        return {name: weight for name, weight in rounded.items() if weight}

    lexicon = model.lexicon
    return {
        "format": MODEL_FORMAT,
        "scale": _SCALE,
        "counts": by_count(lexicon.counts),
        "general": by_count(lexicon.general),
        "spaced": by_count(lexicon.spaced),
        "verbs": " ".join(lexicon.stems),
        "nouns": " ".join(sorted(lexicon.nouns)),
        "adjectives": " ".join(sorted(lexicon.adjectives)),
        "plain": " ".join(sorted(w for w in lexicon.counts if w and not model.readings(w))),
        "words": whole(model.words),
        "pairs": whole(model.pairs),
        "context": whole(model.context),
        "spacing": whole(model.spacing),
        "kinds": sorted(model.kinds),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the data, train, and write `model.json.gz`."""
    parser = argparse.ArgumentParser(prog="python -m dalil.repair.halfspaces.train")
    parser.add_argument("data", type=Path, help="folder with fa_halfspace, fa_parstwiner, lex_hazm")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    options = parser.parse_args(arguments)
    folder: Path = options.data
    texts = [
        (folder / "fa_halfspace" / name).read_text(encoding="utf-8").splitlines()
        for name in ("perdt_train.txt", "seraji_train.txt")
    ]
    general = read_general(folder / "lex_hazm" / "words.dat")
    stems = (folder / "lex_hazm" / "verbs.dat").read_text(encoding="utf-8").split()
    model = train(
        texts,
        read_tokens(folder / "fa_parstwiner" / "train.tsv"),
        general,
        [*stems, *stems_of(word for word, n in sorted(general.grades.items()) if n)],
    )
    packed = json.dumps(to_json(model), ensure_ascii=False, separators=(",", ":"))
    with replacing(options.out / "model.json.gz") as path:
        path.write_bytes(gzip.compress(packed.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main()
