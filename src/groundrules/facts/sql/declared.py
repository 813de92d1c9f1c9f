"""What is declared of tables: keys and columns that are never NULL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groundrules.facts.sql.node import Node

_PLAIN = ("primarykeycolumnconstraint", "uniquecolumnconstraint", "notnullcolumnconstraint")


@dataclass(slots=True)
class Declared:
    """By table, in lower case: its keys, and the columns that hold no NULL."""

    keys: dict[str, set[frozenset[str]]] = field(default_factory=dict)
    not_null: dict[str, set[str]] = field(default_factory=dict)
    types: dict[tuple[str, str], str] = field(default_factory=dict)
    """(table, column) → its type in capitals, of the DDL in sight."""

    def add_key(self, table: str, columns: Iterable[str]) -> None:
        """Say that columns together identify a row."""
        key = frozenset(column.lower().strip('"`[]') for column in columns)
        if key:
            self.keys.setdefault(table.lower(), set()).add(key)

    def add_not_null(self, table: str, columns: Iterable[str]) -> None:
        """Say that columns are never NULL."""
        self.not_null.setdefault(table.lower(), set()).update(c.lower() for c in columns)

    def keys_of(self, table: str) -> set[frozenset[str]]:
        """Return the keys of a table, named with or without its schema."""
        return set().union(*(keys for name, keys in self.keys.items() if same(name, table)))

    def not_null_of(self, table: str) -> set[str]:
        """Return the columns of a table that are never NULL."""
        return set().union(*(names for name, names in self.not_null.items() if same(name, table)))

    def type_of(self, table: str, column: str) -> str:
        """Return the declared type of a column, nothing where none is."""
        found = {t for (name, c), t in self.types.items() if c == column and same(name, table)}
        return found.pop() if len(found) == 1 else ""

    def merge(self, other: Declared) -> None:
        """Take over what another says."""
        for table, keys in other.keys.items():
            self.keys.setdefault(table, set()).update(keys)
        for table, columns in other.not_null.items():
            self.not_null.setdefault(table, set()).update(columns)
        self.types.update(other.types)


def same(one: str, other: str) -> bool:
    """Whether two dotted names can mean one table: one is the end of the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def configured(settings: Mapping[str, Any]) -> Declared:
    """Return what the configuration declares: `keys` and `not-null`."""
    found = Declared()
    for table, columns in settings.get("keys", {}).items():
        key = [columns] if isinstance(columns, str) else columns
        found.add_key(str(table), key)
        found.add_not_null(str(table), key)
    for table, columns in settings.get("not-null", {}).items():
        found.add_not_null(str(table), [columns] if isinstance(columns, str) else columns)
    return found


def defined(create: Node) -> Declared:
    """Return what a CREATE TABLE declares: PRIMARY KEY, UNIQUE, NOT NULL."""
    found = Declared()
    schema = create.get("this")
    table = schema.get("this") if schema is not None and schema.kind == "schema" else None
    if schema is None or table is None:
        return found
    for part in schema.parts("expressions"):
        if part.kind == "columndef":
            kind = part.get("kind")
            if kind is not None:
                found.types[table.dotted.lower(), part.name.lower()] = kind.sql.upper()
            kinds = [c.get("kind") for c in part.parts("constraints")]
            names = {kind.kind for kind in kinds if kind is not None and not kind.has("allow_null")}
            if names & set(_PLAIN[:2]):
                found.add_key(table.dotted, [part.name])
            if names & {_PLAIN[0], _PLAIN[2]}:
                found.add_not_null(table.dotted, [part.name])
        for key in part.find("primarykey") if part.kind in ("primarykey", "constraint") else ():
            columns = [
                column.name for ident in key.parts("expressions") for column in [_named(ident)]
            ]
            found.add_key(table.dotted, columns)
            found.add_not_null(table.dotted, columns)
        for unique in part.find("uniquecolumnconstraint") if part.kind != "columndef" else ():
            inner = unique.get("this")
            found.add_key(
                table.dotted, [c.name for c in inner.parts("expressions")] if inner else []
            )
    return found


def _named(part: Node) -> Node:
    """Return the column of `id` or `id DESC`."""
    inner = part.get("this") if part.kind == "ordered" else None
    return inner or part
