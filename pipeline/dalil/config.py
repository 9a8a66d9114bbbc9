"""`dalil.toml`: what it may say, its defaults, and what is wrong with one."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dalil.errors import DalilError

FILE = "dalil.toml"

# The rule names stand in the rooms that run them; reading a configuration must not import hazm
# or camel-tools, so they stand here again. A test keeps the two the same.
REPAIR_RULES = (
    "lone_surrogates",
    "control_characters",
    "bidi_marks",
    "invisible_characters",
    "ligatures",
    "presentation_forms",
    "tatweel",
    "split_marks",
    "nfc",
    "mojibake",
    "columns",
    "visual_order",
    "lam_alef",
    "font_map",
    "kashida",
    "run_order",
    "footnote_marks",
    "letters_apart",
    "persian_letters",
    "word_spacing",
    "half_spaces",
    "arabic_letters",
)
LANGUAGE_RULES = {
    "fa": (
        "whitespace",
        "letters",
        "digits",
        "diacritics",
        "special_characters",
        "spacing",
        "zwnj",
    ),
    "ar": ("whitespace", "unicode", "tatweel", "proclitics"),
    "en": ("whitespace",),
}
COUNTED_SECTIONS = ("title", "abstract", "keywords", "heading", "body", "list")
# Engines of Dalil's own, and libraries whose models are named behind a colon.
OWN_ENGINES = ("dalil", "gazetteer")
LIBRARY_ENGINES = ("spacy", "camel", "hf")
TAGGED_SECTIONS = ("abstract", "body", "list", "note")
_ALL_SECTIONS = frozenset((*COUNTED_SECTIONS, "reference", "note", "caption", "header"))


def _on(names: tuple[str, ...]) -> dict[str, bool]:
    return dict.fromkeys(names, True)


@dataclass(frozen=True)
class Config:
    """A study's settings. Paths are relative to the folder of `dalil.toml`."""

    name: str = ""
    corpus: str = "corpus"
    manifest: str = "corpus/manifest.csv"
    codebook: str = "annotations/codebook.yaml"
    gazetteer: str = "annotations/gazetteer.csv"
    outputs: str = "outputs"
    repair: Mapping[str, bool] = field(default_factory=lambda: _on(REPAIR_RULES))
    fa: Mapping[str, bool] = field(default_factory=lambda: _on(LANGUAGE_RULES["fa"]))
    ar: Mapping[str, bool] = field(default_factory=lambda: _on(LANGUAGE_RULES["ar"]))
    en: Mapping[str, bool] = field(default_factory=lambda: _on(LANGUAGE_RULES["en"]))
    repair_threshold: float = 0.5
    order_threshold: float = 0.2
    morphology: str = "auto"
    engines: Mapping[str, str] = field(
        default_factory=lambda: dict.fromkeys(LANGUAGE_RULES, "dalil")
    )
    threshold: float = 0.5
    tagged_sections: tuple[str, ...] = TAGGED_SECTIONS
    counted_sections: tuple[str, ...] = COUNTED_SECTIONS

    def rules(self, lang: str) -> tuple[str, ...]:
        """The normalisation rules that are on for `lang`."""
        return _switched_on({"fa": self.fa, "ar": self.ar, "en": self.en}[lang])

    def repairs(self) -> tuple[str, ...]:
        """The repair rules that are on."""
        return _switched_on(self.repair)

    def annotation_settings(self) -> dict[str, Any]:
        """What annotation reads of the configuration, for the key of what is kept between runs."""
        left_out = {"name", "corpus", "manifest", "codebook", "gazetteer", "outputs"}
        left_out.add("counted_sections")
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in left_out}
        return {k: dict(v) if isinstance(v, Mapping) else v for k, v in values.items()}


def split_engine(name: str) -> tuple[str, str]:
    """Kind and model of an engine's name: `spacy`, `en_core_web_sm`; an own one has no model.

    Raises DalilError for a name that is none.
    """
    kind, colon, model = name.partition(":")
    if (kind in LIBRARY_ENGINES and model) or (kind in OWN_ENGINES and not colon):
        return kind, model
    known = [*OWN_ENGINES, *(f"{kind}:NAME" for kind in LIBRARY_ENGINES)]
    raise DalilError(f"no engine is called {name!r}; there are {', '.join(known)}")


def _switched_on(rules: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, on in rules.items() if on)


# Table of the file → key → (field of Config, type wanted).
_PLAIN: dict[str, dict[str, tuple[str, type]]] = {
    "study": {"name": ("name", str)},
    "paths": {
        key: (key, str) for key in ("corpus", "manifest", "codebook", "gazetteer", "outputs")
    },
    "arguments": {
        "threshold": ("threshold", float),
        "sections": ("tagged_sections", list),
    },
    "tables": {"sections": ("counted_sections", list)},
}
_THRESHOLDS = {"threshold": "repair_threshold", "order_threshold": "order_threshold"}
_SWITCHES = {
    "repair": REPAIR_RULES,
    **{f"languages.{k}": v for k, v in LANGUAGE_RULES.items()},
}


def read_config(path: Path) -> Config:
    """The settings in `path`. Raises the first of `check_config`'s errors."""
    config, problems = _parse(path)
    if problems:
        raise problems[0]
    return config


def check_config(path: Path) -> list[DalilError]:
    """All that is wrong with a configuration file; empty when nothing is."""
    return _parse(path)[1]


def line_of_engine(path: Path, lang: str) -> int | None:
    """Where a configuration file names the engine of a language; None where it does not."""
    return _line_of(path.read_text(encoding="utf-8"), "entities.engine", lang)


def _parse(path: Path) -> tuple[Config, list[DalilError]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(), [DalilError("there is no such file; `dalil init` makes one", file=path)]
    except UnicodeDecodeError as error:
        return Config(), [DalilError(f"this is not UTF-8 ({error.reason})", file=path)]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else None
        return Config(), [DalilError(f"this is not TOML: {error}", file=path, line=number)]

    problems: list[DalilError] = []
    values: dict[str, Any] = {}

    def problem(message: str, table: str, key: str) -> None:
        where = _line_of(text, table, key)
        name = f"{table}.{key}" if key else table
        problems.append(DalilError(message, file=path, line=where, field=name))

    for table, content in _tables(data):
        if table in _SWITCHES:
            _read_switches(table, content, values, problem)
        elif table in _PLAIN:
            _read_plain(table, content, values, problem)
        elif table == "entities":
            _read_entities(content, values, problem)
        else:
            known = [*_PLAIN, "entities", *_SWITCHES]
            problem(f"there is no such table{_nearest(table, known)}", table, "")
    return Config(**values), problems


def _tables(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """The tables of the file by their dotted names, `languages` taken apart."""
    found: list[tuple[str, Any]] = []
    for name, content in data.items():
        if name == "languages" and isinstance(content, dict):
            found += [(f"languages.{lang}", inner) for lang, inner in content.items()]
        else:
            found.append((name, content))
    return found


def _read_switches(table: str, content: Any, values: dict[str, Any], problem: Any) -> None:
    names = _SWITCHES[table]
    rules = _on(names)
    for key, value in _items(content):
        if table == "languages.ar" and key == "morphology":
            if isinstance(value, str) and value:
                values["morphology"] = value
            else:
                problem(
                    "wanted is 'auto', 'light' or the path of a morphology.db",
                    table,
                    key,
                )
        elif table == "repair" and key in _THRESHOLDS:
            share = _share(value)
            if share is None:
                problem(f"wanted is a number from 0 to 1, not {value!r}", table, key)
            else:
                values[_THRESHOLDS[key]] = share
        elif key not in names:
            known = (*names, *_THRESHOLDS) if table == "repair" else names
            problem(f"there is no such rule{_nearest(key, known)}", table, key)
        elif not isinstance(value, bool):
            problem(f"wanted is true or false, not {value!r}", table, key)
        else:
            rules[key] = value
    values[table.rpartition(".")[2]] = rules


def _read_entities(content: Any, values: dict[str, Any], problem: Any) -> None:
    engines = dict.fromkeys(LANGUAGE_RULES, "dalil")
    for key, value in _items(content):
        if key != "engine":
            problem(f"there is no such setting{_nearest(key, ['engine'])}", "entities", key)
            continue
        # One name for all languages, or a table of languages.
        each = value if isinstance(value, dict) else dict.fromkeys(engines, value)
        for lang, name in each.items():
            place = ("entities.engine", lang) if isinstance(value, dict) else ("entities", key)
            if lang not in engines:
                problem(f"no language is called {lang!r}; there are fa, ar, en", *place)
                continue
            try:
                if not isinstance(name, str):
                    raise DalilError(f"wanted is the name of an engine, not {name!r}")
                split_engine(name)
            except DalilError as error:
                problem(error.message, *place)
                if not isinstance(value, dict):
                    break
            else:
                engines[lang] = name
    values["engines"] = engines


def _share(value: Any) -> float | None:
    """`value` as a number from 0 to 1, if it is one."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else None


def _read_plain(table: str, content: Any, values: dict[str, Any], problem: Any) -> None:
    known = _PLAIN[table]
    for key, value in _items(content):
        if key not in known:
            problem(f"there is no such setting{_nearest(key, list(known))}", table, key)
            continue
        name, kind = known[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        mistyped = type(value) is not kind
        if mistyped:
            words = {str: "text in quotes", float: "a number", list: "a list"}
            problem(f"wanted is {words[kind]}, not {value!r}", table, key)
        elif name == "threshold" and not 0 <= value <= 1:
            problem(f"wanted is a number from 0 to 1, not {value}", table, key)
        elif kind is list:
            strange = [item for item in value if item not in _ALL_SECTIONS]
            if strange:
                allowed = ", ".join(sorted(_ALL_SECTIONS))
                problem(
                    f"no section is called {strange[0]!r}; there are {allowed}",
                    table,
                    key,
                )
            else:
                values[name] = tuple(value)
        elif table == "paths" and (Path(value).is_absolute() or ".." in Path(value).parts):
            problem("wanted is a path inside the study, relative to dalil.toml", table, key)
        else:
            values[name] = value


def _items(content: Any) -> list[tuple[str, Any]]:
    """The settings of a table; something that is no table gives itself, under no name."""
    return list(content.items()) if isinstance(content, dict) else [("", content)]


def _nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"


def _line_of(text: str, table: str, key: str) -> int | None:
    """The line of `key` in `[table]`, as near as a search of the text can tell."""
    inside = False
    header = None
    for number, line in enumerate(text.splitlines(), 1):
        name = re.match(r"\s*\[([^\]]+)\]", line)
        if name:
            inside = name.group(1).strip() == table
            header = number if inside else header
        elif inside and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    if header is None and "." in table:  # a table written inline, in the line of its name
        outer, _, own = table.rpartition(".")
        return _line_of(text, outer, own)
    return header


def _quoted(text: str) -> str:
    """A TOML string; what UTF-8 can't hold becomes a question mark."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)


def default_text(name: str) -> str:
    """A `dalil.toml` with every setting at its default, for `dalil init`."""

    def switches(rules: tuple[str, ...]) -> str:
        return "\n".join(f"{rule} = true" for rule in rules)

    def listed(sections: tuple[str, ...]) -> str:
        return "[" + ", ".join(f'"{section}"' for section in sections) + "]"

    return f"""# The settings of this study. What is left out has the value shown here.

[study]
name = {_quoted(name)}

[paths]  # relative to this file
corpus = "corpus"
manifest = "corpus/manifest.csv"
codebook = "annotations/codebook.yaml"
gazetteer = "annotations/gazetteer.csv"
outputs = "outputs"

[repair]  # each rule can be switched off; docs/rules.md says what it does
threshold = 0.5  # a change is made from this confidence on
order_threshold = 0.2  # the same for the order of the pieces of damaged lines (run_order)
{switches(REPAIR_RULES)}

[languages.fa]  # hazm
{switches(LANGUAGE_RULES["fa"])}

[languages.ar]  # camel-tools
{switches(LANGUAGE_RULES["ar"])}
morphology = "auto"  # a camel-tools database where one is installed; or "light", or a path

[languages.en]  # spaCy
{switches(LANGUAGE_RULES["en"])}

[entities]
engine = "dalil"  # what finds names that the gazetteer has not; docs/engines.md names others

[arguments]
threshold = 0.5  # a sentence gets a tag from this score on
sections = {listed(TAGGED_SECTIONS)}

[tables]
sections = {listed(COUNTED_SECTIONS)}
"""
