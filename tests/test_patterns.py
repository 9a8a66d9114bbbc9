"""The cue pattern grammar: what a pattern matches, and what is said of a bad one."""

from __future__ import annotations

import itertools

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from dalil.arguments.matching import Index, Lexicon, View, matches
from dalil.arguments.patterns import parse, parse_reporting
from dalil.arguments.tree import Atom, Choice, Gap, Maybe, Node, Seq
from dalil.errors import DalilError
from dalil.languages.fold import fold

SETS = {
    "ruler": "regime | incumbent | political elite",
    "guard": "protect | $keep",
    "keep": "keep | hold on to",
}
VOCABS = {lang: spacy.blank(lang).vocab for lang in ("en", "fa", "ar")}


def sentence(text: str, lang: str) -> tuple[Doc, list[tuple[str, ...]]]:
    """A Doc and its keys from `form/lemma` tokens; `ORG:Name:ID` is a mention, `form+Neg` negated.

    A token of several words in a mention is written with `_`.
    """
    forms, keys, mentions, negated = [], [], [], []
    for token in text.split():
        if token.count(":") == 2:
            label, name, kb_id = token.split(":")
            words = name.split("_")
            mentions.append((len(forms), len(forms) + len(words), label, kb_id))
            forms += words
            keys += [(fold(word, lang),) for word in words]
            continue
        token, plus, _ = token.partition("+")
        if plus:
            negated.append(len(forms))
        form, *lemmas = token.split("/")
        forms.append(form)
        keys.append((fold(form, lang), *(fold(lemma, lang) for lemma in lemmas)))
    doc = Doc(VOCABS[lang], words=forms)
    doc.ents = [Span(doc, s, e, label=label, kb_id=kb_id) for s, e, label, kb_id in mentions]
    for i in negated:
        doc[i].set_morph("Polarity=Neg")
    return doc, keys


def evidence(pattern: str, text: str, lang: str = "en") -> str | None:
    """The tokens that a pattern matches in a sentence, or None."""
    doc, keys = sentence(text, lang)
    parsed = parse(pattern, lang, SETS)
    view = Lexicon(parsed.atoms).view(doc[:], keys)
    for _, match in Index([parsed]).best(view):
        tokens = sorted({i for start, end, _ in match for i in range(start, end)})
        return " ".join(doc[i].text for i in tokens)
    return None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        # words: any key, folded
        ("regime", "The Regime falls", "Regime"),
        ("regime", "all regimes/regime fall", "regimes"),
        ("regime security", "regime and security", None),
        ("naïve café", "a Naive cafe", "Naive cafe"),
        # =word: the written form only
        ("=state", "they state it", "state"),
        ("=state", "states/state differ", None),
        # pre*, *post
        ("integrat*", "an integrated bloc", "integrated"),
        ("*isation", "talk of democratisation here", "democratisation"),
        ("integrat*", "disintegration", None),
        # alternatives of single words, tight or alone
        ("weak|poor state", "a poor state", "poor state"),
        ("weak | poor", "a poor state", "poor"),
        # alternatives of sequences
        ("(on paper | in name only)", "exists in name only", "in name only"),
        ("exist (on paper|in (name|word) only)", "exist in word only", "exist in word only"),
        # optional items: taken where they stand
        ("political? elite", "the political elite", "political elite"),
        ("political? elite", "the elite", "elite"),
        ("keep (a firm)? grip", "keep a firm grip", "keep a firm grip"),
        ("keep (a firm)? grip", "keep grip", "keep grip"),
        ("keep (a firm)? grip", "keep firm grip", None),
        # gaps
        ("protect ..2 regime", "protect the old regime", "protect regime"),
        ("protect ..2 regime", "protect the old bad regime", None),
        ("protect .. regime", "protect a b c d e regime", "protect regime"),
        ("protect ..0 regime", "protect regime", "protect regime"),
        ("protect ..5 regime", "protect peace , and the regime", "protect regime"),
        ("protect ..5 regime", "protect peace ; the regime", None),
        ("حفظ ..5 رژیم", "حفظ صلح ؛ رژیم", None),
        # the tightest match is the evidence
        ("keep ..9 power", "keep peace or keep in power", "keep power"),
        # parts
        ("protect & regime", "the regime they protect", "regime protect"),
        ("protect & regime", "they protect it", None),
        ("protect & !border", "they protect it", "protect"),
        ("protect & !border", "they protect the border", None),
        ("!border & protect", "they protect it", "protect"),
        ("a & a b", "a b", "a b"),
        # sets, and sets in sets
        ("protect $ruler", "protect political elite", "protect political elite"),
        ("$guard $ruler", "hold on to political elite", "hold on to political elite"),
        # mentions
        ("tool of @ORG", "a tool of ORG:Warsaw_Pact:WP", "tool of Warsaw Pact"),
        ("tool of @LOC", "a tool of ORG:Warsaw_Pact:WP", None),
        ("follow @{RUS|CHN}", "follow LOC:China:CHN", "follow China"),
        ("follow @{RUS}", "follow LOC:China:CHN", None),
        ("@LOC @LOC", "LOC:China:CHN LOC:India:IND", "China India"),
        # hyphens and what spaCy's English tokeniser cuts
        ("non-interference", "non - interference", "non - interference"),
        ("non-interference", "noninterference", "noninterference"),
        ("non-interference", "non-interference", "non-interference"),
        ("non-interference", "non interference", "non interference"),
        ("Russia's backyard", "Russia 's backyard", "Russia 's backyard"),
        ("don't", "they do n't care", "do n't"),
    ],
)  # fmt: skip
def test_pattern_matches(pattern: str, text: str, found: str | None) -> None:
    lang = "fa" if "رژیم" in pattern else "en"
    assert evidence(pattern, text, lang) == found


@pytest.mark.parametrize(
    ("lang", "pattern", "text", "found"),
    [
        # Persian: joined, with a half-space, apart
        ("fa", "هم‌گرایی", "همگرایی منطقه", "همگرایی"),
        ("fa", "هم‌گرایی", "هم‌گرایی منطقه", "هم‌گرایی"),
        ("fa", "هم‌گرایی", "هم گرایی منطقه", "هم گرایی"),
        ("fa", "منطقه‌گرایی مجازی", "منطقه گرایی مجازی", "منطقه گرایی مجازی"),
        ("fa", "بین‌المللی‌سازی", "بین‌المللی سازی", "بین‌المللی سازی"),
        ("fa", "بین‌المللی‌سازی", "بین المللی‌سازی", "بین المللی‌سازی"),
        ("fa", "=هم‌گرایی", "هم گرایی", "هم گرایی"),
        ("fa", "هم‌گر*", "واهم‌گرا هم‌گرا", "هم‌گرا"),
        # letters of the other keyboard, digits, vowel signs
        ("fa", "كشورهاي", "کشورهای عضو", "کشورهای"),
        ("fa", "۱۹۹۱", "سال 1991", "1991"),
        ("ar", "أمن النظام", "امن النِّظام", "امن النِّظام"),
        ("ar", "أمن نظام", "أمن النظام/نظام", "أمن النظام"),
        ("ar", "الأمن", "أمن المنطقة", None),
        # features
        ("fa", "حمایت [Polarity=Neg]", "حمایت نمی‌کند/کردن+Neg", "حمایت نمی‌کند"),
        ("fa", "حمایت [Polarity=Neg]", "حمایت می‌کند/کردن", None),
        # a right-to-left mark that an editor left behind is nothing
        ("ar", "أمن \u200f النظام", "أمن النظام", "أمن النظام"),
        ("fa", "ابزار ..۲ روسیه", "ابزار نفوذ بزرگ روسیه", "ابزار روسیه"),
    ],
)  # fmt: skip
def test_pattern_matches_persian_and_arabic(
    lang: str, pattern: str, text: str, found: str | None
) -> None:
    assert evidence(pattern, text, lang) == found


@pytest.mark.parametrize(
    ("pattern", "at", "said"),
    [
        ("", 1, "a word is missing here"),
        ("a &", 4, "a word is missing here"),
        ("a | b c", 3, "alternatives of several words need brackets: (a b | c)"),
        ("a |", 4, "a word is missing here"),
        ("(a b", 1, "this bracket is not closed"),
        ("a b)", 4, "“)” does not fit here; there is no “(” before it"),
        ("()", 2, "a word is missing here"),
        ("a ! b", 3, "“!” does not fit here; it stands only at the beginning of a part: a & !b"),
        ("!a", 1, "at least one part must not begin with “!”"),
        ("a?", 1, "all of one part is optional; at least one word must be wanted"),
        ("a ..", 3, "a gap stands between two words: regime ..3 survival"),
        ("a .. ..2 b", 3, "a gap stands between two words: regime ..3 survival"),
        ("a ..99 b", 3, "a gap is written .. or ..N with N up to 40"),
        ("a ..x b", 3, "a gap is written .. or ..N with N up to 40"),
        ("a..3 b", 1, "a gap has a space on both sides: regime ..3 survival"),
        ("a ..3? b", 6, "only words and brackets can be optional"),
        ("=pre*", 1, "“=pre*” mixes marks; write word, =word, pre* or *post"),
        ("*a*", 1, "“*a*” mixes marks; write word, =word, pre* or *post"),
        ("a*", 1, "“a*” needs at least two letters beside the star"),
        ("keep $rulr", 6, "unknown set $rulr; did you mean $ruler? (there are: $ruler, $guard, $keep)"),
        ("@ORGS", 1, "unknown mention label ORGS; did you mean ORG? (there are: PER, ORG, LOC, EVENT, LAW)"),
        ("@{}", 1, "name the entity ids, as in @{RUS|CHN|USA}"),
        ("[Polarty=Neg]", 1, "unknown feature Polarty; did you mean Polarity? (there are: Abbr,"),
        ("[Neg]", 1, "a feature is written [Polarity=Neg]"),
        ("say <holder>", 5, "<holder> stands only in reporting patterns"),
        ("say <speaker>", 5, "“<” does not fit here; the only mark in angle brackets is <holder>"),
        ("a } b", 3, "“}” does not fit here; a word is missing before it"),
        ("the ْ mark", 5, "nothing to match is left of “ْ”"),
    ],
)  # fmt: skip
def test_parse_error_names_the_place_and_what_is_allowed(pattern: str, at: int, said: str) -> None:
    with pytest.raises(DalilError) as caught:
        parse(pattern, "ar" if "ْ" in pattern else "en", SETS)
    assert caught.value.message.startswith(f"pattern “{pattern}”, character {at}: {said}")


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"a": "x | $b", "b": "$a"}, "the set $a contains itself"),
        ({"a": "x | $b", "b": "(y"}, "this bracket is not closed"),
        ({"a": "x | & y"}, "a word is missing here"),
        ({"a": "x | <holder>"}, "<holder> stands alone, outside brackets and sets"),
        (
            {"a": " ".join(["$b"] * 80), "b": " ".join(f"w{i}" for i in range(80))},
            "over 3000 words",
        ),
    ],
)
def test_parse_error_within_a_set_is_shown_where_the_set_is_used(
    sets: dict[str, str], said: str
) -> None:
    with pytest.raises(DalilError) as caught:
        parse("keep $a", "en", sets)
    assert caught.value.message.startswith("pattern “keep $a”, character 6: in the set $a: ")
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("according to", "write <holder> once"),
        ("<holder> and <holder> say", "write <holder> once"),
        ("<holder>", "a reporting pattern needs words beside <holder>"),
        ("<holder> ..3", "a gap stands between two words"),
        ("<holder> say & that", "a reporting pattern is one part, without “&” and “!”"),
        ("!<holder> say", "a reporting pattern is one part, without “&” and “!”"),
        ("(<holder> say | x)", "<holder> stands alone, outside brackets and sets"),
        ("<holder>|x say", "<holder> stands alone, outside brackets and alternatives"),
        ("<holder>? say", "only words and brackets can be optional"),
        ("<holder> say?", "all of one part is optional"),
    ],
)
def test_parse_reporting_error(pattern: str, said: str) -> None:
    with pytest.raises(DalilError, match="pattern “") as caught:
        parse_reporting(pattern, "en")
    assert said in caught.value.message


def test_parse_reporting_cuts_at_the_holder() -> None:
    found = parse_reporting("in <holder> 's view", "en")
    assert found.before == Atom(("in",))
    assert found.after == Seq((Atom(("'s",)), Atom(("view",))))
    assert parse_reporting("<holder> ..2 say that", "en").before is None
    joined = parse_reporting("في رأي <holder>", "ar").joined
    assert (joined["رايها"], joined["راينا"]) == ("ها", "نا")
    assert parse_reporting("قال <holder>", "ar").joined == {}


GRAMMAR = st.text(alphabet="ab &!|()?.=*$@{}[]<>1 \u200c\u200fکي-'ORG", max_size=30)


@given(st.one_of(GRAMMAR, st.text(max_size=40)), st.sampled_from(["en", "fa", "ar"]))
def test_parse_any_text_gives_a_pattern_or_a_dalil_error(text: str, lang: str) -> None:
    for read in (parse, parse_reporting):
        try:
            found = read(text, lang, SETS)
        except DalilError as error:
            assert text in error.message
        else:
            assert found.groups and found.groups[0]


def test_parse_deep_brackets_is_an_error() -> None:
    with pytest.raises(DalilError, match="brackets go deeper than 12"):
        parse("(" * 5000 + "a" + ")" * 5000, "en")


# The matcher against a slow one that tries everything


def trees(depth: int = 3) -> st.SearchStrategy[Node]:
    atom = st.sampled_from("abc").map(lambda key: Atom((key,)))
    if depth == 0:
        return atom
    inner = trees(depth - 1)

    def sequence(items: list[Node], gaps: list[int | None]) -> Node:
        nodes: list[Node] = [items[0]]
        for item, gap in zip(items[1:], gaps, strict=False):
            nodes += [item] if gap is None else [Gap(gap), item]
        return nodes[0] if len(nodes) == 1 else Seq(tuple(nodes))

    return st.one_of(
        atom,
        st.lists(inner, min_size=1, max_size=3).map(lambda options: Choice(tuple(options))),
        inner.map(Maybe),
        st.builds(
            sequence,
            st.lists(inner, min_size=1, max_size=3),
            st.lists(st.none() | st.integers(0, 2), min_size=2, max_size=2),
        ),
    )


def all_spans(node: Node, words: list[str], start: int) -> set[tuple[int | None, int]]:
    """(first matched token or None, end) of every way in which `node` matches from `start`."""
    match node:
        case Atom(keys):
            fits = start < len(words) and words[start] in keys
            return {(start, start + 1)} if fits else set()
        case Gap(most):
            found = set()
            for end in range(start, min(start + most, len(words)) + 1):
                found.add((None, end))
                if end < len(words) and words[end] == ";":
                    break
            return found
        case Choice(options):
            return set().union(*(all_spans(option, words, start) for option in options))
        case Maybe(item):
            return {(None, start)} | all_spans(item, words, start)
        case Seq(items):
            ways: set[tuple[int | None, int]] = {(None, start)}
            for item in items:
                ways = {
                    (first if first is not None else later, end)
                    for first, at in ways
                    for later, end in all_spans(item, words, at)
                }
            return ways


@given(trees(), st.lists(st.sampled_from("abcx;"), max_size=8))
def test_matches_finds_what_trying_everything_finds(tree: Node, words: list[str]) -> None:
    places: dict[str, list[tuple[int, int]]] = {}
    for i, word in enumerate(words):
        places.setdefault(word, []).append((i, i + 1))
    found = matches(tree, View(0, len(words), places))
    every = itertools.chain.from_iterable(
        all_spans(tree, words, start) for start in range(len(words))
    )
    spans = {(first, end) for first, end in every if first is not None}
    assert bool(found) == bool(spans)
    for match in found:
        assert any(match[0][0] == first for first, _ in spans)
        assert all(words[start] == key and end == start + 1 for start, end, key in match)
    for one, two in itertools.pairwise(found):
        assert one[-1][1] <= two[0][0]
