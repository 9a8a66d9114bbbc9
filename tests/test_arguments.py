"""The argument tagger on sentences: tag, stance, holder, organisations, evidence, score."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import spacy
import srsly
from conftest import texts
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dalil.languages  # (also registers the tokeniser and the analysis)
from dalil.arguments.codebook import check_codebook, parse_codebook, read_codebook
from dalil.arguments.matching import Index, Lexicon
from dalil.arguments.patterns import parse
from dalil.arguments.tagger import ArgumentTagger

BOOK = """\
format: 1
version: "1"
sets:
  ruler:
    en: regime | incumbent | ruler
    fa: رژیم | حکومت | حاکمان
    ar: نظام | حاكم | حكام
  guard:
    en: protect | shield
    fa: محافظت | حمایت
    ar: يحمي | تحمي | حماية
tags:
  - id: security
    label: {en: s, fa: s, ar: s}
    definition: {en: s, fa: s, ar: s}
    cues:
      en: [{pattern: regime security|survival, score: 0.9}, $guard ..4 $ruler]
      fa: [{pattern: امنیت|بقای رژیم, score: 0.9}, $guard ..5 $ruler, $ruler ..5 $guard,
           از $ruler حمایت کردن]
      ar: [{pattern: أمن النظام, score: 0.9}, $guard ..4 $ruler]
  - id: instrument
    label: {en: i, fa: i, ar: i}
    definition: {en: i, fa: i, ar: i}
    cues:
      en: [tool of ..3 (@LOC | influence)]
      fa: [ابزار نفوذ|سلطه]
      ar: [أداة نفوذ|هيمنة]
  - id: virtual
    label: {en: v, fa: v, ar: v}
    definition: {en: v, fa: v, ar: v}
    cues:
      en: [empty shell, {pattern: never carry out, score: 0.6}]
      fa: [روی کاغذ, بدون هیچ ..2 اجرایی]
      ar: [على الورق, أثر & قمة & !تجارة]
  - id: collective
    label: {en: c, fa: c, ar: c}
    definition: {en: c, fa: c, ar: c}
    cues:
      en: [joint defence, {pattern: myth of joint defence, score: 0.8, stance: denies}]
      fa: [دفاع مشترک, {pattern: افسانه دفاع مشترک, score: 0.8, stance: denies}]
      ar: [دفاع مشترك, {pattern: وهم ..1 دفاع مشترك, score: 0.8, stance: denies}]
stance:
  denies:
    en: [not, never, no, neither|nor, nothing, without, no longer, doubtful, fail to, deny, reject]
    fa: ["[Polarity=Neg]", نه, بدون, بعید است, هیچ, انکار کردن, رد کردن]
    ar: [لا, لم, لن, ليس|ليست, دون|بدون, نفى|ينفي, مستبعد]
holder:
  en: [according to <holder>, in <holder> 's view, in the view of <holder>, "<holder> say|argue",
       <holder> say|argue|deny|insist|maintain ..3 that, <holder> regard ..4 as]
  fa: [به گفته|باور|نظر <holder>, از نظر <holder>, <holder> ادعا کردن که,
       <holder> را ابزار ..2 می‌داند, <holder> معتقد است که, "<holder> گفتن که",
       <holder> اعلام|استدلال|انکار|رد کردن که]
  ar: [وفقا ل <holder>, في رأي <holder>, بحسب <holder>, يرى|ترى|نفى|ينفي <holder> أن, قال|قالت <holder> إن, يرى أن <holder> حقا]
"""
NAMES = {
    "CSTO": ("ORG", "CSTO"), "SCO": ("ORG", "SCO"), "Karimov": ("PER", "KARIMOV"),
    "Nur Salim": ("PER", ""), "Putin": ("PER", "PUTIN"), "Russia": ("LOC", "RUS"),
    "Kazakhstan": ("LOC", "KAZ"), "Osh": ("LOC", "OSH"), "Moscow": ("LOC", "MOSCOW"), "China": ("LOC", "CHN"),
    "کریم‌اف": ("PER", "KARIMOV"), "توکایف": ("PER", "TOKAYEV"), "قزاقستان": ("LOC", "KAZ"),
    "روسیه": ("LOC", "RUS"), "سازمان همکاری شانگهای": ("ORG", "SCO"),
    "توكاييف": ("PER", "TOKAYEV"), "نور سالم": ("PER", ""), "كازاخستان": ("LOC", "KAZ"),
    "صندوق النقد الدولي": ("ORG", "IMF"),
}  # fmt: skip


@Language.component("names_for_tests")
def names_for_tests(doc: Doc) -> Doc:
    spans = []
    for name, (label, kb_id) in NAMES.items():
        for hit in re.finditer(re.escape(name), doc.text):
            span = doc.char_span(*hit.span(), label=label, kb_id=kb_id)
            spans += [span] if span is not None else []
    doc.ents = spacy.util.filter_spans(spans)
    return doc


@lru_cache
def pipeline(lang: str) -> Language:
    tokenizer = {"@tokenizers": "dalil.Tokenizer.v1", "lang": lang}
    nlp = spacy.blank(lang, config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("dalil_analysis")
    nlp.add_pipe("names_for_tests")
    tagger = nlp.add_pipe("dalil_arguments")
    assert isinstance(tagger, ArgumentTagger)
    tagger.codebook = parse_codebook(BOOK, Path("codebook.yaml"))
    return nlp


def check(lang: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    doc = pipeline(lang)(text)
    assert [(c.tag, c.stance, c.holder) for c in doc._.claims] == expected


def claimed(lang: str, text: str) -> list[str]:
    return [f"{claim.tag} {claim.stance}" for claim in pipeline(lang)(text)._.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pact protects the rulers.", ["security asserts"]),
        ("The pact does not protect the rulers.", ["security denies"]),
        ("The pact doesn't protect the rulers.", ["security denies"]),
        ("The pact no longer shields the incumbents.", ["security denies"]),
        ("The pact fails to protect the rulers.", ["security denies"]),
        # double negation
        ("The pact does not fail to protect the rulers.", ["security asserts"]),
        ("No state joins that does not want regime security.", ["security asserts"]),
        # doubt and negation reach into a complement
        ("It is doubtful that the pact protects rulers.", ["security denies"]),
        ("Nothing suggests that the pact protects rulers.", ["security denies"]),
        ("It is not doubtful that the pact protects rulers.", ["security asserts"]),
        # but not out of another clause
        ("The pact does not fight, but it shields the regimes.", ["security asserts"]),
        ("When war came, the pact did not act; it shields the regimes.", ["security asserts"]),
        ("The pact, which has never fought, protects rulers.", ["security asserts"]),
        ("The pact (not the first one) protects rulers.", ["security asserts"]),
        ("It protects rulers, not citizens.", ["security asserts"]),
        ("It has no army and it protects rulers.", ["security asserts"]),
        ("They join not because of regime security but because of trade.", ["security denies"]),
        ("It protects rulers without an army.", ["security asserts"]),
        ("They trade without regime security.", ["security denies"]),
        # what is not prevented is there, and who does not prevent it is denied
        ("The pact did not prevent regime survival.", ["security asserts"]),
        ("Joint defence did not prevent the war.", ["collective denies"]),
        # what looks negative and denies nothing
        ("It is not only an empty shell but also a tool of China.",
         ["instrument asserts", "virtual asserts"]),
        ("There is no doubt that the pact is an empty shell.", ["virtual asserts"]),
        ("It is nothing but a tool of Russia.", ["instrument asserts"]),
        ("It is no more than an empty shell.", ["virtual asserts"]),
        # a negation that is part of the cue
        ("The accords were never carried out.", ["virtual asserts"]),
        # a cue that denies by itself, and the cue within it
        ("The myth of joint defence persists.", ["collective denies"]),
        ("Joint defence works.", ["collective asserts"]),
        # questions
        ("Does the pact protect the rulers?", []),
        ("Why does the pact protect the rulers?", ["security asserts"]),
        ("Why does the pact not protect the rulers?", ["security denies"]),
        # the keyword without the proposition
        ("The ruler opened a shell museum.", []),
    ],
)  # fmt: skip
def test_stance_english(text: str, expected: list[str]) -> None:
    assert claimed("en", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("این پیمان از حاکمان محافظت می‌کند.", ["security asserts"]),
        ("این پیمان از حاکمان محافظت نمی‌کند.", ["security denies"]),
        # a negated verb that the cue found by its infinitive
        ("این پیمان از حاکمان حمایت نکرد.", ["security denies"]),
        ("این پیمان ابزار نفوذ همسایه نیست.", ["instrument denies"]),
        # a modal before the evidence, concord of «هیچ» and the verb
        ("اعضا نمی‌توانند از رژیم محافظت کنند.", ["security denies"]),
        ("هیچ پیمانی از حاکمان محافظت نکرد.", ["security denies"]),
        # complement, double negation
        ("بعید است که این پیمان ابزار سلطه باشد.", ["instrument denies"]),
        ("بعید نیست که این پیمان ابزار سلطه باشد.", ["instrument asserts"]),
        ("نمی‌توان گفت که این پیمان ابزار سلطه است.", ["instrument denies"]),
        ("بعید است که شورا بازگردد و این پیمان ابزار سلطه شود.", ["instrument denies"]),
        ("این جنگ مانع دفاع مشترک نشد.", ["collective asserts"]),
        ("به‌رغم دفاع مشترک، این کشورها ارتش ندارند.", ["collective asserts"]),
        # clauses end with their verbs
        ("این پیمان از مرزها دفاع نمی‌کند و از حاکمان محافظت می‌کند.", ["security asserts"]),
        ("این پیمان از حاکمان محافظت می‌کند و از مرزها دفاع نمی‌کند.", ["security asserts"]),
        ("پیمانی که ارتشی ندارد از حاکمان محافظت می‌کند.", ["security asserts"]),
        ("پیمانی که پیش‌تر بسته شد از حاکمان محافظت نکرد.", ["security denies"]),
        ("پیمان ارتش ندارد؛ از حاکمان محافظت می‌کند.", ["security asserts"]),
        # what looks negative and denies nothing
        ("این پیمان نه تنها ابزار سلطه است بلکه از حاکمان محافظت می‌کند.",
         ["security asserts", "instrument asserts"]),
        ("بی‌تردید این پیمان ابزار سلطه است.", ["instrument asserts"]),
        ("شکی نیست که این پیمان ابزار سلطه است.", ["instrument asserts"]),
        ("این پیمان چیزی جز ابزار سلطه نیست.", ["instrument asserts"]),
        # a negation that is part of the cue
        ("قطعنامه‌ها بدون هیچ ضمانت اجرایی ماند.", ["virtual asserts"]),
        ("افسانه دفاع مشترک پایدار است.", ["collective denies"]),
        ("آیا این پیمان از حاکمان محافظت می‌کند؟", []),
        ("چرا این پیمان از حاکمان محافظت نمی‌کند؟", ["security denies"]),
        ("رژیم غذایی سالم است.", []),
        # half-spaces lost, letters of the other keyboard
        ("این پیمان از حكومتها محافظت ميكند.", ["security asserts"]),
    ],
)  # fmt: skip
def test_stance_persian(text: str, expected: list[str]) -> None:
    assert claimed("fa", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تحمي المعاهدة الحكام.", ["security asserts"]),
        ("لا تحمي المعاهدة الحكام.", ["security denies"]),
        ("المعاهدة لن تحمي النظام.", ["security denies"]),
        ("ليست المعاهدة أداة نفوذ.", ["instrument denies"]),
        # a subject before its negated verb; a contrast behind the evidence
        ("الدفاع المشترك لم يتحقق.", ["collective denies"]),
        ("تحمي المعاهدة الحكام لا الشعوب.", ["security asserts"]),
        ("تحمي المعاهدة الحكام ولا تحمي الشعوب.", ["security asserts"]),
        ("لم تنجح المعاهدة، فهي أداة هيمنة.", ["instrument asserts"]),
        # complement
        ("من المستبعد أن تكون المعاهدة أداة نفوذ.", ["instrument denies"]),
        ("لا يعني هذا أن المعاهدة تحمي الحكام.", ["security denies"]),
        ("نفى نور سالم، وهو دبلوماسي متقاعد، أن المعاهدة أداة هيمنة.", ["instrument denies"]),
        ("من المستبعد أن تعود، والمعاهدة أداة هيمنة.", ["instrument asserts"]),
        # what looks negative and denies nothing
        ("لا شك أن المعاهدة أداة هيمنة.", ["instrument asserts"]),
        ("لا تزال المعاهدة أداة هيمنة.", ["instrument asserts"]),
        ("ليس الاتحاد سوى أداة هيمنة.", ["instrument asserts"]),
        ("ليست المعاهدة أداة هيمنة فحسب، بل تحمي الحكام.",
         ["security asserts", "instrument asserts"]),
        ("بقيت المعاهدة على الورق من دون أثر.", ["virtual asserts"]),
        ("وهم الدفاع المشترك باق.", ["collective denies"]),
        ("هل تحمي المعاهدة الحكام؟", []),
        ("لماذا لا تحمي المعاهدة الحكام؟", ["security denies"]),
        # marks without anything between them
        ("، ( تحمي الحكام (SCO)، لا ", ["security asserts"]),
        # parts in any order, and a part that must not be there
        ("عقدت القمة وبقيت بلا أثر.", ["virtual asserts"]),
        ("عقدت القمة وكان لها أثر في التجارة.", []),
    ],
)  # fmt: skip
def test_stance_arabic(text: str, expected: list[str]) -> None:
    assert claimed("ar", text) == expected


@pytest.mark.parametrize(
    ("text", "holder", "holder_id"),
    [
        ("The pact protects rulers.", "author", ""),
        ("Karimov said that the pact protects rulers.", "Karimov", "KARIMOV"),
        ("According to Kazakhstan's foreign minister Karimov, the pact protects rulers.",
         "Kazakhstan's foreign minister Karimov", "KARIMOV"),
        ("Karimov (2008) argued that the pact protects rulers.", "Karimov", "KARIMOV"),
        ("Nur Salim, a retired envoy, argued that the pact protects rulers.", "Nur Salim", ""),
        ("In the view of Nur Salim, a retired envoy, the pact protects rulers.", "Nur Salim", ""),
        ("In Karimov's view, the pact protects rulers.", "Karimov", "KARIMOV"),
        ("In 2012 Russia said that the pact protects rulers.", "Russia", "RUS"),
        ("Some observers argue that the pact protects rulers.", "Some observers", ""),
        ("Officials in Moscow argue that the pact protects rulers.",
         "Officials in Moscow", "MOSCOW"),
        ("However, China and Russia have repeatedly argued that the pact protects rulers.",
         "China and Russia", "CHN"),
        ("Many observers regard the pact as a tool of Russia.", "Many observers", ""),
        ("The pact protects the rulers, Putin said.", "Putin", "PUTIN"),
        ("The pact, says Putin, protects the rulers.", "Putin", "PUTIN"),
        ("“It protects the rulers,” said a sceptical Behzodi.", "a sceptical Behzodi", ""),
        ("The pact protects the rulers, Putin argued, and it will last.", "Putin", "PUTIN"),
        ("The historian Maha al-Tarifi argued that the pact protects rulers.",
         "The historian Maha al-Tarifi", ""),
        ("In the discussion a student argued that the pact protects rulers.", "a student", ""),
        ("It is right to say that the pact protects rulers.", "author", ""),
        ("Nobody would say that the pact protects rulers.", "author", ""),
        ("Kazakhstan joined and argued that the pact protects rulers.", "Kazakhstan", "KAZ"),
        ("This article argues that the pact protects rulers.", "author", ""),
        ("We argue that the pact protects rulers.", "author", ""),
        ("It is said that the pact protects rulers.", "author", ""),
        # the report has ended, or has not begun
        ("Putin said that it would last, but the pact protects rulers.", "author", ""),
        ("The pact protects rulers; Putin said that it would last.", "author", ""),
        # pronouns look back in the paragraph
        ("Karimov left. He said that the pact protects rulers.", "Karimov", "KARIMOV"),
        ("According to Putin, much is lost. He says that the pact protects rulers.",
         "Putin", "PUTIN"),
        ("This article is short. It argues that the pact protects rulers.", "author", ""),
        ("They say that the pact protects rulers.", "They", ""),
        # the nearer report counts
        ("Putin said that Karimov argued that the pact protects rulers.", "Karimov", "KARIMOV"),
    ],
)  # fmt: skip
def test_holder_english(text: str, holder: str, holder_id: str) -> None:
    claim = pipeline("en")(text)._.claims[-1]
    assert (claim.holder, claim.holder_id) == (holder, holder_id)


@pytest.mark.parametrize(
    ("text", "holder", "holder_id"),
    [
        ("به گفته توکایف، این پیمان ابزار سلطه است.", "توکایف", "TOKAYEV"),
        ("رئیس‌جمهور قزاقستان گفت که این پیمان ابزار سلطه است.", "رئیس‌جمهور قزاقستان", "KAZ"),
        ("وزارت خارجه روسیه معتقد است که این پیمان ابزار سلطه است.", "وزارت خارجه روسیه", "RUS"),
        ("توکایف در فوریه ۲۰۲۴ اعلام کرد که این پیمان ابزار سلطه است.", "توکایف", "TOKAYEV"),
        ("برخی ناظران می‌گویند که این پیمان ابزار سلطه است.", "برخی ناظران", ""),
        ("بسیاری از کارشناسان معتقدند که این پیمان ابزار سلطه است.", "author", ""),
        ("به گفته کارشناسان این پیمان ابزار سلطه است.", "کارشناسان", ""),
        ("گلشن میرزایی، مهندس، در آغاز نشست گفت که این پیمان ابزار سلطه است.", "گلشن میرزایی", ""),
        ("توکایف گفت که می‌ماند و در مصاحبه اعلام کرد که این پیمان ابزار سلطه است.",
         "توکایف", "TOKAYEV"),
        ("رهبری قزاقستان این پیمان را ابزار نفوذ می‌داند.", "رهبری قزاقستان", "KAZ"),
        ("از نظر حقوقی این پیمان ابزار سلطه است.", "author", ""),
        ("به نظر می‌رسد که این پیمان ابزار سلطه است.", "author", ""),
        ("باید گفت که این پیمان ابزار سلطه است.", "author", ""),
        ("توکایف آمد. ما ادعا می‌کنیم که این پیمان ابزار سلطه است.", "author", ""),
        ("توکایف آمد. ادعا می‌کنیم که این پیمان ابزار سلطه است.", "author", ""),
        ("به نظر من این پیمان ابزار سلطه است.", "author", ""),
        ("توکایف آمد. به نظر او این پیمان ابزار سلطه است.", "توکایف", "TOKAYEV"),
        ("توکایف آمد. به گفته‌اش این پیمان ابزار سلطه است.", "توکایف", "TOKAYEV"),
        ("به باور من، این پیمان ابزار سلطه است.", "author", ""),
        ("به باور نگارنده، این پیمان ابزار سلطه است.", "author", ""),
        ("این مقاله استدلال می‌کند که این پیمان ابزار سلطه است.", "author", ""),
        ("کریم‌اف به مسکو رفت. وی گفت که این پیمان ابزار سلطه است.", "کریم‌اف", "KARIMOV"),
        ("به گفته توکایف، پیمان می‌ماند، اما این پیمان ابزار سلطه است.", "author", ""),
    ],
)  # fmt: skip
def test_holder_persian(text: str, holder: str, holder_id: str) -> None:
    claim = pipeline("fa")(text)._.claims[-1]
    assert (claim.holder, claim.holder_id) == (holder, holder_id)


@pytest.mark.parametrize(
    ("text", "holder", "holder_id"),
    [
        ("قال الرئيس توكاييف إن المعاهدة أداة هيمنة.", "الرئيس توكاييف", "TOKAYEV"),
        ("قال رئيس كازاخستان إن المعاهدة أداة هيمنة.", "رئيس كازاخستان", "KAZ"),
        ("وفقًا لصندوق النقد الدولي، المعاهدة أداة هيمنة.", "صندوق النقد الدولي", "IMF"),
        # للحكومة hides its article
        ("وفقًا للحكومة الجديدة، المعاهدة أداة هيمنة.", "الحكومة الجديدة", ""),
        ("يرى البعض أن المعاهدة أداة هيمنة.", "البعض", ""),
        ("ترى هذه الورقة أن المعاهدة أداة هيمنة.", "author", ""),
        ("تكلم نور سالم. في رأينا المعاهدة أداة هيمنة.", "author", ""),
        ("تكلم نور سالم. في رأيه المعاهدة أداة هيمنة.", "نور سالم", ""),
        ("تكلم نور سالم. وبحسب قوله، المعاهدة أداة هيمنة.", "نور سالم", ""),
        ("يرى الباحث في العلوم السياسية زيد سليم أن المعاهدة أداة هيمنة.",
         "الباحث في العلوم السياسية زيد سليم", ""),
        ("يرى الباحث أن المعاهدة أداة هيمنة.", "author", ""),
        ("كتب نور سالم كثيرا، حيث يرى في كتبه أن المعاهدة أداة هيمنة.", "نور سالم", ""),
        ("يرى البعض أن المعاهدة باقية، لكن المعاهدة أداة هيمنة.", "author", ""),
    ],
)  # fmt: skip
def test_holder_arabic(text: str, holder: str, holder_id: str) -> None:
    claim = pipeline("ar")(text)._.claims[-1]
    assert (claim.holder, claim.holder_id) == (holder, holder_id)


@pytest.mark.parametrize(
    ("lang", "text", "holder", "tag"),
    [
        ("en", "Nur Salim denied that the pact protects rulers.", "Nur Salim", "security"),
        ("fa", "توکایف انکار کرد که این پیمان ابزار سلطه است.", "توکایف", "instrument"),
        ("ar", "نفى توكاييف أن المعاهدة أداة هيمنة.", "توكاييف", "instrument"),
    ],
)
def test_denial_reported_belongs_to_who_denies(lang: str, text: str, holder: str, tag: str) -> None:
    check(lang, text, [(tag, "denies", holder)])


def test_claim_holds_everything() -> None:
    text = (
        "It met. In Karimov's view, the CSTO is a tool of Russia, and in Osh the SCO shields "
        "the CSTO rulers."
    )
    doc = pipeline("en")(text)
    security, instrument = doc._.claims
    assert (security.tag, instrument.tag) == ("security", "instrument")  # as in the codebook
    assert text[instrument.start : instrument.end] == text[8:]
    assert [text[s:e] for s, e in instrument.evidence] == ["tool of Russia"]
    assert [text[s:e] for s, e in security.evidence] == ["shields", "rulers"]
    assert instrument.cues == ("tool of ..3 (@LOC | influence)",)
    assert instrument.organisations == ("CSTO", "SCO", "RUS")  # Osh is no country
    assert (instrument.score, instrument.source) == (0.7, "cue")
    assert instrument.holder_span is not None
    assert text[slice(*instrument.holder_span)] == instrument.holder == "Karimov"
    spans = doc.spans["claims"]
    assert [(span.label_, span.start_char, span.end_char) for span in spans] == [
        (claim.tag, claim.start, claim.end) for claim in doc._.claims
    ]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Regime security matters.", 0.9),
        ("Regime survival comes first, so it shields rulers.", 0.97),  # 1 − 0.1 · 0.3
        ("It shields the regime.", 0.7),
        ("Why regime security?", 0.9),
        ("Regime security, so it shields rulers?", None),
    ],
)
def test_score_is_noisy_or_of_cues(text: str, score: float | None) -> None:
    assert [claim.score for claim in pipeline("en")(text)._.claims] == ([score] if score else [])


def test_score_counts_the_same_words_once() -> None:
    # «رژیم … حمایت» lies within «از رژیم حمایت کردن» but for the verb; one word more, one cue more.
    (claim,) = pipeline("fa")("این پیمان از رژیم حمایت می‌کند.")._.claims
    assert len(claim.cues) == 2
    assert claim.score == 0.7


@pytest.mark.parametrize(
    ("section", "claims"),
    [("body", 1), ("abstract", 1), ("list", 1), ("note", 1), ("title", 0), ("reference", 0)],
)
def test_only_sections_that_argue_are_tagged(section: str, claims: int) -> None:
    nlp = pipeline("en")
    doc = nlp.make_doc("The pact protects rulers.")
    doc._.section = section
    doc = nlp(doc)
    assert len(doc._.claims) == len(doc.spans["claims"]) == claims


def test_threshold_and_sections_are_options() -> None:
    doc = pipeline("en")("The accords were never carried out.")
    book = parse_codebook(BOOK, Path("codebook.yaml"))
    strict = ArgumentTagger("en", threshold=0.61)
    strict.codebook = book
    assert strict(doc)._.claims == ()
    titles = ArgumentTagger("en", sections=("title",))
    titles.codebook = book
    doc._.section = "title"
    assert len(titles(doc)._.claims) == 1


def test_saved_pipeline_carries_its_codebook(tmp_path: Path) -> None:
    pipeline("en").to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    text = "Putin said that the pact does not protect rulers."
    assert again(text)._.claims == pipeline("en")(text)._.claims != ()
    copy = ArgumentTagger("en").from_bytes(
        ArgumentTagger.to_bytes(again.get_pipe("dalil_arguments"))
    )
    assert copy.codebook.sha == again.get_pipe("dalil_arguments").codebook.sha


DOCS = Path(__file__).parents[1] / "docs" / "codebook.md"


def documented_patterns() -> list[tuple[str, ...]]:
    rows = re.findall(
        r"^\| (en|fa|ar) \| `(.+?)` \| (.+?) \| (.+?) \|$", DOCS.read_text("utf-8"), re.M
    )
    return [
        (lang, pattern.replace("\\|", "|"), finds, passes) for lang, pattern, finds, passes in rows
    ]


@pytest.mark.parametrize(("lang", "pattern", "finds", "passes_over"), documented_patterns())
def test_documented_patterns(lang: str, pattern: str, finds: str, passes_over: str) -> None:
    book = parse_codebook(documented_codebook(), DOCS)
    parsed = parse(pattern, lang, book.sets[lang])
    lexicon = Lexicon(parsed.atoms)
    for text, expected in ((finds, True), (passes_over, False)):
        doc = pipeline(lang)(text)
        view = lexicon.view(doc[:], dalil.languages.keys(doc))
        assert bool(list(Index([parsed]).best(view))) is expected, text


def documented_codebook() -> str:
    return re.findall(r"^```yaml\n(.*?)^```", DOCS.read_text("utf-8"), re.M | re.S)[0]


def test_documented_patterns_are_there() -> None:
    assert len(documented_patterns()) >= 15


def test_documented_codebook_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(documented_codebook(), encoding="utf-8")
    assert check_codebook(path) == []
    assert len(read_codebook(path).tags[0].cues["en"]) == 3


def test_claims_can_be_packed_as_spacy_packs_docs() -> None:
    claims = pipeline("en")("In Karimov's view, the CSTO is a tool of Russia.")._.claims
    packed = srsly.msgpack_dumps({"claims": claims, "other": [1, "a"]})
    assert srsly.msgpack_loads(packed) == {"claims": list(claims), "other": [1, "a"]}
    assert claims[0].holder_span is not None


ARGUING = {
    "en": ["Karimov said that", "the pact protects rulers", "not", ".", "according to", ",", "he",
           "joint defence", "Putin", "?", "(", "argue", "empty shell", "that", ";"],
    "fa": ["به گفته", "توکایف", "گفت که", "از رژیم حمایت نمی‌کند", "ابزار سلطه", "،", ".", "نیست",
           "وی", "که", "(", "دفاع مشترک", "؟", "؛"],
    "ar": ["وفقًا ل", "يرى", "أن", "توكاييف", "لا", "تحمي الحكام", "أداة نفوذ", "،", ".", "قال",
           "إن", "هو", "؟", "(", "ليس"],
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fa", "ar"])
@given(data=st.data())
def test_claims_of_any_text_are_in_bounds(lang: str, data: st.DataObject) -> None:
    pieces = st.lists(st.one_of(st.sampled_from(ARGUING[lang]), texts(lang)), max_size=12)
    nlp = pipeline(lang)
    text = " ".join(data.draw(pieces))
    doc = nlp(text)
    bounds = [(sent.start_char, sent.end_char) for sent in doc.sents]
    order = [tag.id for tag in nlp.get_pipe("dalil_arguments").codebook.tags]
    places = [(claim.start, order.index(claim.tag)) for claim in doc._.claims]
    assert places == sorted(set(places))
    for claim in doc._.claims:
        assert (claim.start, claim.end) in bounds
        assert 0.5 <= claim.score <= 1
        previous = claim.start
        for start, end in claim.evidence:
            assert previous <= start < end <= claim.end
            previous = end
        if claim.holder_span is None:
            assert (claim.holder, claim.holder_id) == ("author", "")
        else:
            start, end = claim.holder_span
            assert 0 <= start < end <= len(doc.text)
            assert claim.holder.endswith(doc.text[start:end])
    assert nlp(text)._.claims == doc._.claims
