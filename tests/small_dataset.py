"""A small dataset in three languages, made by hand: what a run writes, without a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dalil import store
from dalil.languages.fold import fold


@dataclass(frozen=True)
class Said:
    """A claim on a sentence."""

    tag: str
    stance: str = "asserts"
    holder: str = "author"
    organisations: tuple[str, ...] = ()
    holder_id: str = ""


@dataclass(frozen=True)
class Named:
    """A mention: its text in the sentence, label, id and name."""

    text: str
    label: str
    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence, its tokens apart by spaces; `lemmas` where one differs from the token."""

    text: str
    section: str = "body"
    lang: str = ""
    lemmas: dict[str, str] = field(default_factory=dict)
    claims: tuple[Said, ...] = ()
    mentions: tuple[Named, ...] = ()


CSTO_FA = Named("سازمان پیمان امنیت جمعی", "ORG", "CSTO", "Collective Security Treaty Organization")
SCO_EN = Named("SCO", "ORG", "SCO", "Shanghai Cooperation Organisation")

DOCUMENTS: dict[str, tuple[Line, ...]] = {
    "report.fa": (
        Line("منطقه‌گرایی در آسیای میانه", section="title"),
        Line(
            "کریم‌اف گفت سازمان پیمان امنیت جمعی از دولت‌ها حمایت نمی‌کند .",
            lemmas={"گفت": "گفت#گو", "دولت‌ها": "دولت", "نمی‌کند": "کرد#کن"},
            claims=(Said("collective_security", "denies", "کریم‌اف", ("CSTO",), "KARIMOV"),),
            mentions=(CSTO_FA, Named("کریم‌اف", "PER", "KARIMOV", "Islam Karimov")),
        ),
        Line(
            "به باور رئیس‌جمهور قزاقستان ، منطقه گرایی مجازی است .",
            claims=(Said("virtual_regionalism", holder="رئیس‌جمهور قزاقستان"),),
            mentions=(Named("قزاقستان", "LOC", "KAZ", "Kazakhstan"),),
        ),
        Line(
            "همکاري سازمان همکاری شانگهای ضعیف است .",
            claims=(Said("virtual_regionalism", organisations=("SCO", "CSTO")),),
            mentions=(
                Named("سازمان همکاری شانگهای", "ORG", "SCO", "Shanghai Cooperation Organisation"),
            ),
        ),
        Line("کولی ، منطقه‌گرایی ، ۲۰۱۲ .", section="reference", mentions=(Named("کولی", "PER"),)),
    ),
    "report.ar": (
        Line(
            "تعتمد الدول على روسيا .",
            lemmas={"الدول": "دوله", "تعتمد": "اعتمد"},
            claims=(Said("bandwagoning"),),
            mentions=(Named("روسيا", "LOC", "RUS", "Russia"),),
        ),
        Line("و المنظمةُ ضعيفة ، قال الرئيس .", lemmas={"المنظمةُ": "منظمه", "الرئيس": "رييس"}),
        Line("An English abstract of the region .", section="abstract", lang="en"),
    ),
    "report.en": (
        Line(
            "The states of the region align with Russia for protection .",
            lemmas={"states": "state", "The": "the"},
            claims=(Said("bandwagoning"),),
            mentions=(Named("Russia", "LOC", "RUS", "Russia"),),
        ),
        Line(
            'The SCO is " weak " , said Karimov ; the multi - vector course goes on .',
            lemmas={"The": "the", "is": "be", "goes": "go", "said": "say"},
            claims=(
                Said(
                    "virtual_regionalism",
                    holder="Karimov",
                    organisations=("SCO",),
                    holder_id="KARIMOV",
                ),
                Said("balancing"),
            ),
            mentions=(SCO_EN, Named("Karimov", "PER", "KARIMOV", "Islam Karimov")),
        ),
    ),
}


def write_dataset(folder: Path, documents: dict[str, tuple[Line, ...]] = DOCUMENTS) -> Path:
    """Write the documents as dataset tables to `folder`, which is given back."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in store.SCHEMAS}
    for doc, lines in documents.items():
        _add(tables, doc, lines)
    for name, rows in tables.items():
        store.write(folder, name, rows)
    return folder


def _add(tables: dict[str, list[dict[str, Any]]], doc: str, lines: tuple[Line, ...]) -> None:
    text = "\n".join(line.text for line in lines)
    main = doc[-2:]
    numbers = dict.fromkeys(tables, 0)
    start = 0

    def add(name: str, row: dict[str, Any]) -> None:
        columns = store.SCHEMAS[name].names
        row = {name.rstrip("s") if name != "entities" else "entity": numbers[name]} | row
        tables[name].append({key: value for key, value in row.items() if key in columns})
        numbers[name] += 1

    for number, line in enumerate(lines):
        lang = line.lang or main
        base = {"doc": doc, "lang": lang, "section": line.section, "sentence": number}

        def span(part: str, at: int, base: dict[str, Any] = base) -> dict[str, Any]:
            return base | {"start": at, "end": at + len(part), "text": part, "clean": part}

        whole = span(line.text, start)
        add("segments", whole | {"pieces": [{"start": start, "end": whole["end"]}]})
        add("sentences", whole | {"segment": number})
        at = start
        for word in line.text.split(" "):
            norm = fold(word, lang)
            lemma = line.lemmas.get(word, norm)
            is_word = any(c.isalpha() for c in word)
            add("tokens", span(word, at) | {"norm": norm, "lemma": lemma, "is_word": is_word})
            at += len(word) + 1
        made = {"score": 0.8, "source": "cue", "version": "1"}
        for named in line.mentions:
            place = span(named.text, start + line.text.index(named.text))
            add(
                "entities",
                place | made | {"label": named.label, "id": named.id, "name": named.name},
            )
        for said in line.claims:
            fields = {key: getattr(said, key) for key in ("tag", "stance", "holder", "holder_id")}
            fields |= {"organisations": list(said.organisations), "cues": ["ضعیف|weak"]}
            evidence = [{"start": start, "end": start + 3}]
            add("claims", whole | made | fields | {"evidence": evidence})
        start = whole["end"] + 1
    add(
        "documents",
        {"doc": doc, "lang": main, "text": text, "title": lines[0].text, "sentences": len(lines)}
        | {"words": sum(t["doc"] == doc and t["is_word"] for t in tables["tokens"])},
    )
