"""Training the recogniser of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from dalil import crf
from dalil.entities.columns import Example
from dalil.entities.features import Features
from dalil.entities.groups import learn_groups, write_groups
from dalil.entities.known_names import known_names, read_groups
from dalil.entities.recogniser import GROUPS, MODEL
from dalil.entities.tagging import tags_of
from dalil.errors import DalilError
from dalil.languages import load

LABELS = ("PER", "ORG", "LOC", "EVENT", "LAW")

# Penalties of the CRF, chosen on the development sets; the sets are named in the model cards.
_C1, _C2, _ITERATIONS = 0.1, 0.05, 80
_FEWEST_MENTIONS = 20  # of a label, for it to be learned


@dataclass(frozen=True)
class Trained:
    """What a model was trained on: numbers of sentences, tokens, and mentions by label."""

    sentences: int
    tokens: int
    mentions: dict[str, int] = field(default_factory=dict)


def train(examples: Sequence[Example], texts: Sequence[str], lang: str, folder: Path) -> Trained:
    """Train a recogniser on `examples` and put it into `folder`.

    Word groups are learned from the examples and from `texts`, plain text; without texts the
    groups that `folder` has are used. The same input gives the same files. Raises DalilError
    where there is nothing to learn from.
    """
    nlp = load(lang, engine="gazetteer", arguments=False)
    docs = list(nlp.pipe(example.text for example in examples))
    if texts:
        plain = load(lang, annotate=False).pipe(texts)
        words = [[token.norm_ for token in doc] for doc in (*docs, *plain)]
        write_groups(learn_groups(words), folder / GROUPS)
    tags = [tags_of(doc, e.mentions) for doc, e in zip(docs, examples, strict=True)]
    counts = Counter(tag[2:] for sentence in tags for tag in sentence if tag[0] == "B")
    learned = {label for label in LABELS if counts[label] >= _FEWEST_MENTIONS}
    if not learned:
        raise DalilError(f"too few mentions to learn from: {dict(counts)}")
    features = Features(known_names(lang), read_groups(folder / GROUPS))
    crf.train(
        _sequences(docs, tags, features, learned),
        folder / MODEL,
        c1=_C1,
        c2=_C2,
        iterations=_ITERATIONS,
    )
    return Trained(len(docs), sum(map(len, docs)), {k: counts[k] for k in sorted(learned)})


def _sequences(
    docs: Sequence[Doc], tags: Sequence[Sequence[str]], features: Features, learned: set[str]
) -> Iterator[tuple[crf.Features, list[str]]]:
    for doc, named in zip(docs, tags, strict=True):
        if len(doc):
            yield features(doc), [tag if tag[2:] in learned else "O" for tag in named]
