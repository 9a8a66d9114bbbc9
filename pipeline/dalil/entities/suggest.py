"""Names that no list has, grouped over documents and languages, as rows for the gazetteer.

Spellings are put together by label and sound: names of people from one word to several, a surname
alone with the one full name that ends so; of all else only single words are compared by sound,
since longer names are translated rather than transliterated.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dalil.entities.gazetteer import COLUMNS, LANGUAGES, Gazetteer
from dalil.entities.names import key
from dalil.entities.sounds import words
from dalil.entities.transliteration import VariantIndex, last_keys, romanised, similarity

PROVISIONAL = "?"
LISTED = "gazetteer"  # source of mentions whose name is listed, though two entries share it

# Similarity from which two spellings are one name: in one language, and in two.
_NEAR, _NEAR_ABROAD = 0.9, 0.85
_NEAR_WORD, _NEAR_WORD_ABROAD = 0.95, 0.9
_SHORTEST = 2  # letters
_DOCUMENTS_SHOWN = 5
_SHORTEST_SURNAME_KEY = 2  # consonants
_LATIN = re.compile("[A-Za-z]{2}")
# What has a meaning in the gazetteer's cells, and line ends.
_NO_CELL = re.compile(r"[\s|\[\]!]+")
_KEYBOARD = {
    "fa": str.maketrans("يىكة٠١٢٣٤٥٦٧٨٩", "ییکه۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("یکۀ۰۱۲۳۴۵۶۷۸۹", "يكه٠١٢٣٤٥٦٧٨٩"),
    "en": {},
}


@dataclass
class _Form:
    """One name in one language, in whatever shape of letters and spaces."""

    label: str
    lang: str
    key: str
    written: Counter[str] = field(default_factory=Counter)
    docs: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    place: tuple[str, int] = ("", 0)

    @property
    def text(self) -> str:
        return _first(self.written)

    @property
    def count(self) -> int:
        return self.docs.total()

    @property
    def parts(self) -> list[str]:
        return words(self.text, self.lang)


@dataclass
class _Group:
    forms: list[_Form] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(form.count for form in self.forms)


def suggestions(
    entities: Iterable[Mapping[str, Any]], gazetteer: Gazetteer
) -> list[dict[str, str]]:
    """Rows with the gazetteer's columns for what it lacks, the most frequent first.

    `entities` are rows of the dataset's table `entities`. A name that is near to one entry gives a
    row with that entry's id and aliases only; any other the provisional id without its mark, the
    type, and its spellings. The note says how often and where the name stands.
    """
    index = VariantIndex(gazetteer.entries)
    taken = {entry.id for entry in gazetteer.entries}
    rows = []
    groups = _groups(_forms(entities))
    for group in sorted(groups, key=lambda group: (-group.count, _sort_key(group.forms[0]))):
        known = {
            entry.id
            for form in group.forms
            if (entry := index.find(form.text.split(), form.lang, form.label)) is not None
        }
        if len(known) == 1:
            rows.append(_alias_row(group, known.pop()))
        else:
            id_ = _free_id(group, taken)
            taken.add(id_)
            rows.append(_row(group, id_))
    return rows


def _forms(entities: Iterable[Mapping[str, Any]]) -> list[_Form]:
    """The unlisted names, the most frequent first."""
    forms: dict[tuple[str, str, str], _Form] = {}
    for row in entities:
        id_ = row["id"] or ""
        if (id_ and not id_.startswith(PROVISIONAL)) or row["source"] == LISTED:
            continue
        text = _NO_CELL.sub(" ", row["clean"] or row["text"]).strip()
        lang = row["lang"] if row["lang"] in LANGUAGES and not _LATIN.search(text) else "en"
        text = text.translate(_KEYBOARD[lang])
        spelling = key(text, lang)
        if len(spelling) < _SHORTEST or not any(c.isalpha() for c in spelling):
            continue
        slot = row["label"], lang, spelling
        form = forms.setdefault(slot, _Form(*slot))
        form.written[text] += 1
        form.docs[row["doc"]] += 1
        form.place = (
            min(form.place, (row["doc"], row["sentence"]))
            if form.place[0]
            else (
                row["doc"],
                row["sentence"],
            )
        )
        if id_:
            form.ids[id_.removeprefix(PROVISIONAL)] += 1
    return sorted(forms.values(), key=_sort_key)


def _sort_key(form: _Form) -> tuple[int, str, str, str]:
    return -form.count, form.label, form.lang, form.key


def _groups(forms: list[_Form]) -> list[_Group]:
    """The forms by the name that they are."""
    groups: list[_Group] = []
    by_key: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    by_id: dict[tuple[str, str, str], _Group] = {}

    def put(form: _Form, group: _Group) -> None:
        group.forms.append(form)
        for consonants in _keys(form):
            if group not in by_key[form.label, consonants]:
                by_key[form.label, consonants].append(group)
        if form.label != "PER":
            for place in _places_of_ids(form):
                by_id.setdefault(place, group)

    # Full names first, so that surnames alone find them.
    for form in sorted(forms, key=lambda form: form.label == "PER" and len(form.parts) == 1):
        # An acronym has the id of the name that it stood behind in the same document.
        same_id = (
            by_id[place]
            for place in (_places_of_ids(form) if form.label != "PER" else ())
            if place in by_id
        )
        near = [group for consonants in _keys(form) for group in by_key[form.label, consonants]]
        group = next(same_id, None) or _nearest(form, near)
        if group is None:
            group = _Group()
            groups.append(group)
        put(form, group)
    return groups


def _keys(form: _Form) -> Iterator[str]:
    if form.parts:
        yield from last_keys(form.parts, form.lang)


def _places_of_ids(form: _Form) -> list[tuple[str, str, str]]:
    return [(form.label, doc, id_) for doc in sorted(form.docs) for id_ in sorted(form.ids)]


def _nearest(form: _Form, groups: Iterable[_Group]) -> _Group | None:
    """The group that a form belongs to; none where two full names share the surname."""
    single = len(form.parts) == 1
    found: list[tuple[float, bool, _Group]] = []
    for group in {id(group): group for group in groups}.values():
        best, full = 0.0, False
        for other in group.forms:
            near, whole = _near(form, other)
            best, full = max(best, near), full or whole
        if best:
            found.append((best, full, group))
    surnames_of = [entry for entry in found if entry[1]] if single else []
    if len(surnames_of) > 1:
        here = [entry for entry in surnames_of if _share_a_document(form, entry[2])]
        if len(here) == 1:
            return here[0][2]
        found = [entry for entry in found if not entry[1]]
    return max(found, key=lambda entry: entry[0])[2] if found else None


def _share_a_document(form: _Form, group: _Group) -> bool:
    return any(doc in other.docs for other in group.forms for doc in form.docs)


def _near(form: _Form, other: _Form) -> tuple[float, bool]:
    """How near two forms of a label are, 0 where too far; whether one is the other's surname."""
    abroad = form.lang != other.lang
    if form.label != "PER" and max(len(form.parts), len(other.parts)) > 1:
        return float(not abroad and form.key == other.key), False
    one, two = form.text, other.text
    surname = len(form.parts) == 1 < len(other.parts)
    if surname:
        two = other.parts[-1]
        if len(next(last_keys(form.parts, form.lang))) < _SHORTEST_SURNAME_KEY:
            return 0.0, False
    near = similarity(one, form.lang, two, other.lang)
    if len(form.parts) == 1:
        least = _NEAR_WORD_ABROAD if abroad else _NEAR_WORD
    elif len(other.parts) == 1:
        return 0.0, False
    else:
        least = _NEAR_ABROAD if abroad else _NEAR
    return (near, surname) if near >= least else (0.0, False)


def _free_id(group: _Group, taken: set[str]) -> str:
    """An id that no row has yet: one of the outputs, the English form's first, or a longer one."""
    named = [form for form in group.forms if form.ids] or group.forms
    named = [form for form in named if form.lang == "en"] or named
    ids: Counter[str] = Counter()
    for form in named:
        surname = form.text.split()[-1] if form.label == "PER" else form.text
        ids += form.ids or Counter({romanised(surname, form.lang): form.count})
    whole = max((romanised(form.text, form.lang) for form in group.forms), key=len)
    wanted = [_first(ids), whole]
    for id_ in wanted:
        if id_ not in taken:
            return id_
    number = 2
    while f"{wanted[-1]}-{number}" in taken:
        number += 1
    return f"{wanted[-1]}-{number}"


def _first(counts: Counter[str]) -> str:
    """The most frequent; of several the first by letters."""
    return min(counts, key=lambda item: (-counts[item], item))


def _row(group: _Group, id_: str) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {"id": id_, "type": group.forms[0].label, "note": _note(group)}
    for lang in LANGUAGES:
        texts = _texts(group, lang)
        if texts:
            cells[lang] = texts[0]
            cells[f"aliases_{lang}"] = "|".join(texts[1:])
    return cells


def _alias_row(group: _Group, id_: str) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {"id": id_, "note": f"alias of {id_}? {_note(group)}"}
    for lang in LANGUAGES:
        cells[f"aliases_{lang}"] = "|".join(_texts(group, lang))
    return cells


def _texts(group: _Group, lang: str) -> list[str]:
    """The written forms in a language: full names before surnames, then by frequency."""
    forms = [form for form in group.forms if form.lang == lang]
    if group.forms[0].label == "PER":
        forms.sort(key=lambda form: (len(form.parts) == 1, *_sort_key(form)))
    else:
        forms.sort(key=_sort_key)
    return [form.text for form in forms]


def _note(group: _Group) -> str:
    docs = sorted({doc for form in group.forms for doc in form.docs})
    times = "once" if group.count == 1 else f"{group.count} times"
    shown = ", ".join(docs[:_DOCUMENTS_SHOWN]) + (" …" if len(docs) > _DOCUMENTS_SHOWN else "")
    doc, sentence = min(form.place for form in group.forms)
    number = "1 document" if len(docs) == 1 else f"{len(docs)} documents"
    return f"{times} in {number}: {shown}; see {doc}:{sentence}"
