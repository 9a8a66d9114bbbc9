"""Ingest: from a file to its raw text, with the encoding decision and the format's structure."""

from __future__ import annotations

from dalil.ingest.model import Block, Source
from dalil.ingest.reader import MAX_LINE, SUFFIXES, read

__all__ = ["MAX_LINE", "SUFFIXES", "Block", "Source", "read"]
