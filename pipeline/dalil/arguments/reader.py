"""Reading one cue pattern: from its text to a tree, with an error for every way to go wrong."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dalil.arguments.tree import Atom, Gap, Maybe, Node, Seq, atoms
from dalil.arguments.words import choice, word_node
from dalil.errors import DalilError
from dalil.languages.fold import fold

LABELS = ("PER", "ORG", "LOC", "EVENT", "LAW")
# The universal features of Universal Dependencies v2 (https://universaldependencies.org/u/feat/).
_FEATURES = (
    "Abbr Animacy Aspect Case Clusivity Definite Degree Deixis DeixisRef Evident ExtPos Foreign "
    "Gender Mood NounClass NumType Number Person Polarity Polite Poss PronType Reflex Tense Typo "
    "VerbForm Voice"
)
FEATURES = tuple(_FEATURES.split())
MAX_GAP = 40
MAX_DEPTH = 12
MAX_ATOMS = 3000

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<holder><holder>)
      | @\{(?P<ids>[^{}]*)\}
      | @(?P<label>\w+)
      | \$(?P<set>[\w-]+)
      | \[(?P<feature>[^\[\]]*)\]
      | (?P<sign>[&!|()?])
      | (?P<word>[^\s&!|()?\[\]{}<>$@]+)
      | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_HINTS = {
    "<": "the only mark in angle brackets is <holder>",
    "@": f"a mention is written @{', @'.join(LABELS)} or @{{RUS|CHN}}",
    "$": "a set is written $name",
    "[": "a feature is written [Polarity=Neg]",
    ")": "there is no “(” before it",
    "!": "it stands only at the beginning of a part: a & !b",
}


SLOT = Seq((Atom(("<holder>",)),))  # the holder's place; no pattern can write this tree otherwise
Parts = list[tuple[bool, list[Node]]]


def pattern_error(text: str, at: int, problem: str) -> DalilError:
    return DalilError(f"pattern “{text}”, character {max(at, 0) + 1}: {problem}")


def tree_of(items: Sequence[Node]) -> Node:
    return items[0] if len(items) == 1 else Seq(tuple(items))


def unknown(kind: str, name: str, allowed: Sequence[str]) -> str:
    """“unknown kind name”, the nearest allowed name, and all allowed names."""
    close = difflib.get_close_matches(name, allowed, n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]}?" if close else ""
    return f"unknown {kind} {name}{hint} (there are: {', '.join(allowed) or 'none'})"


@dataclass(frozen=True)
class _Lexeme:
    kind: str
    value: str
    at: int
    spaced: bool  # a space stands before it


@dataclass
class Reader:
    """Recursive descent over one pattern; `within` names the sets that are being expanded."""

    text: str
    lang: str
    sets: Mapping[str, str]
    within: tuple[str, ...] = ()
    size: int = 0
    next: int = 0
    lexemes: list[_Lexeme] = field(default_factory=list)

    def __post_init__(self) -> None:
        spaced = False
        for hit in _TOKEN.finditer(self.text):
            kind = hit.lastgroup or "stray"
            value = hit[kind]
            if kind == "space" or (kind == "word" and _invisible(value)):
                spaced = True
                continue
            lexeme = _Lexeme(kind, value, hit.start(), spaced)
            if kind == "stray":
                raise self._misplaced(lexeme)
            self.lexemes.append(lexeme)
            spaced = False

    # The lexemes ahead

    def _ahead(self) -> _Lexeme | None:
        return self.lexemes[self.next] if self.next < len(self.lexemes) else None

    def _take(self, signs: str) -> _Lexeme | None:
        """The lexeme ahead if it is one of `signs`; the reader then stands after it."""
        lexeme = self._ahead()
        if lexeme and lexeme.kind == "sign" and lexeme.value in signs:
            self.next += 1
            return lexeme
        return None

    def _ended(self, signs: str) -> bool:
        lexeme = self._ahead()
        return lexeme is None or (lexeme.kind == "sign" and lexeme.value in signs)

    def _fail(self, problem: str, lexeme: _Lexeme | None) -> DalilError:
        return pattern_error(self.text, lexeme.at if lexeme else len(self.text), problem)

    def _misplaced(self, lexeme: _Lexeme) -> DalilError:
        hint = _HINTS.get(lexeme.value, "a word is missing before it")
        return self._fail(f"“{lexeme.value}” does not fit here; {hint}", lexeme)

    # Parts, sequences, alternatives

    def parts(self) -> Parts:
        """Each part between `&`: whether it is wanted, and its items."""
        parts: Parts = []
        while True:
            unwanted = self._take("!")
            parts.append((unwanted is None, self._top()))
            if not self._take("&"):
                break
        if rest := self._ahead():
            raise self._misplaced(rest)
        return parts

    def alternatives_only(self) -> Node:
        """The whole text read as the inside of a bracket."""
        node = self._alternatives(0, None)
        if rest := self._ahead():
            raise self._misplaced(rest)
        return node

    def _top(self) -> list[Node]:
        """A sequence outside brackets: here `|` joins single items."""
        items: list[Node] = []
        loose: _Lexeme | None = None
        while not self._ended("&)!"):
            options = [self._item(0)]
            while bar := self._take("|"):
                ahead = self._ahead()
                if bar.spaced or (ahead and ahead.spaced):
                    loose = loose or bar
                options.append(self._item(0))
            if len(options) > 1 and SLOT in options:
                raise self._fail("<holder> stands alone, outside brackets and alternatives", None)
            items.append(choice(options))
        if loose and len(items) > 1:
            raise self._fail("alternatives of several words need brackets: (a b | c)", loose)
        self._sequence_is_sound(items)
        return items

    def _alternatives(self, depth: int, opening: _Lexeme | None) -> Node:
        """Sequences with `|` between them, up to the closing bracket or the end."""
        if depth > MAX_DEPTH:
            raise self._fail(f"brackets go deeper than {MAX_DEPTH}", opening)
        options: list[Node] = []
        while True:
            items: list[Node] = []
            while not self._ended("|)&!"):
                items.append(self._item(depth))
            self._sequence_is_sound(items)
            if SLOT in items:
                raise self._fail("<holder> stands alone, outside brackets and sets", opening)
            options.append(tree_of(items))
            if not self._take("|"):
                break
        if opening and not self._take(")"):
            raise self._fail("this bracket is not closed", opening)
        return choice(options)

    def _sequence_is_sound(self, items: Sequence[Node]) -> None:
        if not items:
            raise self._fail("a word is missing here", self._ahead())
        gaps = [isinstance(item, Gap) for item in items]
        if gaps[0] or gaps[-1] or any(a and b for a, b in pairwise(gaps)):
            at = self.text.find("..")
            raise pattern_error(
                self.text, at, "a gap stands between two words: regime ..3 survival"
            )

    # Items

    def _item(self, depth: int) -> Node:
        lexeme = self._ahead()
        if lexeme is None:
            raise self._fail("a word is missing here", None)
        self.next += 1
        if lexeme.kind == "sign":
            if lexeme.value != "(":
                raise self._misplaced(lexeme)
            item = self._alternatives(depth + 1, lexeme)
        else:
            item = self._leaf(lexeme)
        while mark := self._take("?"):
            if item == SLOT or isinstance(item, Gap):
                raise self._fail("only words and brackets can be optional", mark)
            item = Maybe(item)
        return item

    def _leaf(self, lexeme: _Lexeme) -> Node:
        match lexeme.kind:
            case "holder":
                return SLOT
            case "ids":
                node = self._ids(lexeme)
            case "label":
                if lexeme.value not in LABELS:
                    raise self._fail(unknown("mention label", lexeme.value, LABELS), lexeme)
                node = Atom(("@" + lexeme.value,))
            case "feature":
                node = self._feature(lexeme)
            case "set":
                return self._set(lexeme)
            case _:
                node = self._word(lexeme)
        self._count(len(atoms(node)), lexeme)
        return node

    def _count(self, more: int, lexeme: _Lexeme) -> None:
        self.size += more
        if self.size > MAX_ATOMS:
            raise self._fail(f"with its sets this pattern has over {MAX_ATOMS} words", lexeme)

    def _ids(self, lexeme: _Lexeme) -> Node:
        ids = [name.strip() for name in lexeme.value.split("|")]
        if not all(ids):
            raise self._fail("name the entity ids, as in @{RUS|CHN|USA}", lexeme)
        return Atom(tuple(f"@{{{name}}}" for name in ids))

    def _feature(self, lexeme: _Lexeme) -> Node:
        name, _, value = (piece.strip() for piece in lexeme.value.partition("="))
        if not value:
            raise self._fail(_HINTS["["], lexeme)
        if name not in FEATURES:
            raise self._fail(unknown("feature", name, FEATURES), lexeme)
        return Atom((f"[{name}={value}]",))

    def _set(self, lexeme: _Lexeme) -> Node:
        name = lexeme.value
        if name not in self.sets:
            allowed = ["$" + known for known in self.sets]
            raise self._fail(unknown("set", "$" + name, allowed), lexeme)
        if name in self.within:
            raise self._fail(f"the set ${name} contains itself", lexeme)
        if len(self.within) > MAX_DEPTH:
            raise self._fail(f"sets within sets go deeper than {MAX_DEPTH}", lexeme)
        try:
            inner = Reader(
                self.sets[name], self.lang, self.sets, (*self.within, name), self.size
            )  # fmt: skip
            node = inner.alternatives_only()
        except DalilError as error:
            raise self._fail(f"in the set ${name}: {error.message}", lexeme) from error
        self.size = inner.size
        return node

    def _word(self, lexeme: _Lexeme) -> Node:
        word = lexeme.value
        if word.startswith(".."):
            return self._gap(lexeme)
        if ".." in word.rstrip("."):
            raise self._fail("a gap has a space on both sides: regime ..3 survival", lexeme)
        bare = word.removeprefix("=")
        exact = bare != word
        stem = bare.strip("*")
        stars = len(bare) - len(stem)
        if "=" in bare or "*" in stem or stars > 1 or (exact and stars):
            raise self._fail(f"“{word}” mixes marks; write word, =word, pre* or *post", lexeme)
        folded = fold(stem, self.lang).split()
        if not folded:
            raise self._fail(f"nothing to match is left of “{word}”", lexeme)
        if not stars:
            return word_node(stem, self.lang, "=" if exact else "")
        if len(folded) > 1 or len(folded[0]) < 2:
            raise self._fail(f"“{word}” needs at least two letters beside the star", lexeme)
        return Atom((folded[0] + "*" if bare.endswith("*") else "*" + folded[0],))

    def _gap(self, lexeme: _Lexeme) -> Node:
        number = lexeme.value[2:]
        if number and not (number.isdecimal() and int(number) <= MAX_GAP):
            raise self._fail(f"a gap is written .. or ..N with N up to {MAX_GAP}", lexeme)
        return Gap(int(number or 5))


def _invisible(word: str) -> bool:
    return all(unicodedata.category(c) == "Cf" for c in word)
