"""How far a query of DuckDB has come, told from beside it every few seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

_EVERY = 2.0  # seconds; what is done sooner tells nothing


@contextmanager
def progress(connection: duckdb.DuckDBPyConnection, tell: Callable[[str], None]) -> Iterator[None]:
    """Tell the progress of what runs on `connection` meanwhile."""
    done = threading.Event()

    def watch() -> None:
        told = -1
        while not done.wait(_EVERY):
            share = int(connection.query_progress())
            if share > told:
                tell(f"{share} % of the rows")
                told = share

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
