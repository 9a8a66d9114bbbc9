"""A trained model taken out of CRFsuite: weights of features by tag, and the search for the best.

Each feature here depends on one token's form alone, so what a form adds to each tag, as the token
itself or as a neighbour, is summed up once; tagging is then looking rows up and adding them, and
one Viterbi search over all sentences of a text side by side. This is three times as fast as
handing strings to CRFsuite, and gives its tags.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from dalil.errors import DalilError
from dalil.files import replacing

FORMAT = 1
_DIGITS = 4  # of a weight that are kept
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Weights:
    """`steps[i, j]` is the weight of tag j after tag i, `features` those of each feature by tag."""

    tags: tuple[str, ...]
    steps: Floats
    features: dict[str, Floats]

    def of(self, features: Iterable[str]) -> Floats:
        """What `features` together add to each tag."""
        total = np.zeros(len(self.tags), dtype=np.float32)
        for feature in features:
            row = self.features.get(feature)
            if row is not None:
                total += row
        return total

    def best(self, scores: Floats, lengths: Sequence[int]) -> list[str]:
        """The best tags of tokens with `scores` by tag, in sentences of `lengths` (1 or more)."""
        sizes = np.array(lengths)
        firsts = np.cumsum(sizes) - sizes
        order = np.argsort(-sizes, kind="stable")  # then those that go on always stand in front
        sizes, firsts = sizes[order], firsts[order]
        going = [int(np.count_nonzero(sizes > at)) for at in range(int(sizes[0]))]
        back = np.zeros(scores.shape, dtype=np.intp)
        reached = scores[firsts].copy()
        for at in range(1, len(going)):
            here = firsts[: going[at]] + at
            ways = reached[: going[at], :, None] + self.steps
            back[here] = ways.argmax(axis=1)
            reached[: going[at]] = ways.max(axis=1) + scores[here]
        chosen = reached.argmax(axis=1)
        found = np.empty(len(scores), dtype=np.intp)
        for at in range(len(going) - 1, 0, -1):
            here = firsts[: going[at]] + at
            found[here] = chosen[: going[at]]
            chosen[: going[at]] = back[here, chosen[: going[at]]]
        found[firsts] = chosen
        return [self.tags[i] for i in found.tolist()]


def read_weights(path: Path) -> Weights:
    """A model that `write_weights` made. Raises DalilError where `path` holds none."""
    try:
        data: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise DalilError(f"the tagger's model can't be read: {error}", file=path) from None
    if data.get("format") != FORMAT:
        raise DalilError(
            f"format {data.get('format')!r} is not the one this version reads ({FORMAT}); train "
            "the model again with `python -m dalil.languages.upos.train`",
            file=path,
            field="format",
        )
    tags = tuple(data["tags"])
    features = {}
    for name, pairs in data["features"].items():
        row = np.zeros(len(tags), dtype=np.float32)
        row[pairs[::2]] = pairs[1::2]
        features[name] = row
    return Weights(tags, np.array(data["steps"], dtype=np.float32), features)


def write_weights(crf: Path, path: Path) -> None:
    """Write the weights of CRFsuite's model `crf` to `path`; the same model, the same bytes."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(crf))
    info = tagger.info()
    tags = sorted(tagger.labels())
    number = {tag: i for i, tag in enumerate(tags)}
    features: dict[str, list[float]] = {}
    for (name, tag), weight in sorted(info.state_features.items()):
        features.setdefault(name, []).extend((number[tag], round(weight, _DIGITS)))
    steps = [[round(info.transitions.get((a, b), 0.0), _DIGITS) for b in tags] for a in tags]
    data = {"format": FORMAT, "tags": tags, "steps": steps, "features": features}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with replacing(path) as temporary:
        temporary.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
