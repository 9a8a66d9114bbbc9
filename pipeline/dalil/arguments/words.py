"""What a word in a pattern matches where tokenisers and writers cut words differently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from dalil.arguments.tree import Atom, Choice, Maybe, Node, Seq
from dalil.languages.fold import fold

_ZWNJ = "\u200c"
_DASHES = ("-", "\u2010", "\u2013")


def word_node(word: str, lang: str, mark: str = "") -> Node:
    """The tree of one written word; `mark` is put before every atom (`=` for written forms).

    A word with half-spaces matches joined or cut at any of them. A hyphenated word matches as one
    token, with the hyphen as a token, apart, or joined. English `'s` and `n't` are tokens apart.
    """
    pieces = _pieces(word.split(_ZWNJ), lang)
    if len(pieces) > 1:
        return choice([_tokens(cut, lang, mark) for cut in _cuts(pieces)])
    word = "".join(pieces)
    pieces = _pieces(re.split("[-\u2010\u2011\u2013]", word), lang)
    if len(pieces) > 1:
        return _hyphenated(pieces, lang, mark)
    whole = _tokens([word], lang, mark)
    if lang == "en":
        folded = fold(word, lang)
        for ending in ("'s", "n't"):
            if folded.endswith(ending) and len(folded) > len(ending):
                apart = Seq((Atom((mark + folded[: -len(ending)],)), Atom((mark + ending,))))
                return choice([whole, apart])
    return whole


def _hyphenated(pieces: list[str], lang: str, mark: str) -> Node:
    joined = Atom(tuple(mark + fold(sign.join(pieces), lang) for sign in ("", *_DASHES)))
    dash = Maybe(Atom(tuple(mark + sign for sign in _DASHES)))
    apart: list[Node] = []
    for piece in pieces:
        if apart:
            apart.append(dash)
        apart.append(_tokens([piece], lang, mark))
    return choice([joined, Seq(tuple(apart))])


def _cuts(pieces: list[str]) -> list[list[str]]:
    """All ways to write the pieces joined or apart; of a very long word, only the two extremes."""
    if len(pieces) > 4:
        return [["".join(pieces)], pieces]
    ways = []
    for cut in product((False, True), repeat=len(pieces) - 1):
        way = [pieces[0]]
        for apart, piece in zip(cut, pieces[1:], strict=True):
            if apart:
                way.append(piece)
            else:
                way[-1] += piece
        ways.append(way)
    return ways


def _pieces(found: Sequence[str], lang: str) -> list[str]:
    return [piece for piece in found if fold(piece, lang).strip()]


def _tokens(words: Sequence[str], lang: str, mark: str) -> Node:
    # Folding may bring spaces in (a ligature that stands for a phrase).
    found = tuple(Atom((mark + part,)) for word in words for part in fold(word, lang).split())
    return found[0] if len(found) == 1 else Seq(found)


def choice(options: Sequence[Node]) -> Node:
    """One of the options, each only once; those of single tokens are put together."""
    flat: list[Node] = []
    for option in options:
        flat.extend(option.options if isinstance(option, Choice) else (option,))
    keys = tuple(dict.fromkeys(key for o in flat if isinstance(o, Atom) for key in o.keys))
    longer = tuple(dict.fromkeys(o for o in flat if not isinstance(o, Atom)))
    distinct = ((Atom(keys),) if keys else ()) + longer
    return distinct[0] if len(distinct) == 1 else Choice(distinct)
