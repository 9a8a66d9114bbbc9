"""Who restores: dalil, and beside it the libraries that are made for parts of it.

A system takes the lines of one document and gives as many back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

System = Callable[[Sequence[str]], list[str]]

AS_IT_IS = "as it is"


def systems(lang: str) -> dict[str, System]:
    """The systems that there are for texts in `lang`, by name; the first does nothing."""
    found: dict[str, System] = {AS_IT_IS: list, "dalil": _dalil(lang)}
    if lang == "fa":
        found["hazm"] = by_line(_hazm())
    if lang == "ar":
        found["camel-tools"] = by_line(_camel_tools())
    found["ftfy"] = by_line(_ftfy())
    return found


def by_line(change: Callable[[str], str]) -> System:
    """A function of a line as a system; line ends that it puts in become spaces."""
    return lambda lines: [" ".join(change(line).splitlines()) for line in lines]


def _dalil(lang: str) -> System:
    from dalil.repair.document import repair_document

    return lambda lines: repair_document("\n".join(lines), lang).text.split("\n")


def _hazm() -> Callable[[str], str]:
    from hazm import Normalizer

    normalise: Callable[[str], str] = Normalizer().normalize
    return normalise


def _camel_tools() -> Callable[[str], str]:
    from camel_tools.utils.charmap import CharMapper
    from camel_tools.utils.normalize import normalize_unicode

    clean = CharMapper.builtin_mapper("arclean")
    return lambda line: str(clean(normalize_unicode(line)))


def _ftfy() -> Callable[[str], str]:
    from ftfy import fix_text

    return fix_text
