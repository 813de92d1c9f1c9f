"""Expressions that are built once: of a thousand experiments by one plan only the data differ."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import ibis.expr.types as ir

from groundrules.tables.relations import Relations

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 200
"""Expressions that one function remembers; the least recently asked goes first."""


def remembered(build: Callable[P, T]) -> Callable[P, T]:
    """Return `build` that answers from memory where it was asked the same of the same tables.

    It must do nothing but build an expression from its arguments. Tables are the same by what they say,
    relations by their tables, collections by their items; whatever else has no hash, by its identity.
    """
    known: OrderedDict[Hashable, T] = OrderedDict()

    @wraps(build)
    def built(*args: P.args, **kwargs: P.kwargs) -> T:
        given = tuple(_held(one) for one in args)
        named = {name: _held(one) for name, one in kwargs.items()}
        key = (tuple(map(_key, given)), tuple((name, _key(one)) for name, one in named.items()))
        if key in known:
            known.move_to_end(key)
            return known[key]
        found = known[key] = build(*given, **named)
        if len(known) > _MOST:
            known.popitem(last=False)
        return found

    return built


def _held(one: Any) -> Any:
    """Return an argument that may be gone through twice."""
    if isinstance(one, Iterable) and not isinstance(one, (str, Mapping, ir.Expr)):
        return frozenset(one) if isinstance(one, (set, frozenset)) else tuple(one)
    return one


def _key(one: Any) -> Hashable:
    if isinstance(one, ir.Expr):
        return (one.op(),)
    if isinstance(one, Relations):
        return (one.dialect, *((name, _key(one.table(name))) for name in one.names))
    if isinstance(one, Mapping):
        return tuple((name, _key(value)) for name, value in one.items())
    if isinstance(one, tuple):
        return tuple(map(_key, one))
    try:
        hash(one)
    except TypeError:
        return _Same(one)
    return (one,)


class _Same:
    """An object as a key: equal to itself alone, and held, so that no other takes its place in memory."""

    def __init__(self, what: object) -> None:
        self._what = what

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._what is self._what

    def __hash__(self) -> int:
        return id(self._what)
