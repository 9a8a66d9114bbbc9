"""The documentation is true: its examples run, its commands and rules exist."""

from __future__ import annotations

import argparse
import doctest
import os
import re
import shutil
from pathlib import Path

import pytest

import dalil
from dalil.cli import main, parser
from dalil.config import LANGUAGE_RULES, REPAIR_RULES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled study, run in a copy."""
    folder = tmp_path_factory.mktemp("bundled")
    for name in ("corpus", "annotations"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "dalil.toml", folder)
    assert main(["run", "--study", str(folder), "--quiet"]) == 0
    return folder


def _examples(text: str, name: str) -> doctest.TestResults:
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(example)
    return runner.summarize()


@pytest.mark.parametrize("page", ["README.md", "docs/query.md", "docs/codebook.md"])
def test_examples_of_the_manual_run(bundled: Path, page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    before = Path.cwd()
    os.chdir(bundled)
    try:
        result = _examples(text, page)
    finally:
        os.chdir(before)
    assert result.failed == 0
    assert result.attempted or "```python" not in text


def test_examples_of_the_package_run() -> None:
    result = doctest.testmod(dalil, extraglobs={"dalil": dalil})
    assert result.attempted >= 5
    assert result.failed == 0


def test_the_claim_row_of_the_readme_is_what_the_study_gives(bundled: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^\| (gulf-council\.fa \|.*) \|$", readme, re.M)
    assert shown
    cells = [cell.strip() for cell in shown.group(1).split(" | ")]
    names = "doc lang start end tag stance holder score evidence".split()
    claims = dalil.open(bundled).claims
    rows = [
        [str(row[name]) for name in names[:-1]]
        + ["|".join(f"{span['start']}-{span['end']}" for span in row["evidence"])]
        for row in claims.to_dict("records")
    ]
    assert [cell.replace("\\|", "|") for cell in cells[: len(names)]] in rows


def test_tags_of_the_bundled_study_occur_are_denied_and_are_reported(bundled: Path) -> None:
    claims = dalil.open(bundled).claims
    assert claims["tag"].nunique() == 15
    assert claims.loc[claims["stance"] == "denies", "tag"].nunique() >= 8
    reported = claims["holder"] != "author"
    assert set(claims.loc[reported, "lang"]) == {"fa", "ar", "en"}


def test_every_command_has_help_with_an_example_and_a_place_in_the_manual() -> None:
    manual = "".join(
        page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    )
    (commands,) = (
        action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    assert {"init", "add", "check", "run", "query", "annotate"} <= set(commands.choices)
    for name, made in commands.choices.items():
        assert "example:" in made.format_help(), name
        assert f"dalil {name}" in manual, name


def test_every_rule_has_a_place_in_the_manual() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for name in {*REPAIR_RULES, *(n for names in LANGUAGE_RULES.values() for n in names)}:
        assert f"`{name}`" in rules, name


@pytest.mark.parametrize(
    "page", sorted(p.name for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page if (ROOT / page).exists() else ROOT / "docs" / page
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target
