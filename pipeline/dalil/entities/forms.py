"""Which keys a written token may stand for: its endings taken off, its proclitics cut away.

Only what can be told from the letters is done here; whether an ending fits the entity is decided
in `rules`, where the entity is known. A stemmer would not do: it makes ایران of ایرانی (Iranian)
and چین of چینی (Chinese), which are no mentions.
"""

from __future__ import annotations

from typing import NamedTuple

from dalil.entities.names import key

ZWNJ = "\u200c"

EZAFE, INDEFINITE, PLURAL, ENCLITIC = "ezafe", "indefinite", "plural", "enclitic"

# Persian endings behind a half-space. Behind anything but a half-space the enclitics are left
# alone: چینش is "arrangement", not "its China".
_ENDINGS = {
    "ی": EZAFE,
    "ای": INDEFINITE,
    **dict.fromkeys("ها های هایی هایش هایشان".split(), PLURAL),
    **dict.fromkeys("اش ام ات شان مان تان ش م ت را است اند".split(), ENCLITIC),
}
_JOINED_PLURALS = ("هایی", "های", "ها")

PROCLITICS = frozenset("وفبلك")


class Form(NamedTuple):
    """A key under which a token is looked up.

    `ending` is what was taken off its end, `cut` how many characters of the token's text are
    proclitics in front of the form.
    """

    key: str
    ending: str = ""
    cut: int = 0


def forms(text: str, norm: str, lang: str) -> tuple[Form, ...]:
    """The forms of a token with written form `text` and folded form `norm`, likeliest first.

    They are none for a token without letters or digits.
    """
    plain = key(text, lang)
    if not plain:
        return ()
    found = [Form(plain)]
    if lang == "fa":
        found += _persian(text, plain)
    elif lang == "ar":
        folded = key(norm, lang)
        if folded != plain:  # the analysis gave لاتحاد behind ل its article back
            found.append(Form(folded))
        found += _arabic(text, plain)
    return tuple(dict.fromkeys(found))


def _persian(text: str, plain: str) -> list[Form]:
    found = []
    head, mark, tail = text.rpartition(ZWNJ)
    if mark and head:
        ending = _ENDINGS.get(key(tail, "fa"))
        if ending:
            found.append(Form(key(head, "fa"), ending))
    if len(plain) > 3:
        last, before = plain[-1], plain[-2]
        if last == "ی" and before in "او":  # آسیای, ناتوی
            found.append(Form(plain[:-1], EZAFE))
        elif last == "ی" and before == "ه" and plain[-3] not in "او":
            # جامعهی for جامعه‌ی; not گروهی, دانشگاهی, whose heh is sounded
            found.append(Form(plain[:-1], EZAFE))
        if plain.endswith("های") and mark == "":  # روسیهای for روسیه‌ای, half-space lost
            found.append(Form(plain[:-2], INDEFINITE))
        for plural in _JOINED_PLURALS:
            if plain.endswith(plural) and len(plain) - len(plural) > 2:
                found.append(Form(plain[: -len(plural)], PLURAL))
    return found


def _arabic(text: str, plain: str) -> list[Form]:
    """The word behind unsplit proclitics: و or ف, then ب, ل or ك, at most one of each."""
    found = []
    at = 0
    for kind in ("وف", "بلك"):
        if len(plain) - at > 3 and plain[at] in kind:
            at += 1
            rest, cut = plain[at:], _letters_end(text, at)
            found.append(Form(rest, "", cut))
            if plain[at - 1] == "ل" and rest[0] == "ل":  # للصين: ل and الصين, whose alef is elided
                found.append(Form("ا" + rest, "", cut))
    return found


def _letters_end(text: str, count: int) -> int:
    """Where the first `count` letters of an Arabic word end in `text`, vowel signs included."""
    at = 0
    for i, character in enumerate(text):
        if key(character, "ar"):
            if at == count:
                return i
            at += 1
    return len(text)
