"""Linear-chain conditional random fields: the one place that knows python-crfsuite.

Lafferty, McCallum and Pereira (2001), trained by L-BFGS with L1 and L2 penalties (Okazaki's
CRFsuite). A model file is CRFsuite's own format: weights only, nothing that runs when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from dalil.errors import DalilError
from dalil.files import replacing

# What holds of each token of a sequence, as strings such as `w=سازمان`.
Features = Sequence[Sequence[str]]

_MAGIC = b"lCRF"  # with which every model of CRFsuite begins


class Crf:
    """A trained model.

    Raises DalilError where `path` holds none.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                begins = file.read(len(_MAGIC))
        except FileNotFoundError:
            raise DalilError("there is no such model", file=path) from None
        # CRFsuite itself crashes on a file that is something else or was cut off.
        if begins != _MAGIC:
            raise DalilError("this is no model of a CRF; train it again", file=path)
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(path))
        except ValueError as error:
            raise DalilError(f"this model can't be read ({error})", file=path) from None
        self.labels: tuple[str, ...] = tuple(sorted(self._tagger.labels()))

    def tag(self, features: Features) -> list[str]:
        """The likeliest labels of a sequence, one a token."""
        if not features:
            return []
        self._tagger.set(features)
        return list(self._tagger.tag())

    def marginal(self, label: str, at: int) -> float:
        """The probability of `label` at token `at` of the sequence that was tagged last."""
        return float(self._tagger.marginal(label, at))


def train(
    sequences: Iterable[tuple[Features, Sequence[str]]],
    path: Path,
    *,
    c1: float,
    c2: float,
    iterations: int,
    min_frequency: int = 1,
) -> None:
    """Train a model on sequences of features and labels and put it at `path`.

    `c1` and `c2` are the L1 and L2 penalties; features seen less than `min_frequency` times are
    left out. The same input gives the same file. Raises ValueError without sequences.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    empty = True
    for features, labels in sequences:
        if features:
            trainer.append(features, labels)
            empty = False
    if empty:
        raise ValueError("there is nothing to train on")
    trainer.set_params(
        {
            "c1": c1,
            "c2": c2,
            "max_iterations": iterations,
            "feature.minfreq": min_frequency,
        }
    )
    with replacing(path) as temporary:
        trainer.train(str(temporary))
