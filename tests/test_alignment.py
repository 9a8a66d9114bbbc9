"""Sentence alignment: what is linked, how sure it is, and that nothing is lost."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.alignment import Link, Sentence, align, numbers, rows, sentences_of
from dalil.alignment.corridor import Corridor, landmarks
from dalil.alignment.evidence import EXTEND, MOVES, OPEN, PRIORS, Evidence
from dalil.errors import DalilError
from dalil.evaluate.alignment import evaluate_alignment

# The same report in three languages, a sentence a line; numbers and names are what they share.
REPORT = {
    "en": (
        "The five presidents met in Tashkent on 12 March 2009.",
        "They spoke for less than two hours.",
        "The communiqué of 14 pages promises a common market, a joint water fund and a regional bank.",
        "Nothing was said about who pays.",
        "Observers remember that a similar plan of 1994 was never carried out by any of the capitals.",
        "Trade between the neighbours has fallen by 8.5 percent.",
        "The next meeting is to take place in Almaty.",
    ),
    "fa": (
        "پنج رئیس‌جمهور در ۱۲ مارس ۲۰۰۹ در تاشکند دیدار کردند.",
        "گفتگوی آنان کمتر از دو ساعت بود.",
        "بیانیهٔ ۱۴ صفحه‌ای بازار مشترک، صندوق مشترک آب و بانکی منطقه‌ای را نوید می‌دهد.",
        "گفته نشد چه کسی هزینه می‌دهد.",
        "ناظران به یاد دارند که طرح مشابه سال ۱۹۹۴ را هیچ‌یک از پایتخت‌ها هرگز اجرا نکرد.",
        "داد و ستد همسایگان ۸٫۵ درصد کاهش یافته است.",
        "نشست بعدی قرار است در آلماتی برگزار شود.",
    ),
    "ar": (
        "اجتمع الرؤساء الخمسة في طشقند في ١٢ مارس ٢٠٠٩.",
        "لم يدم حديثهم أكثر من ساعتين.",
        "ويعد البيان المؤلف من ١٤ صفحة بسوق مشتركة وصندوق مشترك للمياه ومصرف إقليمي.",
        "ولم يُذكر من سيدفع.",
        "ويتذكر المراقبون أن خطة مماثلة عام ١٩٩٤ لم تنفذها أي من العواصم قط.",
        "وقد تراجعت التجارة بين الجيران بنسبة ٨٫٥ في المئة.",
        "ومن المقرر أن يعقد الاجتماع المقبل في ألماتي.",
    ),
}
PAIRS = [("fa", "en"), ("ar", "en"), ("fa", "ar")]


def sentences(texts: list[str] | tuple[str, ...]) -> list[Sentence]:
    return [Sentence(k, len(text), numbers(text)) for k, text in enumerate(texts)]


def linked(links: list[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.left, link.right) for link in links]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_align_links_one_to_one(one: str, two: str) -> None:
    links = align(sentences(REPORT[one]), sentences(REPORT[two]))
    assert linked(links) == [((k,), (k,)) for k in range(7)]
    assert all(link.score > 0.5 for link in links)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_align_finds_two_that_were_made_one(one: str, two: str) -> None:
    right = [*REPORT[two][:2], " ".join(REPORT[two][2:4]), *REPORT[two][4:]]
    links = linked(align(sentences(REPORT[one]), sentences(right)))
    assert ((2, 3), (2,)) in links
    assert links[-1] == ((6,), (5,))


@pytest.mark.parametrize(
    ("one", "two", "gone"), [("fa", "en", 2), ("ar", "en", 4), ("fa", "ar", 6)]
)
def test_align_finds_what_was_left_out(one: str, two: str, gone: int) -> None:
    left = [*REPORT[one][:gone], *REPORT[one][gone + 1 :]]
    links = linked(align(sentences(left), sentences(REPORT[two])))
    assert ((), (gone,)) in links
    assert links[:gone] == [((k,), (k,)) for k in range(gone)]


def test_align_gives_the_numbers_of_the_caller_in_order() -> None:
    left = [Sentence(10, 50), Sentence(20, 80)]
    right = [Sentence(7, 50), Sentence(9, 80)]
    assert linked(align(left, right)) == [((10,), (7,)), ((20,), (9,))]


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ([], [], []),
        ([Sentence(3, 9)], [], [Link((3,), (), 1.0)]),
        ([], [Sentence(3, 9)], [Link((), (3,), 1.0)]),
    ],
)
def test_align_of_an_empty_document(
    left: list[Sentence], right: list[Sentence], wanted: list[Link]
) -> None:
    assert align(left, right) == wanted


def test_align_takes_anchors_for_evidence() -> None:
    # By length any of the three could be the one that is missing.
    left = [
        Sentence(0, 60, frozenset({"CSTO"})),
        Sentence(1, 60),
        Sentence(2, 60, frozenset({"UZB"})),
    ]
    right = [Sentence(0, 60, frozenset({"CSTO"})), Sentence(1, 60, frozenset({"UZB"}))]
    assert linked(align(left, right)) == [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    bare = [[Sentence(s.number, s.length) for s in side] for side in (left, right)]
    sure, unsure = (
        {(k.left, k.right): k.score for k in align(*pair)} for pair in ((left, right), bare)
    )
    assert sure[(2,), (1,)] > unsure.get(((2,), (1,)), 0)


def test_align_prefers_links_within_a_paragraph() -> None:
    # The long one may stand for the first two or for the last two: same lengths.
    left = [Sentence(k, 50, paragraph=p) for k, p in enumerate((0, 0, 1))]
    right = [Sentence(0, 100, paragraph=0), Sentence(1, 50, paragraph=1)]
    assert linked(align(left, right)) == [((0, 1), (0,)), ((2,), (1,))]
    left = [Sentence(k, 50, paragraph=p) for k, p in enumerate((0, 1, 1))]
    right = [Sentence(0, 50, paragraph=0), Sentence(1, 100, paragraph=1)]
    assert linked(align(left, right)) == [((0,), (0,)), ((1, 2), (1,))]


DOCUMENTS = st.lists(
    st.tuples(
        st.integers(0, 300), st.frozensets(st.sampled_from("abcd"), max_size=2), st.integers(0, 1)
    ),
    max_size=12,
)


def built(document: list[tuple[int, frozenset[str], int]]) -> list[Sentence]:
    return [
        Sentence(k, length, anchors, sum(step for *_, step in document[: k + 1]))
        for k, (length, anchors, _) in enumerate(document)
    ]


@given(DOCUMENTS, DOCUMENTS)
def test_align_puts_every_sentence_in_one_link_in_order(left: list, right: list) -> None:
    links = align(built(left), built(right))
    assert [k for link in links for k in link.left] == list(range(len(left)))
    assert [k for link in links for k in link.right] == list(range(len(right)))
    assert all(link.left or link.right for link in links)
    assert all(0 <= link.score <= 1 for link in links)
    assert links == align(built(left), built(right))


def cost_of(evidence: Evidence, path: list[tuple[int, int]]) -> float:
    """The cost of a path, summed up by hand."""
    import numpy as np

    total, i, j, before = 0.0, 0, 0, None
    for move in path:
        i, j = i + move[0], j + move[1]
        if move in PRIORS:
            total += float(evidence.cost(move, np.array([i]), i + j)[0])
        else:
            total += EXTEND if move == before else OPEN
        before = move
    return total


def paths(n: int, m: int) -> list[list[tuple[int, int]]]:
    if n == m == 0:
        return [[]]
    return [
        [*start, (a, b)]
        for a, b in (*MOVES, (1, 0), (0, 1))
        if a <= n and b <= m
        for start in paths(n - a, m - b)
    ]


@settings(max_examples=40)
@given(DOCUMENTS.filter(lambda d: 0 < len(d) < 5), DOCUMENTS.filter(lambda d: 0 < len(d) < 4))
def test_align_agrees_with_trying_all_paths(left: list, right: list) -> None:
    one, two = built(left), built(right)
    size = len(one), len(two)
    ratio = (500 + sum(s.length for s in two)) / (500 + sum(s.length for s in one))
    corridor = Corridor.around([], size, 9)
    evidence = Evidence(one, two, ratio=min(max(ratio, 0.6), 1 / 0.6), corridor=corridor)
    costs = {tuple(path): cost_of(evidence, path) for path in paths(*size)}
    links = align(one, two)
    taken = tuple((len(link.left), len(link.right)) for link in links)
    assert costs[taken] == pytest.approx(min(costs.values()))
    # A gap that goes on may also be opened anew: both ways count in the sum over all paths.
    weights = {
        path: math.exp(-cost)
        * math.prod(
            1 + math.exp(EXTEND - OPEN) if move == path[k - 1] and move not in PRIORS else 1
            for k, move in enumerate(path)
            if k
        )
        for path, cost in costs.items()
    }
    total = sum(weights.values())
    for k, link in enumerate(links):
        if link.left and link.right:
            start = tuple(map(sum, zip(*taken[:k], strict=True))) if k else (0, 0)
            share = sum(w for p, w in weights.items() if passes(p, start, taken[k])) / total
            assert link.score == pytest.approx(share, abs=2e-4)


def passes(
    path: tuple[tuple[int, int], ...], start: tuple[int, ...], move: tuple[int, int]
) -> bool:
    i = j = 0
    for step in path:
        if (i, j) == start and step == move:
            return True
        i, j = i + step[0], j + step[1]
    return False


def long_documents(size: int, gap: range) -> tuple[list[Sentence], list[Sentence]]:
    """Two long documents of which the second lacks a passage, and how they belong together."""
    chance = random.Random(4)
    left, right = [], []
    for k in range(size):
        length = chance.randint(20, 200)
        anchors = frozenset({str(3000 + k)} if chance.random() < 0.2 else ())
        left.append(Sentence(k, length, anchors))
        if k not in gap:
            right.append(Sentence(k, round(length * chance.uniform(0.85, 1.2)), anchors))
    return left, right


def test_align_finds_its_way_in_long_documents_with_a_passage_left_out() -> None:
    left, right = long_documents(1200, range(400, 600))
    links = align(left, right)
    right_ones = sum(link.left == link.right and len(link.left) == 1 for link in links)
    assert right_ones > 0.98 * len(right)
    assert sum(not link.right for link in links) >= 195


def test_align_of_swapped_documents_swaps_the_links() -> None:
    left, right = long_documents(120, range(40, 50))
    there, back = align(left, right), align(right, left)
    assert {(link.left, link.right, link.score) for link in there if link.left and link.right} == {
        (link.right, link.left, link.score) for link in back if link.left and link.right
    }


def test_landmarks_drop_a_chance_agreement() -> None:
    left = [Sentence(k, 10, frozenset({a})) for k, a in enumerate(["1991", "2003", "1985", "2010"])]
    right = [
        Sentence(k, 10, frozenset({a})) for k, a in enumerate(["1985", "1991", "2003", "2010"])
    ]
    assert landmarks(left, right) == [(0, 1), (1, 2), (3, 3)]


def test_landmarks_are_anchors_found_once() -> None:
    left = [Sentence(k, 10, frozenset({a})) for k, a in enumerate(["5", "5", "7"])]
    assert landmarks(left, left) == [(2, 2)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("در سال ۱۳۹۰ (2011)", {"1390", "2011"}),
        ("بنسبة ٨٫٥ في المئة من ١٢٬٠٠٠", {"8.5", "12000"}),
        ("3,000 tons in 1,25 hours, art. 5.2", {"3000", "1,25", "5.2"}),
        ("بیست و پنج", set()),
    ],
)
def test_numbers_are_the_same_in_all_digits(text: str, wanted: set[str]) -> None:
    assert numbers(text) == wanted


def test_priors_are_those_of_nltk() -> None:
    from nltk.translate.gale_church import LanguageIndependent

    paper = {m: p for m, p in LanguageIndependent.PRIORS.items() if all(m)}
    assert {m: PRIORS[m] for m in paper} == paper
    assert set(PRIORS) - set(paper) == {(3, 1), (1, 3)}


def tables(lang: str, extra: list[dict] | None = None) -> dict[str, list[dict]]:
    """A document's rows, as far as alignment reads them."""
    made = [
        {"sentence": k, "segment": k // 3, "lang": lang, "section": "body", "clean": text}
        for k, text in enumerate(REPORT[lang])
    ]
    return {
        "documents": [{"lang": lang}],
        "sentences": made + (extra or []),
        "entities": [{"sentence": 0, "id": "TASHKENT"}, {"sentence": 6, "id": ""}],
    }


def test_sentences_of_keeps_to_the_language_and_the_running_text() -> None:
    base = {"segment": 9, "clean": "An English abstract of 2011."}
    extra = [
        base | {"sentence": 7, "lang": "en", "section": "abstract"},
        base | {"sentence": 8, "lang": "fa", "section": "reference"},
    ]
    found = sentences_of(tables("fa", extra))
    assert [s.number for s in found] == list(range(7))
    assert found[0] == Sentence(0, len(REPORT["fa"][0]), frozenset({"TASHKENT", "12", "2009"}), 0)
    assert found[6].anchors == frozenset()
    assert [s.paragraph for s in found] == [0, 0, 0, 1, 1, 1, 2]


def test_rows_are_those_of_the_dataset(tmp_path: Path) -> None:
    from dalil import store

    left = tables("fa")
    left["sentences"] = [row for row in left["sentences"] if row["sentence"] != 4]
    made = list(rows("report.fa", left, "report.en", tables("en")))
    assert (
        made[0].items()
        >= {
            "kind": "parallel",
            "left_doc": "report.fa",
            "left_sentences": [0],
            "right_doc": "report.en",
            "right_sentences": [0],
        }.items()
    )
    assert [row["left_sentences"] for row in made] == [[0], [1], [2], [3], [5], [6]]
    store.write(tmp_path, "alignments", made)
    assert store.read(tmp_path, "alignments").to_pylist() == made


def translated(path: Path, documents: int = 12) -> Path:
    """A table of translated rows: the report again and again, under other years."""
    chance = random.Random(2)
    lines = ["doc_id\tline\tfa\tar\ten"]
    for document in range(documents):
        order = chance.sample(range(7), 7)
        for line, k in enumerate(order):
            year = str(1950 + 7 * document + line)
            more = " {}" if line % 3 else " {} {}"
            cells = [
                year + more.format(REPORT[lang][k], REPORT[lang][1]) for lang in ("fa", "ar", "en")
            ]
            lines.append("\t".join([f"d{document}", str(line), *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_evaluate_alignment_measures_three_methods(tmp_path: Path) -> None:
    found = {
        (line.measure, line.system): line.score
        for line in evaluate_alignment(translated(tmp_path / "rows.tsv"))
    }
    for one, two in (("fa", "ar"), ("fa", "en"), ("ar", "en")):
        ours = found[f"links {one}-{two}", "dalil"]
        assert 60 < ours.wanted <= 12 * 7
        assert ours.f1 > 0.8
        assert ours.f1 >= found[f"links {one}-{two}", "dalil, length only"].f1
        assert ours.f1 >= found[f"links {one}-{two}", "nltk gale_church"].f1
        assert found[f"links {one}-{two}, score ≥ 0.9", "dalil"].precision >= ours.precision


def test_evaluate_alignment_uses_the_anchors_given(tmp_path: Path) -> None:
    asked = set()

    def anchors(text: str, lang: str) -> frozenset[str]:
        asked.add(lang)
        return frozenset()

    found = {
        (line.measure, line.system): line.score
        for line in evaluate_alignment(translated(tmp_path / "rows.tsv"), anchors)
    }
    assert asked == {"fa", "ar", "en"}
    assert found["links fa-en", "dalil"] == found["links fa-en", "dalil, length only"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("doc_id\tfa\ten\na\tب\tb\n", "no column ar"),
        ("doc_id\tfa\tar\ten\n", "no rows"),
        ("doc_id\tfa\tar\ten\na\tب\n", "too few columns"),
    ],
)
def test_evaluate_alignment_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DalilError, match=message):
        evaluate_alignment(path)
