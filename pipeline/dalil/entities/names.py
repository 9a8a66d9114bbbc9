"""How a name is written in the gazetteer, and the spelling-blind key under which it is matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dalil.languages.fold import fold

YEAR = "(year)"
# Kept in keys besides letters and digits: without them 9/11 is 911, OPEC+ is OPEC.
_KEPT = "/+"
_BETWEEN = re.compile(rf"[^\w{re.escape(_KEPT)}]+|_+")
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d"), " ")


@dataclass(frozen=True, slots=True)
class Name:
    """One cell entry of the gazetteer, taken apart.

    `text` is the mention, `before` and `after` are words that must stand there but do not belong
    to it. `year` asks for a year in brackets behind it. A `blocked` name is a phrase that looks
    like the entity and is not.
    """

    text: str
    before: str = ""
    after: str = ""
    year: bool = False
    blocked: bool = False

    @property
    def whole(self) -> str:
        """All that must stand in the text, context included."""
        return " ".join(part for part in (self.before, self.text, self.after) if part)


@lru_cache(maxsize=100_000)  # asked when a gazetteer is checked, and again for each language
def parse_name(written: str) -> Name:
    """The name that a linguist wrote: `name`, `!phrase`, `context [name] context`, `[name] (year)`.

    Raises ValueError with what is wrong.
    """
    rest = written.strip()
    blocked = rest.startswith("!")
    if blocked:
        rest = rest[1:].strip()
    if "[" not in rest and "]" not in rest:
        if not rest:
            raise ValueError("the name is empty")
        return Name(rest, blocked=blocked)
    m = re.fullmatch(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)", rest)
    if not m or not m.group(2).strip():
        raise ValueError(f"{written!r} needs exactly one pair of brackets, around the name")
    before, text, after = (part.strip() for part in m.groups())
    year = after == YEAR
    if year and before:
        raise ValueError(f"{written!r}: nothing may stand before a name with {YEAR}")
    return Name(text, before, "" if year else after, year, blocked)


def pieces(text: str, lang: str) -> list[str]:
    """The folded words of a name; spaces, half-spaces, hyphens and dots stand between them."""
    return [piece for word in text.split() for piece in _pieces(word, lang)]


@lru_cache(maxsize=50_000)  # a gazetteer says the same words again and again
def _pieces(word: str, lang: str) -> tuple[str, ...]:
    # Half-spaces would be folded away, but they are places where a text may be cut.
    folded = fold(word.translate(_JOINERS), lang)
    return tuple(piece for piece in _BETWEEN.split(folded) if piece)


def key(text: str, lang: str) -> str:
    """The folded letters and digits of a text, with nothing between them."""
    return _BETWEEN.sub("", fold(text, lang))
