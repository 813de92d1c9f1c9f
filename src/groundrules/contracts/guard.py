"""Contracts on what a function takes and returns."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from groundrules.contracts.broken import BrokenContractError
from groundrules.contracts.validating import load_schema, validate

P = ParamSpec("P")
R = TypeVar("R")


def check_io(*, out: Any = None, **inputs: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that holds a function's arguments, and what it returns, to contracts.

        @check_io(orders=RawOrders, out=Orders)
        def clean(orders: pd.DataFrame) -> pd.DataFrame: ...

    The frames are those of pandas, polars or Spark; a lazy one is counted, and stays lazy.
    `inputs` are contracts by the name of the argument, each as `validate` takes it; an argument
    that is None is not held to one. The decorated function raises BrokenContractError, which
    shows no value of the data and has the whole verdict as `result`; the decorator TypeError for
    a name that the function does not take.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        if unknown := inputs.keys() - signature.parameters.keys():
            raise TypeError(f"{function.__qualname__} takes no argument {min(unknown)!r}")
        schemas = {name: load_schema(contract) for name, contract in inputs.items()}
        returned = None if out is None else load_schema(out)

        def check(given: inspect.BoundArguments) -> None:
            for name, schema in schemas.items():
                frame = given.arguments.get(name)
                if frame is not None:
                    _check(frame, schema, f"{name} of {function.__qualname__}")

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            check(signature.bind(*args, **kwargs))
            result = function(*args, **kwargs)
            if returned is not None:
                _check(result, returned, f"what {function.__qualname__} returns")
            return result

        return checked

    return decorate


def _check(frame: Any, schema: Any, what: str) -> None:
    result = validate(frame, schema)
    if not result.passed:
        raise BrokenContractError(result, what)
