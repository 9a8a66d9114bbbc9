"""The word list and the bigrams of a language, as `models/fonts_*` holds them."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from dalil.repair.fonts.joining import draw, signs_of
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

    def among(self, words: NDArray[np.bool_]) -> PairGains:
        """Those of pairs of words for which `words[number]` is true."""
        kept = words[self.keys // _PLACES]
        keys, values = self.keys[kept], self.values[kept]
        kept = words[keys % _PLACES]
        return PairGains(keys[kept], values[kept])

    def between(self, left: Ints, right: Ints) -> Floats:
        """A number for each of `left` before each of `right`; -inf where none is known.

        The arrays are brought to one shape by numpy's broadcasting.
        """
        wanted = np.asarray(left, np.int64) * _PLACES + right
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
            for number in self.with_glyphs(signs_of(stretch)):
                key = self.words[number].replace(stretch, "")
                found[key] = (*found.get(key, ()), number)
            self._keys[stretch] = found
        return found

    @cached_property
    def _keys(self) -> dict[str, dict[str, tuple[int, ...]]]:
        return {}


class Following:
    """By how much, in natural logs, words of a document are likelier after others than anywhere.

    `habits` are the gains of word pairs that the document has often; the higher gain counts.
    """

    def __init__(self, lexicon: Lexicon, words: Sequence[int], habits: PairGains) -> None:
        self._lexicon, self._habits = lexicon, habits
        here = np.zeros(len(lexicon.words), np.bool_)
        here[[word for word in words if word >= 0]] = True
        # A document's own pairs are few, and quickly looked through.
        self._bigrams = lexicon.bigrams.among(here)

    def gains(self, left: Ints, right: Ints) -> Floats:
        """The gain of each of `right` after each of `left`, as numpy broadcasts them.

        What stands for a word that is none (-1) means nothing.
        """
        words = self._lexicon
        found = self._bigrams.between(left, right) - words.logs_array[right]
        unseen = words.backoff[left] + words.gains[words.classes[left], words.classes[right]]
        gains = np.where(np.isfinite(found), found, unseen)
        return np.maximum(gains, self._habits.between(left, right))


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
