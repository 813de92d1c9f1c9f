"""Whether a check of one version of a contract is a check of the other: compared by what it says."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from enum import EnumType
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pandera.pandas as pa
from pandera.api.function_dispatch import Dispatcher

from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.naming import label

_PLAIN = (type(None), bool, int, float, complex, str, bytes)
_DEEP = 8


def built_in(check: pa.Check) -> str | None:
    """Return the name of one of pandera's own checks, as `greater_than`; None for any other."""
    own = isinstance(check._check_fn, Dispatcher) and bool(check.statistics)
    return str(check.registry_name) if own and check.groupby is None else None


def key(check: pa.Check) -> str:
    """Return a text that is the same for checks that say the same, wherever they were loaded from.

    A function is told by its code and by the values that it takes from around it; what it calls in
    other files is not looked at.
    """
    options = (
        check.ignore_na,
        check.element_wise,
        check.raise_warning,
        check.groupby,
        check.groups,
    )
    rule = rule_of(check)
    if rule is not None:
        return repr((type(rule).__name__, label(check), _plain(check.statistics), options[2]))
    name = built_in(check)
    if name is not None:
        return repr((name, _plain(check.statistics), options[0], options[2]))
    return repr((check.name, _plain(check.statistics), _plain(check._check_fn), _plain(options)))


def _plain(value: Any, deep: int = 0) -> Any:
    """Return a value as nested tuples of plain ones; what cannot be told stands as its type."""
    if isinstance(value, _PLAIN):
        return repr(value)
    if deep > _DEEP:
        return "…"
    if isinstance(value, pa.Check):
        return key(value)
    if isinstance(value, Mapping):
        return sorted((str(k), _plain(v, deep + 1)) for k, v in value.items())
    if isinstance(value, set | frozenset):
        return sorted(str(_plain(v, deep + 1)) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v, deep + 1) for v in value]
    if isinstance(value, partial):
        return _plain([value.func, value.args, value.keywords], deep + 1)
    if isinstance(value, FunctionType):
        return _function(value, deep + 1)
    if isinstance(value, EnumType):
        members: Mapping[str, Any] = value.__members__
        return sorted((name, repr(one)) for name, one in members.items())
    if isinstance(value, type):
        return f"{value.__qualname__}"
    shown = repr(value)  # by default an address, which is another in each run
    return type(value).__qualname__ if " at 0x" in shown else f"{type(value).__qualname__} {shown}"


def _function(function: FunctionType, deep: int) -> Any:
    cells = [cell.cell_contents for cell in function.__closure__ or () if _filled(cell)]
    for one in cells:  # a method of a model, in the wrapper that pandera gives it
        inner = getattr(one, "check_fn", None)
        if inner is not None:
            return _plain(getattr(inner, "__func__", inner), deep)
    named = sorted(set(_names(function.__code__)))
    around = [
        (name, _plain(_value(function.__globals__[name], named), deep + 1))
        for name in named
        if name in function.__globals__
    ]
    return [
        _code(function.__code__),
        around,
        _plain(cells, deep),
        _plain(function.__defaults__, deep),
    ]


def _value(value: Any, named: list[str]) -> Any:
    """Return a value around a function; of a module of one's own, what the function may take from it."""
    if not isinstance(value, ModuleType):
        return value
    library = sysconfig.get_path("stdlib")
    file = getattr(value, "__file__", None) or library
    if "site-packages" in file or file.startswith(library):
        return value.__name__
    return [(name, getattr(value, name)) for name in named if hasattr(value, name)]


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _names(code: CodeType) -> list[str]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [*code.co_names, *(name for one in inner for name in _names(one))]


def _code(code: CodeType) -> Any:
    constants = [_code(o) if isinstance(o, CodeType) else repr(o) for o in code.co_consts]
    return [code.co_code.hex(), constants, code.co_names, code.co_varnames]
