"""Our checks of the table, as an engine's counts tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import ContractForm, TableCheckForm, TypeForm
from groundrules.contracts.naming import under_names
from groundrules.contracts.outcomes import Outcomes
from groundrules.contracts.result import RuleResult

if TYPE_CHECKING:
    from groundrules.contracts.judge import RowJudge


class TableChecks:
    """The checks of the table that a form has; `types` are those of the columns that the table has."""

    def __init__(
        self, form: ContractForm, types: Mapping[str, TypeForm | None], read: exp.Expr | None
    ) -> None:
        self._form = form
        self._read = read
        named = {name for check in form.checks for name in check.columns}
        self._values: dict[str, exp.Expr] = {}
        for name, stored in types.items():
            if name in named and stored is not None:
                self._values[name] = sql.present(name, stored.kind)

    def wanted(self) -> Iterator[tuple[str, exp.Expr]]:
        """Yield what is counted in the one pass."""
        for number, check in enumerate(self._form.checks):
            if self._absent(check) is None:
                yield f"table check {number}", sql.count_where(self._broken(check))

    def rules(
        self, counted: Mapping[str, int], say: Outcomes, judge: RowJudge, unread: int
    ) -> Iterator[RuleResult]:
        """Yield one rule for each check."""
        declared = [column.name for column in self._form.columns]
        for number, check in enumerate(self._form.checks):
            name = f"table: {check.label}"
            absent = self._absent(check)
            if absent is not None:
                yield say.no_column(name, absent, absent in declared, advisory=check.advisory)
                continue
            count = counted[f"table check {number}"]
            broken = self._broken(check)
            yield judge(
                name,
                count,
                under_names(check.columns),
                broken,
                unread=unread,
                advisory=check.advisory,
            )

    def _absent(self, check: TableCheckForm) -> str | None:
        return next((name for name in check.columns if name not in self._values), None)

    def _broken(self, check: TableCheckForm) -> exp.Expr:
        broken = sql.row_breaks(check.condition, self._values)
        return broken if self._read is None else exp.and_(self._read, broken)
