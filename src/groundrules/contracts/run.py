"""Asks pandera about each part of a contract and turns its answers into one row a rule.

pandera runs lazily on one column at a time and then on the table as a whole, so that
each of its errors belongs to one rule, and rows whose value in *that* column could not
be read are left out of that column only. On such a column a failure among the other
rows is a failure, but no failure proves nothing: that rule is `skipped`.

Counts: a null breaks `not null` and no other rule unless the check says `ignore_na=False`;
`unique` counts every row of a group of duplicates.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaError, SchemaErrors

from groundrules.contracts.checks.judging import judged
from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.checks.tolerance import inner
from groundrules.contracts.columns import Promise, plain_check, promises
from groundrules.contracts.ledger import Ledger
from groundrules.contracts.read import Table
from groundrules.contracts.result import RuleResult, ValidationResult
from groundrules.errors import ContentError


def run_contract(table: Table, schema: pa.DataFrameSchema, samples: int) -> ValidationResult:
    """Return every rule of `schema` with its outcome on `table`."""
    # A machine may have switched pandera off, or to types only, by environment variables.
    switched_on = config_context(
        validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA
    )
    with switched_on, warnings.catch_warnings():
        # pandas' advice on groups in a pattern; where warnings are errors it would fail the rule.
        warnings.filterwarnings("ignore", "This pattern is interpreted as a regular expression")
        rules = unique_names(list(_Run(table, schema, samples).rules()))
    return ValidationResult(
        contract=schema.name or "contract",
        rows=len(table.frame),
        rules=tuple(rules),
        notes=tuple(notes(schema)),
    )


def notes(schema: pa.DataFrameSchema) -> Iterator[str]:
    """Yield what of a contract changes values, and was or was not done."""
    if schema.coerce or any(column.coerce for column in schema.columns.values()):
        yield "coerce=True of the contract was not applied: a check changes no value"
    if schema.add_missing_columns:
        yield "add_missing_columns of the contract was not applied: a missing column is missing"
    if schema.parsers or any(column.parsers for column in schema.columns.values()):
        yield "the contract's parsers changed the values before the checks, as pandera does"


def unique_names(rules: list[RuleResult]) -> list[RuleResult]:
    """Number the rules that are called the same."""
    seen: dict[str, int] = {}
    named = []
    for rule in rules:
        seen[rule.name] = count = seen.get(rule.name, 0) + 1
        named.append(rule if count == 1 else replace(rule, name=f"{rule.name} #{count}"))
    return named


class _Run:
    def __init__(self, table: Table, schema: pa.DataFrameSchema, samples: int) -> None:
        self.table = table
        self.schema = schema
        self.samples = samples
        self.frame = _parsed(table.frame, schema)
        self.promised = promises(schema, self.frame.columns)
        self.missing = [p.name for p in self.promised if p.column.required and not p.present]

    def rules(self) -> Iterator[RuleResult]:
        ledger = Ledger(self.frame, self.samples)
        yield ledger.say.has_rows()
        for promise in self.promised:
            yield from self._column(promise)
        yield from self._shape(ledger)
        yield from self._index()
        yield from self._table_checks()

    def _column(self, promise: Promise) -> Iterator[RuleResult]:
        name, column = promise.name, promise.column
        if self.frame.columns.tolist().count(name) > 1:
            raise ContentError(
                f"the table has the column {name!r} more than once: rename one of them"
            )
        ledger = Ledger(self.frame, self.samples)
        if not promise.present:
            labels = ledger.labels(column)
            yield from ledger.say.absent(name, labels, required=column.required)
            return
        yield ledger.outcome(f"{name}: present", failed=False)
        unreadable = self.table.unreadable.get(name, self.frame[name].iloc[:0])
        original = self.schema.columns.get(name)
        yield from self._values(name, column, self.frame, unreadable, original)

    def _values(
        self,
        name: str,
        column: pa.Column,
        frame: pd.DataFrame,
        unreadable: pd.Series[Any],
        original: Any = None,
    ) -> Iterator[RuleResult]:
        """Yield the rules about the values of one column of `frame`."""
        declared = column.dtype
        column.dtype = self.table.dtypes.get(name, declared)
        read = frame.drop(index=unreadable.index) if len(unreadable) else frame
        ledger = Ledger(frame, self.samples, read=read, unreadable=unreadable)
        # pandera wants the columns that a check groups by to be declared beside it.
        groups = {str(group): pa.Column(required=False, nullable=True) for group in _groups(column)}
        checks, column.checks = (
            column.checks,
            [plain_check(inner(check)) for check in column.checks],
        )
        errors = _errors(pa.DataFrameSchema({**groups, name: column}), read)
        column.dtype, column.checks = declared, checks
        advisory = [check.raise_warning for check in original.checks] if original else []
        yield from ledger.column(name, column, errors, advisory)

    def _shape(self, ledger: Ledger) -> Iterator[RuleResult]:
        yield from shape(self.schema, self.promised, ledger)

    def _index(self) -> Iterator[RuleResult]:
        index = self.schema.index
        if index is None:
            return
        levels = list(getattr(index, "indexes", [index]))
        ledger = Ledger(self.frame, self.samples)
        matching = self.frame.index.nlevels == len(levels)
        names = list(self.frame.index.names)
        wrong = not matching or any(
            level.name is not None and level.name != name
            for level, name in zip(levels, names, strict=False)
        )
        yield ledger.outcome("index: names", failed=wrong, detail=f"the index is {names}" * wrong)
        for position, level in enumerate(levels):
            title = "index" if len(levels) == 1 else f"index {level.name or position}"
            column = pa.Column(
                level.dtype, [plain_check(check) for check in level.checks],
                nullable=level.nullable, unique=level.unique, name=title,
            )  # fmt: skip
            if not matching:
                for label in ledger.labels(column):
                    yield ledger.say.skipped(f"{title}: {label}", "the index has other levels")
                continue
            values = pd.DataFrame({title: self.frame.index.get_level_values(position)})
            yield from self._values(title, column, values, values[title].iloc[:0], level)

    def _table_checks(self) -> Iterator[RuleResult]:
        broken = self.frame.index[:0]
        for values in self.table.unreadable.values():
            broken = broken.union(values.index)
        read = self.frame.drop(index=broken) if len(broken) else self.frame
        lost = pd.Series(0, index=broken)
        ledger = Ledger(self.frame, self.samples, read=read, unreadable=lost, missing=self.missing)
        unique = self.schema.unique or []
        for group in [unique] if all(isinstance(name, str) for name in unique) else unique:
            if group:
                yield ledger.joint_unique(list(group), self.schema.columns)
        theirs = [check for check in self.schema.checks if rule_of(check) is None]
        checks = [plain_check(check) for check in theirs]
        errors = _errors(pa.DataFrameSchema(checks=checks), read) if checks else []
        told = ledger.checks("table", checks, errors, [check.raise_warning for check in theirs])
        declared = [promise.name for promise in self.promised]
        for check in self.schema.checks:
            ours = rule_of(check)
            yield next(told) if ours is None else judged(check, ours, ledger, declared)


def shape(
    schema: pa.DataFrameSchema, promised: Sequence[Promise], ledger: Ledger
) -> Iterator[RuleResult]:
    """Yield the rules about which columns there are, and where; they look at no row."""
    extras: list[tuple[bool, str, dict[str, Any]]] = [
        (schema.strict is True, "only declared columns", {"strict": True}),
        (schema.ordered, "columns in order", {"ordered": True}),
        (schema.unique_column_names, "unique column names", {"unique_column_names": True}),
    ]
    any_type = {promise.name: pa.Column(required=False, nullable=True) for promise in promised}
    for wanted, label, option in extras:
        if wanted:
            errors = _errors(pa.DataFrameSchema(any_type, **option), ledger.frame.iloc[:0])
            detail = "; ".join(str(e.failure_cases) for e in errors)
            yield ledger.outcome(f"table: {label}", failed=bool(errors), detail=detail)


def _groups(column: pa.Column) -> Iterator[Any]:
    for check in column.checks:
        if check.groupby is not None and not callable(check.groupby):
            yield from [check.groupby] if isinstance(check.groupby, str) else check.groupby


def _parsed(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Apply the parsers of the table, and give it an index that names each row once."""
    if schema.parsers:
        try:
            frame = pa.DataFrameSchema(parsers=schema.parsers).validate(frame)
        except Exception as error:
            raise ContentError(
                f"a parser of the contract raises {type(error).__name__}: {error}"
            ) from error
    if schema.index is None and not frame.index.is_unique:
        frame = frame.reset_index(drop=True)
    return frame


def _errors(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[SchemaError]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return list(errors.schema_errors)
    return []
