"""Words in the dataset, blind to how they are spelled and where spaces and half-spaces stand.

«منطقه‌گرایی» may be one token or two, and be written with a half-space, a space or neither. So a
word or phrase is taken as one string of folded letters, and a place in the text matches when a
run of tokens in one sentence spells it. The last letters, as those of every token in between, may
also be spelled by the token's lemma.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dalil.languages.fold import fold
from dalil.query.language import WORD, Query, Term, Value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A compound of up to three parts may be written apart in the query and together in the text.
_PARTS = 3

_RUNS = """
CREATE TEMP TABLE found AS
WITH RECURSIVE run AS (
    SELECT needle, doc, sentence, token, after, final FROM spots WHERE before = 0
    UNION ALL
    SELECT spots.needle, spots.doc, spots.sentence, spots.token, spots.after, spots.final
    FROM run JOIN spots ON spots.needle = run.needle AND spots.doc = run.doc
        AND spots.sentence = run.sentence AND spots.token = run.token + 1
        AND spots.before = run.after
    WHERE NOT run.final
)
SELECT DISTINCT needle, doc, sentence FROM run WHERE final
"""


@dataclass
class Needles:
    """What to look for in the tokens, numbered, and which of it satisfies which term."""

    values: list[Value] = field(default_factory=list)
    of_term: dict[Term, list[int]] = field(default_factory=dict)

    def add(self, value: Value, terms: Iterable[Term]) -> None:
        """Look for `value`; each of `terms` is satisfied where it is found."""
        number = len(self.values)
        self.values.append(value)
        for term in terms:
            self.of_term.setdefault(term, []).append(number)


def needles_of(query: Query) -> Needles:
    """The words of a query, and neighbouring ones joined as if they were written together."""
    needles = Needles()
    for term in query.terms:
        if term.field == WORD:
            for value in term.values:
                needles.add(value, [term])
    for first in range(len(query.terms)):
        for size in range(2, _PARTS + 1):
            together = query.terms[first : first + size]
            if len(together) == size and _joinable(together):
                text = "".join(term.values[0].text for term in together)
                needles.add(Value(text, together[-1].values[0].prefix), together)
    return needles


def _joinable(terms: Sequence[Term]) -> bool:
    return all(
        term.field == WORD
        and not term.negated
        and len(term.values) == 1
        and not term.values[0].quoted
        and (not term.values[0].prefix or term is terms[-1])
        for term in terms
    )


def find(connection: DuckDBPyConnection, needles: Sequence[Value]) -> None:
    """Make the table `found` (needle, doc, sentence): the sentences that hold each needle.

    The connection has the table `tokens`.
    """
    vocabulary = connection.execute(
        "SELECT DISTINCT lang, norm, coalesce(lemma, '') FROM tokens WHERE norm <> ''"
    ).fetchall()
    steps: list[tuple[int, str, str, str, int, int, bool]] = []
    spelled: dict[str, list[str]] = {}
    for lang, norm, lemma in vocabulary:
        if lang not in spelled:
            spelled[lang] = [_letters(value.text, lang) for value in needles]
        keys = _keys(lang, norm, lemma)
        for number, (value, letters) in enumerate(zip(needles, spelled[lang], strict=True)):
            for before, after, final in _steps(keys, letters, value.prefix):
                steps.append((number, lang, norm, lemma, before, after, final))
    connection.execute(
        "CREATE TEMP TABLE steps (needle INTEGER, lang TEXT, norm TEXT, lemma TEXT,"
        " before INTEGER, after INTEGER, final BOOLEAN)"
    )
    if steps:
        columns = [list(column) for column in zip(*sorted(steps), strict=True)]
        marks = ", ".join("unnest(?)" for _ in columns)
        connection.execute(f"INSERT INTO steps SELECT {marks}", columns)
    connection.execute(
        "CREATE TEMP TABLE spots AS SELECT needle, before, after, final, doc, sentence, token"
        " FROM steps JOIN tokens ON tokens.lang = steps.lang AND tokens.norm = steps.norm"
        " AND coalesce(tokens.lemma, '') = steps.lemma"
    )
    connection.execute(_RUNS)


def _letters(text: str, lang: str) -> str:
    return fold(text, lang).replace(" ", "")


def _keys(lang: str, norm: str, lemma: str) -> set[str]:
    """The spellings of a token: its folded form and lemma, of a Persian verb the infinitive."""
    keys = {norm.replace(" ", "")}
    if lemma:
        past, verb, _ = lemma.partition("#")
        keys.add(_letters(f"{past}ن" if verb else lemma, lang))
    return keys


def _steps(keys: set[str], letters: str, prefix: bool) -> set[tuple[int, int, bool]]:
    """Where in `letters` a token with these keys may stand: from, to, and if that is the end."""
    found: set[tuple[int, int, bool]] = set()
    end = len(letters)
    for key in keys:
        at = letters.find(key) if key else -1
        while at >= 0:
            found.add((at, at + len(key), at + len(key) == end))
            at = letters.find(key, at + 1)
        if prefix:
            # The rest of the letters is the beginning of this key.
            found |= {(at, end, True) for at in range(end) if key.startswith(letters[at:])}
    return found
