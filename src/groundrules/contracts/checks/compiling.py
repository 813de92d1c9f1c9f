"""Our checks of the table as forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.checks.elsewhere import kind_in
from groundrules.contracts.checks.foreign import PORTABLE, References
from groundrules.contracts.checks.order import Monotone
from groundrules.contracts.checks.rows import OPERATORS, Compare, When
from groundrules.contracts.checks.rule import UnfitError, comparable, rule_of
from groundrules.contracts.checks.whole import WholeRule
from groundrules.contracts.form import (
    Among,
    Condition,
    DistinctAre,
    Implies,
    TableCheckForm,
    TypeForm,
    Unknown,
    UnportableError,
    Versus,
)
from groundrules.contracts.naming import label

_NEVER_ASKED = Among((), wanted=True)

_Compile = Callable[[pa.Check, TypeForm | None], Condition | DistinctAre]


def table_check(
    check: pa.Check, types: Mapping[str, TypeForm | None], compile_one: _Compile
) -> TableCheckForm:
    """Return the form of a check that is ours, on a table whose columns are of `types`.

    Raises UnportableError where only pandas can judge it, or say why it cannot be judged.
    """
    rule = rule_of(check)
    assert rule is not None
    name = label(check)
    strange = next((one for one in rule.columns if one in types and types[one] is None), None)
    if strange is not None:
        raise UnportableError(f"`{name}`: the column {strange} is stored as a type of its own")
    form: Any = rule
    if isinstance(rule, Compare):
        form = _versus(rule, name, types)
    elif isinstance(rule, When):
        form = _implies(rule, types, compile_one)
    elif isinstance(rule, Monotone):
        raise UnportableError(f"`{name}` is about the order of rows, which engines do not keep")
    elif isinstance(rule, References):
        form = _unknown(rule, name, types)
    elif isinstance(rule, WholeRule):
        form = _whole(rule, name, types)
    return TableCheckForm(name, form, rule.columns, check.raise_warning)


def _versus(rule: Compare, name: str, types: Mapping[str, TypeForm | None]) -> Versus:
    how = OPERATORS[rule.sign]
    known = [types[one] for one in rule.columns if one in types]
    found = [one.kind if one else None for one in known]
    if len(found) == len(rule.columns):
        ordered = how in ("eq", "ne") or "boolean" not in found
        if not comparable(found[0], found[-1]) or not ordered:
            raise UnportableError(f"`{name}` compares {found[0]} with {found[-1]}")
    return Versus(rule.left, how, rule.right)


def _whole(rule: WholeRule, name: str, types: Mapping[str, TypeForm | None]) -> WholeRule:
    if not all(one in types for one in rule.columns):
        return rule  # of a column that is not there: never asked
    kinds = {one: known.kind for one in rule.columns if (known := types[one])}
    rule = rule.resolved(kinds)
    why = rule.unfit(kinds)
    if why is not None:
        raise UnportableError(f"`{name}`: {why}")
    return rule


def _unknown(rule: References, name: str, types: Mapping[str, TypeForm | None]) -> Unknown:
    kinds = [known.kind if (known := types.get(one)) else None for one in rule.names]
    if not all(one in types for one in rule.names):
        return Unknown(rule.names, None)  # of a column that is not there: never asked
    try:
        table = rule.known(kinds)
    except UnfitError as error:
        raise UnportableError(f"`{name}`: {error}") from error
    for one, kind, other in zip(rule.names, kinds, table.schema.types, strict=True):
        if kind not in PORTABLE or (table.num_rows and kind_in(other) != kind):
            raise UnportableError(
                f"`{name}`: {one} holds {kind}, which engines compare differently"
            )
    return Unknown(rule.names, table)


def _implies(rule: When, types: Mapping[str, TypeForm | None], compile_one: _Compile) -> Implies:
    def of(check: pa.Check, column: str) -> Condition:
        form = compile_one(check, types[column]) if column in types else _NEVER_ASKED
        assert not isinstance(form, DistinctAre)  # refused where the rule is made
        return form

    then = None if rule.then is None else of(rule.then, rule.then_column)
    return Implies(rule.column, of(rule.condition, rule.column), rule.then_column, then)
