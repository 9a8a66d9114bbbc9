"""The custom attributes that Dalil keeps on spaCy's Doc and Span, registered in one place."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from dalil.offsets import OffsetMap

_MAP = "dalil.offset_map"


def _offset_map(doc: Doc) -> OffsetMap:
    kept = doc.user_data.get(_MAP)
    return OffsetMap(**kept) if kept is not None else OffsetMap.identity(len(doc.text))


def _set_offset_map(doc: Doc, value: OffsetMap) -> None:
    size = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
    if len(value) != size:
        raise ValueError(f"map of {len(value)} characters for a text of {size}")
    # As plain arrays, which spaCy can write to disk and send between processes.
    doc.user_data[_MAP] = {
        "starts": value.starts,
        "ends": value.ends,
        "raw_length": value.raw_length,
    }


def _raw_span(span: Span) -> tuple[int, int]:
    return _offset_map(span.doc).raw(span.start_char, span.end_char)


def _raw_token(token: Token) -> tuple[int, int]:
    return _offset_map(token.doc).raw(token.idx, token.idx + len(token.text))


def _role(span: Span) -> str:
    place = span._.role_span
    return span.doc.text[place[0] : place[1]] if place else ""


def register() -> None:
    """Add the attributes; calling it again changes nothing.

    `doc._.offset_map` (map to the raw text), `doc._.section` (section kind),
    `doc._.restored` (whether its letters came through a broken font), `doc._.claims`
    (tuple of Claim), `span._.raw` and `token._.raw` (raw interval), `span._.score`,
    `span._.source`, `span._.name` (for entities), and for people `span._.role_span` (characters of
    the title beside the name, or None), `span._.role` (that as text) and `span._.role_of` (id of
    the organisation or state it belongs to).
    """
    if Doc.has_extension("offset_map"):
        return
    Doc.set_extension("offset_map", getter=_offset_map, setter=_set_offset_map)
    Doc.set_extension("section", default="body")
    Doc.set_extension("restored", default=False)
    Doc.set_extension("claims", default=())
    Span.set_extension("raw", getter=_raw_span)
    Token.set_extension("raw", getter=_raw_token)
    Span.set_extension("score", default=None)
    Span.set_extension("source", default="")
    Span.set_extension("name", default="")
    Span.set_extension("role_span", default=None)
    Span.set_extension("role", getter=_role)
    Span.set_extension("role_of", default="")


register()
