"""Files that travel with the package: the default codebook, gazetteer and models.

In the repository they lie where linguists look for them, at the top of the study; in a wheel
they are copied below the package (see `force-include` in pyproject.toml).
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from dalil.errors import DalilError

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "resources", _PACKAGE.parent.parent)


def resource(name: str) -> Path:
    """The path of a packaged file such as `annotations/gazetteer.csv`.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for root in _ROOTS:
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation of Dalil; install it again")


def read_model(name: str, version: int, trainer: str) -> dict[str, Any]:
    """A packaged model kept as JSON (`.json`, `.json.gz`).

    Raises DalilError where its `format` is not `version`; `trainer` is the module that makes it.
    """
    path = resource(name)
    content = path.read_bytes()
    data = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    if data.get("format") != version:
        raise DalilError(
            f"format {data.get('format')!r} is not the one this version reads ({version}); "
            f"train the model again with `python -m {trainer}`",
            file=path,
            field="format",
        )
    return dict(data)
