"""How much a paragraph looks like an entry of a bibliography."""

from __future__ import annotations

import re

_YEAR = re.compile(
    r"(?<![\d۰-۹٠-٩])(?:1[34]\d\d|1[89]\d\d|20\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2}|[۱١][۸۹٨٩][۰-۹٠-٩]{2}"
    r"|[۲٢][۰٠][۰-۹٠-٩]{2})(?![\d۰-۹٠-٩])"
)
_YEAR_IN_BRACKETS = re.compile(
    r"\(\s*[^()]{0,20}(?:1[3489]|20|[۱١][۳۴٣٤۸۹٨٩]|[۲٢][۰٠])[\d۰-۹٠-٩]{2}[a-zأب]?[^()]{0,12}\)"
)
# "Surname, Given" or «نام خانوادگی، نام» before the year.
_AUTHOR = re.compile(r"^[^\W\d_][^,،.(\d]{1,40}[,،]\s?[^\W\d_]")
_INITIALS = re.compile(r"^[^,،(\d]{2,40}[,،]\s(?:[A-ZА-Я]\.\s?){1,3}")
_QUOTED = re.compile(r"[\"“«][^\"”»]{8,}[\"”»]|[*_]{1,2}[^*_]{8,}[*_]{1,2}")
_PAGES = re.compile(
    r"\bpp?\.\s?\d|\bVol\.?\s?\d|\bNo\.?\s?\d|\b\d+\s?\(\d+\)|\d+[:,]\s?\d+[–-]\d+"
    r"|شماره\s?[\d۰-۹]|صص?\.?\s?[\d۰-۹٠-٩]|جلد\s|العدد\s|المجلد\s|ج\s?[\d۰-۹٠-٩]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|doi[:.]|\bISBN\b", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish\w*|Publication\w*|Journal|Review|Quarterly|Survey|Studies|University|eds?\.|"
    r"trans\.|Routledge|Springer|Palgrave|Macmillan|Brill|Working Paper)\b"
    r"|نشر\s|انتشارات|فصلنامه|پژوهشنامه|ماهنامه|ترجمه|مترجم|تهران\s?:|قم\s?:|دانشگاه"
    r"|مجلة|دار\s|ترجمة|بيروت|القاهرة\s?:|مركز\s|جامعة|منشورات"
)
_PLACE_AND_PRESS = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?:\s[A-Z][\w ]+,\s(?:1[89]|20)\d\d")
_LONGEST = 600


def looks_like_reference(text: str, *, needed: int = 4) -> bool:
    """Whether `text` has at least `needed` of the marks of a bibliography entry.

    The marks: author with comma, initials, year, year in brackets, quoted title, volume, number
    or pages, publisher or journal, place with publisher, address.
    """
    if len(text) > _LONGEST or not (_YEAR.search(text) or _ADDRESS.search(text)):
        return False
    return marks(text) >= needed


def marks(text: str) -> int:
    """How many of the marks of a bibliography entry `text` has."""
    head = text[:160]
    return sum(
        (
            bool(_AUTHOR.match(text)),
            bool(_INITIALS.match(text)),
            bool(_YEAR.search(text)),
            bool(_YEAR_IN_BRACKETS.search(head)),
            bool(_QUOTED.search(text)),
            bool(_PAGES.search(text)),
            bool(_PUBLISHER.search(text)),
            bool(_PLACE_AND_PRESS.search(text)),
            bool(_ADDRESS.search(text)),
        )
    )
