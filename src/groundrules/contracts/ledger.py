"""Turns pandera's errors into outcomes: counts, samples, and why a rule was skipped."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrorReason

from groundrules.contracts.checks.tolerance import enough, said, tolerance
from groundrules.contracts.naming import label
from groundrules.contracts.outcomes import NO_ROWS, Outcomes
from groundrules.contracts.result import RuleResult, Status


class Ledger:
    """Writes the rows of one part of a contract.

    frame: the whole table; read: its rows whose values could be read; unreadable: the
    others, with their original values; missing: required columns that are not there.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        samples: int,
        *,
        read: pd.DataFrame | None = None,
        unreadable: pd.Series[Any] | None = None,
        missing: Sequence[str] = (),
    ) -> None:
        self.frame = frame
        self.read = frame if read is None else read
        self.unreadable = frame.index[:0].to_series() if unreadable is None else unreadable
        self.missing = missing
        self.say = Outcomes(len(frame))
        self.samples = samples

    def labels(self, column: pa.Column) -> list[str]:
        """Return the rules that a column has beside being present, in the order of `column()`."""
        return [
            *(["dtype"] if column.dtype is not None else []),
            *([] if column.nullable else ["not null"]),
            *(["unique"] if column.unique else []),
            *(label(check) for check in column.checks),
        ]

    def outcome(
        self,
        name: str,
        *,
        failed: bool,
        failures: int | None = None,
        detail: str = "",
        samples: tuple[dict[str, Any], ...] = (),
        advisory: bool = False,
    ) -> RuleResult:
        """Return a rule that was evaluated on every row."""
        status: Status = "failed" if failed else "passed"
        return RuleResult(name, status, len(self.frame), failures, detail, samples, advisory)

    def column(
        self, name: str, column: pa.Column, errors: list[SchemaError], advisory: list[bool]
    ) -> Iterator[RuleResult]:
        """Yield the rules of `labels` from the errors of one column."""
        mistyped = next((e for e in errors if _is(e, "WRONG_DATATYPE")), None)
        if column.dtype is not None:
            yield self._dtype(name, column, mistyped)
        values = self.read[name]
        if not column.nullable:
            # A value that could not be read is there: it is no null.
            yield self._rows(f"{name}: not null", values.isna(), name, exact=True)
        if column.unique:
            yield self._rows(f"{name}: unique", values.duplicated(keep=False), name)
        yield from self.checks(name, column.checks, errors, advisory, mistyped=bool(mistyped))

    def checks(
        self,
        owner: str,
        checks: Sequence[pa.Check],
        errors: list[SchemaError],
        advisory: list[bool],
        *,
        mistyped: bool = False,
    ) -> Iterator[RuleResult]:
        """Yield one rule for each check of a column, or of the table."""
        of_check = {e.check_index: e for e in errors if _is(e, "DATAFRAME_CHECK", "CHECK_ERROR")}
        for position, check in enumerate(checks):
            name = f"{owner}: {label(check)}"
            only_warns = advisory[position] if position < len(advisory) else False
            error = of_check.get(position)
            column = owner if owner in self.frame else None
            found = self._check(name, column, error, only_warns, mistyped)
            share = tolerance(check)
            yield found if share is None else self._tolerant(found, share, column)

    def joint_unique(self, group: list[str], declared: Container[Any]) -> RuleResult:
        """Return the rule that no two rows agree in all columns of `group`."""
        name = f"table: unique {', '.join(group)}"
        absent = next((column for column in group if column not in self.frame), None)
        if absent is not None:
            return self.say.no_column(name, absent, absent in declared)
        return self._rows(name, self.read.duplicated(subset=group, keep=False), None)

    def _tolerant(self, rule: RuleResult, share: float, column: str | None) -> RuleResult:
        if not rule.failures:
            return rule
        values = int(self.read[column].notna().sum())
        kept, found = enough(share, values, rule.failures), said(share, values, rule.failures)
        return self.say.tolerated(rule, kept, found, len(self.unreadable))

    def row_rule(
        self, name: str, broken: pd.Series[Any], columns: Sequence[str], advisory: bool
    ) -> RuleResult:
        """Return a rule of the table from the rows that break it; samples show `columns`."""
        return self._rows(name, broken, list(columns), advisory=advisory)

    def _check(
        self,
        name: str,
        column: str | None,
        error: SchemaError | None,
        advisory: bool,
        mistyped: bool,
    ) -> RuleResult:
        if self.frame.empty and not len(self.frame):
            return self.say.skipped(name, NO_ROWS, advisory=advisory)
        if error is None:
            return self._passed(name, advisory)
        if _is(error, "CHECK_ERROR"):
            raised = f"the check itself raised {self._named(error)}"
            explained = mistyped or len(self.unreadable) or self.missing
            if explained:
                return self.say.skipped(name, raised, advisory=advisory)
            return self.outcome(name, failed=True, detail=raised, advisory=advisory)
        broken = _broken(error.check_output)
        if broken is None:  # about the whole column, such as a mean
            if len(self.unreadable):
                return self.say.skipped(name, self._unread(), advisory=advisory)
            return self.outcome(name, failed=True, detail="false of the whole", advisory=advisory)
        return self._rows(name, broken, column, advisory=advisory)

    def _named(self, error: SchemaError) -> str:
        """Return what a check raised; its words may hold values, which are shown where they are asked for."""
        said = str(error.failure_cases)
        kind = said.partition("(")[0]
        return said if self.samples else f"{kind} (--samples 1 shows its words)"

    def _dtype(self, name: str, column: pa.Column, mistyped: SchemaError | None) -> RuleResult:
        name = f"{name}: dtype"
        if len(self.unreadable):
            return self.outcome(
                name,
                failed=True,
                failures=len(self.unreadable),
                detail=f"not readable as {column.dtype}",
                samples=self._samples(self.unreadable),
            )
        if mistyped is None:
            return self.outcome(name, failed=False, failures=0)
        return self.outcome(name, failed=True, detail=str(mistyped).splitlines()[0])

    def _rows(
        self,
        name: str,
        broken: pd.Series[Any],
        column: str | list[str] | None,
        *,
        exact: bool = False,
        advisory: bool = False,
    ) -> RuleResult:
        """Return a rule from a mask over rows that were read."""
        if not len(self.frame):
            return self.say.skipped(name, NO_ROWS, advisory=advisory)
        count = int(broken.sum())
        if not count:
            return self._passed(name, advisory, exact=exact)
        values = self.read.loc[broken.index[broken].unique()[: self.samples]]
        shown = self._samples(values[column]) if column else self._samples(values)
        detail = f"at least: {self._unread()}" if len(self.unreadable) and not exact else ""
        return self.outcome(
            name, failed=True, failures=count, samples=shown, advisory=advisory, detail=detail
        )

    def _passed(self, name: str, advisory: bool, *, exact: bool = False) -> RuleResult:
        return self.say.passed(name, 0 if exact else len(self.unreadable), advisory=advisory)

    def _unread(self) -> str:
        return self.say.unread(len(self.unreadable))

    def _samples(self, values: Any) -> tuple[dict[str, Any], ...]:
        values = values.iloc[: self.samples]
        places = self.frame.index.get_indexer_for(values.index)
        if isinstance(values, pd.DataFrame):
            shown: list[Any] = [
                {str(key): plain(value) for key, value in row.items()}
                for row in values.to_dict("records")
            ]
        else:
            shown = [plain(value) for value in values]
        return tuple(
            {"row": int(place) + 1, "value": value}
            for place, value in zip(places, shown, strict=False)
        )


def _is(error: SchemaError, *reasons: str) -> bool:
    return error.reason_code in [SchemaErrorReason[reason] for reason in reasons]


def _broken(output: Any) -> pd.Series[Any] | None:
    """Return which rows break a check, or None when it answered for the whole at once."""
    if isinstance(output, pd.DataFrame):
        output = output.all(axis=1)
    if not isinstance(output, pd.Series):
        return None
    broken: pd.Series[Any] = ~output.astype("boolean").fillna(False).astype(bool)
    return broken


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, datetime):  # of pandas or of an engine
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)
