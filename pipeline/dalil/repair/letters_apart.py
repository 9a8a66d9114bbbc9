"""Letters of words set apart by spaces: «س ا ز م ا ن», "R E G I O N A L"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from dalil.repair.edits import Edit
from dalil.repair.known_words import LETTERS, MARKS, arabic, bare, is_listed, persian

_GAP = "[ \u00a0\u2002-\u200a\u202f]"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
_JOINED = f"{MARKS}\u200c\u200d"
# A few letters that hang together are allowed: «س ا ز مان», and lam-alef is one glyph. Digits and
# signs may stand between the letters.
_SIGN = "[0-9\u0660-\u0669\u06f0-\u06f9«»()\\[\\]\"'“”‘’.,،؛;:!?؟]"
_ARABIC_PIECE = f"(?:(?:[{LETTERS}][{_JOINED}]*){{1,3}}|{_SIGN})"
_LATIN_PIECE = f"(?:[{_LATIN}]{{1,3}}|{_SIGN})"
_EDGE, _END = rf"(?<![\w{_JOINED}])", rf"(?![\w{_JOINED}])"
_RUN = re.compile(
    rf"{_EDGE}(?:{_ARABIC_PIECE}(?:{_GAP}{{1,8}}{_ARABIC_PIECE}){{3,}}{_END}"
    rf"|{_LATIN_PIECE}(?:{_GAP}{{1,8}}{_LATIN_PIECE}){{3,}}{_END})"
)
# One search that most texts don't pass: three single letters in a row.
_SUSPECT = re.compile(
    rf"{_EDGE}(?:[{LETTERS}][{_JOINED}]*(?:{_GAP}{{1,8}}[{LETTERS}][{_JOINED}]*){{2}}"
    rf"|[{_LATIN}](?:{_GAP}{{1,8}}[{_LATIN}]){{2}}){_END}"
)
_PIECE = re.compile(rf"[^{_GAP[1:-1]}]+")

_SHORT_WORDS = frozenset(
    "و از به در با تا که هم من في لا ما أو أن لم a i of in on to and the for by an".split()
)
_SHORTEST, _LONG = 3, 4  # letters of a word; half of the words of a list have to be long
_USED, _SEEN = 0.2, 0.05  # how usual a word has to be (see `known_words`)
_SHARE_KNOWN = 0.3  # of the letters of a run that has wider gaps
_SHARE_SINGLE = 0.6  # of the pieces of a run
_LONGEST = 24  # pieces of a word


def letters_apart(text: str) -> list[Edit]:
    """Letters of words that stand apart are joined («س ا ز م ا ن», "R E G I O N A L").

    Where some gaps are wider than others, they part the words, some of which have to be known;
    where none is, all of the letters have to make words of a word list. Single letters that make no
    word (initials, variables, lists) stay. The confidence is 0.95, without wider gaps 0.8.
    """
    if not _SUSPECT.search(text):
        return []
    edits: list[Edit] = []
    for m in _RUN.finditer(text):
        edits.extend(_join(text, m.start(), m.end()))
    return edits


def _join(text: str, start: int, end: int) -> Iterator[Edit]:
    pieces = [(start + m.start(), start + m.end()) for m in _PIECE.finditer(text[start:end])]
    sizes = [len(_letters(text, [piece])) for piece in pieces]
    if sizes.count(1) < 3 or sizes.count(1) < _SHARE_SINGLE * sum(map(bool, sizes)):
        return
    gaps = [b - a for (_, a), (b, _) in pairwise(pieces)]
    bounds = [0, *(i + 1 for i, gap in enumerate(gaps) if gap > min(gaps)), len(pieces)]
    if len(bounds) > 2:
        words: list[list[tuple[int, int]]] = []
        for a, b in pairwise(bounds):
            # A word beside, or several with a plain space between them: «س ا ل  خود را».
            if any(sizes[a:b]) and not _is_apart(text, pieces[a:b]):
                words.extend([piece] for piece in pieces[a:b])
            else:
                words.append(pieces[a:b])
        known = sum(_known(text, word) for word in words)
        if known >= _SHARE_KNOWN * sum(sizes):
            yield _edit(text, words, 0.95)
    elif found := _by_list(text, pieces):
        yield _edit(text, found, 0.8)


def _is_apart(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether most pieces (lam-alef is one glyph) are single letters."""
    sizes = [len(_letters(text, [piece]).replace("لا", "ل")) for piece in pieces]
    return sizes.count(1) >= _SHARE_SINGLE * sum(map(bool, sizes))


def _known(text: str, word: list[tuple[int, int]]) -> int:
    """How many letters of a known word the pieces have together, 0 if it is none."""
    letters = _letters(text, word)
    return len(letters) if len(word) > 1 and _is_word(letters, _SEEN) else 0


def _letters(text: str, pieces: list[tuple[int, int]]) -> str:
    joined = bare("".join(text[a:b] for a, b in pieces)).lower()
    return "".join(char for char in joined if char.isalpha())


def _edit(text: str, words: list[list[tuple[int, int]]], confidence: float) -> Edit:
    after = ""
    origins: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        if i:
            after += " "
            origins.append((words[i - 1][-1][1], word[0][0]))
        for a, b in word:
            after += text[a:b]
            origins.extend((k, k + 1) for k in range(a, b))
    return Edit(words[0][0][0], words[-1][-1][1], after, confidence, origins)


def _by_list(text: str, pieces: list[tuple[int, int]]) -> list[list[tuple[int, int]]] | None:
    """The pieces in the fewest words of a word list, None if they are in none."""
    best: list[tuple[int, int] | None] = [(0, 0)]  # number of words, where the last one begins
    for end in range(1, len(pieces) + 1):
        found: tuple[int, int] | None = None
        for begin in range(max(0, end - _LONGEST), end):
            before = best[begin]
            if before is None or (found and before[0] + 1 >= found[0]):
                continue
            whole = begin == 0 and end == len(pieces)
            if _is_word(_letters(text, pieces[begin:end]), _SEEN if whole else _USED):
                found = (before[0] + 1, begin)
        best.append(found)
    if best[-1] is None:
        return None
    words: list[list[tuple[int, int]]] = []
    end = len(pieces)
    while end:
        begin = best[end][1]  # type: ignore[index]
        words.insert(0, pieces[begin:end])
        end = begin
    long = sum(len(_letters(text, word)) >= _LONG for word in words)
    return words if long * 2 >= len(words) else None


@lru_cache(maxsize=10_000)
def _is_word(word: str, usual: float) -> bool:
    if word in _SHORT_WORDS:
        return True
    if len(word) < _SHORTEST:
        return False
    if "a" <= word[0] <= "z":
        return is_listed(word, "en")
    return persian(word) >= usual or arabic(word) >= usual
