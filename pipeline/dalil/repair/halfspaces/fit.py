"""Log-linear models, fitted by L-BFGS: choices among readings, and yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Choice:
    """One weighted choice: the features of each option, the right one, fixed scores of all."""

    options: tuple[tuple[str, ...], ...]
    right: int
    weight: float = 1.0
    offsets: tuple[float, ...] | None = None


def count_choices(choices: Iterable[Choice]) -> list[Choice]:
    """Equal choices put together, their weights added."""
    weights: dict[Choice, float] = {}
    for choice in choices:
        one = replace(choice, weight=1.0)
        weights[one] = weights.get(one, 0.0) + choice.weight
    return [replace(choice, weight=weight) for choice, weight in weights.items()]


def fit(choices: Sequence[Choice], *, strength: float, seen: float = 2) -> dict[str, float]:
    """Weights by feature of a softmax over each choice's options.

    `strength` is that of the L2 penalty; features seen with less weight than `seen` are left out.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    spread: defaultdict[str, float] = defaultdict(float)
    for c in choices:
        for option in c.options:
            for name in option:
                spread[name] += c.weight
    names = sorted(name for name, n in spread.items() if n >= seen)
    index = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    pointers = [0]
    starts: list[int] = []
    right: list[int] = []
    fixed: list[float] = []
    rows = 0
    for c in choices:
        starts.append(rows)
        right.append(rows + c.right)
        fixed.extend(c.offsets or (0.0,) * len(c.options))
        for option in c.options:
            columns.extend(index[name] for name in option if name in index)
            pointers.append(len(columns))
        rows += len(c.options)
    matrix = csr_matrix(
        (np.ones(len(columns)), np.array(columns, dtype=np.int32), np.array(pointers)),
        shape=(rows, len(names)),
    )
    transposed = matrix.T.tocsr()
    begin = np.array(starts)
    sizes = np.diff(np.append(begin, rows))
    weight = np.array([c.weight for c in choices])
    offset = np.array(fixed)
    target = np.zeros(rows)
    target[right] = weight
    spread_weight = np.repeat(weight, sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w + offset
        top = np.repeat(np.maximum.reduceat(scores, begin), sizes)
        exps = np.exp(scores - top)
        sums = np.repeat(np.add.reduceat(exps, begin), sizes)
        logs = scores - top - np.log(sums)
        value = -float(target @ logs) + 0.5 * strength * float(w @ w)
        gradient = transposed @ (spread_weight * exps / sums - target) + strength * w
        return value, gradient

    result = minimize(
        loss,
        np.zeros(len(names)),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 400, "maxfun": 500},
    )
    return dict(zip(names, result.x.tolist(), strict=True))
