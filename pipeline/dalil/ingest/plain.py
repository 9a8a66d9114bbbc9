"""Plain text: the decoded file as it is."""

from __future__ import annotations

from pathlib import Path

from dalil.ingest.encoding import decode
from dalil.ingest.extract import Extract


def extract(data: bytes, file: Path, encoding: str | None) -> Extract:
    """The decoded text, line ends as found; plain text marks no blocks."""
    decoded = decode(data, file=file, encoding=encoding)
    return Extract(decoded.text, encoding=decoded.encoding, reason=decoded.reason)
