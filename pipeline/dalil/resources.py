"""Files that travel with the package: the default codebook, gazetteer and models.

In the repository they lie where linguists look for them, at the top of the study; in a wheel
they are copied below the package (see `force-include` in pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path

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
