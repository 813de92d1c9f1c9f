"""What was counted of the parts of a table, kept in one SQLite file for the next time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from groundrules.errors import ContentError

_KEPT = 64  # scopes: contracts on tables, as they were
_SCHEMA = """
CREATE TABLE IF NOT EXISTS scope (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS part (
    scope TEXT REFERENCES scope (name) ON DELETE CASCADE, name TEXT, state TEXT, counts TEXT,
    PRIMARY KEY (scope, name)
);
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What was counted of a part in a state: the numbers, in the order in which they were asked for."""

    state: str
    counts: tuple[int, ...]


class Partials:
    """The file; each call opens and closes it, so that a killed process leaves it whole."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self, scope: str) -> dict[str, Part]:
        """Return what is known of each part; a scope is a question about a table.

        Raises ContentError for a file that is something else.
        """
        with self._open() as connection:
            rows = connection.execute(
                "SELECT name, state, counts FROM part WHERE scope = ?", (scope,)
            ).fetchall()
        return {name: Part(state, tuple(json.loads(counts))) for name, state, counts in rows}

    def save(self, scope: str, parts: Mapping[str, Part]) -> None:
        """Keep what is known of the parts that there are now, and forget the others."""
        rows = [(scope, name, one.state, json.dumps(one.counts)) for name, one in parts.items()]
        oldest = "SELECT id FROM scope ORDER BY id DESC LIMIT -1 OFFSET ?"
        with self._open() as connection, connection:  # the second is one transaction
            connection.execute("DELETE FROM scope WHERE name = ?", (scope,))
            connection.execute("INSERT INTO scope (name) VALUES (?)", (scope,))
            connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", rows)
            connection.execute(f"DELETE FROM scope WHERE id IN ({oldest})", (_KEPT,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=30)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.executescript(_SCHEMA)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise ContentError(
                f"{self._file} cannot be used for partial results ({error}): delete it, or name another"
            ) from error
