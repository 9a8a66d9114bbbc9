"""The dataset as DuckDB sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dalil.errors import DalilError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(dataset: Path, *names: str) -> DuckDBPyConnection:
    """A connection in memory that has the dataset's tables `names` as views of their files.

    Raises DalilError when the study has not been run.
    """
    import duckdb

    # DuckDB fetches extensions by itself; nothing here needs one, and nothing may use the network.
    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
    )
    for name in names:
        path = dataset / f"{name}.parquet"
        if not path.is_file():
            connection.close()
            raise DalilError("there is no such table yet; run `dalil run` first", file=path)
        # A path is a pattern to DuckDB, and `lang=fa/` in it a column.
        literal = re.sub(r"([\[*?])", r"[\1]", str(path))
        connection.read_parquet(literal, hive_partitioning=False).create_view(name)
    return connection
