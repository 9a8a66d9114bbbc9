"""Train a tagger of parts of speech, or measure one by cross-validation.

    python -m dalil.languages.upos.train --lang fa DATAFOLDER --out models/upos_fa
    python -m dalil.languages.upos.train --lang fa DATAFOLDER --cross-validate

The same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from dalil.crf import Crf
from dalil.crf import train as train_crf
from dalil.evaluate.scores import Rate
from dalil.evaluate.upos import NOUN, Counts, Tagged, TagScore, read_tagged
from dalil.languages import load
from dalil.languages.upos.features import Features, word_of
from dalil.languages.upos.lexicon import (
    Lexicon,
    joined,
    word_classes,
    words_of_names,
    write_lexicon,
)
from dalil.languages.upos.tagger import LEXICON, MODEL, USUAL
from dalil.languages.upos.weights import write_weights

FOLDS = 10
_RUN = 10  # sentences that follow each other stay in one fold: they are of one text

# Marks the tokens of treebanks whose tags differ from those wanted (Daumé 2007): what is peculiar
# to them is laid to this feature, which no token has when the model is used.
_OTHER = "other"


@dataclass(frozen=True)
class Recipe:
    """From what a model is trained: files in the data folder, and the settings of the CRF.

    `treebanks` give the tags; those in `others` have some of their own. `names` are texts with
    names marked, of which the kinds in `labels` count; `words` is a list of words with classes.
    """

    treebanks: tuple[str, ...]
    others: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    words: str = ""
    c1: float = 0.1
    iterations: int = 80
    min_frequency: int = 1


RECIPES = {
    "fa": Recipe(
        treebanks=("fa_perdt/dev.conllu", "fa_seraji/dev.conllu"),
        others=("fa_seraji/dev.conllu",),
        names=("fa_parstwiner/train.tsv",),
        labels=frozenset(("PER", "LOC", "ORG", "POG")),
        words="lex_hazm/words.dat",
    ),
    "ar": Recipe(
        treebanks=("ar_padt/dev.conllu",),
        names=("ar_anercorp/train.tsv", "ar_aqmar/dev.tsv"),
        labels=frozenset(("PER", "PERS", "LOC", "ORG", "MISC")),
    ),
    "en": Recipe(
        treebanks=("en_ewt/train.conllu.gz", "en_gum/train.conllu.gz"),
        c1=0.5,
        min_frequency=2,
    ),
}
_C2 = 0.01


@dataclass(frozen=True)
class Treebank:
    """A treebank through the pipeline, its sentences in order."""

    name: str
    sentences: list[Tagged]
    other: bool


def read_treebanks(recipe: Recipe, folder: Path, nlp: Language) -> list[Treebank]:
    """The treebanks of a recipe. Raises DalilError for a file that holds no sentence."""
    return [
        Treebank(name, list(read_tagged(folder / name, nlp)), name in recipe.others)
        for name in recipe.treebanks
    ]


def read_sources(recipe: Recipe, folder: Path, nlp: Language) -> Lexicon:
    """The lexicon of a recipe. Raises DalilError for a file in another form."""
    sources = []
    if recipe.words:
        sources.append(word_classes(folder / recipe.words))
    if recipe.names:
        paths = [folder / name for name in recipe.names]
        sources.append(words_of_names(paths, nlp, recipe.labels))
    return joined(sources)


def usual_tags(sentences: Sequence[Tagged]) -> dict[str, str]:
    """The tag that each folded word has most often; of equals the first by the alphabet."""
    counts: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for token, tag in zip(sentence.tokens, sentence.words, strict=True):
            if tag:
                counts.setdefault(token.norm_, Counter())[tag] += 1
    return {word: min(of, key=lambda tag: (-of[tag], tag)) for word, of in counts.items()}


def fit(treebanks: Sequence[Treebank], features: Features, recipe: Recipe, path: Path) -> None:
    """Train a CRF on treebanks and put it at `path`."""
    usual = usual_tags([s for treebank in treebanks for s in treebank.sentences])
    sequences = []
    for treebank in treebanks:
        for sentence in treebank.sentences:
            tags = _taught(sentence, usual)
            if "" in tags:
                continue
            made = features([word_of(token) for token in sentence.tokens])
            if treebank.other:
                made = [[*own, _OTHER] for own in made]
            sequences.append((made, tags))
    train_crf(
        sequences,
        path,
        c1=recipe.c1,
        c2=_C2,
        iterations=recipe.iterations,
        min_frequency=recipe.min_frequency,
    )


def _taught(sentence: Tagged, usual: dict[str, str]) -> list[str]:
    """The tags to learn: where the pipeline cuts a word of the treebank, the parts' usual ones."""
    return [
        tag or (usual.get(token.norm_, over) if over else "")
        for token, tag, over in zip(sentence.tokens, sentence.words, sentence.over, strict=True)
    ]


def cross_validate(
    treebanks: Sequence[Treebank], features: Features, recipe: Recipe, folds: int = FOLDS
) -> dict[str, list[TagScore]]:
    """The report on each treebank, each fold tagged by a model trained on the others."""
    counts = {treebank.name: Counts() for treebank in treebanks}
    for fold in range(folds):
        rest, held = [], []
        for bank in treebanks:
            inside = [i // _RUN % folds == fold for i in range(len(bank.sentences))]
            kept = [s for s, x in zip(bank.sentences, inside, strict=True) if not x]
            rest.append(Treebank(bank.name, kept, bank.other))
            held += [(bank.name, s) for s, x in zip(bank.sentences, inside, strict=True) if x]
        usual = usual_tags([s for bank in rest for s in bank.sentences])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.crfsuite"
            fit(rest, features, recipe, path)
            crf = Crf(path)
            for name, sentence in held:
                tags = crf.tag(features([word_of(token) for token in sentence.tokens]))
                baseline = [usual.get(token.norm_, NOUN) for token in sentence.tokens]
                counts[name].add(sentence, tags, baseline)
    return {name: of.scores() for name, of in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the data, then train and write a model or print cross-validated scores."""
    parser = argparse.ArgumentParser(prog="python -m dalil.languages.upos.train")
    parser.add_argument("data", type=Path, help="folder of the data sets")
    parser.add_argument("--lang", choices=sorted(RECIPES), required=True)
    parser.add_argument("--folds", type=int, default=FOLDS)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="folder of the model")
    what.add_argument("--cross-validate", action="store_true", help="print scores only")
    options = parser.parse_args(arguments)

    recipe = RECIPES[options.lang]
    nlp = load(options.lang, annotate=False, pos=False)
    treebanks = read_treebanks(recipe, options.data, nlp)
    lexicon = read_sources(recipe, options.data, nlp)
    features = Features(lexicon, options.lang)
    if options.cross_validate:
        for name, rows in cross_validate(treebanks, features, recipe, options.folds).items():
            for row in rows:
                print(name, row.measure, row.system, *_cells(row), sep="\t")
        return
    with tempfile.TemporaryDirectory() as folder:
        crf = Path(folder) / "model.crfsuite"
        fit(treebanks, features, recipe, crf)
        write_weights(crf, options.out / MODEL)
    write_lexicon(lexicon, options.out / LEXICON)
    usual = usual_tags([s for treebank in treebanks for s in treebank.sentences])
    write_lexicon({word: (tag,) for word, tag in usual.items()}, options.out / USUAL)
    print(f"{sum(len(t.sentences) for t in treebanks)} sentences, {len(lexicon)} known words")


def _cells(row: TagScore) -> list[str]:
    score = row.score
    if isinstance(score, Rate):
        return [f"{score.rate:.4f}", str(score.count), str(score.total)]
    shares = (score.precision, score.recall, score.f1)
    return [*(f"{x:.4f}" for x in shares), str(score.right), str(score.found), str(score.wanted)]


if __name__ == "__main__":
    main()
