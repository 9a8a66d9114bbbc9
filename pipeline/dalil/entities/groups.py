"""Groups of words that are used alike: clusters of vectors learned from the texts at hand.

Skip-gram vectors with subwords (fastText; Bojanowski et al. 2017) are clustered by k-means, coarse
and fine, and the clusters are features of the recogniser (Turian et al. 2010): a name that the
training set lacks stands in the same groups as names that it has.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from dalil.files import replacing

SIZES = (64, 300, 1000)
_VECTOR, _WINDOW, _EPOCHS, _FEWEST = 60, 4, 8, 2


def learn_groups(sentences: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The groups of each word that occurs at least twice in `sentences` of folded words.

    The same sentences give the same groups. Takes minutes for a million words.
    """
    import numpy as np
    from gensim.models import FastText
    from sklearn.cluster import MiniBatchKMeans

    model = FastText(
        sentences=[list(sentence) for sentence in sentences],
        vector_size=_VECTOR,
        window=_WINDOW,
        min_count=_FEWEST,
        sg=1,
        epochs=_EPOCHS,
        workers=1,  # several would make the vectors differ from run to run
        seed=1,
        min_n=3,
        max_n=5,
        bucket=200_000,
    )
    words: list[str] = model.wv.index_to_key
    vectors = np.stack([model.wv[word] for word in words])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = [
        MiniBatchKMeans(min(size, len(words)), random_state=0, n_init=3, batch_size=4096)
        .fit(vectors)
        .labels_
        for size in SIZES
    ]
    return {word: tuple(str(of[i]) for of in labels) for i, word in enumerate(words)}


def write_groups(groups: dict[str, tuple[str, ...]], path: Path) -> None:
    """Write the table that `known_names.read_groups` reads; the same groups, the same bytes."""
    rows = "".join("\t".join((word, *groups[word])) + "\n" for word in sorted(groups))
    with replacing(path) as temporary:
        temporary.write_bytes(gzip.compress(rows.encode("utf-8"), mtime=0))
