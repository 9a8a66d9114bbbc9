"""Where the model of an engine lies on this machine, and which version of it that is."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dalil.config import split_engine
from dalil.errors import DalilError
from dalil.resources import resource

_MULTILINGUAL = "xx"  # spaCy's code
_HASH_LENGTH = 12


@dataclass(frozen=True)
class Model:
    """A model of another library: its engine's name as given, and the folder where it lies."""

    name: str
    folder: Path

    def changed(self) -> int:
        """When one of its files was last changed, in nanoseconds."""
        return max((path.stat().st_mtime_ns for path in self.folder.rglob("*")), default=0)

    def error(self, message: str) -> DalilError:
        """An error that tells which engine it is about."""
        return DalilError(f"{self.name}: {message}")


def model_of(name: str, lang: str) -> Model:
    """The model of the engine `name` (`spacy:…`, `camel:…`, `hf:…`) for texts in `lang`.

    Raises DalilError where the engine does not know the language, or its library or model is
    not installed. Nothing is loaded and nothing downloaded.
    """
    kind, written = split_engine(name)
    if kind == "camel" and lang != "ar":
        raise DalilError(f"{name}: camel-tools finds names in Arabic only, not in {lang!r}")
    if kind in ("camel", "hf"):
        missing = _missing("torch", "transformers")
        if missing:
            raise DalilError(
                f"{name}: this engine needs {' and '.join(missing)}; "
                "`pip install torch transformers` brings them (the extra `neural`)"
            )
    path = Path(written)
    if path.is_dir():
        folder = path.resolve()
    elif path.is_absolute():
        raise DalilError(f"{name}: there is no such folder")
    else:
        folder = {"spacy": _spacy_folder, "camel": _camel_folder, "hf": _hf_folder}[kind](written)
    model = Model(name, folder)
    if kind == "spacy":
        _check_language(model, lang)
    elif not (folder / "config.json").is_file():
        raise model.error("there is no model in its folder; config.json is missing")
    return model


def version_of(name: str, lang: str) -> str:
    """What tells this model of an engine from any other: kind, name and a hash of its files.

    Empty for `gazetteer`. Raises DalilError as `model_of` does.
    """
    kind, written = split_engine(name)
    if kind == "gazetteer":
        return ""
    if kind == "dalil":
        return f"dalil@{_content_hash(resource(f'models/entities_{lang}'))}"
    model = model_of(name, lang)
    # Of a path only the last part: outputs tell nothing of the machine.
    shown = Path(written).name if Path(written).is_dir() else written
    return f"{kind}:{shown}@{_content_hash(model.folder)}"


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md" and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:_HASH_LENGTH]


def _missing(*packages: str) -> list[str]:
    return [name for name in packages if name not in sys.modules and find_spec(name) is None]


def _spacy_folder(name: str) -> Path:
    from spacy.util import get_package_path, is_package

    if is_package(name):
        return get_package_path(name)
    raise DalilError(
        f"spacy:{name}: no spaCy pipeline of this name is installed; "
        f"`python -m spacy download {name}` gets spaCy's own, or give the path of a folder"
    )


def _check_language(model: Model, lang: str) -> None:
    try:
        meta = json.loads((model.folder / "meta.json").read_text(encoding="utf-8"))
        known = str(meta["lang"])
    except (OSError, ValueError, KeyError, TypeError):
        raise model.error("there is no spaCy pipeline in its folder") from None
    if known not in (lang, _MULTILINGUAL):
        raise model.error(f"this spaCy pipeline is for {known!r}, not for {lang!r}")


def _camel_folder(name: str) -> Path:
    """Looks where camel-tools keeps its data; asking it would make it go to the network."""
    root = os.environ.get("CAMELTOOLS_DATA")
    base = Path(root).expanduser() if root else Path.home() / ".camel_tools"
    for folder in (base / "data" / "ner" / name, base / "ner" / name):
        if folder.is_dir():
            return folder
    raise DalilError(
        f"camel:{name}: camel-tools' data has no such model in {base}; "
        f"`camel_data -i ner-{name}` gets its own (arabert), or give the path of a folder"
    )


def _hf_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):
        raise DalilError(
            f"hf:{name}: there is no such folder, and no such model in the local cache; "
            f"`hf download {name}` gets it where the network may be used"
        ) from None
