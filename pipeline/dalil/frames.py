"""A study's outputs as pandas frames: `dalil.open(folder)`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dalil import store
from dalil.study import Study, open_study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Results:
    """What the last run of a study wrote.

    Each table is read when it is first asked for; `docs/outputs.md` names its columns. Offsets
    are code points over the document's `text`, half-open.
    """

    study: Study

    def table(self, name: str) -> pd.DataFrame:
        """A table of the dataset by its name. Raises DalilError when the study was not run."""
        frame: pd.DataFrame = store.read(self.study.outputs / "corpus", name).to_pandas()
        return frame

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.table("documents")

    @cached_property
    def segments(self) -> pd.DataFrame:
        return self.table("segments")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return self.table("sentences")

    @cached_property
    def tokens(self) -> pd.DataFrame:
        return self.table("tokens")

    @cached_property
    def entities(self) -> pd.DataFrame:
        return self.table("entities")

    @cached_property
    def claims(self) -> pd.DataFrame:
        return self.table("claims")

    @cached_property
    def alignments(self) -> pd.DataFrame:
        return self.table("alignments")

    def query(self, text: str, *, limit: int | None = None, context: int = 80) -> pd.DataFrame:
        """The hits of a query (docs/query.md), one a row. Raises DalilError for a bad query."""
        from dalil.arguments import read_codebook
        from dalil.query import run

        tags = [tag.id for tag in read_codebook(self.study.codebook).tags]
        dataset = self.study.outputs / "corpus"
        return run(dataset, text, limit=limit, context=context, tags=tags)


def open_results(folder: str | Path) -> Results:
    """The outputs of the study that `folder` is or lies in."""
    return Results(open_study(Path(folder)))
