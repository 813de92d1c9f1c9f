"""Our checks of the table, as an engine's counts tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.whole import Figures, Kinds, Verdict, WholeRule
from groundrules.contracts.form import ContractForm, TableCheckForm, TypeForm, Unknown
from groundrules.contracts.naming import under_names
from groundrules.contracts.outcomes import Outcomes
from groundrules.contracts.result import RuleResult

if TYPE_CHECKING:
    from groundrules.contracts.judge import Engine, RowJudge


class TableChecks:
    """The checks of the table that a form has; `types` are those of the columns that the table has."""

    def __init__(
        self, form: ContractForm, types: Mapping[str, TypeForm | None], read: exp.Expr | None
    ) -> None:
        self._form = form
        self._read = read
        named = {name for check in form.checks for name in check.columns}
        self._types = {name: one for name, one in types.items() if one is not None}
        self._values: dict[str, exp.Expr] = {}
        for name, stored in types.items():
            if name in named and stored is not None:
                self._values[name] = sql.present(name, stored.kind)

    def wanted(self) -> Iterator[tuple[str, exp.Expr]]:
        """Yield what is counted in the one pass."""
        for number, check in enumerate(self._form.checks):
            if self._absent(check) is not None:
                continue
            if isinstance(check.condition, WholeRule):
                numbers = check.condition.numbers(self._values, self._kinds(check.columns))
                yield from ((f"table check {number} {key}", one) for key, one in numbers.items())
            elif not isinstance(check.condition, Unknown):
                yield f"table check {number}", sql.count_where(self._broken(check))

    def rules(
        self,
        engine: Engine,
        counted: Mapping[str, int],
        say: Outcomes,
        judge: RowJudge,
        unread: int,
    ) -> Iterator[RuleResult]:
        """Yield one rule for each check."""
        declared = [column.name for column in self._form.columns]
        for number, check in enumerate(self._form.checks):
            name = f"table: {check.label}"
            absent = self._absent(check)
            if absent is not None:
                yield say.no_column(name, absent, absent in declared, advisory=check.advisory)
                continue
            if isinstance(check.condition, WholeRule):
                judged = partial(self._verdict, check.condition, number, engine, counted)
                yield say.whole(name, check.condition, judged, unread, advisory=check.advisory)
                continue
            if isinstance(check.condition, Unknown):
                broken = self._unknown(check.condition, engine)
                count = engine.count(broken)
            else:
                broken = self._broken(check)
                count = counted[f"table check {number}"]
            shown = under_names(check.columns)
            yield judge(name, count, shown, broken, unread=unread, advisory=check.advisory)

    def _verdict(
        self, rule: WholeRule, number: int, engine: Engine, counted: Mapping[str, int]
    ) -> Verdict:
        kinds = self._kinds(rule.columns)
        wanted = rule.numbers(self._values, kinds)
        numbers = {key: counted[f"table check {number} {key}"] for key in wanted}
        grouped = rule.grouped(self._values, kinds)
        counts = [] if grouped is None else engine.counts(grouped)
        return rule.verdict(Figures(counted["rows"], kinds, numbers, counts))

    def _kinds(self, columns: Sequence[str]) -> Kinds:
        return {name: self._types[name].kind for name in columns}

    def _absent(self, check: TableCheckForm) -> str | None:
        return next((name for name in check.columns if name not in self._values), None)

    def _unknown(self, condition: Unknown, engine: Engine) -> exp.Expr:
        values = [self._values[name] for name in condition.columns]
        known = engine.beside(condition.known) if condition.known.num_rows else None
        broken = sql.unknown(values, known)
        return broken if self._read is None else exp.and_(self._read, broken)

    def _broken(self, check: TableCheckForm) -> exp.Expr:
        assert not isinstance(check.condition, WholeRule | Unknown)
        broken = sql.row_breaks(check.condition, self._values)
        return broken if self._read is None else exp.and_(self._read, broken)
