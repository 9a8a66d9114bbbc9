"""Recognisers of other libraries: found by name, bounded and merged like our own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from spacy.language import Language

from dalil.check import check_study
from dalil.config import check_config, default_text, read_config
from dalil.entities.engines import engine_of, models, version_of
from dalil.entities.engines.boundaries import tag_of
from dalil.errors import DalilError
from dalil.languages import load
from dalil.run import run
from dalil.store import read as read_table
from dalil.study import add, init, open_study

Names = list[tuple[str, str, str]]  # text, label, source


def saved(folder: Path, lang: str, patterns: dict[str, str]) -> Path:
    """A spaCy pipeline on disk that finds these phrases (phrase → label)."""
    nlp = spacy.blank(lang)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in patterns.items()])  # type: ignore[attr-defined]
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    return folder


def pipeline(lang: str, engine: str) -> Language:
    return load(lang, engine=engine, morphology="light", arguments=False)


def names(nlp: Language, text: str) -> Names:
    return [(ent.text, ent.label_, ent._.source) for ent in nlp(text).ents]


def test_a_spacy_pipeline_adds_to_the_gazetteer_within_our_bounds(tmp_path: Path) -> None:
    found = {
        "President Anna Weberova": "PERSON",
        "the Lakeside Institute's": "ORG",
        "(Upper Lakeside)": "GPE",
        "Lakesiders": "NORP",
        "NATO": "PERSON",
        "University of Tashkent": "ORG",
        "the Lakeside Tower": "FAC",
    }
    nlp = pipeline("en", f"spacy:{saved(tmp_path / 'ner', 'en', found)}")
    text = "President Anna Weberova read the Lakeside Institute's paper on NATO (Upper Lakeside). Lakesiders from the University of Tashkent saw the Lakeside Tower."
    assert names(nlp, text) == [
        ("Anna Weberova", "PER", "model"),
        ("Lakeside Institute", "ORG", "model"),
        ("NATO", "ORG", "gazetteer"),
        ("Upper Lakeside", "LOC", "model"),
        ("University of Tashkent", "ORG", "model"),
        ("Lakeside Tower", "LOC", "model"),
    ]


def test_what_a_spacy_pipeline_finds_gets_whole_tokens_and_no_bracketed_source(
    tmp_path: Path,
) -> None:
    nlp = spacy.blank("en")
    # Its tokeniser cuts where ours does not.
    nlp.tokenizer.add_special_case("Weberova", [{"ORTH": "Weber"}, {"ORTH": "ova"}])  # type: ignore[attr-defined]
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": [{"ORTH": "Weber"}]}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "ner")
    ours = pipeline("en", f"spacy:{tmp_path / 'ner'}")
    text = "Rulers need shelter, as Weberova holds (Weberova, 2005: 8)."
    assert [(ent.start_char, ent.text) for ent in ours(text).ents] == [(24, "Weberova")]


@pytest.mark.parametrize(
    ("lang", "phrase", "label", "text", "mention"),
    [
        ("ar", "ونيفربورغ", "GPE", "زار الوفد لارستان ونيفربورغ.", "نيفربورغ"),
        ("ar", "الرئيس أنور فيبروف", "PERS", "قال الرئيس أنور فيبروف ذلك.", "أنور فيبروف"),
        ("fa", "آقای وبروف و", "PER", "آقای وبروف و دیگران آمدند.", "وبروف"),
        ("fa", "«بنیاد دریاچه»", "ORG", "نشست «بنیاد دریاچه» پایان یافت.", "بنیاد دریاچه"),
    ],
)
def test_titles_particles_and_quotes_stay_outside(
    tmp_path: Path, lang: str, phrase: str, label: str, text: str, mention: str
) -> None:
    nlp = pipeline(lang, f"spacy:{saved(tmp_path / 'ner', lang, {phrase: label})}")
    assert [ent.text for ent in nlp(text).ents if ent._.source == "model"] == [mention]


def test_a_bare_title_is_no_person(tmp_path: Path) -> None:
    nlp = pipeline("en", f"spacy:{saved(tmp_path / 'ner', 'en', {'the Prime Minister': 'PER'})}")
    assert names(nlp, "Then the Prime Minister spoke.") == []


def test_a_pipeline_saved_with_an_engine_loads_with_it(tmp_path: Path) -> None:
    folder = saved(tmp_path / "ner", "en", {"Upper Lakeside": "LOC"})
    pipeline("en", f"spacy:{folder}").to_disk(tmp_path / "whole")
    nlp = spacy.load(tmp_path / "whole")
    assert names(nlp, "They met in Upper Lakeside.") == [("Upper Lakeside", "LOC", "model")]


def test_the_gazetteer_alone() -> None:
    assert engine_of("gazetteer", "fa") is None
    assert version_of("gazetteer", "fa") == ""
    nlp = pipeline("en", "gazetteer")
    assert "dalil_recogniser" not in nlp.pipe_names
    assert names(nlp, "NATO met.") == [("NATO", "ORG", "gazetteer")]


def test_versions_tell_models_apart_and_not_where_they_lie(tmp_path: Path) -> None:
    for place in ("one", "two"):
        saved(tmp_path / place / "ner", "en", {"Upper Lakeside": "LOC"})
    saved(tmp_path / "three" / "ner", "en", {"Lower Lakeside": "LOC"})
    one, two, three = (
        version_of(f"spacy:{tmp_path / place / 'ner'}", "en") for place in ("one", "two", "three")
    )
    assert one == two != three
    assert one.startswith("spacy:ner@")


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("B-PERS", "B-PER"),
        ("I_loc", "I-LOC"),
        ("E-ORG", "I-ORG"),
        ("S-GPE", "B-LOC"),
        ("B-politicalparty", "B-ORG"),
        ("FAC", "I-LOC"),
        ("EVENT", "I-EVENT"),
        ("B-MISC", "O"),
        ("LABEL_1", "O"),
        ("O", "O"),
        ("", "O"),
    ],
)
def test_tags_of_other_data_sets(name: str, tag: str) -> None:
    assert tag_of(name) == tag


# -- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lang", "message"),
    [
        ("spacey:x", "en", "no engine is called 'spacey:x'; there are dalil, gazetteer"),
        ("spacy", "en", "no engine is called 'spacy'"),
        ("dalil:x", "en", "no engine is called"),
        ("spacy:no_such_pipeline", "en", "python -m spacy download no_such_pipeline"),
        ("spacy:/no/such/folder", "en", "no such folder"),
        ("camel:arabert", "fa", "Arabic only"),
    ],
)
def test_an_engine_that_is_not_there(name: str, lang: str, message: str) -> None:
    with pytest.raises(DalilError, match=message):
        engine_of(name, lang)


def test_a_folder_that_holds_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DalilError, match="no spaCy pipeline in its folder"):
        engine_of(f"spacy:{tmp_path}", "en")
    monkeypatch.setattr(models, "_missing", lambda *names: [])
    with pytest.raises(DalilError, match=r"config\.json is missing"):
        engine_of(f"hf:{tmp_path}", "fa")


def test_a_spacy_pipeline_that_can_not_do_it(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(DalilError, match="no component that finds entities"):
        engine_of(f"spacy:{tmp_path / 'blank'}", "en")
    with pytest.raises(DalilError, match="is for 'en', not for 'fa'"):
        engine_of(f"spacy:{tmp_path / 'blank'}", "fa")
    (tmp_path / "blank" / "config.cfg").write_text("[nlp]\nlang = 3\n", encoding="utf-8")
    with pytest.raises(DalilError, match="can't load this pipeline"):
        engine_of(f"spacy:{tmp_path / 'blank'}", "en")


@pytest.mark.parametrize("name", ["camel:arabert", "hf:someone/some-model"])
def test_neural_engines_say_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_missing", lambda *names: ["torch", "transformers"])
    with pytest.raises(DalilError, match="needs torch and transformers; `pip install torch"):
        engine_of(name, "ar")


# -- camel-tools -----------------------------------------------------------------------------


class Tokeniser:
    """As camel-tools': some words come to nothing."""

    def tokenize(self, word: str) -> list[str]:
        return [word] if any(c.isalnum() for c in word) else []


TAGGED = {"أنور": "B-PERS", "فيبروف": "I-PERS", "ونيفربورغ": "B-LOC", "الأولمبياد": "B-MISC"}


class Recogniser:
    """In the place of camel-tools': tags words that it knows, over what it is given."""

    def __init__(self, path: str) -> None:
        if not Path(path, "config.json").is_file():
            raise OSError("no model")
        self.tokenizer = Tokeniser()

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        return [[TAGGED.get(word, "O") for word in words] for words in sentences]


@pytest.fixture
def camel_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of camel-tools' data, and `camel_tools.ner` without torch."""
    module = ModuleType("camel_tools.ner")
    module.NERecognizer = Recogniser  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "camel_tools.ner", module)
    monkeypatch.setattr(models, "_missing", lambda *names: [])
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    return tmp_path


def test_camel_tools_reads_words_with_their_proclitics(camel_data: Path) -> None:
    folder = camel_data / "data" / "ner" / "arabert"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    nlp = pipeline("ar", "camel:arabert")
    text = "زار أنور فيبروف لارستان، ونيفربورغ. بدأ الأولمبياد!"
    assert names(nlp, text) == [("أنور فيبروف", "PER", "model"), ("نيفربورغ", "LOC", "model")]
    assert version_of("camel:arabert", "ar").startswith("camel:arabert@")


def test_camel_tools_without_its_data(camel_data: Path) -> None:
    with pytest.raises(DalilError, match="camel_data -i ner-arabert"):
        engine_of("camel:arabert", "ar")


def test_camel_tools_does_not_go_to_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "_missing", lambda *names: [])
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "camel_tools.ner", raising=False)
    monkeypatch.delitem(sys.modules, "camel_tools.data", raising=False)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DalilError, match="camel-tools can't load this model"):
        engine_of(f"camel:{tmp_path}", "ar")
    assert "camel_tools.data" not in sys.modules


# -- transformers ----------------------------------------------------------------------------

TAGS = ["O", "B-PERS", "I-PERS", "B-LOC", "I-LOC", "B-PRODUCT"]
WORDS = {
    **{"Anna": "B-PERS", "Weber": "I-PERS", "##ova": "B-LOC", "Upper": "B-LOC"},
    **{"Lakeside": "I-LOC", "Widget": "B-PRODUCT", "ون": "B-LOC", "##يفربورغ": "O"},
    **{"The": "O", "to": "O", "saw": "O", "زار": "O", ".": "O", "Dr": "B-PERS", "لارستان": "B-LOC"},
}


def network(folder: Path, labels: Sequence[str] = TAGS, positions: int = 32) -> Path:
    """A tiny model on disk whose weights are set by hand: a piece of a word has one label."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizers = pytest.importorskip("tokenizers")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {piece: i for i, piece in enumerate([*special, *WORDS])}
    made = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=50)
    )
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=False)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]"}
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, sep_token="[SEP]", model_max_length=positions, **named
    ).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")

    size = 8
    config = transformers.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=size,
        num_hidden_layers=0,
        num_attention_heads=1,
        intermediate_size=size,
        max_position_embeddings=positions,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        for weights in model.parameters():
            weights.zero_()
        model.bert.embeddings.LayerNorm.weight.fill_(1)
        for piece, i in vocabulary.items():
            model.bert.embeddings.word_embeddings.weight[i, TAGS.index(WORDS.get(piece, "O"))] = 1
        for i in range(len(labels)):
            model.classifier.weight[i, i] = 2
    model.save_pretrained(folder)
    return folder


def test_a_transformer_tags_words_by_their_first_piece(tmp_path: Path) -> None:
    folder = network(tmp_path / "ner")
    nlp = pipeline("en", f"hf:{folder}")
    text = "Dr. Anna Weberova saw the Widget. The plan to NATO saw Upper Lakeside."
    assert names(nlp, text) == [
        ("Anna Weberova", "PER", "model"),
        ("NATO", "ORG", "gazetteer"),
        ("Upper Lakeside", "LOC", "model"),
    ]
    score = nlp(text).ents[0]._.score
    assert 0.9 < score < 1
    assert version_of(f"hf:{folder}", "en") == version_of(f"hf:{folder}", "ar")


def test_a_transformer_reads_arabic_words_with_their_proclitics(tmp_path: Path) -> None:
    nlp = pipeline("ar", f"hf:{network(tmp_path / 'ner')}")
    text = "زار لارستان ونيفربورغ."
    assert names(nlp, text) == [("لارستان", "LOC", "model"), ("نيفربورغ", "LOC", "model")]


@pytest.mark.parametrize("before", range(22, 34))
def test_a_transformer_reads_long_sentences_in_windows(tmp_path: Path, before: int) -> None:
    nlp = pipeline("en", f"hf:{network(tmp_path / 'ner', positions=32)}")
    text = " ".join([*["to"] * before, "Anna Weberova", *["to"] * 60, "Upper Lakeside", "."])
    assert [ent.text for ent in nlp(text).ents] == ["Anna Weberova", "Upper Lakeside"]


def test_a_transformer_whose_labels_are_not_ours(tmp_path: Path) -> None:
    folder = network(tmp_path / "ner", labels=["O", "B-COLOUR", "I-COLOUR", "X", "Y", "Z"])
    with pytest.raises(DalilError, match="none of its labels is one of ours: O, B-COLOUR"):
        engine_of(f"hf:{folder}", "fa")


def test_a_transformer_that_is_not_in_the_cache_is_not_downloaded() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    with pytest.raises(DalilError, match="hf download no-one/no-such-model"):
        engine_of("hf:no-one/no-such-model", "fa")


def test_camel_tools_itself_reads_a_model(tmp_path: Path) -> None:
    nlp = pipeline("ar", f"camel:{network(tmp_path / 'ner', positions=256)}")
    text = "زار لارستان ونيفربورغ ـ ."
    assert names(nlp, text) == [("لارستان", "LOC", "model"), ("نيفربورغ", "LOC", "model")]


# -- in a study ------------------------------------------------------------------------------


def written(folder: Path, entities: str) -> Path:
    """A study whose configuration says `entities` of the entities."""
    study = init(folder)
    text = default_text("x").split("[entities]")[0] + entities
    (study.root / "dalil.toml").write_text(text, encoding="utf-8")
    return study.root


@pytest.mark.parametrize(
    ("text", "engines"),
    [
        ("", ("dalil", "dalil", "dalil")),
        ("[entities]\nengine = 'gazetteer'", ("gazetteer", "gazetteer", "gazetteer")),
        (
            "[entities]\nengine = {fa = 'hf:a/b', en = 'spacy:models/x'}",
            ("hf:a/b", "dalil", "spacy:models/x"),
        ),
        ("[entities.engine]\nar = 'camel:arabert'", ("dalil", "camel:arabert", "dalil")),
    ],
)
def test_engines_in_the_configuration(
    tmp_path: Path, text: str, engines: tuple[str, str, str]
) -> None:
    path = tmp_path / "dalil.toml"
    path.write_text(text, encoding="utf-8")
    assert check_config(path) == []
    assert read_config(path).engines == dict(zip(("fa", "ar", "en"), engines, strict=True))


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ("[entities]\nengine = 'spacey:x'", 2, "entities.engine", "no engine is called 'spacey:x'"),
        ("[entities]\nengine = 3", 2, "entities.engine", "wanted is the name of an engine, not 3"),
        ("[entities]\nengines = 'dalil'", 2, "entities.engines", "did you mean 'engine'"),
        ("[entities]\n\nengine = {fa = 'hf:'}", 3, "entities.engine.fa", "no engine is called"),
        ("[entities.engine]\nfa = 'x'", 2, "entities.engine.fa", "no engine is called 'x'"),
        ("[entities.engine]\nru = 'dalil'", 2, "entities.engine.ru", "there are fa, ar, en"),
    ],
)
def test_what_is_wrong_with_engines_in_the_configuration(
    tmp_path: Path, text: str, line: int, field: str, message: str
) -> None:
    path = tmp_path / "dalil.toml"
    path.write_text(text, encoding="utf-8")
    (problem,) = check_config(path)
    assert (problem.line, problem.field) == (line, field)
    assert message in problem.message


def test_check_loads_the_engines_of_a_study(tmp_path: Path) -> None:
    root = written(tmp_path / "study", "[entities]\nengine = 'spacy:models/ner'\n")
    saved(root / "models" / "ner", "en", {"Upper Lakeside": "LOC"})
    problems = [p for p in check_study(root) if p.severity == "error"]
    line = (root / "dalil.toml").read_text(encoding="utf-8").splitlines().index("[entities]") + 2
    assert [(p.field, p.line) for p in problems] == [
        ("entities.engine.fa", line),
        ("entities.engine.ar", line),
    ]
    assert "is for 'en', not for 'fa'" in problems[0].message


def test_a_run_says_which_model_found_a_mention(tmp_path: Path) -> None:
    engines = "[entities.engine]\nfa = 'gazetteer'\nar = 'gazetteer'\nen = 'spacy:models/ner'\n"
    root = written(tmp_path / "study", engines)
    saved(root / "models" / "ner", "en", {"Upper Lakeside": "LOC"})
    text = tmp_path / "a.txt"
    text.write_text("According to NATO, Upper Lakeside needs shelter from its allies.\n")
    add(open_study(root), [text], {})
    run(open_study(root))
    rows = read_table(open_study(root).dataset, "entities").to_pylist()
    assert [(row["text"], row["source"]) for row in rows] == [
        ("NATO", "gazetteer"),
        ("Upper Lakeside", "model"),
    ]
    assert rows[1]["version"] == version_of(f"spacy:{root / 'models' / 'ner'}", "en")
    assert run(open_study(root)).redone == 0
    saved(root / "models" / "ner", "en", {"Lakeside": "LOC"})
    assert run(open_study(root)).redone == 1
    rows = read_table(open_study(root).dataset, "entities").to_pylist()
    assert [row["text"] for row in rows] == ["NATO", "Lakeside"]


def test_a_run_does_not_begin_without_its_model(tmp_path: Path) -> None:
    root = written(tmp_path / "study", "[entities]\nengine = 'spacy:no_such_pipeline'\n")
    with pytest.raises(DalilError, match="no_such_pipeline"):
        run(open_study(root))
    assert not (root / "outputs" / "run.json").exists()
