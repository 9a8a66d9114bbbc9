"""What stands around a mention: source citations in brackets, articles of treaties."""

from __future__ import annotations

import re

Span = tuple[int, int]

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{4,300})[)\]]")
_YEAR = r"(?:1[2-9]\d\d|20\d\d)"
# One source: names, a year, perhaps pages. A range of years (1990-2019) is a life or a term.
_SOURCE = re.compile(
    rf"\s*(?P<names>[^\d]{{2,120}}?)(?P<comma>\s*[,،:]\s*|\s+)(?:\d{{1,4}}:)?{_YEAR}"
    r"(?:\s?[a-zالفبج]{1,3})?\s*(?:[,،:]\s*(?:[A-Za-z.صp]{1,4}\.?\s*)?[\d\s,،–—-]*)?\s*"
)
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_SMALL_WORDS = frozenset(
    "and et al. al see cf. e.g. in by de von van der da cited quoted eds.".split()
)
_WORDS_WITHOUT_COMMA = 4

_ORDINALS = (
    "الأولى|الثانية|الثالثة|الرابعة|الخامسة|السادسة|السابعة|الثامنة|التاسعة|العاشرة"
    "|الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر"
)
_ARTICLE = {
    "en": re.compile(
        r"\b(?:Article|Articles|Art\.|Chapter|Section) (?:\d+|[IVX]+)"
        r"(?: ?\(\d+\))?(?: and \d+)? of (?:the )?$"
    ),
    "fa": re.compile(r"(?<!\S)(?:ماده|مادۀ|مادهٔ|ماده‌ی|مواد|فصل|بند|اصل) \d+(?: و \d+)? (?:از )?$"),
    "ar": re.compile(rf"(?:المادة|الفصل|البند|الماده) \(?(?:\d+|{_ORDINALS})\)? من $"),
}


def citations(text: str) -> list[Span]:
    """The intervals of author–year citations in brackets: (Saat, 2005: 8; Allison 2008, 185)."""
    found = []
    for brackets in _BRACKETS.finditer(text.translate(_DIGITS)):
        at = brackets.start(1)
        for part in re.split("([;؛])", brackets.group(1)):
            if _is_source(part):
                found.append((at, at + len(part)))
            at += len(part)
    return found


def _is_source(part: str) -> bool:
    m = _SOURCE.fullmatch(part)
    if not m:
        return False
    words = m.group("names").replace("،", " ").replace(",", " ").split()
    if any("a" <= c.lower() <= "z" for c in m.group("names")):
        return all(not w[0].islower() or w.lower() in _SMALL_WORDS for w in words)
    return bool(m.group("comma").strip()) or len(words) <= _WORDS_WITHOUT_COMMA


def article_start(text: str, start: int, lang: str) -> int:
    """Where "Article 4 of" before the treaty at `start` begins; `start` where none stands there."""
    m = _ARTICLE[lang].search(text, max(0, start - 60), start)
    return m.start() if m else start
