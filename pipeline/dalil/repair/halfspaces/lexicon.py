"""What is known of words, pieces of words and pairs: counts from which features are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from dalil.repair.halfspaces.tokens import NON_JOINING, ZWNJ
from dalil.repair.halfspaces.verbs import verb_forms

# A piece is productive when it was seen with this many different neighbours.
_PRODUCTIVE = 3
# Spaced words are looked at when the second (first) is a piece of words at least this often.
_JOINS = 0.08
# Longer ones first: endings after the second piece of a compound, with what they put in place of
# the last letter of the stem, and plural and comparative endings.
_AFTER_STEM = (("گانی", "ه"), ("گان", "ه"), ("انی", ""), ("ان", ""), ("ی", ""))
_ENDINGS = tuple("هایشان هایمان هایی هایش های ها ترین تری تر".split())


class Lexicon:
    """Counts of forms (with half-spaces) and of spaced pairs, and what follows from them.

    `counts`: form → how often in running text. `general`: form → frequency class in a large
    lexicon (0 where it has no frequency). `spaced`: `A ZWNJ B` → how often A and B stood side by
    side with a space. `stems`: verbs as `past#present`. `nouns`, `adjectives`: what the large
    lexicon says of words, a word may be both. All in the spelling of `tokens.pieces`.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        general: Mapping[str, int],
        spaced: Mapping[str, int],
        stems: Sequence[str],
        nouns: frozenset[str] = frozenset(),
        adjectives: frozenset[str] = frozenset(),
    ) -> None:
        self.nouns = nouns
        self.adjectives = adjectives
        self.counts = counts
        self.general = general
        self.spaced = spaced
        self.stems = tuple(stems)
        self.finite, self.participles = verb_forms(stems)
        self.forms: defaultdict[str, list[str]] = defaultdict(list)
        self.pairs: defaultdict[str, int] = defaultdict(int)
        self.piece_counts: defaultdict[str, int] = defaultdict(int)
        self.right_counts: defaultdict[str, int] = defaultdict(int)
        self.left_counts: defaultdict[str, int] = defaultdict(int)
        self.right_kinds: defaultdict[str, int] = defaultdict(int)
        self.left_kinds: defaultdict[str, int] = defaultdict(int)
        known: set[str] = set()
        divided = [form for form in counts if ZWNJ in form]
        divided += [form for form in general if ZWNJ in form and form not in counts]
        for form in divided:
            self._add(form, known)
        self.known_pairs = frozenset(known)
        self._stems: dict[str, str] = {}
        self.suffixes = frozenset(p for p, n in self.right_kinds.items() if n >= _PRODUCTIVE)
        self.prefixes = frozenset(p for p, n in self.left_kinds.items() if n >= _PRODUCTIVE)

    def _add(self, form: str, known: set[str]) -> None:
        parts = form.split(ZWNJ)
        count = self.counts.get(form, 0)
        self.forms["".join(parts)].append(form)
        first, last = parts[0], base(parts[-1])
        self.left_kinds[first] += 1
        self.right_kinds[last] += 1
        keys = [left + ZWNJ + right for left, right in boundaries(parts)]
        if form in self.general:
            known.update(keys)
        if count:
            self.right_counts[last] += count
            self.left_counts[first] += count
            for key in keys:
                self.pairs[key] += count
        for part in parts:
            self.piece_counts[part] += count

    @cached_property
    def joining_suffixes(self) -> frozenset[str]:
        """Productive second pieces that are seldom words by themselves."""
        return frozenset(
            p
            for p in self.suffixes
            if self.right_counts.get(p, 0)
            >= _JOINS * (self.right_counts.get(p, 0) + self.counts.get(p, 0) + 1)
        )

    @cached_property
    def joining_prefixes(self) -> frozenset[str]:
        """Productive first pieces that are seldom words by themselves."""
        return frozenset(
            p
            for p in self.prefixes
            if self.left_counts.get(p, 0)
            >= _JOINS * (self.left_counts.get(p, 0) + self.counts.get(p, 0) + 1)
        )

    def whole(self, word: str) -> int:
        """How often `word` stood undivided, as a word or as a piece of one."""
        return self.counts.get(word, 0) + self.piece_counts.get(word, 0)

    def ways_of(self, left: str, right: str) -> tuple[int, int]:
        """How often the two stood in texts with a half-space between, and how often a space."""
        key = left + ZWNJ + base(right)
        return self.pairs.get(key, 0), self.spaced.get(key, 0)

    def stem(self, piece: str) -> str:
        """`piece`, or what it is made from if only that is known to end words.

        «پردازانی» (if «نظریه‌پردازانی» was never seen) is to be known by «پرداز».
        """
        found = self._stems.get(piece)
        if found is None:
            found = self._stems[piece] = self._stem(piece)
        return found

    def _stem(self, piece: str) -> str:
        if piece not in self.suffixes:
            for ending, instead in _AFTER_STEM:
                if piece.endswith(ending):
                    rest = piece[: -len(ending)] + instead
                    if len(rest) > 2 and rest in self.suffixes:
                        return rest
        return piece

    def class_of(self, word: str) -> str:
        """`n` for a noun, `a` for an adjective, `na` for both, `v` for a verb, `-` for others."""
        found = ("n" if word in self.nouns else "") + ("a" if word in self.adjectives else "")
        return found or ("v" if word in self.finite else "-")

    def is_word(self, word: str) -> bool:
        """Whether `word` can be one side of a compound."""
        return (
            word in self.counts
            or word in self.piece_counts
            or self.general.get(word, 0) > 0
            or word in self.finite
            or word in self.participles
        )


def base(piece: str) -> str:
    """`piece` without the plural or comparative ending that a letter before it does not join.

    «گوهای» is to be known by «گو»; after a letter that joins the ending is a piece of its own.
    """
    if not piece.endswith(_ENDINGS):
        return piece
    ending = next(ending for ending in _ENDINGS if piece.endswith(ending))
    rest = piece[: -len(ending)]
    return rest if len(rest) > 1 and rest[-1] in NON_JOINING else piece


def boundaries(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each half-space's sides: the piece next to it, and all pieces on that side together."""
    if len(parts) == 2:  # nearly all; the general way below gives the same
        yield parts[0], base(parts[1])
        return
    for i in range(1, len(parts)):
        for left in dict.fromkeys((parts[i - 1], "".join(parts[:i]))):
            for right in dict.fromkeys((base(parts[i]), base("".join(parts[i:])))):
                yield left, right
