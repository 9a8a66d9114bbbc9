"""The wheel alone, apart from the repository, makes a study and runs it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import dalil

ROOT = Path(__file__).parent.parent
TEXT = """Shelter without Depth

According to Karimov, Uzbekistan does not depend on Russia for protection. The Collective Security Treaty Organization protects the rulers of its member states against colour revolutions.

References

Karimov, I. (1998). Uzbekistan on the Threshold of the Twenty-First Century. London: Curzon.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline by the build backend of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    built = subprocess.run(
        [*command, "--directory", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds: a pure wheel is installed by being unpacked."""
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def python(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `cwd`, the unpacked wheel before everything else that is installed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_the_wheel_holds_the_package_and_its_resources_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    information = f"dalil-{dalil.__version__}.dist-info/"
    source = ROOT / "pipeline"
    modules = {p.relative_to(source).as_posix() for p in (source / "dalil").rglob("*.py")}
    resources = {"annotations/codebook.yaml", "annotations/gazetteer.csv"} | {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "models").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    package = modules | {f"dalil/resources/{name}" for name in resources}
    assert {name for name in names if not name.startswith(information)} == package
    assert f"{information}licenses/LICENSE" in names


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"dalil-{dalil.__version__}.dist-info"
        metadata = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        entries = archive.read(f"{folder}/entry_points.txt").decode()
    assert metadata["Version"] == dalil.__version__
    assert {"hazm==0.10.0", "camel-tools==1.6.0"} <= set(metadata.get_all("Requires-Dist", []))
    assert "dalil = dalil.cli:main" in entries


def test_what_is_imported_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = (
        "import json, sys, dalil, dalil.resources as r\n"
        "from importlib import metadata\n"
        "groups = ('console_scripts', 'spacy_factories', 'spacy_tokenizers')\n"
        "points = [p for g in groups for p in metadata.entry_points(group=g) if 'dalil' in p.name]\n"
        "modules = [sys.modules[p.load().__module__].__file__ for p in points]\n"
        "found = [dalil.__file__, str(metadata.distribution('dalil').locate_file('dalil'))]\n"
        "found += [str(r.resource('annotations/codebook.yaml')), str(r.resource('models'))]\n"
        "print(json.dumps([found + modules, [p.name for p in points]]))"
    )
    places, names = json.loads(python(installed, tmp_path, "-c", script).stdout)
    assert all(Path(place).is_relative_to(installed) for place in places), places
    assert set(names) == {
        "dalil", "dalil_analysis", "dalil_tagger", "dalil_gazetteer", "dalil_recogniser",
        "dalil_linker", "dalil_roles", "dalil_arguments", "dalil.Tokenizer.v1",
    }  # fmt: skip


def test_a_study_is_made_filled_and_run_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "shelter.txt").write_text(TEXT, "utf-8")
    here = tmp_path / "empty"
    here.mkdir()
    python(installed, here, "-m", "dalil", "init", "mystudy")
    study = here / "mystudy"
    text = str(tmp_path / "shelter.txt")
    added = python(installed, study, "-m", "dalil", "add", text, "--year", "2024")
    assert added.stdout == "shelter\tshelter.txt\n"
    ran = python(installed, study, "-m", "dalil", "run")
    assert "1 annotated" in ran.stdout
    with (study / "outputs" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = {(row["tag"], row["stance"]): row for row in csv.DictReader(file)}
    assert claims["bandwagoning", "denies"]["holder_id"] == "KARIMOV"
    assert "CSTO" in claims["regime_security", "asserts"]["organisations"]
    for claim in claims.values():
        assert claim["text"] == TEXT[int(claim["start"]) : int(claim["end"])]
    log = json.loads((study / "outputs" / "run.json").read_bytes())
    assert log["words"].keys() == {"en"}
    assert log["set_aside"] == {}
    hits = python(installed, study, "-m", "dalil", "query", "id:UZB", "--format", "jsonl")
    assert json.loads(hits.stdout.splitlines()[0])["doc"] == "shelter"


def test_spacy_finds_the_components_of_a_saved_pipeline(installed: Path, tmp_path: Path) -> None:
    save = "import dalil; dalil.load('en').to_disk('pipeline')"
    python(installed, tmp_path, "-c", save)
    # Nothing of Dalil is named here: spaCy learns of it from the entry points.
    load = (
        "import spacy\n"
        "doc = spacy.load('pipeline')('Kazakhstan depends on Russia for protection.')\n"
        "print([e.kb_id_ for e in doc.ents], [c.tag for c in doc._.claims])"
    )
    shown = python(installed, tmp_path, "-c", load).stdout
    assert shown.startswith("['KAZ', 'RUS'] ['bandwagoning'")
