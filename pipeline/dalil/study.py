"""A study: a folder with `dalil.toml`, texts, what people wrote about them, and outputs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dalil import config as configuration
from dalil.config import Config, default_text, read_config, split_engine
from dalil.errors import DalilError
from dalil.files import replacing, write_text
from dalil.manifest import (
    Entry,
    document_id,
    read_manifest,
    sha256,
    write_manifest,
)
from dalil.resources import resource


@dataclass(frozen=True)
class Study:
    """The folder and its settings; all paths below are absolute."""

    root: Path
    config: Config

    @property
    def corpus(self) -> Path:
        return self.root / self.config.corpus

    @property
    def manifest(self) -> Path:
        return self.root / self.config.manifest

    @property
    def codebook(self) -> Path:
        return self.root / self.config.codebook

    @property
    def gazetteer(self) -> Path:
        return self.root / self.config.gazetteer

    @property
    def gold(self) -> Path:
        return self.codebook.parent / "gold"

    @property
    def outputs(self) -> Path:
        return self.root / self.config.outputs

    @property
    def dataset(self) -> Path:
        return self.outputs / "corpus"

    @property
    def engines(self) -> dict[str, str]:
        """The recogniser of each language by name; a model that lies in the study by its path."""
        named = {}
        for lang, name in self.config.engines.items():
            kind, model = split_engine(name)
            inside = self.root / model
            named[lang] = f"{kind}:{inside}" if model and inside.is_dir() else name
        return named


def find_root(start: Path) -> Path:
    """The study folder that `start` is or lies in. Raises DalilError when there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / configuration.FILE).is_file():
            return folder
    message = "this is no study and lies in none; `dalil init FOLDER` makes one"
    raise DalilError(message, file=start)


def open_study(start: Path) -> Study:
    """The study that `start` is or lies in. Raises DalilError for a bad configuration."""
    root = find_root(start)
    return Study(root, read_config(root / configuration.FILE))


def init(folder: Path) -> Study:
    """Make an empty study with copies of the codebook and gazetteer to edit.

    What is in `folder` already stays as it is. Raises DalilError when it is a study or a file.
    """
    if folder.exists() and not folder.is_dir():
        raise DalilError("there is a file of this name", file=folder)
    if (folder / configuration.FILE).exists():
        raise DalilError("this is a study already; nothing was changed", file=folder)
    for name in ("corpus", "annotations", "annotations/gold", "models", "outputs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("annotations/codebook.yaml", "annotations/gazetteer.csv"):
        if not (folder / name).exists():
            shutil.copyfile(resource(name), folder / name)
    if not (folder / "corpus" / "manifest.csv").exists():
        write_manifest(folder / "corpus" / "manifest.csv", [])
    # Last, so that a folder half made is not yet a study.
    write_text(folder / configuration.FILE, default_text(folder.resolve().name))
    return open_study(folder)


def add(
    study: Study,
    files: Sequence[Path],
    metadata: Mapping[str, str],
    *,
    update: bool = False,
) -> list[Entry]:
    """Copy files into the corpus and enter them in the manifest; all of them or none.

    `metadata` holds `title`, `author`, `year`, `source`, `lang`, `translation_of`, `encoding`
    where given. With `update`, the sha256 of files that lie in the corpus already and were
    changed on purpose is taken anew. Raises DalilError for a file that is missing, has no reader,
    or whose content or name the corpus has already.
    """
    from dalil.ingest import SUFFIXES

    entries = read_manifest(study.manifest) if study.manifest.exists() else []
    by_file = {entry.file: i for i, entry in enumerate(entries)}
    by_content = {entry.sha256: entry for entry in entries}
    known = {entry.doc for entry in entries}
    if metadata.get("translation_of") and metadata["translation_of"] not in known:
        raise DalilError(
            f"no document of this study is called {metadata['translation_of']!r}; "
            f"there are {', '.join(sorted(known)) or 'none yet'}",
            field="--translation-of",
        )
    added: list[Entry] = []
    for file in files:
        if not file.is_file():
            raise DalilError("there is no such file", file=file)
        if file.suffix.lower() not in SUFFIXES:
            raise DalilError(
                f"Dalil can't read {file.suffix or 'a file without a suffix'}; "
                f"it reads {', '.join(sorted(SUFFIXES))}",
                file=file,
            )
        if any("\ud800" <= c <= "\udfff" for c in file.name):
            message = "the manifest can't hold the name of this file, which is not UTF-8; rename it"
            raise DalilError(message, file=file)
        content = sha256(file)
        inside = file.resolve().parent == study.corpus.resolve()
        if content in by_content:
            double = by_content[content]
            raise DalilError(f"the study has this content already, as {double.doc!r}", file=file)
        if file.name in by_file:
            if not update:
                raise DalilError(
                    f"the corpus has another {file.name!r}; give the file another name, or run "
                    "`dalil add --update` if this is its new version",
                    file=file,
                )
            place = by_file[file.name]
            entries[place] = replace(entries[place], sha256=content, **metadata)
            added.append(entries[place])
        else:
            doc = document_id(file.name)
            if doc in known:
                raise DalilError(
                    f"the study has a document {doc!r} already; give the file another name",
                    file=file,
                )
            added.append(Entry(doc=doc, file=file.name, sha256=content, **metadata))
            entries.append(added[-1])
            known.add(doc)
        by_content[content] = added[-1]
        if not inside:
            with replacing(study.corpus / file.name) as temporary:
                shutil.copyfile(file, temporary)
    write_manifest(study.manifest, entries)
    return added
