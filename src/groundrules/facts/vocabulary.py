"""What a call means: tables that turn names of libraries into the words that rules use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundrules.errors import ConfigError, ContentError

_PLACELESS = frozenset({"builtins", "<global>"})
_NOTHING: frozenset[str] = frozenset()


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
    evidence: frozenset[str] = frozenset()
    """Methods that only this type has: an unknown object on which one is called is taken for it."""
    column_evidence: frozenset[str] = frozenset()
    """Methods that only columns of this type have: `x["a"].fillna(…)` tells that x is one."""


@dataclass(slots=True)
class Vocabulary:
    """Meanings by qualified name, return types, types, and where a test keeps its p-value."""

    meanings: dict[str, frozenset[str]] = field(default_factory=dict)
    returns: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    p_at: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The parameters that take the samples of a test, in order; `*` for all arguments."""
    sql_methods: set[str] = field(default_factory=set)
    sql_dialects: dict[str, str] = field(default_factory=dict)
    """Calls that take SQL of one dialect only."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of a type: `pandas.core.frame.DataFrame`."""
    _names: dict[str, list[str]] = field(default_factory=dict)
    _last: dict[str, frozenset[str]] = field(default_factory=dict)
    _gates: dict[str, frozenset[str]] = field(default_factory=dict)
    _known: tuple[tuple[int, int, int], frozenset[str]] | None = None

    def of(self, name: str | None) -> frozenset[str]:
        """Return the meanings of a qualified name."""
        return self.meanings.get(name, _NOTHING) if name else _NOTHING

    def named(self, meanings: Iterable[str]) -> list[str]:
        """Return the qualified names of all calls with one of these meanings, for triggers."""
        if not self._names:
            for name, has in self.meanings.items():
                for meaning in has:
                    self._names.setdefault(meaning, []).append(name)
        return sorted({name for meaning in meanings for name in self._names.get(meaning, ())})

    def last_names(self, meaning: str) -> frozenset[str]:
        """Return the last parts of the names of calls with a meaning."""
        if meaning not in self._last:
            names = self.named([meaning])
            self._last[meaning] = frozenset(name.rpartition(".")[2] for name in names)
        return self._last[meaning]

    def knows(self, name: str) -> bool:
        """Whether a qualified name is of a library that the vocabulary describes."""
        return name.partition(".")[0] in self._roots()

    def _roots(self) -> frozenset[str]:
        sizes = (len(self.meanings), len(self.returns), len(self.types))
        if self._known is None or self._known[0] != sizes:  # tables may still be added
            named = (*self.meanings, *self.returns, *self.types)
            roots = frozenset(name.partition(".")[0] for name in named) - {"<global>"}
            self._known = (sizes, roots)
        return self._known[1]

    def gateways(self, root: str) -> frozenset[str]:
        """Return the words of which one stands in every text with objects of a library: its own
        name, and those of libraries whose calls return them (`spark` gives frames of pandas)."""
        if not self._gates:
            direct: dict[str, set[str]] = {}
            for name, kind in self.returns.items():
                direct.setdefault(kind.partition(".")[0], set()).add(root_word(name))
            for kind in direct:
                found, queue = set[str](), [kind]
                while queue:
                    word = queue.pop()
                    if word not in found:
                        found.add(word)
                        queue.extend(direct.get(word, ()))
                self._gates[kind] = frozenset(found)
        return self._gates.get(root, frozenset([root]))

    def extend(self, table: Mapping[str, Any], where: str, error: type[Exception]) -> None:
        """Add one table, as written in a vocabulary file or in a team's configuration."""
        known = {
            "means",
            "returns",
            "types",
            "p_value",
            "samples",
            "sql_methods",
            "sql_dialects",
            "aliases",
        }
        for key in table:
            if key not in known:
                raise error(
                    f"{where}: unknown table [{key}]; it may hold {', '.join(sorted(known))}"
                )
        for meaning, names in table.get("means", {}).items():
            for name in names:
                self.meanings[name] = self.of(name) | {meaning}
        self.aliases.update(table.get("aliases", {}))
        self.returns.update(table.get("returns", {}))
        for name, places in table.get("p_value", {}).items():
            self.p_at[name] = tuple(places)
        for name, places in table.get("samples", {}).items():
            self.samples[name] = tuple(places)
        for name, row in table.get("types", {}).items():
            self.types[name] = Type(
                row.get("column"),
                row.get("rows"),
                frozenset(row.get("same", ())),
                frozenset(row.get("members", ())),
                tuple(row.get("items", ())),
                frozenset(row.get("evidence", ())),
                frozenset(row.get("column_evidence", ())),
            )
        self.sql_dialects.update(table.get("sql_dialects", {}))
        self.sql_methods.update(table.get("sql_methods", {}).get("names", ()))


def root_word(name: str) -> str:
    """Return the word that stands in a text for the library of a name: `spark` of `<global>.spark.sql`."""
    parts = name.split(".")
    return parts[1] if parts[0] in _PLACELESS else parts[0]


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
