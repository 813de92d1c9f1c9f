"""Finds a contract: a class, a schema, or `path/to/file.py:NAME`."""

from __future__ import annotations

import sys
import traceback
from difflib import get_close_matches
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pandera.pandas as pa
from pandera.errors import SchemaDefinitionError, SchemaInitError

from groundrules.errors import ContentError, UsageError


def load_contract(contract: Any) -> pa.DataFrameSchema:
    """Return the schema of `contract`.

    Raises UsageError when the file or the name is not there, ContentError when the file
    does not import or the name is no pandera.pandas contract.
    """
    where = contract if isinstance(contract, str) else getattr(contract, "__name__", "the contract")
    found = _from_file(contract) if isinstance(contract, str) else contract
    try:
        if isinstance(found, type) and issubclass(found, pa.DataFrameModel):
            found = found.to_schema()
    except (SchemaInitError, SchemaDefinitionError, TypeError) as error:
        raise ContentError(f"{where}: pandera refuses this contract: {error}") from error
    if not isinstance(found, pa.DataFrameSchema):
        raise ContentError(
            f"{where} is {type(found).__module__}.{type(found).__qualname__}, no contract: "
            "it must be a DataFrameModel class or a DataFrameSchema of pandera.pandas"
        )
    return found


def _from_file(text: str) -> Any:
    file, colon, name = text.rpartition(":")
    if not (colon and file and name.isidentifier()):
        raise UsageError(f"{text!r} names no contract: write it as path/to/file.py:NAME")
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"{path}: no such contract file")
    module = _import(path)
    if hasattr(module, name):
        return getattr(module, name)
    known = [key for key, value in vars(module).items() if _is_contract(value, module)]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'no contract'}"
    raise UsageError(f"{path} has no contract {name}; {hint}")


def _is_contract(value: object, module: ModuleType) -> bool:
    if isinstance(value, type):
        return issubclass(value, pa.DataFrameModel) and value.__module__ == module.__name__
    return isinstance(value, pa.DataFrameSchema)


def _import(path: Path) -> ModuleType:
    """Run the file as a module of its own, with its folder in reach for its own imports."""
    name = f"groundrules_contract_{path.stem}_{abs(hash(path.resolve()))}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # annotations of a model are looked up there
    sys.path.insert(0, str(path.resolve().parent))
    bytecode, sys.dont_write_bytecode = (
        sys.dont_write_bytecode,
        True,
    )  # no __pycache__ in a data repo
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise ContentError(
            f"{_line_of(error, path)}: the contract raises {_named(error)}"
        ) from error
    finally:
        sys.dont_write_bytecode = bytecode
        sys.path.remove(str(path.resolve().parent))
    return module


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _line_of(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{path}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return f"{path}:{lines[-1]}" if lines else str(path)
