"""A form and what an engine counted for it, as one row a rule, in the order of pandera's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as arrow
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.tolerance import enough, said
from groundrules.contracts.form import (
    CheckForm,
    ColumnForm,
    ContractForm,
    DistinctAre,
    Kind,
    TypeForm,
)
from groundrules.contracts.judge_table import TableChecks
from groundrules.contracts.ledger import plain
from groundrules.contracts.naming import under_names
from groundrules.contracts.outcomes import NO_ROWS, Outcomes
from groundrules.contracts.result import RuleResult, Status

_WHOLE = "false of the whole"


class Engine(Protocol):
    """What counts."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def types(self) -> Sequence[TypeForm | None]: ...

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]: ...

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int: ...

    def counts(self, value: exp.Expr) -> list[tuple[Any, int]]: ...

    def beside(self, table: arrow.Table) -> str: ...

    def count(self, condition: exp.Expr) -> int: ...

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]: ...

    def check_unchanged(self) -> None: ...


class RowJudge(Protocol):
    """What makes a rule of the number of rows that break it."""

    def __call__(
        self,
        name: str,
        count: int,
        shown: list[str],
        broken: exp.Expr,
        *,
        unread: int,
        advisory: bool,
    ) -> RuleResult: ...


@dataclass(slots=True)
class _Column:
    """A column of the table, as expressions."""

    form: ColumnForm
    kind: Kind
    value: exp.Expr
    unreadable: exp.Expr | None
    original: str
    """The column that shows a value that could not be read."""

    @property
    def read(self) -> exp.Expr | None:
        """Whether the value could be read; None where every value can."""
        if self.unreadable is None:
            return None
        return exp.not_(exp.func("COALESCE", self.unreadable.copy(), exp.false()))

    @property
    def null(self) -> exp.Expr:
        """Whether there is no value; one that could not be read is one."""
        null = sql.is_null(self.value)
        return null if self.read is None else exp.and_(self.read, null)


class Judge:
    """Judges one table; `samples` failing values are shown for each rule."""

    def __init__(self, engine: Engine, form: ContractForm, samples: int) -> None:
        self._engine = engine
        self._form = form
        self._most = samples
        types = dict(zip(engine.names, engine.types, strict=True))
        self._columns: dict[str, _Column] = {}
        for one in form.columns:
            stored = types.get(one.name)
            if one.present and stored is not None:
                value, bad = sql.present(one.name, stored.kind), sql.unreadable(one, stored)
                original = stored.unread or one.name
                self._columns[one.name] = _Column(one, stored.kind, value, bad, original)
        self._present = {
            name: sql.present(name, stored.kind) for name, stored in types.items() if stored
        }
        self._table = TableChecks(form, types, self._all_read())
        self._counted = engine.tallies(dict(self._wanted()))
        self.rows = self._counted["rows"]
        self.say = Outcomes(self.rows)

    def _wanted(self) -> Iterator[tuple[str, exp.Expr]]:
        """Yield what is counted in the one pass."""
        yield "rows", sql.count_rows()
        for name, column in self._columns.items():
            form, value, read = column.form, column.value, column.read
            if column.unreadable is not None:
                yield f"{name} unreadable", sql.count_where(column.unreadable)
            if not form.nullable or form.unique:
                yield f"{name} null", sql.count_where(column.null)
            if form.unique:
                yield f"{name} distinct", sql.over(sql.distinct(value), read)
            for number, check in enumerate(form.checks):
                key = f"{name} check {number}"
                if isinstance(check.condition, DistinctAre):
                    yield key, sql.over(sql.distinct(value), read)
                    if check.condition.values:
                        yield f"{key} among", sql.distinct_among(value, check.condition)
                else:
                    yield key, sql.count_where(self._broken(column, check))
                    if check.share is not None:
                        given: exp.Expr = exp.not_(sql.is_null(value))
                        given = given if read is None else exp.and_(read, given)
                        yield f"{key} of", sql.count_where(given)
        for number, group in enumerate(self._form.unique):
            if all(name in self._present for name in group):
                values = [self._present[name] for name in group]
                yield f"unique {number}", sql.over(sql.distinct(*values), self._all_read())
                yield f"unique {number} of", sql.over(sql.count_rows(), self._all_read())
        read = self._all_read()
        if read is not None:
            yield "rows unread", sql.count_where(exp.not_(read))
        yield from self._table.wanted()

    def _broken(self, column: _Column, check: CheckForm) -> exp.Expr:
        assert not isinstance(check.condition, DistinctAre)
        broken = sql.breaks(column.value, check.condition)
        return broken if column.read is None else exp.and_(column.read, broken)

    def _all_read(self) -> exp.Expr | None:
        read = [one for column in self._columns.values() if (one := column.read) is not None]
        return exp.and_(*read) if read else None

    def values(self) -> Iterator[RuleResult]:
        """Yield the rules of the columns, one column after the other."""
        for form in self._form.columns:
            column = self._columns.get(form.name)
            if column is None:
                yield from self.say.absent(form.name, form.labels, required=form.required)
                continue
            yield self._of(f"{form.name}: present", 0, counted=False)
            yield from self._column(column)

    def _column(self, column: _Column) -> Iterator[RuleResult]:
        form, name = column.form, column.form.name
        unread = self._counted.get(f"{name} unreadable", 0)
        if form.type is not None:
            yield self._dtype(column, unread)
        if not form.nullable:
            nulls = self._counted[f"{name} null"]
            yield self._rule(f"{name}: not null", nulls, [name], column.null)
        if form.unique:
            yield self._unique(column, unread)
        for number, check in enumerate(form.checks):
            yield self._check(column, number, check, unread)

    def _dtype(self, column: _Column, unread: int) -> RuleResult:
        name, declared = f"{column.form.name}: dtype", column.form.type
        assert declared is not None
        if unread:
            assert column.unreadable is not None
            detail = f"not readable as {declared.name}"
            return self._of(
                name, unread, detail=detail, shown=[column.original], broken=column.unreadable
            )
        if declared.kind != column.kind:
            detail = f"declared as {declared.name}, stored as {column.kind}"
            return RuleResult(name, "failed", self.rows, detail=detail)
        return self._of(name, 0)

    def _unique(self, column: _Column, unread: int) -> RuleResult:
        name = column.form.name
        nulls = self._counted[f"{name} null"]
        values = self.rows - unread - nulls
        count = 0
        if self._counted[f"{name} distinct"] < values or nulls > 1:
            count = self._engine.duplicates([column.value], column.read)
        again = sql.repeated([column.value], column.read)
        return self._rule(f"{name}: unique", count, [name], again, unread=unread)

    def _check(self, column: _Column, number: int, check: CheckForm, unread: int) -> RuleResult:
        owner = column.form.name
        name, key = f"{owner}: {check.label}", f"{owner} check {number}"
        count = self._counted[key]
        if not isinstance(check.condition, DistinctAre):
            broken = self._broken(column, check)
            rule = self._rule(name, count, [owner], broken, unread=unread, advisory=check.advisory)
            return self._tolerant(rule, check, self._counted.get(f"{key} of", 0), unread)
        expected = len(set(check.condition.values))
        if not self.rows:
            return self.say.skipped(name, NO_ROWS, advisory=check.advisory)
        if count == expected == self._counted.get(f"{key} among", 0):
            return self.say.passed(name, unread, advisory=check.advisory)
        if unread:
            return self.say.skipped(name, self.say.unread(unread), advisory=check.advisory)
        return RuleResult(name, "failed", self.rows, detail=_WHOLE, advisory=check.advisory)

    def _tolerant(self, rule: RuleResult, check: CheckForm, values: int, unread: int) -> RuleResult:
        if check.share is None or not rule.failures:
            return rule
        return self.say.tolerated(
            rule,
            enough(check.share, values, rule.failures),
            said(check.share, values, rule.failures),
            unread,
        )

    def table(self) -> Iterator[RuleResult]:
        """Yield the rules of our checks of the table."""
        unread = self._counted.get("rows unread", 0)
        yield from self._table.rules(self._engine, self._counted, self.say, self._rule, unread)

    def joint(self) -> Iterator[RuleResult]:
        """Yield the rules that no two rows agree in some columns."""
        unread = self._counted.get("rows unread", 0)
        for number, group in enumerate(self._form.unique):
            name = f"table: unique {', '.join(group)}"
            absent = next((column for column in group if column not in self._present), None)
            if absent is not None:
                declared = {column.name for column in self._form.columns}
                yield self.say.no_column(name, absent, absent in declared)
                continue
            values, read = [self._present[one] for one in group], self._all_read()
            count = 0
            if self._counted[f"unique {number}"] < self._counted[f"unique {number} of"]:
                count = self._engine.duplicates(values, read)
            again = sql.repeated(values, read)
            yield self._rule(name, count, under_names(group), again, unread=unread)

    def _rule(
        self,
        name: str,
        count: int,
        shown: list[str],
        broken: exp.Expr,
        *,
        unread: int = 0,
        advisory: bool = False,
    ) -> RuleResult:
        if not self.rows:
            return self.say.skipped(name, NO_ROWS, advisory=advisory)
        if not count:
            return self.say.passed(name, unread, advisory=advisory)
        detail = f"at least: {self.say.unread(unread)}" if unread else ""
        return self._of(name, count, detail=detail, shown=shown, broken=broken, advisory=advisory)

    def _of(
        self,
        name: str,
        count: int,
        *,
        counted: bool = True,
        detail: str = "",
        shown: Sequence[str] = (),
        broken: exp.Expr | None = None,
        advisory: bool = False,
    ) -> RuleResult:
        status: Status = "failed" if count else "passed"
        failures = count if counted else None
        samples: tuple[dict[str, Any], ...] = ()
        if count and broken is not None and self._most:
            found = self._engine.samples(shown, broken, self._most)
            samples = tuple({**place, "value": _shown(shown, values)} for place, values in found)
        return RuleResult(name, status, self.rows, failures, detail, samples, advisory)


def _shown(names: Sequence[str], values: list[Any]) -> Any:
    if len(names) == 1:
        return plain(values[0])
    return {name: plain(value) for name, value in zip(names, values, strict=True)}
