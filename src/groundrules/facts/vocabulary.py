"""What a call means: tables that turn names of libraries into the words that rules use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundrules.errors import ConfigError, ContentError


@dataclass(slots=True)
class Type:
    """How a tracked object behaves under attribute access, indexing and iteration."""

    column: str | None = None
    rows: str | None = None
    same: frozenset[str] = frozenset()
    """Methods that return the same type."""
    members: frozenset[str] = frozenset()
    """Attributes that are not columns."""
    items: tuple[str, ...] = ()
    """Types of what a loop over it unpacks to."""


@dataclass(slots=True)
class Vocabulary:
    """Meanings by qualified name, return types, types, and where a test keeps its p-value."""

    meanings: dict[str, set[str]] = field(default_factory=dict)
    returns: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    p_at: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    sql_methods: set[str] = field(default_factory=set)

    def of(self, name: str | None) -> frozenset[str]:
        """Return the meanings of a qualified name."""
        return frozenset(self.meanings.get(name, ())) if name else frozenset()

    def named(self, meanings: Iterable[str]) -> list[str]:
        """Return the qualified names of all calls with one of these meanings, for triggers."""
        wanted = set(meanings)
        return sorted(name for name, has in self.meanings.items() if wanted & has)

    def extend(self, table: Mapping[str, Any], where: str, error: type[Exception]) -> None:
        """Add one table, as written in a vocabulary file or in a team's configuration."""
        known = {"means", "returns", "types", "p_value", "sql_methods"}
        for key in table:
            if key not in known:
                raise error(
                    f"{where}: unknown table [{key}]; it may hold {', '.join(sorted(known))}"
                )
        for meaning, names in table.get("means", {}).items():
            for name in names:
                self.meanings.setdefault(name, set()).add(meaning)
        self.returns.update(table.get("returns", {}))
        for name, places in table.get("p_value", {}).items():
            self.p_at[name] = tuple(places)
        for name, row in table.get("types", {}).items():
            self.types[name] = Type(
                row.get("column"),
                row.get("rows"),
                frozenset(row.get("same", ())),
                frozenset(row.get("members", ())),
                tuple(row.get("items", ())),
            )
        self.sql_methods.update(table.get("sql_methods", {}).get("names", ()))


def load(folder: Path, own: Mapping[str, Any] | None = None) -> Vocabulary:
    """Load every table of `folder`, then a team's own rows from its configuration."""
    vocabulary = Vocabulary()
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{path}: not TOML: {error}") from error
        vocabulary.extend(table, str(path), ContentError)
    if own:
        vocabulary.extend(own, "[tool.groundrules.vocabulary]", ConfigError)
    return vocabulary
