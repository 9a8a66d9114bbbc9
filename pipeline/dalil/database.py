"""The dataset as DuckDB sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dalil import store
from dalil.errors import DalilError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(dataset: Path, *names: str) -> DuckDBPyConnection:
    """A connection in memory with the dataset's tables `names`, read as far as a query asks.

    Raises DalilError when the study has not been run.
    """
    import duckdb
    from pyarrow import dataset as arrow

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
        # Through Arrow, as DuckDB would read `[`, `*` and `?` in the path as a pattern.
        connection.register(name, arrow.dataset(path, schema=store.SCHEMAS[name]))
    return connection
