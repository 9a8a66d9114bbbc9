"""The patterns of a codebook in one language, made ready to match."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dalil.arguments.codebook import Codebook, Cue
from dalil.arguments.lexis import LEXIS, Lexis
from dalil.arguments.matching import Index, Lexicon
from dalil.arguments.patterns import parse, parse_reporting


@dataclass(frozen=True, eq=False)
class Compiled:
    """`cues[i]` holds the tag (its place in the codebook) and the cue of pattern `i`."""

    lexis: Lexis
    cues: tuple[tuple[int, Cue], ...]
    cue_index: Index
    denies_index: Index
    neutral_index: Index
    reporting_index: Index
    lexicon: Lexicon


@lru_cache(maxsize=16)
def compiled(codebook: Codebook, lang: str) -> Compiled:
    """The cues of one language; made once a codebook. Raises ValueError for another language."""
    if lang not in LEXIS:
        raise ValueError(f"no cues can be matched in {lang!r}; there are {', '.join(LEXIS)}")
    sets = codebook.sets.get(lang, {})
    cues = tuple(
        (place, cue) for place, tag in enumerate(codebook.tags) for cue in tag.cues.get(lang, ())
    )
    neutral = (*LEXIS[lang].neutral, *codebook.neutral.get(lang, ()))
    indexes = (
        Index([parse(cue.pattern, lang, sets) for _, cue in cues]),
        Index([parse(text, lang, sets) for text in codebook.denies.get(lang, ())]),
        Index([parse(text, lang, sets) for text in neutral]),
        Index([parse_reporting(text, lang, sets) for text in codebook.reporting.get(lang, ())]),
    )
    atoms = {atom for index in indexes for pattern in index.patterns for atom in pattern.atoms}
    return Compiled(LEXIS[lang], cues, *indexes, Lexicon(atoms))
