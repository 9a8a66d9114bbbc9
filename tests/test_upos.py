"""Parts of speech: the shipped models, training, the component and its evaluation."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy

import dalil
from dalil.crf import Crf
from dalil.errors import DalilError
from dalil.evaluate.conllu import read_conllu
from dalil.evaluate.scores import Rate, Score
from dalil.evaluate.upos import evaluate_upos, read_tagged
from dalil.languages import load
from dalil.languages.upos import train
from dalil.languages.upos.features import Features, word_of
from dalil.languages.upos.lexicon import read_lexicon, word_classes, words_of_names
from dalil.languages.upos.tagger import Tagger
from dalil.languages.upos.weights import Weights, read_weights

SENTENCES = {
    "en": "The old alliance protects Russia and its 3 members from new threats .",
    "fa": "این سازمان از سه کشور بزرگ حمایت می‌کند .",
    "ar": "قالت الحكومة إن المنظمة الجديدة في المدينة .",
}
TAGS = {
    "en": "DET ADJ NOUN VERB PROPN CCONJ PRON NUM NOUN ADP ADJ NOUN PUNCT",
    "fa": "DET NOUN ADP NUM NOUN ADJ NOUN VERB PUNCT",
    "ar": "VERB NOUN CCONJ NOUN ADJ ADP NOUN PUNCT",
}
BANK = """# text = The states signed a treaty.
1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\t_
2\tstates\tstate\tNOUN\t_\t_\t3\tnsubj\t_\t_
3\tsigned\tsign\tVERB\t_\t_\t0\troot\t_\t_
4\ta\ta\tDET\t_\t_\t5\tdet\t_\t_
5\ttreaty\ttreaty\tNOUN\t_\t_\t3\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

# text = A state protects the treaty.
1\tA\ta\tDET\t_\t_\t2\tdet\t_\t_
2\tstate\tstate\tNOUN\t_\t_\t3\tnsubj\t_\t_
3\tprotects\tprotect\tVERB\t_\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\t_\t_\t5\tdet\t_\t_
5\ttreaty\ttreaty\tNOUN\t_\t_\t3\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

"""


@pytest.fixture()
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a small treebank and names, and the recipe that uses it."""
    (tmp_path / "bank.conllu").write_text(BANK * 10, encoding="utf-8")
    (tmp_path / "names.tsv").write_text("Karimov\tB-PER\nspoke\tO\n\n", encoding="utf-8")
    made = train.Recipe(
        treebanks=("bank.conllu",), names=("names.tsv",), labels=frozenset({"PER"}), c1=0.01
    )
    monkeypatch.setitem(train.RECIPES, "en", made)
    return tmp_path


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_the_shipped_models_tag_plain_sentences(lang: str) -> None:
    doc = load(lang, annotate=False, morphology="light")(SENTENCES[lang])
    assert " ".join(token.pos_ for token in doc) == TAGS[lang]


def test_white_space_and_nothing_are_no_words() -> None:
    nlp = load("en", annotate=False, rules=[], repairs=[])
    assert [t.pos_ for t in nlp("States \n\n signed it")][1] == "SPACE"
    assert len(nlp("")) == 0
    assert [t.pos_ for t in nlp("\n")] == ["SPACE"]


def test_the_tagger_stands_behind_the_analysis() -> None:
    assert load("en", annotate=False).pipe_names == ["dalil_analysis", "dalil_tagger"]
    assert load("en").pipe_names[:3] == ["dalil_analysis", "dalil_tagger", "dalil_gazetteer"]
    assert load("en", annotate=False, pos=False).pipe_names == ["dalil_analysis"]


def test_a_saved_pipeline_tags_the_same(tmp_path: Path) -> None:
    nlp = load("en", annotate=False)
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert [t.pos_ for t in again(SENTENCES["en"])] == TAGS["en"].split()


def test_annotate_says_the_part_of_speech() -> None:
    tokens = dalil.annotate(SENTENCES["en"], lang="en")["tokens"]
    assert [token["pos"] for token in tokens] == TAGS["en"].split()


def test_training_twice_gives_the_same_bytes_and_a_tagger(recipe: Path) -> None:
    for name in ("one", "two"):
        train.main([str(recipe), "--lang", "en", "--out", str(recipe / name)])
    files = sorted(path.name for path in (recipe / "one").iterdir())
    assert files == ["lexicon.tsv.gz", "model.json.gz", "usual.tsv.gz"]
    for name in files:
        assert (recipe / "one" / name).read_bytes() == (recipe / "two" / name).read_bytes()
    doc = load("en", annotate=False, pos=False)("The state signed the treaty.")
    Tagger("en", recipe / "one")(doc)
    assert [t.pos_ for t in doc] == ["DET", "NOUN", "VERB", "DET", "NOUN", "PUNCT"]


def test_the_weights_choose_as_crfsuite_does(recipe: Path) -> None:
    train.main([str(recipe), "--lang", "en", "--out", str(recipe / "one")])
    nlp = load("en", annotate=False, pos=False)
    banks = train.read_treebanks(train.RECIPES["en"], recipe, nlp)
    features = Features(read_lexicon(recipe / "one" / "lexicon.tsv.gz"), "en")
    train.fit(banks, features, train.RECIPES["en"], recipe / "crf")
    crf = Crf(recipe / "crf")
    doc = nlp("Treaty the protects. A signed state a the. Of. The new states treaty protects it")
    Tagger("en", recipe / "one")(doc)
    wanted = [tag for s in doc.sents for tag in crf.tag(features([word_of(t) for t in s]))]
    assert [t.pos_ for t in doc] == wanted


def test_the_best_path_is_the_best_of_all() -> None:
    rng = np.random.default_rng(0)
    lengths = [2, 4, 1, 3]
    weights = Weights(("a", "b", "c"), rng.normal(size=(3, 3)).astype(np.float32), {})
    scores = rng.normal(size=(sum(lengths), 3)).astype(np.float32)
    found = weights.best(scores, lengths)
    at = 0
    for length in lengths:
        paths = np.stack(np.meshgrid(*[range(3)] * length, indexing="ij"), -1).reshape(-1, length)
        totals = [
            sum(scores[at + i, tag] for i, tag in enumerate(path))
            + sum(weights.steps[a, b] for a, b in pairwise(path))
            for path in paths
        ]
        assert found[at : at + length] == ["abc"[i] for i in paths[int(np.argmax(totals))]]
        at += length


def test_cross_validation_prints_each_measure(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train.main([str(recipe), "--lang", "en", "--cross-validate", "--folds", "2"])
    first = capsys.readouterr().out.splitlines()[0].split("\t")
    assert first == ["bank.conllu", "accuracy", "dalil", "1.0000", "120", "120"]


def test_names_and_classes_of_words(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text(
        "Karimov\tB-PER\nspoke\tO\n\nKarimov\tB-PER\nof\tO\nKarimov\tB-PER\n", encoding="utf-8"
    )
    nlp = load("en", annotate=False, pos=False)
    found = words_of_names([tmp_path / "names.tsv"], nlp, frozenset({"PER"}))
    assert found == {"karimov": "always", "spoke": "never?", "of": "never?"}
    (tmp_path / "words.dat").write_text("كتاب\t2\tN\nکتاب\t7\tN,AJ\nبد\t1\tAJ\n", encoding="utf-8")
    assert word_classes(tmp_path / "words.dat") == {"کتاب": "N,AJ", "بد": "AJ"}
    (tmp_path / "words.dat").write_text("one\n", encoding="utf-8")
    with pytest.raises(DalilError, match="frequency"):
        word_classes(tmp_path / "words.dat")
    with pytest.raises(DalilError, match="tag"):
        words_of_names([tmp_path / "words.dat"], nlp, frozenset({"PER"}))


def test_a_word_taken_apart_has_the_tag_of_its_first_part(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    path.write_text(
        "# text = کتابش را\n1-2\tکتابش\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "1\tکتاب\tکتاب\tNOUN\t_\t_\t0\troot\t_\t_\n2\tش\tاو\tPRON\t_\t_\t1\tnmod\t_\t_\n"
        "3\tرا\tرا\tADP\t_\t_\t1\tcase\t_\t_\n\n",
        encoding="utf-8",
    )
    assert [word.upos for word in read_conllu(path, "fa")[0].words] == ["NOUN", "ADP"]
    (tagged,) = read_tagged(path, load("fa", annotate=False, pos=False))
    assert tagged.words == ["NOUN", "ADP"]


def test_arabic_conjunctions_of_ud_1(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    path.write_text(
        "1\tوَ\tوَ\tCONJ\tC\t_\t2\tcc\t_\t_\n2\tقَالَ\tقَال\tVERB\tV\t_\t0\troot\t_\t_\n\n",
        encoding="utf-8",
    )
    assert [word.upos for word in read_conllu(path, "ar")[0].words] == ["CCONJ", "VERB"]


def test_evaluation_counts_tags_beside_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    path.write_text(BANK, encoding="utf-8")
    rows = {(row.measure, row.system): row.score for row in evaluate_upos(path, "en")}
    assert rows["accuracy", "dalil"] == rows["accuracy, names as nouns", "dalil"] == Rate(12, 12)
    assert rows["words with tags", "dalil"] == Score(12, 12, 12)
    assert rows["NOUN", "dalil"] == Score(4, 4, 4)
    assert ("VERB", "baseline") in rows


def test_broken_models_are_named(tmp_path: Path) -> None:
    path = tmp_path / "model.json.gz"
    for content, message in (
        (b"no model", "can't be read"),
        (gzip.compress(b'{"format": 0}'), "train the model again"),
    ):
        path.write_bytes(content)
        with pytest.raises(DalilError, match=message):
            read_weights(path)
    with pytest.raises(DalilError, match="word list"):
        read_lexicon(path.with_name("none"))
