"""`DataFrameSchema(…)` calls, read from syntax: dict literals of `Column(…)`, and `add_columns`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from groundrules.contracts.authoring.static import (
    Names,
    StaticCheck,
    StaticColumn,
    StaticContract,
    kind_of,
)
from groundrules.contracts.authoring.static_models import flat

_SCHEMA = ("columns", "checks", "parsers", "index", "dtype", "coerce", "strict", "name")
_COLUMN = ("dtype", "checks", "parsers", "nullable", "unique", "report_duplicates", "coerce")


def schemas(module: ast.Module, names: Names) -> Iterator[StaticContract]:
    """Yield each schema that is made in a module; one that others are made of is a `base`."""
    found: dict[ast.Call, StaticContract] = {}
    titles = _titles(module)
    used: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and names.of_pandera(node.func, "DataFrameSchema"):
            found[node] = _schema(node, titles.get(id(node), ""), names)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=_end):  # what a schema is made of ends before it
        if not isinstance(node.func, ast.Attribute):
            continue
        base = names.resolved(node.func.value)
        if not isinstance(base, ast.Call) or base not in found:
            continue
        if node.func.attr == "add_columns":
            used.add(id(base))
            given = _arguments(node, ("extra_schema_cols",))
            added, unseen = _columns(given.get("extra_schema_cols"), names)
            whole = found[base]
            found[node] = replace(
                whole,
                name=titles.get(id(node)) or whole.name,
                at=node,
                columns=(*whole.columns, *added),
                open=whole.open or unseen,
            )
        elif node.func.attr.endswith(("_column", "_columns", "_index")):
            used.add(id(base))
    for call, contract in found.items():
        yield replace(contract, base=id(call) in used)


def _end(node: ast.Call) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0


def _titles(module: ast.Module) -> dict[int, str]:
    """Return what the values of assignments are called, by their identity."""
    found: dict[int, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                found[id(node.value)] = target.id
    return found


def _arguments(call: ast.Call, order: tuple[str, ...]) -> dict[str, ast.expr]:
    """Return arguments by name; `**` and `*` are under "*"."""
    found: dict[str, ast.expr] = {}
    for name, value in zip(order, call.args, strict=False):
        found["*" if isinstance(value, ast.Starred) else name] = value
    for word in call.keywords:
        found[word.arg or "*"] = word.value
    return found


def _schema(call: ast.Call, title: str, names: Names) -> StaticContract:
    given = _arguments(call, _SCHEMA)
    columns, unseen = _columns(given.get("columns"), names)
    checks, hidden = _checks(given.get("checks"), names)
    strict = names.literal(given.get("strict"), default=False)
    return StaticContract(
        title,
        call,
        columns,
        checks,
        flat(names.literal(given.get("unique"), [])),
        None if strict is None else bool(strict),
        names.truth(given.get("coerce"), default=False),
        indexed="index" in given,
        open=unseen or hidden or "*" in given,
    )


def _columns(node: ast.expr | None, names: Names) -> tuple[tuple[StaticColumn, ...], bool]:
    """Return the columns of a dict literal, and whether there may be others."""
    if node is None:
        return (), False
    node = names.resolved(node)
    if not isinstance(node, ast.Dict):
        return (), True
    found, unseen = [], False
    for key, value in zip(node.keys, node.values, strict=True):
        resolved = names.resolved(value)
        name = names.literal(key, None)
        is_column = isinstance(resolved, ast.Call) and names.of_pandera(resolved.func, "Column")
        if not is_column or not isinstance(name, str):
            unseen = True
            continue
        assert isinstance(resolved, ast.Call)
        # A column that is written once and used by many is told of where it is written.
        found.append(_column(name, resolved, names))
    return tuple(found), unseen


def _column(name: str, call: ast.Call, names: Names) -> StaticColumn:
    given = _arguments(call, _COLUMN)
    checks, hidden = _checks(given.get("checks"), names)
    unseen = "*" in given
    return StaticColumn(
        name,
        kind_of(given.get("dtype"), names),
        call,
        None if unseen else names.truth(given.get("nullable"), default=False),
        None if unseen else names.truth(given.get("unique"), default=False),
        None if unseen else names.truth(given.get("coerce"), default=False),
        checks,
        open=hidden or unseen,
        pattern=bool(names.truth(given.get("regex"), default=False)),
    )


def _checks(node: ast.expr | None, names: Names) -> tuple[tuple[StaticCheck, ...], bool]:
    """Return checks, and whether there may be others."""
    node = names.resolved(node)
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return (), False
    listed = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    found, unseen = [], False
    for one in listed:
        call = names.resolved(one)
        if not isinstance(call, ast.Call):
            unseen = True
            continue
        value = call.args[0] if call.args else call.keywords[0].value if call.keywords else None
        function = names.resolved(value)
        found.append(
            StaticCheck(
                names.dotted(call.func).rpartition(".")[2],
                call,
                value,
                function if isinstance(function, ast.Lambda) else None,
            )
        )
    return tuple(found), unseen
