"""Verb forms that stand after «می» and before «ام», «اند», made from the two stems of a verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ENDINGS_PAST = ("", "م", "ی", "یم", "ید", "ند")
_ENDINGS_PRESENT = ("م", "ی", "د", "یم", "ید", "ند")
# First parts of verbs, written together with the stem («بازتابیده») or with «می» («فرومی‌رفت»).
PREVERBS = ("باز", "بر", "در", "فرا", "فرو", "وا", "ور")
# Infinitives by their ending, with what is left of it in the past and the present stem. Shorter
# endings would take in nouns («وطن», «گردن»).
_INFINITIVE = re.compile(r"(..+)(?:(ید)|(اند)|(ود))ن")
_PRESENT = {"ید": "", "اند": "ان", "ود": "ا"}


def stems_of(words: Iterable[str]) -> Iterator[str]:
    """The stems (`past#present`) of the infinitives of regular verbs among `words`."""
    for word in words:
        if word.endswith("ن") and (m := _INFINITIVE.fullmatch(word)):
            ending = next(group for group in m.groups()[1:] if group)
            yield f"{m[1]}{ending}#{m[1]}{_PRESENT[ending]}"


def verb_forms(stems: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Forms that take «می» (finite ones and participles), and participles, which take «اند».

    `stems` are written `past#present`.
    """
    finite: set[str] = set()
    participles: set[str] = set()
    for pair in stems:
        past, _, present = pair.partition("#")
        if past:
            finite.update(past + ending for ending in _ENDINGS_PAST)
            participles.add(past + "ه")
        if len(present) > 1:
            # گو, آ: «می‌گویم», «می‌آید»; the forms without yeh are those of speech
            stem = present + "ی" if present[-1] in "او" else present
            finite.update(stem + ending for ending in _ENDINGS_PRESENT)
            if stem != present:
                finite.update(present + ending for ending in _ENDINGS_PRESENT)
    with_preverb = {preverb + p for preverb in PREVERBS for p in participles}
    negative = {"ن" + p for p in participles}
    return frozenset(finite | participles), frozenset(participles | with_preverb | negative)
