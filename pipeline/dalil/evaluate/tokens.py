"""Words, sentences and lemmas against a treebank.

Words and sentences count as right when both ends agree (as in the CoNLL 2018 evaluation);
lemmas are compared on the words found, folded, verbs by their past stem as in UD_Persian-PerDT.
The baseline cuts at white space and punctuation, ends sentences at full stops and takes each
word for its own lemma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.evaluate.conllu import Sentence, read_conllu
from dalil.evaluate.scores import Score
from dalil.languages import load
from dalil.languages.fold import fold

# Sentences are joined to paragraphs of this many, so that their bounds have to be found.
PARAGRAPH = 10

_BASELINE = re.compile(r"\w+(?:[\u200c'’]\w+)*|[^\w\s]")
_STOP = re.compile(r"(?<=[.!?؟])\s+")

Span = tuple[int, int]


@dataclass(frozen=True)
class TokenScore:
    """One line of the report: what was measured, by whom, and how it went."""

    measure: str
    system: str
    score: Score


def evaluate_tokens(path: Path, lang: str) -> list[TokenScore]:
    """Scores of `dalil` and the baseline on a CoNLL-U file.

    Raises DalilError for a file without sentences, ValueError for an unknown language.
    """
    sentences = read_conllu(path, lang)
    nlp = load(lang, annotate=False)
    totals: dict[tuple[str, str], Score] = {}

    def count(measure: str, system: str, score: Score) -> None:
        key = measure, system
        totals[key] = totals.get(key, Score(0, 0, 0)) + score

    for first in range(0, len(sentences), PARAGRAPH):
        text, gold_words, gold_sentences = _paragraph(sentences[first : first + PARAGRAPH])
        doc = nlp(text)
        tokens = [t for t in doc if not t.is_space]
        places = doc._.offset_map.raw_many([(t.idx, t.idx + len(t.text)) for t in tokens])
        lemmas = {place: t.lemma_ for place, t in zip(places, tokens, strict=True)}
        ends = [(s.start_char, s.end_char) for s in doc.sents]
        count("words", "dalil", _agree(places, gold_words))
        count(
            "sentences",
            "dalil",
            _agree(doc._.offset_map.raw_many(ends), gold_sentences),
        )
        count("lemmas", "dalil", _lemmas(lemmas, gold_words, lang))

        plain = [m.span() for m in _BASELINE.finditer(text)]
        count("words", "baseline", _agree(plain, gold_words))
        count("sentences", "baseline", _agree(_split(text), gold_sentences))
        own = {(start, end): text[start:end] for start, end in plain}
        count("lemmas", "baseline", _lemmas(own, gold_words, lang))
    return [TokenScore(m, s, score) for (m, s), score in totals.items()]


def _paragraph(
    sentences: Sequence[Sentence],
) -> tuple[str, dict[Span, str], list[Span]]:
    """Text, words with lemmas, and sentence bounds of sentences written one after the other."""
    text = ""
    words: dict[Span, str] = {}
    bounds: list[Span] = []
    for sentence in sentences:
        text += " " if text else ""
        at = len(text)
        text += sentence.text
        bounds.append((at, len(text)))
        words.update({(at + w.start, at + w.end): w.lemma for w in sentence.words})
    return text, words, bounds


def _agree(found: Sequence[Span], wanted: Iterable[Span]) -> Score:
    gold = set(wanted)
    return Score(len(gold.intersection(found)), len(found), len(gold))


def _lemmas(found: dict[Span, str], gold: dict[Span, str], lang: str) -> Score:
    """On the words that both have and whose gold lemma is known."""
    pairs = [
        (found[place], lemma)
        for place, lemma in gold.items()
        if place in found and lemma not in ("", "_") and lemma[0].isalpha()
    ]
    right = sum(_same(mine, lemma, lang) for mine, lemma in pairs)
    return Score(right, len(pairs), len(pairs))


def _same(mine: str, gold: str, lang: str) -> bool:
    mine, gold = fold(mine, lang).replace(" ", ""), fold(gold, lang).replace(" ", "")
    past, mark, present = mine.partition("#")
    return gold in ({past, present, mine} if mark else {mine})


def _split(text: str) -> list[Span]:
    spans = []
    start = 0
    for m in _STOP.finditer(text):
        spans.append((start, m.start()))
        start = m.end()
    return [*spans, (start, len(text))]
