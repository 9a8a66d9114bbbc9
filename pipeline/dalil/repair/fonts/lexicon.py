"""The word list and the bigrams of a language, as `models/fonts_*` holds them."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from dalil.repair.fonts.joining import draw
from dalil.resources import resource

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_PLACES = 1 << 24  # more than there are words
SCALE = 1000  # natural logs are kept as whole numbers of this part


@dataclass(frozen=True, eq=False)
class Bigrams:
    """`values[i]` is the log probability of word `right[i]` after word `left[i]`.

    `backoff[a]` is the log of what word `a` leaves to the pairs that are not listed. Those have
    the probability of the right word, raised by `gains[classes[left], classes[right]]`.
    """

    left: Ints
    right: Ints
    values: Floats
    backoff: Floats
    classes: Ints
    gains: Floats


@dataclass(frozen=True, eq=False)
class PairGains:
    """Numbers for some pairs of words; `keys` are sorted."""

    keys: NDArray[np.int64]
    values: Floats

    @classmethod
    def of(cls, pairs: Mapping[tuple[int, int], float]) -> PairGains:
        """From a mapping of word numbers."""
        keys = sorted(a * _PLACES + b for a, b in pairs)
        values = [pairs[divmod(key, _PLACES)] for key in keys]
        return cls(np.array(keys, np.int64), np.array(values))

    def between(self, left: Ints, right: Ints | None = None) -> Floats:
        """A row for each word of `left`, a column for each of `right`; -inf where none is known."""
        right = left if right is None else right
        wanted = np.asarray(left, np.int64)[:, None] * _PLACES + right
        if not len(self.keys):
            return np.full(wanted.shape, -np.inf)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.values[at], -np.inf)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by falling probability; a word is known by its number. `logs` are natural logs.

    `shaped` are the shapes of the words, one a line.
    """

    lang: str
    words: list[str]
    shaped: str
    logs: list[float]
    bigrams: PairGains
    backoff: Floats
    classes: Ints
    gains: Floats

    @cached_property
    def logs_array(self) -> Floats:
        return np.array(self.logs)

    @cached_property
    def number(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def _shapes(self) -> list[str]:
        return self.shaped.split("\n")

    def shape_of(self, number: int) -> str:
        """The glyphs of a word."""
        return self._shapes[number]

    @cached_property
    def _signs(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.shaped.encode("latin-1"), np.uint8)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.flatnonzero(self._signs == ord("\n")) + 1])

    def with_glyphs(self, signs: Collection[str]) -> list[int]:
        """The words that are written with any of these glyphs, by falling probability."""
        wanted = np.zeros(256, np.bool_)
        wanted[[ord(sign) for sign in signs]] = True
        found = np.logical_or.reduceat(wanted[self._signs], self._starts)
        numbers: list[int] = np.flatnonzero(found).tolist()
        return numbers

    def by_key(self, stretch: str) -> dict[str, tuple[int, ...]]:
        """The words that have the letter `stretch` by what is left of them without it."""
        found = self._keys.get(stretch)
        if found is None:
            found = {}
            for i, word in enumerate(self.words):
                if stretch in word:
                    key = word.replace(stretch, "")
                    found[key] = (*found.get(key, ()), i)
            self._keys[stretch] = found
        return found

    @cached_property
    def _keys(self) -> dict[str, dict[str, tuple[int, ...]]]:
        return {}

    def gains_between(self, left: Ints, right: Ints | None = None) -> Floats:
        """By how much, in natural logs, words are likelier after others than anywhere.

        One row for each word of `left`, one column for each of `right` (`left` again by default);
        what stands for a word that is none (-1) means nothing.
        """
        right = left if right is None else right
        found = self.bigrams.between(left, right) - self.logs_array[right]
        bigrams = (
            self.backoff[left][:, None] + self.gains[self.classes[left]][:, self.classes[right]]
        )
        return np.where(np.isfinite(found), found, bigrams)


@lru_cache(maxsize=2)
def lexicon(lang: str) -> Lexicon:
    """The packaged lexicon of `lang` (`fa`, `ar`)."""
    folder = resource(f"models/fonts_{lang}")
    shaped = gzip.decompress((folder / "shapes.gz").read_bytes()).decode("latin-1")
    words = draw(shaped, {}).split("\n")
    with np.load(folder / "numbers.npz") as numbers:
        return Lexicon(
            lang,
            words,
            shaped,
            (numbers["logs"] / SCALE).tolist(),
            PairGains(
                numbers["left"].astype(np.int64) * _PLACES + numbers["right"],
                numbers["values"] / SCALE,
            ),
            numbers["backoff"] / SCALE,
            numbers["classes"],
            numbers["gains"] / SCALE,
        )
