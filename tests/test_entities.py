"""Names found in texts: marked as {mention|ID} below; what is not marked must not be found."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import spacy
from conftest import SAMPLES, texts
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from dalil.entities import Entry, Gazetteer, read_gazetteer
from dalil.entities.matcher import GazetteerMatcher
from dalil.entities.names import key
from dalil.errors import DalilError
from dalil.languages import keys, load
from dalil.resources import resource

NAMES = read_gazetteer(resource("annotations/gazetteer.csv"))
_MARK = re.compile(r"\{([^|{}]+)\|([^{}]*)\}")


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    made = {lang: load(lang, annotate=False, morphology="light") for lang in SAMPLES}
    for nlp in made.values():
        nlp.add_pipe("dalil_gazetteer")
    return made


def marked(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence without its marks, and the mentions in order."""
    return _MARK.sub(r"\1", sentence), _MARK.findall(sentence)


def found(doc: Doc, text: str) -> list[tuple[str, str]]:
    """The mentions as they stand in the text handed in, with their ids."""
    return [(text[slice(*ent._.raw)], ent.kb_id_) for ent in doc.ents]


ENGLISH = [
    "The {CSTO|CSTO} and the {Shanghai Cooperation Organisation|SCO} ({SCO|SCO}) met in {Moscow|MOSCOW}.",
    "{Russia|RUS}’s allies in {Central Asia|CENTRAL-ASIA} distrust {NATO|NATO}'s plans.",
    "The {CSTO Council of Defence Ministers|CSTO-CDM} praised the {Regional Anti-Terrorist Structure|SCO-RATS}.",
    "{Collective Rapid Reaction Forces|CSTO-RRF} left {Gorno-Badakhshan|GORNO-BADAKHSHAN} for the {Ferghana Valley|FERGANA-VALLEY}.",
    # acronyms in capitals only, names with a capital or in headings, common words in any case
    "Let us ask the {US|USA}, the {U.S.|USA} and the {UN|UN}; the rest is up to us.",
    "We ate turkey while {Turkey|TUR} and {Jordan|JOR} argued about china from {China|CHN}.",
    "THE {COLD WAR|COLD-WAR} IN {CENTRAL ASIA|CENTRAL-ASIA}",
    "The {2020 Karabakh war|SECOND-KARABAKH-WAR} and {11 September|NINE-ELEVEN}, {9/11|NINE-ELEVEN}, but call 911.",
    "The {colour revolutions|COLOUR-REVOLUTIONS} and the {Tulip Revolution|TULIP-REVOLUTION} followed.",
    "{GUAM|GUAM-ORG} has no members on the island, and guam is no word.",
    "It cost US$ 4 and had US$5 in change.",
    "Chapter XI says what {Xi|XI-JINPING} said.",
    # adjectives and peoples
    "Russian troops, Kyrgyz elites, the Uzbek–Tajik border and Chinese loans worry Americans.",
    # English names are not put together across spaces
    "I ran to go home, for I am an able man in an area.",
    # longest match, no nesting
    "The {Treaty on the Eurasian Economic Union|EAEU-TREATY} made the {Eurasian Economic Union|EAEU}.",
    "{Article 4 of the Collective Security Treaty|CST} binds members; Article 4 of the law does not.",
    "{South Korea|KOR} and {North Korea|PRK}, {South Sudan|SSD} and {Sudan|SDN}",
    "The {Islamic State|ISIS} is no Islamic state, and a Green movement grew.",
    "On {11 September|NINE-ELEVEN} and on September 11, 2012, and on {September 11, 2001|NINE-ELEVEN}.",
    # spelling
    "{Nagorno Karabakh|KARABAKH}, {Nagorno-Karabakh|KARABAKH}, {Erdoğan|ERDOGAN}, {Erdogan|ERDOGAN}, {Waever|WAEVER}",
    # people: no titles, no bracketed sources, scholars by surname only where they are cited
    "President {Karimov|KARIMOV} disagreed (Allison, 2008: 185), as did {Allison|ROY-ALLISON} (2008).",
    "Integration protects rulers (Cooley 2012; see Buzan and Wæver, 2003: 4; Olcott et al., 1999).",
    "{Walt|STEPHEN-WALT} (1987) and later {Walt|STEPHEN-WALT} again; {Haas|ERNST-HAAS} et al. (1958).",
    "Walt and Haas had a bull and a lake.",
    "Leaders ({Karimov|KARIMOV} and {Putin|PUTIN}, for example) agreed in 2005.",
    "The long reign of one man ({Nazarbayev|NAZARBAYEV}, 1990–2019) ended.",
    # shared surnames
    "{Aliyev|} met {Putin|PUTIN}.",
    "{Ilham Aliyev|ILHAM-ALIYEV} met {Putin|PUTIN}; {Aliyev|ILHAM-ALIYEV} smiled.",
    # blocked phrases
    "Michael Jordan studied at the University of Georgia, kept guinea pigs and Guinea pigs.",
    "{Washington|WASHINGTON} read the {Washington Post|WASHINGTON-POST}.",
]
PERSIAN = [
    "{سازمان پیمان امنیت جمعی|CSTO} و {سازمان همکاری شانگهای|SCO} در {مسکو|MOSCOW} دیدار کردند.",
    "رهبران {آسیای مرکزی|CENTRAL-ASIA} و {آسیای میانه|CENTRAL-ASIA} به {روسیه|RUS} نزدیک شدند.",
    # half-spaces: right, as spaces, lost; spaces lost; Arabic letters
    "{جامعه کشورهای مستقل مشترک‌المنافع|CIS} در برابر {جامعه کشورهای مستقل مشترک المنافع|CIS} ایستاد.",
    "{جامعه کشورهای مستقل مشترکالمنافع|CIS} ناتوان است.",
    "گفتگو در {آسیایمرکزی|CENTRAL-ASIA} و {آسیای‌مرکزی|CENTRAL-ASIA} ادامه یافت.",
    "{سازمانپیمان امنیتجمعی|CSTO} رزمایش برگزار کرد.",
    "كشورهاي {آسياي مركزي|CENTRAL-ASIA} و {قرقيزستان|KGZ} و {تركيه|TUR}",
    "{ساختار ضدتروریستی منطقهای سازمان همکاری شانگهای|SCO-RATS} در {تاشکند|TASHKENT} است.",
    "{کریم‌اف|KARIMOV}، {کریماف|KARIMOV}، {کریموف|KARIMOV} و {آق‌ایف|AKAYEV}، {آقایف|AKAYEV}، {توقایف|TOKAYEV}",
    # endings
    "{اتحادیه‌ی اروپا|EU} و {جامعۀ اقتصادی اوراسیا|EAEC} و {جامعهی اقتصادی اوراسیا|EAEC}",
    "با {روسیه‌ای|RUS} که ناتوان است چه کنیم؟ {اروپای|EUROPE} امروز و {ناتوی|NATO} فردا.",
    "نقش {سازمان‌های پیمان امنیت جمعی|CSTO} و {همکاری شانگهای|SCO} مهم است.",
    "سازمان‌های ملل همسایه و اتحادیه‌های اروپاییان",
    # nationalities and adjectives
    "روس‌ها، روسی، ایرانی، چینی، قزاقی و ازبک‌ها با سربازان روسی و سیاست چینی",
    "شرکت‌های ترکیه‌ای و کالاهای آمریکایی و قرقیزستانی",
    "دوران پساشوروی و دولت‌های پسا شوروی",
    # a single word is not put together from two
    "آن کارا بود و با کو به کو رفت و آن دی جان",
    # dangerous words
    "مشکلات مالی در آستانه سال نو، روز دوشنبه، در کیف او چک بود.",
    "معاهده در {آستانه|ASTANA} امضا شد و نشست {دوشنبه|DUSHANBE} پایان یافت.",
    "دولت {مالی|MLI} بودجه مالی ندارد و {جمهوری چک|CZE} دارد.",
    "آن کولی و آن شیخ روحانی که علی القاعده غنا و توانگری داشت.",
    "کابل برق و {کابل|KABUL}",
    "ریاست جمهوری {قزاقستان|KAZ} و {جمهوری قزاقستان|KAZ}",
    "{شورای امنیت|UNSC} و شورای امنیت ملی و {شورای امنیت قزاقستان|KAZ-SC}",
    # laws and events
    "طبق {ماده ۴ پیمان امنیت جمعی|CST}، ماده ۴ قانون تجارت و {فروپاشی شوروی|SOVIET-COLLAPSE}",
    "پس از {انقلاب‌های رنگی|COLOUR-REVOLUTIONS} و {انقلابهای رنگی|COLOUR-REVOLUTIONS} و {حوادث اندیجان|ANDIJAN-EVENTS}",
    "{جنگ داخلی تاجیکستان|TAJIK-CIVIL-WAR} و {دره فرغانه|FERGANA-VALLEY} و {قره‌باغ|KARABAKH} و {قراباغ|KARABAKH}",
    "{حملات ۱۱ سپتامبر ۲۰۰۱|NINE-ELEVEN} و ۱۱ سپتامبر ۲۰۱۲",
    # people as sources
    "این نظر رایج است (کولی، ۲۰۱۲: ۱۵؛ آلیسون و همکاران، 2008) (بوزان، 4:1378).",
    "{کولی|COOLEY} (۲۰۱۲) و {آلیسون|ROY-ALLISON} (2008) و {بوزان|BUZAN} و {ویور|WAEVER} (۲۰۰۳)",
    # Latin letters in Persian
    "پیمان ({CSTO|CSTO}) و {Central Asia|CENTRAL-ASIA} و us",
]
ARABIC = [
    "اجتمعت {منظمة معاهدة الأمن الجماعي|CSTO} و{منظمة شنغهاي للتعاون|SCO} في {موسكو|MOSCOW}.",
    "دول {آسيا الوسطى|CENTRAL-ASIA} و{آسيا الوسطي|CENTRAL-ASIA} و{اسيا الوسطى|CENTRAL-ASIA}",
    # proclitics
    "و{روسيا|RUS} و{الصين|CHN} ول{لصين|CHN} وب{كازاخستان|KAZ} ك{تركيا|TUR} ف{إيران|IRN} ل{روسيا|RUS}",
    "انضمت إلى ل{لاتحاد الأوروبي|EU} ول{لأمم المتحدة|UN} وب{الاتحاد الأوروبي|EU}.",
    "وَ{روسيا|RUS} وبِ{كازاخستان|KAZ}",
    "{واشنطن|WASHINGTON} و{واشنطن|WASHINGTON} و{وارسو|WARSAW} و{بكين|BEIJING} ول{لكرملين|KREMLIN}",
    # spelling
    "{قرغيزستان|KGZ} و{قيرغيزستان|KGZ} و{كيرغيزستان|KGZ} و{أوزبكستان|UZB} و{اوزبكستان|UZB} و{طاجيکستان|TJK}",
    "{توكاييف|TOKAYEV} و{توقاييف|TOKAYEV} و{كريموف|KARIMOV} و{بوتين|PUTIN}",
    "{مُنظَّمَةُ شَنْغْهَايِ لِلتَّعَاوُنِ|SCO}",
    # adjectives
    "القوات الروسية والسياسة الصينية والحدود الأوزبكية الطاجيكية والأمريكيون",
    "الحكومة السعودية في {السعودية|SAU}، وبين {إيران|IRN} و{السعودية|SAU}",
    "قوات سورية في {سورية|SYR} و{سوريا|SYR}",
    # dangerous words
    "الأزمة المالية وما لي ومؤدي الخدمة وكيف حصة الأسد وهو مصر على أن يبني درعًا",
    "سافر إلى عمان، و{سلطنة عمان|OMN} و{قطر|QAT} و{عمان|OMN}",
    "نجد أن الجنين في السيول مشهد صدام بين البنين",
    "{الأسد|} في {دمشق|DAMASCUS}؛ ثم قال كلاوس: في {لاوس|LAO}",
    "{الأسد|BASHAR-ASSAD} هو {بشار الأسد|BASHAR-ASSAD}",
    "مجلس الأمن القومي و{مجلس الأمن|UNSC}",
    # laws, events, people as sources
    "{المادة 4 من معاهدة الأمن الجماعي|CST} و{المادة الخامسة من معاهدة شمال الأطلسي|NORTH-ATLANTIC-TREATY}",
    "بعد {الثورات الملونة|COLOUR-REVOLUTIONS} و{الربيع العربي|ARAB-SPRING} و{تفكك الاتحاد السوفييتي|SOVIET-COLLAPSE}",
    "هذا رأي شائع (كولي، 2012: 15؛ أليسون وآخرون، ٢٠٠٨)، ويرى {كولي|COOLEY} (2012) و{بوزان|BUZAN} و{ويفر|WAEVER} (2003) ذلك",
    "كولي العهد وكالذئب وويفر المال",
    "انضمت إلى ({SCO|SCO}) و({EAEU|EAEU})",
]
TABLE = [
    (lang, sentence)
    for lang, sentences in (("en", ENGLISH), ("fa", PERSIAN), ("ar", ARABIC))
    for sentence in sentences
]


@pytest.mark.parametrize(("lang", "sentence"), TABLE)
def test_mentions(pipelines: dict[str, Language], lang: str, sentence: str) -> None:
    text, expected = marked(sentence)
    assert found(pipelines[lang](text), text) == expected


@pytest.mark.parametrize(("lang", "sentence"), TABLE)
def test_a_mention_has_label_name_score_and_source(
    pipelines: dict[str, Language], lang: str, sentence: str
) -> None:
    entries = NAMES.by_id()
    for ent in pipelines[lang](marked(sentence)[0]).ents:
        assert ent._.source == "gazetteer"
        if ent.kb_id_:
            assert ent.label_ == entries[ent.kb_id_].type
            assert ent._.name == entries[ent.kb_id_].en
            assert 0.9 <= ent._.score < 1
        else:
            assert (ent.label_, ent._.name) == ("PER", "")
            assert ent._.score < 0.9


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_every_plain_name_of_the_gazetteer_is_found(
    pipelines: dict[str, Language], lang: str
) -> None:
    """Each name by itself, in a bare Doc, but those that the row takes out on purpose."""
    missed = []
    for entry in NAMES.entries:
        taken_out = {key(n, lang) for n in entry.written(lang) if n.startswith("!")}
        for name in entry.written(lang):
            if any(mark in name for mark in "![(") or key(name, lang) in taken_out:
                continue
            doc = Doc(pipelines[lang].vocab, words=name.split())
            ents = pipelines[lang].get_pipe("dalil_gazetteer")(doc).ents
            if [(ent.start, ent.end) for ent in ents] != [(0, len(doc))]:
                missed.append((entry.id, name))
    assert missed == []


def test_a_sentence_keeps_its_bounds_and_keys_when_proclitics_are_cut() -> None:
    nlp = load("ar", annotate=False, morphology="light", rules=["whitespace"])
    text = "قالت روسيا نعم. وبكازاخستان نفط. للصين رأي."
    before = nlp(text)
    assert "وبكازاخستان" in [token.text for token in before]
    nlp.add_pipe("dalil_gazetteer")
    doc = nlp(text)
    assert doc.text == before.text
    assert [
        token.text for token in doc
    ] == "قالت روسيا نعم . و ب كازاخستان نفط . ل لصين رأي .".split()
    assert [sent.text for sent in doc.sents] == [sent.text for sent in before.sents]
    assert [ent.kb_id_ for ent in doc.ents] == ["RUS", "KAZ", "CHN"]
    known = keys(doc)
    assert [forms[0] for forms in known] == [token.norm_ for token in doc]
    assert known[4] == ("و",) and known[6] == ("كازاخستان",)
    assert known[10] == ("الصين", "صين")
    assert [k for k in known if k in keys(before)] == [k for k in keys(before) if k in known]


def test_scores_tell_how_a_name_was_written(pipelines: dict[str, Language]) -> None:
    doc = pipelines["fa"]("روسیه، اتحادیه‌ی اروپا، آسیایمرکزی")
    assert [ent._.score for ent in doc.ents] == [0.98, 0.95, 0.98]  # the last one was repaired
    assert [ent.kb_id_ for ent in doc.ents] == ["RUS", "EU", "CENTRAL-ASIA"]


def test_a_name_of_two_types_is_no_mention() -> None:
    names = Gazetteer(
        (
            Entry("A", "LOC", "city", "Alpha"),
            Entry("B", "ORG", "party", "Alpha"),
            Entry("C", "LOC", "city", "Beta"),
        )
    )
    doc = Doc(spacy.blank("en").vocab, words="Alpha and Beta".split())
    assert [(m.start, m.id) for m in GazetteerMatcher(names, "en").find(doc)] == [(2, "C")]


def test_a_study_can_have_its_own_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.csv"
    header = "id,type,kind,en,fa,ar,aliases_en,aliases_fa,aliases_ar,note\n"
    path.write_text(header + "ZZ,ORG,club,Zed Club,باشگاه زد,نادي زد,,,,\n", encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("dalil_gazetteer", config={"path": str(path)})
    assert [ent.kb_id_ for ent in nlp("The Zed Club of Russia").ents] == ["ZZ"]
    path.write_text(header + "ZZ,CLUB,club,Zed Club,باشگاه زد,نادي زد,,,,\n", encoding="utf-8")
    with pytest.raises(DalilError, match="CLUB"):
        spacy.blank("en").add_pipe("dalil_gazetteer", config={"path": str(path)})


def test_a_language_without_names_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        spacy.blank("de").add_pipe("dalil_gazetteer")


def _check_bounds(doc: Doc, text: str) -> None:
    raw = [ent._.raw for ent in doc.ents]
    assert all(0 <= start < end <= len(text) for start, end in raw)
    assert all(left.end <= right.start for left, right in itertools.pairwise(doc.ents))
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(raw))
    assert all(ent.text.strip() and ent.label_ for ent in doc.ents)
    assert len(keys(doc)) == len(doc)


@given(data=st.data())
def test_any_text_gives_mentions_in_bounds(
    pipelines: dict[str, Language], data: st.DataObject
) -> None:
    lang = data.draw(st.sampled_from(sorted(SAMPLES)))
    text = data.draw(texts(lang))
    _check_bounds(pipelines[lang](text), text)


_WORDS = {
    lang: sorted({w for e in NAMES.entries for n in e.written(lang) for w in n.strip("!").split()})
    for lang in SAMPLES
}


@given(data=st.data())
def test_names_run_together_give_mentions_in_bounds(
    pipelines: dict[str, Language], data: st.DataObject
) -> None:
    lang = data.draw(st.sampled_from(sorted(SAMPLES)))
    gaps = st.sampled_from([" ", " ", " ", "", "\u200c", "-", " (", "، ", ". ", " و", " 2008) "])
    pieces = st.tuples(st.sampled_from(_WORDS[lang]), gaps)
    text = "".join(word + gap for word, gap in data.draw(st.lists(pieces, max_size=20)))
    doc = pipelines[lang](text)
    _check_bounds(doc, text)
    assert found(pipelines[lang](text), text) == found(doc, text)
