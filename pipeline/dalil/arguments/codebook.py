"""The codebook: the tags, and for each language the cues by which they are found.

`annotations/codebook.yaml` is written by linguists; `docs/codebook.md` tells them how. It is read
into frozen dataclasses, and everything that is wrong in it is collected with file, line and field,
so that one look at the list mends it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from dalil.arguments.marked_yaml import Nodes, compose, line_of
from dalil.arguments.model import STANCES
from dalil.arguments.patterns import check_set, parse, parse_reporting
from dalil.errors import DalilError, DalilWarning

LANGUAGES = ("en", "fa", "ar")
FORMAT = 1
DEFAULT_SCORE = 0.7
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SET = re.compile(r"[\w-]+")
_Words = Mapping[str, str]  # language → text
_Patterns = Mapping[str, tuple[str, ...]]  # language → patterns


@dataclass(frozen=True)
class Cue:
    """A pattern that argues for a tag; `stance` is what the cue itself says of the proposition."""

    pattern: str
    score: float = DEFAULT_SCORE
    stance: str = STANCES[0]
    line: int = 0


@dataclass(frozen=True)
class Tag:
    """A proposition; the mappings are by language code."""

    id: str
    label: _Words
    definition: _Words
    boundaries: _Words
    cues: Mapping[str, tuple[Cue, ...]]


@dataclass(frozen=True, eq=False)
class Codebook:
    """A codebook as read.

    `sha` is a short hash of the file's content. `sets` are by language, then name. `denies` are
    the patterns of negation and doubt, `neutral` those of negative words that deny nothing,
    `reporting` those with `<holder>`. `text` is the file, so that a saved pipeline can carry it.
    """

    version: str
    sha: str
    tags: tuple[Tag, ...]
    sets: Mapping[str, _Words]
    denies: _Patterns
    neutral: _Patterns
    reporting: _Patterns
    changes: tuple[_Words, ...]
    text: str = field(repr=False)


def read_codebook(path: str | Path) -> Codebook:
    """The codebook in a file. Raises DalilError for the first thing that is wrong with it."""
    path = Path(path)
    text = _text_of(path)
    return parse_codebook(text, path)


@lru_cache(maxsize=4)  # a run and its three taggers read the same one
def parse_codebook(text: str, path: Path) -> Codebook:
    """The codebook written as `text`; `path` is the file that an error names."""
    codebook, problems = _read(text, path)
    errors = [problem for problem in problems if not isinstance(problem, DalilWarning)]
    if errors:
        first, more = errors[0], len(errors) - 1
        rest = f" ({more} more problems: see `dalil check`)" if more else ""
        raise DalilError(first.message + rest, file=first.file, line=first.line, field=first.field)
    return codebook


def check_codebook(path: str | Path) -> list[DalilError]:
    """All problems of a codebook, by line; those that do not stop it are `DalilWarning`."""
    path = Path(path)
    try:
        return _read(_text_of(path), path)[1]
    except DalilError as error:
        return [error]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DalilError("there is no such codebook; check the path", file=path) from error
    except UnicodeDecodeError as error:
        raise DalilError("the codebook is not UTF-8; save it as UTF-8", file=path) from error
    except OSError as error:
        raise DalilError(f"the codebook cannot be read: {error.strerror}", file=path) from error


def _read(text: str, path: Path) -> tuple[Codebook, list[DalilError]]:
    root = compose(text, path)
    if root is None:
        raise DalilError("the codebook is empty; it needs format, version and tags", file=path)
    file = _File(Nodes(path))
    codebook = file.codebook(root, text)
    problems = sorted(file.nodes.problems, key=lambda problem: problem.line or 0)
    return codebook, problems


class _File:
    """The parts of a codebook file; what is wrong goes to `nodes.problems`."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.sets: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}

    def codebook(self, root: yaml.Node, text: str) -> Codebook:
        nodes = self.nodes
        known = ("format", "version", "sets", "tags", "stance", "holder", "changes")
        parts = nodes.mapping(root, "codebook", known=known, wanted=("format", "version", "tags"))
        if "format" in parts and nodes.text(parts["format"], "format") != str(FORMAT):
            nodes.wrong(parts["format"], "format", f"this Dalil reads format {FORMAT} only")
        if "sets" in parts:
            self._read_sets(parts["sets"])
        tags = self._tags(parts["tags"]) if "tags" in parts else ()
        stance: dict[str, yaml.Node] = {}
        if "stance" in parts:
            stance = nodes.mapping(parts["stance"], "stance", known=("denies", "neutral"))
        return Codebook(
            version=nodes.text(parts["version"], "version") if "version" in parts else "",
            sha=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12],
            tags=tags,
            sets=self.sets,
            denies=self._patterns(stance.get("denies"), "stance.denies", parse),
            neutral=self._patterns(stance.get("neutral"), "stance.neutral", parse),
            reporting=self._patterns(parts.get("holder"), "holder", parse_reporting),
            changes=self._changes(parts.get("changes")),
            text=text,
        )

    def _read_sets(self, node: yaml.Node) -> None:
        places: list[tuple[str, str, yaml.Node]] = []
        for name, by_lang in self.nodes.mapping(node, "sets").items():
            if not _SET.fullmatch(name):
                self.nodes.wrong(
                    by_lang, f"sets.{name}", "a set's name is letters, digits, _ and -"
                )
            entries = self.nodes.mapping(by_lang, f"sets.{name}", known=LANGUAGES)
            for lang, value in entries.items():
                words = value.value if isinstance(value, yaml.SequenceNode) else [value]
                where = f"sets.{name}.{lang}"
                self.sets[lang][name] = " | ".join(self.nodes.text(w, where) for w in words)
                places.append((name, lang, value))
        for name, lang, value in places:  # a set may name one that is written below it
            try:
                check_set(self.sets[lang][name], lang, self.sets[lang])
            except DalilError as error:
                self.nodes.wrong(value, f"sets.{name}.{lang}", error.message)

    def _tags(self, node: yaml.Node) -> tuple[Tag, ...]:
        tags: list[Tag] = []
        lines: dict[str, int] = {}
        for item in self.nodes.items(node, "tags"):
            tag = self._tag(item)
            if tag.id in lines:
                self.nodes.wrong(
                    item, "tags", f"the id {tag.id} is used twice, first on line {lines[tag.id]}"
                )
            elif tag.id:
                lines[tag.id] = line_of(item)
                tags.append(tag)
        if not tags and not self.nodes.problems:
            self.nodes.wrong(node, "tags", "the codebook has no tags")
        return tuple(tags)

    def _tag(self, node: yaml.Node) -> Tag:
        nodes = self.nodes
        known = ("id", "label", "definition", "boundaries", "cues")
        parts = nodes.mapping(node, "tags", known=known, wanted=known[:3] + known[4:])
        name = nodes.text(parts["id"], "tags.id") if "id" in parts else ""
        where = f"tags.{name}" if name else "tags"
        if "id" in parts and not _ID.fullmatch(name):
            nodes.wrong(parts["id"], where, f"an id is small letters, digits and _, not “{name}”")
        words = {}
        for part in ("label", "definition", "boundaries"):
            needed = LANGUAGES if part != "boundaries" else ()
            words[part] = self._words(parts.get(part), f"{where}.{part}", needed)
        cues: dict[str, tuple[Cue, ...]] = {}
        if "cues" in parts:
            entries = nodes.mapping(parts["cues"], f"{where}.cues", known=LANGUAGES)
            for lang in LANGUAGES:
                spot = f"{where}.cues.{lang}"
                items = nodes.items(entries[lang], spot) if lang in entries else []
                if not items:
                    nodes.wrong(
                        entries.get(lang, parts["cues"]), spot,
                        "no cues: this tag is never found in this language", DalilWarning,
                    )  # fmt: skip
                found = (self._cue(item, spot, lang) for item in items)
                cues[lang] = tuple(cue for cue in found if cue is not None)
        return Tag(name, words["label"], words["definition"], words["boundaries"], cues)

    def _words(self, node: yaml.Node | None, where: str, needed: tuple[str, ...]) -> _Words:
        if node is None:
            return {}
        entries = self.nodes.mapping(node, where, known=LANGUAGES, wanted=needed)
        words = {lang: self.nodes.text(value, where) for lang, value in entries.items()}
        for lang in needed:
            if lang in words and not words[lang]:
                self.nodes.wrong(entries[lang], f"{where}.{lang}", "this is empty; write the text")
        return words

    def _cue(self, node: yaml.Node, where: str, lang: str) -> Cue | None:
        nodes = self.nodes
        line = line_of(node)
        if not isinstance(node, yaml.MappingNode):
            pattern = self._pattern(node, where, lang, parse)
            return None if pattern is None else Cue(pattern, line=line)
        parts = nodes.mapping(
            node, where, known=("pattern", "score", "stance"), wanted=("pattern",)
        )
        if "pattern" not in parts:
            return None
        pattern = self._pattern(parts["pattern"], where, lang, parse)
        score = self._score(parts["score"], where) if "score" in parts else DEFAULT_SCORE
        stance = nodes.text(parts["stance"], where) if "stance" in parts else STANCES[0]
        if stance not in STANCES:
            allowed = " or ".join(STANCES)
            nodes.wrong(parts["stance"], f"{where}.stance", f"“{stance}” must be {allowed}")
        return None if pattern is None else Cue(pattern, score, stance, line)

    def _score(self, node: yaml.Node, where: str) -> float:
        text = self.nodes.text(node, where)
        try:
            score = float(text)
        except ValueError:
            score = -1.0
        if not 0 < score <= 1:
            self.nodes.wrong(node, f"{where}.score", f"“{text}” must be above 0 and at most 1")
        return score

    def _pattern(
        self, node: yaml.Node, where: str, lang: str, read: Callable[..., object]
    ) -> str | None:
        """The pattern as written, None where it is not sound."""
        if not isinstance(node, yaml.ScalarNode):
            hint = "; quote it: a pattern that begins with [ or { is a list to YAML"
            self.nodes.wrong(node, where, "this must be a pattern" + hint)
            return None
        text = self.nodes.text(node, where)
        try:
            read(text, lang, self.sets[lang])
        except DalilError as error:
            self.nodes.wrong(node, where, error.message)
            return None
        return text

    def _patterns(
        self, node: yaml.Node | None, where: str, read: Callable[..., object]
    ) -> _Patterns:
        if node is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for lang, items in self.nodes.mapping(node, where, known=LANGUAGES).items():
            spot = f"{where}.{lang}"
            texts = [
                self._pattern(item, spot, lang, read) for item in self.nodes.items(items, spot)
            ]
            found[lang] = tuple(text for text in texts if text is not None)
        return found

    def _changes(self, node: yaml.Node | None) -> tuple[_Words, ...]:
        if node is None:
            return ()
        changes: list[_Words] = []
        for item in self.nodes.items(node, "changes"):
            entries = self.nodes.mapping(item, "changes")
            changes.append({key: _flat(value) for key, value in entries.items()})
        return tuple(changes)


def _flat(node: yaml.Node) -> str:
    """A scalar as written, a list of them with commas between."""
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(_flat(item) for item in node.value if isinstance(item, yaml.ScalarNode))
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
