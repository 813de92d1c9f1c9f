"""One stretch of SQL: its statements, what they can be in, and what is declared around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from groundrules.facts.query import Query
from groundrules.facts.sql import dbt, declared, dialects, parsing, sources, split
from groundrules.facts.sql.node import Node
from groundrules.facts.sql.split import Statement
from groundrules.spans import Span

_MODEL = re.compile(r"\{\{[-\s]*(?:config|ref|source)\s*\(")
_CREATES = re.compile(
    r"\s*create\s+(?:or\s+(?:replace|refresh)\s+)?(?:global\s+|local\s+)?(?:temp(?:orary)?\s+|transient\s+|unlogged\s+"
    r"|external\s+)?(?:materialized\s+|live\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?([\w.`\"\[\]$-]+)",
    re.I,
)


class Script:
    """Statements that are parsed when a rule wants one, each at most once."""

    def __init__(
        self,
        path: str,
        sql: str,
        raw: str,
        span: Callable[[int, int], Span],
        settings: Mapping[str, Any],
        dialect: str | None = None,
        standalone: bool = True,
    ) -> None:
        self.path = path
        self.raw = raw
        self.settings = settings
        self._span = span
        self._sql = sql
        self._dialect = settings.get("dialect") or dialect
        self._standalone = standalone
        self._parsed: dict[int, Query | parsing.Failure] = {}

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements, in order."""
        return list(split.statements(self._sql))

    def words(self, statement: Statement) -> bytes:
        """Return the text in which a statement's triggers are looked for: a model says that it is one."""
        mark = "\n{{ ref(" if self.is_model and len(self.statements) == 1 else ""
        return (statement.text + mark).encode(errors="replace")

    @cached_property
    def project(self) -> Path | None:
        """The folder of the dbt project that the file is in."""
        if not self._standalone:
            return None
        place = Path(self.path)
        return dbt.root(place.absolute().parent) if place.is_file() else None

    @cached_property
    def _evidence(self) -> list[frozenset[str]]:
        return dialects.shown("\n;\n".join(one.text for one in self.statements) + self._sql)

    @cached_property
    def candidates(self) -> frozenset[str]:
        """The dialects that it can be in."""
        if self._dialect:
            return frozenset([self._dialect.lower()])
        shown = dialects.ALL
        for names in self._evidence:
            shown &= names
        shown = shown or dialects.ALL
        adapter = dbt.adapter(self.project) if self.project else None
        return frozenset([adapter]) if adapter in shown else shown

    @cached_property
    def declared(self) -> declared.Declared:
        """What is said of tables in the configuration, the dbt project and this text's DDL."""
        found = declared.configured(self.settings)
        if self.project:
            found.merge(dbt.declarations(self.project))
        for name in self._created:
            query = self._create_of(name)
            for create in query.find("create") if query is not None else ():
                found.merge(declared.defined(create))
        return found

    @cached_property
    def _created(self) -> dict[str, Statement]:
        found: dict[str, Statement] = {}
        for statement in self.statements:
            create = _CREATES.match(statement.text)
            if create:
                name = re.sub(r"[`\"\[\]]", "", create[1]).lower()
                found[name] = statement
        return found

    def _create_of(self, name: str) -> Query | None:
        statement = self._created.get(name)
        parsed = self.parse(statement) if statement is not None else None
        return parsed if isinstance(parsed, Query) else None

    def made(self, name: str, before: int) -> Node | None:
        """Return the query of the CREATE … AS before an offset that makes a table, if one does."""
        name = name.lower()
        statement = self._created.get(name)
        if statement is None or statement.start >= before:
            return None
        query = self._create_of(name)
        body = query.root.get("expression") if query is not None else None
        return body if body is not None and sources.branches(body) else None

    def parse(self, statement: Statement) -> Query | parsing.Failure:
        """Return the facts of a statement, or why it cannot be parsed."""
        if statement.start not in self._parsed:
            self._parsed[statement.start] = self._parse(statement)
        return self._parsed[statement.start]

    def _parse(self, statement: Statement) -> Query | parsing.Failure:
        start, sql = statement
        names: tuple[str, ...] = dialects.parsers(self.candidates, self._evidence)
        if self._dialect:
            names = (self._dialect,)
        found = parsing.parse(sql, names)
        if isinstance(found, parsing.Failure):
            return parsing.Failure(start + found.offset, found.message)
        tree, _ = found
        return Query(
            self.path,
            tree,
            (0, len(sql)),
            lambda one, other: self._span(start + one, start + other),
            lambda one, other: self.raw[start + one : start + other],
            self.settings,
            self.candidates,
            lambda: self.declared,
            lambda name: self.made(name, start),
            self.is_model and len(self.statements) == 1,
        )

    @cached_property
    def is_model(self) -> bool:
        """Whether it is a dbt model, whose rows dbt stores."""
        return self._standalone and bool(_MODEL.search(self.raw))
