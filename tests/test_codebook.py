"""Reading a codebook, and what is said about a bad one."""

from __future__ import annotations

import pickle
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.arguments import check_codebook, read_codebook
from dalil.arguments.codebook import Cue, parse_codebook
from dalil.arguments.compiled import compiled
from dalil.errors import DalilError, DalilWarning

SOUND = textwrap.dedent(
    """\
    format: 1
    version: "2.1.0"
    sets:
      ruler:
        en: [ruler, political elite]
        fa: حاکم | نخبگان سیاسی
        ar: حاكم | نخبة سياسية
    tags:
      - id: regime_security
        label: {en: Regime security, fa: امنیت رژیم, ar: أمن النظام}
        definition: {en: It protects rulers., fa: از حاکمان حمایت می‌کند., ar: يحمي الحكام.}
        boundaries: {en: not the state}
        cues:
          en:
            - protect ..4 $ruler
            - {pattern: regime security, score: 0.9}
            - {pattern: "betray $ruler", score: 0.6, stance: denies}
          fa: [حمایت ..4 $ruler]
          ar: [حماية ..4 $ruler]
      - id: sovereignty
        label: {en: Sovereignty, fa: حاکمیت, ar: السيادة}
        definition: {en: It is guarded., fa: پاس داشته می‌شود., ar: تصان.}
        cues:
          en: [no]
          fa: [حاکمیت ملی]
          ar: [سيادة وطنية]
    stance:
      denies: {en: [not, never], fa: ["[Polarity=Neg]"], ar: [لا, لم]}
      neutral: {en: [not for nothing]}
    holder:
      en: [according to <holder>]
      fa: [به گفته <holder>]
      ar: [وفقا ل <holder>]
    changes:
      - {version: "2.0.0", rename: [autonomy, sovereignty]}
    """
)


def written(folder: Path, text: str) -> Path:
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_codebook_sound(tmp_path: Path) -> None:
    book = read_codebook(written(tmp_path, SOUND))
    assert book.version == "2.1.0"
    assert [tag.id for tag in book.tags] == ["regime_security", "sovereignty"]
    first, second = book.tags
    assert first.label["fa"] == "امنیت رژیم"
    assert first.boundaries == {"en": "not the state"}
    assert first.cues["en"] == (
        Cue("protect ..4 $ruler", 0.7, "asserts", 15),
        Cue("regime security", 0.9, "asserts", 16),
        Cue("betray $ruler", 0.6, "denies", 17),
    )
    assert second.cues["en"][0].pattern == "no"  # and not False
    assert book.sets["en"]["ruler"] == "ruler | political elite"
    assert book.denies["ar"] == ("لا", "لم")
    assert book.neutral["en"] == ("not for nothing",)
    assert book.reporting["fa"] == ("به گفته <holder>",)
    assert book.changes == ({"version": "2.0.0", "rename": "autonomy, sovereignty"},)
    assert check_codebook(tmp_path / "codebook.yaml") == []


def test_read_codebook_hash_follows_the_content(tmp_path: Path) -> None:
    first = read_codebook(written(tmp_path, SOUND))
    again = read_codebook(written(tmp_path, "\ufeff" + SOUND))
    other = read_codebook(written(tmp_path, SOUND.replace("0.9", "0.8")))
    assert first.sha == again.sha != other.sha
    assert len(first.sha) == 12


@pytest.mark.parametrize("lang", ["en", "fa", "ar"])
def test_compiled_codebook_is_made_once_and_survives_pickling(tmp_path: Path, lang: str) -> None:
    book = read_codebook(written(tmp_path, SOUND))
    ready = compiled(book, lang)
    assert compiled(book, lang) is ready
    assert len(ready.cues) == len(ready.cue_index.patterns) >= 2
    copy = pickle.loads(pickle.dumps(book))
    assert compiled(copy, lang).cues == ready.cues


def test_compiled_codebook_other_language(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no cues can be matched in 'de'; there are en, fa, ar"):
        compiled(read_codebook(written(tmp_path, SOUND)), "de")


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("format: 1\n", "format: 2\n", 1, "format", "this Dalil reads format 1 only"),
        ('version: "2.1.0"\n', "", 1, "codebook", "version is missing"),
        ("stance:\n", "stence:\n", 27, "codebook",
         "unknown key stence; did you mean stance? (there are: changes, format, holder,"),
        ("    boundaries:", "    bounds:", 12, "tags",
         "unknown key bounds; did you mean boundaries?"),
        ("fa: امنیت رژیم, ", "", 10, "tags.regime_security.label", "fa is missing"),
        ("ar: يحمي الحكام.", "ar: ''", 11, "tags.regime_security.definition.ar",
         "this is empty; write the text"),
        ("    definition: {en: It is guarded., fa: پاس داشته می‌شود., ar: تصان.}\n", "", 20, "tags",
         "definition is missing"),
        ("id: sovereignty", "id: regime_security", 20, "tags",
         "the id regime_security is used twice, first on line 9"),
        ("id: sovereignty", "id: National sovereignty", 20, "tags.National sovereignty",
         "an id is small letters, digits and _, not “National sovereignty”"),
        ("- protect ..4 $ruler", "- protect ..4 $rulr", 15, "tags.regime_security.cues.en",
         "pattern “protect ..4 $rulr”, character 13: unknown set $rulr; did you mean $ruler? "
         "(there are: $ruler)"),
        ("fa: [حمایت ..4 $ruler]", "fa: ['(حمایت ..4 $ruler']", 18, "tags.regime_security.cues.fa",
         "pattern “(حمایت ..4 $ruler”, character 1: this bracket is not closed"),
        ("ar: حاكم | نخبة سياسية", "ar: حاكم | (نخبة", 7, "sets.ruler.ar",
         "pattern “حاكم | (نخبة”, character 8: this bracket is not closed"),
        ("score: 0.9", "score: 9", 16, "tags.regime_security.cues.en.score",
         "“9” must be above 0 and at most 1"),
        ("score: 0.9", "score: 0", 16, "tags.regime_security.cues.en.score",
         "“0” must be above 0 and at most 1"),
        ("score: 0.9", "score: nan", 16, "tags.regime_security.cues.en.score",
         "“nan” must be above 0 and at most 1"),
        ("stance: denies", "stance: rejects", 17, "tags.regime_security.cues.en.stance",
         "“rejects” must be asserts or denies"),
        ("{pattern: regime security, score: 0.9}", "{score: 0.9}", 16, "tags.regime_security.cues.en",
         "pattern is missing"),
        ('["[Polarity=Neg]"]', "[[Polarity=Neg]]", 28, "stance.denies.fa",
         "this must be a pattern; quote it: a pattern that begins with [ or { is a list to YAML"),
        ('"[Polarity=Neg]"', '"[Polarty=Neg]"', 28, "stance.denies.fa",
         "pattern “[Polarty=Neg]”, character 1: unknown feature Polarty; did you mean Polarity?"),
        ("[according to <holder>]", "[according to]", 31, "holder.en",
         "pattern “according to”, character 1: write <holder> once"),
        ("en: [no]", "en: [no, no !yes]", 24, "tags.sovereignty.cues.en",
         "pattern “no !yes”, character 4: “!” does not fit here; it stands only at the beginning"),
        ("en: [no]", "en: [!yes no]", 24, "tags.sovereignty.cues.en",
         "put this in quotes: “!yes no”"),
        ("en: [no]", "en: no", 24, "tags.sovereignty.cues.en",
         "this must be a list (lines with “- ”), not text"),
        ("ar: [سيادة وطنية]", "ar: [سيادة وطنية]\n      ar: [سيادة]", 27, "tags.sovereignty.cues",
         "the key ar stands here twice; keep one"),
        ("  ruler:\n", "  ruling class:\n", 5, "sets.ruling class",
         "a set's name is letters, digits, _ and -"),
    ],
)  # fmt: skip
def test_check_codebook_names_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, said: str
) -> None:
    assert SOUND.count(old) == 1 or old in ("score: 0.9", "    boundaries:")
    path = written(tmp_path, SOUND.replace(old, new, 1))
    problems = check_codebook(path)
    assert (line, field) in [(problem.line, problem.field) for problem in problems]
    problem = next(p for p in problems if (p.line, p.field) == (line, field))
    assert problem.message.startswith(said)
    assert problem.file == str(path)
    with pytest.raises(DalilError):
        read_codebook(path)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", None, "the codebook is empty; it needs format, version and tags"),
        ("tags: [*ation]\n", 1, "this is not YAML: found undefined alias; put what begins with *"),
        ("tags:\n  - id: a\n - id: b\n", 3, "this is not YAML: "),
        ("a\x07b", None, "this is not YAML: "),
        ("- a\n- b\n", 1, "this must be a list of “key: value”, not a list"),
        ("format: 1\nversion: '1'\ntags: []\n", 3, "the codebook has no tags"),
    ],
)
def test_check_codebook_that_is_none(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    problems = check_codebook(written(tmp_path, text))
    assert problems[0].line == line
    assert problems[0].message.startswith(said)


def test_check_codebook_missing_or_not_utf8(tmp_path: Path) -> None:
    (missing,) = check_codebook(tmp_path / "none.yaml")
    assert missing.message == "there is no such codebook; check the path"
    path = tmp_path / "codebook.yaml"
    path.write_bytes(SOUND.encode("utf-16"))
    (wrong,) = check_codebook(path)
    assert wrong.message == "the codebook is not UTF-8; save it as UTF-8"


@pytest.mark.parametrize("old", ["ar: [سيادة وطنية]", "      ar: [سيادة وطنية]\n"])
def test_check_codebook_warns_of_a_language_without_cues(tmp_path: Path, old: str) -> None:
    new = "ar: []" if old.startswith("ar") else ""
    path = written(tmp_path, SOUND.replace(old, new))
    (warning,) = check_codebook(path)
    assert isinstance(warning, DalilWarning)
    assert warning.field == "tags.sovereignty.cues.ar"
    assert warning.message == "no cues: this tag is never found in this language"
    assert read_codebook(path).tags[1].cues["ar"] == ()


def test_check_codebook_collects_all_problems_by_line(tmp_path: Path) -> None:
    text = SOUND.replace("score: 0.9", "score: 2").replace("en: [no]", "en: ['(']")
    path = written(tmp_path, text.replace("[not, never]", "[not ..]"))
    problems = check_codebook(path)
    assert [problem.line for problem in problems] == [16, 24, 28]
    with pytest.raises(DalilError, match="2 more problems: see `dalil check`") as caught:
        read_codebook(path)
    assert str(caught.value).startswith(f"{path}:16: tags.regime_security.cues.en.score: “2” must")


@given(st.text(max_size=60), st.integers(0, len(SOUND)), st.integers(0, 40))
def test_parse_codebook_any_damage_gives_a_codebook_or_a_dalil_error(
    noise: str, at: int, cut: int
) -> None:
    damaged = SOUND[:at] + noise + SOUND[at + cut :]
    try:
        book = parse_codebook(damaged, Path("codebook.yaml"))
    except DalilError as error:
        assert error.message
    else:
        assert book.tags
