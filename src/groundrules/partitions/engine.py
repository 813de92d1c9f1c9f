"""Who computes: DuckDB, or Spark as `[tool.groundrules.spark]` says; tables are asked the same way of both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Literal

from groundrules.errors import UsageError
from groundrules.tables.address import Files, Parts
from groundrules.tables.closing import Closing
from groundrules.tables.named import open_all
from groundrules.tables.relations import Relations


class Engine(Closing):
    """A context; Spark's session starts with the first tables, so not where nothing is stale, and lasts as long."""

    def __init__(
        self, name: Literal["duckdb", "spark"], tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Raises UsageError for another name."""
        if name not in ("duckdb", "spark"):
            raise UsageError(f"no engine is called `{name}`; it is duckdb or spark")
        self.name = name
        self._tell = tell
        self._stack = ExitStack()
        self._session: object = None

    def open(self, **tables: Files | Parts) -> Relations:
        """Return tables by name; a context.

        Raises ContentError for what cannot be read, and where Spark does not start.
        """
        if self.name == "spark" and self._session is None:
            from groundrules.tables.spark import configured, spark_session

            self._session = self._stack.enter_context(spark_session(configured(), self._tell))
        return open_all(tables, spark=self.name == "spark", tell=self._tell)

    def close(self) -> None:
        """End the session."""
        self._stack.close()
