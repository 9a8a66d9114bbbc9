"""What is known of words before a sentence is read: their classes in a word list, and whether
they stand in names.

A lexicon maps a folded word to its values, one for each source, "" where a source lacks it.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from spacy.language import Language

from dalil.errors import DalilError
from dalil.files import replacing
from dalil.languages.fold import fold

Lexicon = Mapping[str, tuple[str, ...]]

# From which share of its places in names on a word counts as one of names, always or at times.
_SHARES = ((0.8, "always"), (0.3, "often"), (0.05, "rarely"))
_SEEN_OFTEN = 3


def read_lexicon(path: Path) -> Lexicon:
    """A packed table with a word and its values a line. Raises DalilError where there is none."""
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DalilError(f"the tagger's word list can't be read: {error}", file=path) from None
    rows = (line.split("\t") for line in text.splitlines())
    return {word: tuple(values) for word, *values in rows}


def write_lexicon(lexicon: Lexicon, path: Path) -> None:
    """Write the table that `read_lexicon` reads; the same lexicon gives the same bytes."""
    lines = ("\t".join((word, *lexicon[word])) + "\n" for word in sorted(lexicon))
    with replacing(path) as temporary:
        temporary.write_bytes(gzip.compress("".join(lines).encode("utf-8"), mtime=0))


def joined(sources: Iterable[Mapping[str, str]]) -> Lexicon:
    """The lexicon of several sources."""
    listed = list(sources)
    words = dict.fromkeys(word for source in listed for word in source if "\t" not in word)
    return {word: tuple(source.get(word, "") for source in listed) for word in words}


def word_classes(path: Path) -> dict[str, str]:
    """The classes of words in hazm's `words.dat`: of spellings folded alike, the commonest's.

    Raises DalilError for a file in another form.
    """
    found: dict[str, tuple[int, str]] = {}
    for number, line in _lines(path):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not cells[1].isdigit():
            raise DalilError("wanted: word, frequency, classes", file=path, line=number)
        word, entry = fold(cells[0], "fa"), (int(cells[1]), cells[2])
        found[word] = max(found.get(word, entry), entry)
    return {word: classes for word, (_, classes) in found.items()}


def words_of_names(paths: Iterable[Path], nlp: Language, labels: frozenset[str]) -> dict[str, str]:
    """How often the words of texts with names marked stand in names of the kinds `labels`.

    The files hold a token, a tab and its IOB2 tag a line, and a blank line after each sentence;
    `nlp` tokenises them anew. Raises DalilError for a file in another form.
    """
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for path in paths:
        for tokens in _sentences(path):
            marked: list[bool] = []
            for word, tag in tokens:
                marked += [tag[2:] in labels] * len(word) + [False]
            doc = nlp(" ".join(word for word, _ in tokens))
            for token in doc:
                start, end = doc._.offset_map.raw(token.idx, token.idx + len(token.text))
                seen[token.norm_] += 1
                named[token.norm_] += start < end and marked[start]
    return {word: _name_class(named[word] / count, count) for word, count in seen.items()}


def _name_class(share: float, count: int) -> str:
    how = next((name for least, name in _SHARES if share > least), "never")
    return how if count >= _SEEN_OFTEN else how + "?"


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    tokens: list[tuple[str, str]] = []
    for number, line in _lines(path):
        word, tab, tag = line.rpartition("\t")
        if tab:
            tokens.append((word, tag))
        elif line:
            raise DalilError("wanted: a token, a tab, a tag", file=path, line=number)
        elif tokens:
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DalilError(f"can't be read: {error}", file=path) from None
    return enumerate(text.split("\n"), 1)
