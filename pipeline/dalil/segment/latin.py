"""English or another language in Latin letters: by function words and by letters with marks.

Function words tell after a few words of running text, and a bibliography full of names does not
upset them, as it upsets letter statistics. Words that are spelled alike in English and in
another of the languages (`in`, `die`, `was`, `for`) are in neither list.
"""

from __future__ import annotations

_ENGLISH = """
the and of to that with from this these those which by are were has have had been its their his
her they them our your who whom whose what when where why how not but nor than then there here
into onto upon about after before between during under over against through towards toward
within without because although though while since until unless whether either neither both
each every all any some such only other others another same more most less few many much very
would should could might must may can cannot shall did does doing done being first new between
among across it he she you if or also however therefore thus at be an
"""

_OTHERS = {
    "French": "le la les des du et est une dans pour que qui sur avec par sont pas plus ses aux ce "
    "cette ces leur leurs entre mais ont été être sous depuis chez vers selon comme nous vous",
    "German": "der und das ist nicht von zu den dem mit sich ein eine einer eines einem einen für "
    "auf im zur zum auch als aus bei nach über unter durch zwischen wird werden wurde wurden "
    "oder aber wie sind hat haben gegen seit nur noch ihre seine vom",
    "Spanish": "el los las una del y que por para con se su sus como más pero está entre fue ser "
    "sobre también desde hasta este esta estos según hacia",
    "Italian": "il gli della delle dei degli nella nel alla che di una per con sono è tra anche "
    "più come questo questa dal dalla sul sulla nei loro",
    "Portuguese": "os uma do da dos das em no na nos nas com não que para por ao mais mas entre "
    "são foi pelo pela também sua seu seus",
    "Dutch": "het een van en dat niet zijn met voor aan ook door bij naar tussen wordt werden deze "
    "dit heeft hebben maar nog tot uit",
    "Turkish": "ve bir bu için ile da olarak olan gibi daha çok en ise kadar sonra göre değil ya "
    "arasında tarafından üzerine türk türkiye orta asya",
    "Azerbaijani and Uzbek": "və üçün olan va bilan uchun hamda ham edi deb bu haqida",
    "Polish": "w z na i się nie jest że dla od przez oraz jako pod są został między",
    "Romanian": "și în este cu din pentru că pe sunt la care mai prin între",
    "Swedish": "och att det som är av på med för inte ett till har den de om",
}

_MARKED = frozenset("àâäãáåāăąæçćčĉďđèéêëēėęěğģîïíīįıķłľļñńňņôöòóõøōőœřŕśšşșťţțùûüúūůűųÿýžźżßþð")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH_WORDS = _words(_ENGLISH)
OTHER_WORDS = frozenset(
    word for words in _OTHERS.values() for word in _words(words) if word not in ENGLISH_WORDS
)

# A name or two with marks (Wæver, Çelik) in an English reference says nothing yet.
_WEIGHT_OF_A_MARKED_WORD = 0.5
# Running text of this many words without one English function word is not English.
_ENOUGH_WORDS = 12


def evidence(words: list[str]) -> float:
    """How clearly Latin-letter `words` are English: positive for English, negative for another.

    Zero where nothing tells. The unit is one function word.
    """
    english = other = 0.0
    running = 0
    for word in words:
        lower = word.lower()
        running += word == lower and len(word) > 2
        if lower in ENGLISH_WORDS:
            english += 1
        elif lower in OTHER_WORDS:
            other += 1
        elif not lower.isascii() and not _MARKED.isdisjoint(lower):
            other += _WEIGHT_OF_A_MARKED_WORD
    if not english and len(words) >= _ENOUGH_WORDS and running >= len(words) / 2:
        other += 2
    return english - other
