"""What is wrong with an installation and a study, all at once."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from dalil.config import FILE, OWN_ENGINES, check_config, line_of_engine
from dalil.errors import DalilError, DalilWarning
from dalil.manifest import check_manifest
from dalil.study import Study, find_root, open_study


def check_study(start: Path) -> list[DalilError]:
    """Every problem of the environment and of the study at `start`, in the order of the files.

    Each has a `severity`: `error` stops a run, `warning` does not. Raises DalilError where there
    is no study.
    """
    problems = check_environment()
    root = find_root(start)
    wrong = check_config(root / FILE)
    problems += wrong
    if wrong:
        return problems  # the other paths stand in the configuration
    study = open_study(root)

    from dalil.arguments import check_codebook
    from dalil.entities import check_gazetteer
    from dalil.gold import check_decisions

    problems += check_engines(study)
    problems += check_manifest(study.manifest, study.corpus)
    problems += check_codebook(study.codebook)
    problems += check_gazetteer(study.gazetteer)
    for path in sorted(study.gold.glob("*.jsonl")) if study.gold.is_dir() else []:
        problems += check_decisions(path)
    return problems


def check_engines(study: Study) -> list[DalilError]:
    """What keeps the recognisers that the configuration names from working.

    Those of other libraries are loaded, as only that tells.
    """
    problems: list[DalilError] = []
    file = study.root / FILE
    for lang, name in study.engines.items():
        if name in OWN_ENGINES:
            continue
        from dalil.entities.engines import engine_of

        try:
            engine_of(name, lang)
        except DalilError as error:
            line = line_of_engine(file, lang)
            field = f"entities.engine.{lang}"
            problems.append(DalilError(error.message, file=file, line=line, field=field))
    return problems


def check_environment() -> list[DalilError]:
    """What the installation lacks."""
    problems: list[DalilError] = []
    version = sys.version_info[:2]
    if not (3, 11) <= version < (3, 13):
        running = ".".join(map(str, version))
        problems.append(DalilWarning(f"Dalil is tested on Python 3.11 and 3.12, this is {running}"))
    for name in ("hazm", "camel-tools", "spacy", "simplemma", "pyarrow", "duckdb"):
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            message = f"the package {name} is not installed; `make run` or `pip install dalil` does"
            problems.append(DalilError(message))
    return problems
