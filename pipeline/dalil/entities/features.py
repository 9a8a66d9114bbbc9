"""What the recogniser sees of a token: its letters, its neighbours, lists, gazetteer, grammar.

The usual features of a linear-chain CRF for names (McCallum and Li 2003; Benajiba and Rosso 2008
for Arabic), as strings. What depends on a token's form alone is made once for each form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from dalil.entities.known_names import KnownNames

_MOST_FORMS = 50_000  # that are kept between texts
_AFFIX = 4
_REPEATED = re.compile(r"(.)\1+")
_LONGEST_SHAPE = 8


@dataclass(frozen=True, slots=True)
class _Form:
    """The features of one written form: as the token itself, and as a neighbour by distance."""

    norm: str
    own: list[str]
    beside: dict[int, list[str]]


class Features:
    """Makes the features of Docs of one language.

    `groups` are word groups by folded word (`known_names.read_groups`). With `gazetteer`, the
    entities that the Doc has when it comes are features.
    """

    def __init__(
        self, names: KnownNames, groups: Mapping[str, Sequence[str]], *, gazetteer: bool = True
    ) -> None:
        self._names, self._groups, self._gazetteer = names, groups, gazetteer
        # By spaCy's numbers for text, norm and lemma: the same in every Doc, and quicker to get.
        self._forms: dict[tuple[int, ...], _Form] = {}

    def __call__(self, doc: Doc) -> list[list[str]]:
        """The features of each token of `doc`."""
        forms = self._forms_of(doc)
        strings = doc.vocab.strings
        tags = [strings[int(number)] for number in doc.to_array(["POS"])]
        last = len(forms) - 1
        out = []
        for i, form in enumerate(forms):
            made = [*form.own, "t=" + tags[i]]
            if i:
                before = forms[i - 1]
                made += before.beside[-1]
                made.append("-t=" + tags[i - 1])
                made.append(f"-b={before.norm}|{form.norm}")
                if i > 1:
                    made += forms[i - 2].beside[-2]
            else:
                made.append("first")
            if i < last:
                after = forms[i + 1]
                made += after.beside[1]
                made.append("+t=" + tags[i + 1])
                made.append(f"+b={form.norm}|{after.norm}")
                if i + 1 < last:
                    made += forms[i + 2].beside[2]
            else:
                made.append("last")
            out.append(made)
        norms = [form.norm for form in forms]
        for name, phrases in self._names.phrases.items():
            for start, end in phrases.spans(norms):
                _mark(out, name, start, end)
        if self._gazetteer:
            for ent in doc.ents:
                _mark(out, "g" + ent.label_, ent.start, ent.end)
        return out

    def _forms_of(self, doc: Doc) -> list[_Form]:
        """The forms of the tokens, made where they are not known yet."""
        if len(self._forms) >= _MOST_FORMS:
            self._forms.clear()
        forms = []
        for i, key in enumerate(map(tuple, doc.to_array(["ORTH", "NORM", "LEMMA"]).tolist())):
            form = self._forms.get(key)
            if form is None:
                token = doc[i]
                form = self._forms[key] = self._made(token.text, token.norm_, token.lemma_)
            forms.append(form)
        return forms

    def _made(self, text: str, norm: str, lemma: str) -> _Form:
        shape = shape_of(text)
        own = ["w=" + norm, "h=" + shape]
        for size in range(1, min(_AFFIX, len(norm) - 1) + 1):
            own += [f"p{size}={norm[:size]}", f"s{size}={norm[-size:]}"]
        if lemma and lemma != norm:
            own.append("l=" + lemma)
        if "\u200c" in text:
            own.append("zwnj")
        lists = self._names.words.get(norm, ())
        groups = [f"c{i}={group}" for i, group in enumerate(self._groups.get(norm, ()))]
        own += [*lists, *groups]
        beside = {
            at: [
                f"{at}w={norm}",
                *(f"{at}{name}" for name in lists),
                *(f"{at}{group}" for group in groups),
            ]
            for at in (-2, -1, 1, 2)
        }
        for at in (-1, 1):
            beside[at] += [f"{at}s={norm[-3:]}", f"{at}h={shape}"]
        return _Form(norm, own, beside)


def shape_of(text: str) -> str:
    """The kinds of letters in a token: `Xx` for Xi, `dd` for 2020, `XX-` for US-."""
    signs = "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else _sign(c)
        for c in text
    )
    return _REPEATED.sub(r"\1\1", signs)[:_LONGEST_SHAPE]


def _sign(character: str) -> str:
    return "a" if character.isalpha() else character


def _mark(out: list[list[str]], name: str, start: int, end: int) -> None:
    """Tell a stretch of tokens, and those beside it, that it stands in a list."""
    size = min(end - start, 3)
    out[start].append(f"{name}B{size}")
    for i in range(start + 1, end):
        out[i].append(f"{name}I{size}")
    if start:
        out[start - 1].append(f"{name}>")
    if end < len(out):
        out[end].append(f"{name}<")
