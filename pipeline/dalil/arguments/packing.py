"""Claims within spaCy's own format.

`Doc.to_bytes`, `DocBin` and `nlp.pipe(n_process=…)` pack a Doc with msgpack, which knows plain
values only. Importing this module teaches it claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import srsly  # type: ignore[import-untyped]

from dalil.arguments.model import Claim

_MARK = "__dalil_claim__"
_NAMES = tuple(field.name for field in fields(Claim))


@srsly.msgpack_encoders("dalil_claim")  # type: ignore[untyped-decorator]
def encode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A claim as a plain mapping; anything else as it is, or as the next encoder makes it."""
    if isinstance(obj, Claim):
        return {_MARK: [getattr(obj, name) for name in _NAMES]}
    return obj if chain is None else chain(obj)


@srsly.msgpack_decoders("dalil_claim")  # type: ignore[untyped-decorator]
def decode(obj: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The way back."""
    if isinstance(obj, dict) and _MARK in obj:
        return Claim(**dict(zip(_NAMES, map(_frozen, obj[_MARK]), strict=True)))
    return obj if chain is None else chain(obj)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
