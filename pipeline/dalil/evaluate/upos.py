"""Parts of speech against a treebank: on the pipeline's own tokens, a baseline beside.

Tags are compared on the tokens that are words of the treebank too, as lemmas are; a word that a
treebank takes apart though the text does not has the tag of its first part. F1 over all words
counts those that were not found as well (as in the CoNLL 2018 evaluation). The baseline gives
each word the tag that it has most often in the training data, else NOUN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Token

from dalil.evaluate.conllu import read_conllu
from dalil.evaluate.scores import Rate, Score
from dalil.languages import load
from dalil.languages.upos.lexicon import read_lexicon
from dalil.languages.upos.tagger import USUAL
from dalil.resources import resource

SYSTEMS = ("dalil", "baseline")
NOUN, NAME = "NOUN", "PROPN"
ACCURACY, WORDS = "accuracy", "words with tags"
# Where a treebank knows no PROPN, and calls names nouns, so may a tagger that tells them apart.
NAMES_AS_NOUNS = "accuracy, names as nouns"


@dataclass(frozen=True)
class TagScore:
    """One line of the report: the whole or one tag, by whom, and how it went."""

    measure: str
    system: str
    score: Score | Rate


@dataclass(frozen=True)
class Tagged:
    """A sentence of a treebank as the pipeline sees it.

    `tokens` are the tokens that are not white space; `words[i]` is the gold tag where token i is
    a word of the treebank, "" where it is not; `over[i]` that of the word which token i lies in
    or begins with, if any. `wanted` counts the words of the treebank.
    """

    tokens: list[Token]
    words: list[str]
    over: list[str]
    wanted: int


def read_tagged(path: Path, nlp: Language) -> Iterator[Tagged]:
    """The sentences of a CoNLL-U file through `nlp`, one by one, with their gold tags.

    Raises DalilError for a file that holds no sentence.
    """
    for sentence in read_conllu(path, str(nlp.lang)):
        doc = nlp(sentence.text)
        tokens = [token for token in doc if not token.is_space]
        places = doc._.offset_map.raw_many([(t.idx, t.idx + len(t.text)) for t in tokens])
        tags = {(word.start, word.end): word.upos for word in sentence.words}
        over = []
        at = 0
        for start, end in places:
            while at < len(sentence.words) and sentence.words[at].end <= start:
                at += 1
            touched = at < len(sentence.words) and sentence.words[at].start < end
            over.append(sentence.words[at].upos if touched else "")
        words = [tags.get(place, "") for place in places]
        yield Tagged(tokens, words, over, len(sentence.words))


def evaluate_upos(path: Path, lang: str) -> list[TagScore]:
    """Scores of `dalil` and the baseline on a CoNLL-U file, the whole first, then tag by tag.

    Raises DalilError for a file without sentences, ValueError for an unknown language.
    """
    usual = read_lexicon(resource(f"models/upos_{lang}") / USUAL)
    counts = Counts()
    for sentence in read_tagged(path, load(lang, annotate=False)):
        tags = [token.pos_ for token in sentence.tokens]
        counts.add(sentence, tags, [usual.get(t.norm_, (NOUN,))[0] for t in sentence.tokens])
    return counts.scores()


class Counts:
    """Gold tags beside those of `dalil` and of the baseline, gathered sentence by sentence."""

    def __init__(self) -> None:
        self._pairs: dict[str, Counter[tuple[str, str]]] = {s: Counter() for s in SYSTEMS}
        self._found = self._wanted = 0

    def add(self, sentence: Tagged, tags: Sequence[str], baseline: Sequence[str]) -> None:
        """Count a sentence with the tags that the two systems give its tokens."""
        self._found += len(sentence.tokens)
        self._wanted += sentence.wanted
        for system, given in zip(SYSTEMS, (tags, baseline), strict=True):
            pairs = zip(sentence.words, given, strict=True)
            self._pairs[system].update(pair for pair in pairs if pair[0])

    def scores(self) -> list[TagScore]:
        """The report on all that was counted."""
        rows: list[TagScore] = []
        for system, pairs in self._pairs.items():
            right = sum(n for (gold, mine), n in pairs.items() if gold == mine)
            rows.append(TagScore(ACCURACY, system, Rate(right, pairs.total())))
            if not any(gold == NAME for gold, _ in pairs):
                names = sum(n for (gold, mine), n in pairs.items() if (gold, mine) == (NOUN, NAME))
                rows.append(TagScore(NAMES_AS_NOUNS, system, Rate(right + names, pairs.total())))
            rows.append(TagScore(WORDS, system, Score(right, self._found, self._wanted)))
        for tag in sorted(
            {tag for pairs in self._pairs.values() for pair in pairs for tag in pair}
        ):
            rows += (TagScore(tag, s, _of_tag(tag, pairs)) for s, pairs in self._pairs.items())
        return rows


def _of_tag(tag: str, pairs: Counter[tuple[str, str]]) -> Score:
    return Score(
        pairs[tag, tag],
        sum(n for (_, mine), n in pairs.items() if mine == tag),
        sum(n for (gold, _), n in pairs.items() if gold == tag),
    )
