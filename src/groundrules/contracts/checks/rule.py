"""What our checks have in common: a `pa.Check` that carries its rule, and is known by it.

pandera calls the check as it calls any other; an engine asks `rule_of` for the rule. A check is ours only when
its function is `_asked` with a rule bound to it, so nobody's lambda, whatever its name, is taken for one.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.form import Kind
from groundrules.errors import ContentError


class Rule:
    """A rule of ours."""

    @property
    def label(self) -> str:
        """What it is called in a report."""
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it names."""
        return ()

    def asked(self, data: Any) -> Any:
        """Return what pandera wants of a check: a boolean for each row, or one for all."""
        raise NotImplementedError


def as_check(rule: Rule, options: dict[str, Any]) -> pa.Check:
    """Return the check that carries a rule; `options` are those of `pa.Check`."""
    assert is_dataclass(rule)
    given = {"error": rule.label, "name": type(rule).__name__.lower(), **options}
    statistics = {field.name: getattr(rule, field.name) for field in fields(rule)}
    return pa.Check(partial(_asked, rule), statistics=statistics, **given)


def rule_of(check: pa.Check) -> Rule | None:
    """Return the rule that a check carries, None for a check that is not ours."""
    function = check._check_fn
    if type(function) is partial and function.func is _asked and not function.keywords:
        (rule,) = function.args
        return rule if isinstance(rule, Rule) else None
    return None


def _asked(rule: Rule, data: Any) -> Any:
    return rule.asked(data)


_INFERRED: dict[str, Kind] = {
    "string": "text",
    "empty": "text",
    "date": "date",
    "decimal": "decimal",
}


def kind_of(values: pd.Series[Any]) -> Kind | None:
    """Return the logical kind of a pandas column; None for what has none here."""
    types = pd.api.types
    if isinstance(values.dtype, pd.CategoricalDtype):
        return kind_of(values.cat.categories.to_series())
    if types.is_bool_dtype(values.dtype):
        return "boolean"
    if types.is_integer_dtype(values.dtype):
        return "integer"
    if types.is_float_dtype(values.dtype):
        return "float"
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return "zoned time"
    if types.is_datetime64_dtype(values.dtype):
        return "time"
    inferred = types.infer_dtype(values, skipna=True)
    return _INFERRED.get(inferred)


def comparable(left: Kind | None, right: Kind | None) -> bool:
    """Return whether values of two kinds are compared: numbers with numbers, else the same kind."""
    numbers = ("integer", "float")
    return left is not None and (left == right or (left in numbers and right in numbers))


class UnfitError(ContentError):
    """The table holds another kind of values than the rule is about: it cannot be kept."""


def unfit(left: str, left_kind: Kind | None, right: str, right_kind: Kind | None) -> UnfitError:
    """Return the error that two columns cannot be compared."""
    return UnfitError(
        f"{left} holds {left_kind or 'another type'} and {right} {right_kind or 'another type'}: "
        "they cannot be compared"
    )
