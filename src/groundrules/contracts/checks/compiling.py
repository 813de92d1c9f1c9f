"""Our checks of the table as forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.checks.rows import OPERATORS, Compare, When
from groundrules.contracts.checks.rule import comparable, rule_of
from groundrules.contracts.form import (
    Among,
    Condition,
    DistinctAre,
    Implies,
    TableCheckForm,
    TypeForm,
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


def _implies(rule: When, types: Mapping[str, TypeForm | None], compile_one: _Compile) -> Implies:
    def of(check: pa.Check, column: str) -> Condition:
        form = compile_one(check, types[column]) if column in types else _NEVER_ASKED
        assert not isinstance(form, DistinctAre)  # refused where the rule is made
        return form

    then = None if rule.then is None else of(rule.then, rule.then_column)
    return Implies(rule.column, of(rule.condition, rule.column), rule.then_column, then)
