"""Half-spaces that a sound text itself writes both ways: there is no telling which was meant.

Where all half-spaces are gone, nothing in a text says that its writer had «سال‌ها» here and
«سالها» there. A tolerant reading leaves such words out, right or wrong.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dalil.evaluate.compare import ZWNJ, Words

# After a letter that joins the next one: there a half-space shows, and so does its absence.
_ENDING = re.compile(
    f"(.+[^اأإآدذرزژوؤءهۀ{ZWNJ}])({ZWNJ}?)"
    "(ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|تر|تری|ترین)"
)
# An ending is written both ways where each way has at least this share of the words with it.
_SHARE = 0.1


class BothWays:
    """What a text, given as its lines, writes both ways.

    That are words («پاک‌سازی», «پاکسازی», «پاک سازی»), and plural and comparative endings, which
    one writer joins to one word and not to another.
    """

    def __init__(self, lines: Sequence[Words]) -> None:
        forms: defaultdict[str, set[str]] = defaultdict(set)
        for line in lines:
            for _, letters, form in _words_and_pairs(line):
                forms[letters].add(form)
        self._stems = frozenset(forms)
        self._words = frozenset(
            letters
            for letters, ways in forms.items()
            if len(ways) > 1 and any(ZWNJ in way for way in ways)
        )
        with_it: Counter[str] = Counter()
        ways: Counter[str] = Counter()
        for word in {word for line in lines for word in line.words}:
            if m := self._ending(word):
                ways[m[3]] += 1
                with_it[m[3]] += bool(m[2])
        self._endings = frozenset(
            ending for ending, n in ways.items() if _SHARE <= with_it[ending] / n <= 1 - _SHARE
        )

    def _ending(self, word: str) -> re.Match[str] | None:
        m = _ENDING.fullmatch(word)
        return m if m and m[1].replace(ZWNJ, "") in self._stems else None

    def places(self, line: Words) -> frozenset[int]:
        """The letters of a line of the text that belong to what is written both ways."""
        found: set[int] = set()
        for span, letters, form in _words_and_pairs(line):
            m = self._ending(form)
            if letters in self._words or (m and m[3] in self._endings):
                found.update(range(*span))
        return frozenset(found)


def _words_and_pairs(line: Words) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Each word and each two neighbours: their span, their letters, how they are written."""
    for span, word in zip(line.spans, line.words, strict=True):
        yield span, word.replace(ZWNJ, ""), word
    for (a, one), (b, two) in pairwise(zip(line.spans, line.words, strict=True)):
        yield (a[0], b[1]), (one + two).replace(ZWNJ, ""), f"{one} {two}"
