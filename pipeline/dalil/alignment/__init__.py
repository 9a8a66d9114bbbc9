"""Sentence alignment of parallel documents, by length and by what stays the same in translation.

The method is that of Gale & Church (1993), "A Program for Aligning Sentences in Bilingual
Corpora". The programme is our own and not `nltk.translate.gale_church`: that one takes lengths
only, gives pairs without links, scores or a length ratio of the documents at hand, refuses more
than 4,000 sentences and keeps a Python object for each cell of the lattice.
"""

from dalil.alignment.links import align
from dalil.alignment.model import Link, Sentence
from dalil.alignment.pairs import numbers, rows, sentences_of

__all__ = ["Link", "Sentence", "align", "numbers", "rows", "sentences_of"]
