"""Proclitics in front of a name become tokens of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from dalil.entities.names import key
from dalil.languages.fold import fold

if TYPE_CHECKING:
    from dalil.entities.matcher import Mention


def cut_proclitics(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Split the proclitics off the first tokens of `mentions`; gives the mentions' new places.

    «وروسيا» becomes و + روسيا. «للصين» becomes ل + لصين: letters as written, the alef of the
    article elided; the folded form of the second is الصين. Sentence starts stay where they are,
    and the keys of `dalil.languages.keys` follow the new tokens.
    """
    from dalil.languages import keys
    from dalil.languages.pipeline import KEYS

    every = list(keys(doc))
    splits = {m.start: _parts(doc[m.start], m.cut) for m in mentions if m.cut}
    sentence_starts = {token.idx for token in doc if token.is_sent_start}
    split_sentences = doc.has_annotation("SENT_START")
    with doc.retokenize() as retokenizer:
        for at, parts in splits.items():
            token = doc[at]
            norms = [fold(part, "ar") for part in parts]
            if norms[-2] == "ل" and norms[-1].startswith("ل"):
                norms[-1] = f"ا{norms[-1]}"
            bare = norms[-1][2:] if norms[-1].startswith("ال") and len(norms[-1]) > 4 else norms[-1]
            lemmas = [*norms[:-1], bare]
            for string in (*norms, bare):
                doc.vocab.strings.add(string)  # the retokenizer does not
            retokenizer.split(
                token,
                parts,
                heads=[(token, i) for i in range(len(parts))],
                attrs={"NORM": norms, "LEMMA": lemmas},
            )
    shift = 0
    moved = []
    for mention in mentions:
        own = len(splits[mention.start]) - 1 if mention.cut else 0
        start = mention.start + shift + own
        shift += own
        moved.append(replace(mention, start=start, end=mention.end + shift, cut=0))
    fresh: list[tuple[str, ...]] = []
    at = 0
    for old, known in enumerate(every):
        count = len(splits.get(old, (None,)))
        if count == 1:
            fresh.append(known)
        else:
            pair = [(doc[i].norm_, doc[i].lemma_) for i in range(at, at + count)]
            fresh += [tuple(dict.fromkeys(forms)) for forms in pair]
        at += count
    doc.user_data[KEYS] = fresh
    if split_sentences:
        # Splitting makes each part a sentence of its own.
        for token in doc:
            token.is_sent_start = token.idx in sentence_starts
    return moved


def _parts(token: Token, cut: int) -> list[str]:
    """The written proclitics, one letter with its vowel signs each, and the rest."""
    parts: list[str] = []
    for character in token.text[:cut]:
        if key(character, "ar") or not parts:
            parts.append(character)
        else:
            parts[-1] += character
    return [*parts, token.text[cut:]]
