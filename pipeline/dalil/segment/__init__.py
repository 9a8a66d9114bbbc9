"""Segments: raw text cut into paragraphs with a language and a section kind."""

from dalil.segment.language_id import identify
from dalil.segment.model import LANGUAGES, SECTIONS, Segment
from dalil.segment.segmenter import segment

__all__ = ["LANGUAGES", "SECTIONS", "Segment", "identify", "segment"]
