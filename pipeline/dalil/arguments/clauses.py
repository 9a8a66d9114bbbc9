"""Where the clauses of a sentence begin and end, told by marks and conjunctions alone.

No parser stands behind this: for three languages and damaged text, a few rules that can be read
here are surer than a parse. They say only which tokens belong together; negation (`stance`) and
reporting (`holder`) are read within those bounds.

- Everywhere: `;` `:` and dashes end a clause; brackets hold one of their own, and after them the
  clause around them goes on; the words in `Lexis.borders` begin one.
- English: a comma ends a clause where a conjunction or a negator follows, or where it closes a
  clause that such a word opened (“When …, the CSTO”, “the CSTO, which …, protects”). “And” begins a
  clause before an auxiliary or a pronoun.
- Arabic: every comma ends a clause, and و or ف before a particle or a negator begins one.
- Persian: the finite verb stands last, so a run of verbs ends the clause (modals do not); a
  relative «که» clause ends with its verb, and the clause around it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dalil.arguments.lexis import Lexis

COMMAS = frozenset(",،")
_STRONG = frozenset([";", "؛", ":", "—", "–", "―"])
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")


@dataclass(frozen=True)
class Clauses:
    """`ids[i - start]` is the clause of token `i`; `openers` are the words that open one."""

    start: int
    ids: tuple[int, ...]
    openers: dict[int, int]  # clause → the token that opens it, where a word does

    def of(self, token: int) -> int:
        return self.ids[token - self.start]


def is_mark(word: str) -> bool:
    """Whether a token has no letter and no digit."""
    return not any(c.isalnum() for c in word)


def is_verb(forms: Sequence[str]) -> bool:
    """Whether a token is a Persian verb: its lemma then holds past and present stem."""
    return any("#" in form for form in forms)


def clauses(keys: Sequence[Sequence[str]], start: int, end: int, lexis: Lexis) -> Clauses:
    """The clauses of tokens `start` to `end`; `keys` are those of the document."""
    words = [keys[i][0] if keys[i] else "" for i in range(start, end)]
    state = _State()
    ids: list[int] = []
    verb_done = False
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _OPENING:
            state.push("bracket")
        elif _begins(word, before, after, lexis):
            relative = lexis.verb_final and word in lexis.complementisers and not verb_done
            if relative and before and not is_mark(before):
                state.push("verb")  # «که» in the middle of a clause that goes on after it
            elif word in lexis.closable and (not at or before in COMMAS):
                state.push("comma")
            else:
                state.fresh()
            if ids and before in lexis.negators and not lexis.verb_final:
                ids[-1] = state.now  # “not because …”
            state.openers[state.now] = start + at
            verb_done = False
        elif verb_done and not is_mark(word):
            state.close("verb")
            verb_done = False
        ids.append(state.now)
        if word in _CLOSING:
            state.close("bracket", only_if_open=True)
        elif word in _STRONG:
            state.fresh()
            verb_done = False
        elif word in COMMAS:
            if lexis.comma_cuts:
                state.fresh()
            elif state.top() == "comma":
                state.close("comma")
        elif lexis.verb_final:
            forms = keys[start + at]
            following = keys[start + at + 1] if at + 1 < len(words) else ()
            verb_done = _ends_with(forms, following, lexis)
    return Clauses(start, tuple(ids), state.openers)


def _begins(word: str, before: str, after: str, lexis: Lexis) -> bool:
    """Whether `word` begins a clause."""
    if word in lexis.borders or (word in lexis.after_comma and before in COMMAS):
        return True
    return word in lexis.joiners and after in lexis.starters


def _ends_with(forms: Sequence[str], following: Sequence[str], lexis: Lexis) -> bool:
    """Whether a Persian clause ends after this token, whose neighbour has the keys `following`."""
    if not is_verb(forms) or any(form in lexis.modals for form in forms):
        return False
    if following and is_verb(following):
        return False
    # A participle («تعیین شده») ends a clause only before a mark or «و».
    if not forms[0].endswith("ه") or not following:
        return True
    return is_mark(following[0]) or following[0] in lexis.joiners


class _State:
    """The clause that is open now, and those around it that go on after it."""

    def __init__(self) -> None:
        self.now = 0
        self.openers: dict[int, int] = {}
        self._count = 0
        self._around: list[tuple[str, int]] = []

    def fresh(self) -> None:
        self._count += 1
        self.now = self._count

    def push(self, how: str) -> None:
        """Open a clause within another; `how` says what closes it."""
        self._around.append((how, self.now))
        self.fresh()

    def top(self) -> str:
        return self._around[-1][0] if self._around else ""

    def close(self, how: str, *, only_if_open: bool = False) -> None:
        """Go back to the clause around this one, or on to a new one."""
        if any(kind == how for kind, _ in self._around):
            while True:
                kind, around = self._around.pop()
                if kind == how:
                    self.now = around
                    return
        elif not only_if_open:
            self.fresh()
