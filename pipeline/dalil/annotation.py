"""One text → its annotations, in the shape of `dalil annotate`.

Not named like the function: importing a module `dalil.annotate` would put it in the place of
`dalil.annotate(…)`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dalil.errors import DalilError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dalil.arguments.model import Claim
    from dalil.offsets import OffsetMap

LANGUAGES = ("fa", "ar", "en")


@lru_cache(maxsize=len(LANGUAGES))
def default_pipeline(lang: str) -> Language:
    """The pipeline of `lang` with every default; loaded once."""
    from dalil.languages import load

    return load(lang)


def language_of(text: str, lang: str = "auto") -> str:
    """`lang` itself, or for `auto` what the text is written in.

    Raises DalilError for a text in none of the three languages.
    """
    if lang != "auto":
        return lang
    from dalil.segment import identify

    found = identify(text)
    if found not in LANGUAGES:
        raise DalilError("this is neither Persian nor Arabic nor English; give --lang to insist")
    return found


def annotate(text: str, lang: str = "auto") -> dict[str, Any]:
    """Annotate one text with the packaged codebook and gazetteer.

    `lang` is `fa`, `ar`, `en` or `auto`. Gives a dict with `lang`, `text`, `clean`, `sentences`,
    `tokens`, `entities`, `claims`; all offsets are code points into `text`, half-open. Raises
    DalilError when the language can't be told or the text is too long.
    """
    if lang == "auto" and not text.strip():
        # A blank line between paragraphs is no fault of the text.
        empty: dict[str, Any] = {"lang": "other", "text": text, "clean": ""}
        return empty | {name: [] for name in ("sentences", "tokens", "entities", "claims")}
    lang = language_of(text, lang)
    pipeline = default_pipeline(lang)
    if len(text) > pipeline.max_length:
        limit = f"{pipeline.max_length:,} characters are taken for one text"
        raise DalilError(f"at most {limit}, this has {len(text):,}; break it into paragraphs")
    doc = pipeline(text)
    return {"lang": lang, "text": text, "clean": doc.text, **layers(doc, text)}


def layers(doc: Doc, raw: str, *, tokens: bool = True) -> dict[str, list[dict[str, Any]]]:
    """The annotations of a Doc as lists of dicts with offsets into `raw`, the source text."""
    where = doc._.offset_map
    found: dict[str, list[dict[str, Any]]] = {
        "sentences": [
            {"start": start, "end": end}
            for start, end in where.raw_many([(s.start_char, s.end_char) for s in doc.sents])
        ]
    }
    if tokens:
        shown = [t for t in doc if not t.is_space]
        spans = where.raw_many([(t.idx, t.idx + len(t.text)) for t in shown])
        found["tokens"] = [
            {
                "start": start,
                "end": end,
                "text": t.text,
                "lemma": t.lemma_,
                "pos": t.pos_,
            }
            for t, (start, end) in zip(shown, spans, strict=True)
        ]
    found["entities"] = [_entity(ent, where, raw) for ent in doc.ents]
    found["claims"] = [_claim(claim, where) for claim in doc._.claims]
    return found


def _entity(ent: Any, where: OffsetMap, raw: str) -> dict[str, Any]:
    start, end = where.raw(ent.start_char, ent.end_char)
    return {
        "start": start,
        "end": end,
        "text": raw[start:end],
        "label": ent.label_,
        "id": ent.kb_id_,
        "name": ent._.name,
        **role_fields(ent, where, raw),
        "score": ent._.score,
        "source": ent._.source,
    }


def role_fields(ent: Any, where: OffsetMap, raw: str) -> dict[str, Any]:
    """The title beside a person's name as fields of a mention, with offsets into `raw`."""
    if not ent._.role_span:
        return {"role": "", "role_start": None, "role_end": None, "role_of": ""}
    start, end = where.raw(*ent._.role_span)
    told = {"role": raw[start:end], "role_start": start, "role_end": end}
    return told | {"role_of": ent._.role_of}


def _claim(claim: Claim, where: OffsetMap) -> dict[str, Any]:
    start, end = where.raw(claim.start, claim.end)
    return {
        "start": start,
        "end": end,
        "tag": claim.tag,
        "stance": claim.stance,
        "holder": claim.holder,
        "holder_id": claim.holder_id,
        "organisations": list(claim.organisations),
        "score": claim.score,
        "evidence": [list(where.raw(s, e)) for s, e in claim.evidence],
        "cues": list(claim.cues),
    }
