"""DataFrameModel classes, read from syntax: annotations, `Field(…)`, checks, `Config`, and their bases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from groundrules.contracts.authoring.static import (
    Names,
    StaticCheck,
    StaticColumn,
    StaticContract,
    kind_of,
)

_MODELS = ("DataFrameModel", "SchemaModel")
_WRAPPERS = ("Series", "Index", "Column", "Optional", "Annotated")
_OPTIONS = {
    "nullable", "required", "unique", "coerce", "regex", "ignore_na", "raise_warning", "n_failure_cases", "alias",
    "check_name", "dtype_kwargs", "title", "description", "default", "metadata", "on_missing",
}  # fmt: skip
_SETTINGS = {
    "name", "title", "description", "coerce", "strict", "ordered", "unique", "unique_column_names", "metadata",
    "add_missing_columns", "drop_invalid_rows", "dtype", "from_format", "to_format", "multiindex_name",
    "multiindex_coerce", "multiindex_strict", "multiindex_ordered", "multiindex_unique", "on_missing_columns",
    "from_format_kwargs", "to_format_kwargs", "to_format_buffer",
}  # fmt: skip


@dataclass
class _Body:
    """What one class says itself, over what its bases said."""

    columns: dict[str, StaticColumn] = field(default_factory=dict)
    checks: list[StaticCheck] = field(default_factory=list)
    config: dict[str, ast.expr] = field(default_factory=dict)
    indexed: bool = False
    open: bool = False


def models(module: ast.Module, names: Names) -> Iterator[StaticContract]:
    """Yield the models of a module, columns of bases in the same file included."""
    bodies: dict[str, _Body] = {}
    bases: set[str] = set()
    found: list[tuple[ast.ClassDef, _Body]] = []
    for node in ast.walk(module):
        if not isinstance(node, ast.ClassDef):
            continue
        inherited = [
            bodies[base.id]
            for base in node.bases
            if isinstance(base, ast.Name) and base.id in bodies
        ]
        elsewhere = [
            base
            for base in node.bases
            if not _known(base, bodies) and not names.of_pandera(base, *_MODELS)
        ]
        of_pandera = any(names.of_pandera(base, *_MODELS) for base in node.bases)
        if not (inherited or of_pandera or (elsewhere and _has_fields(node, names))):
            continue
        body = _read(node, names, inherited)
        body.open = body.open or bool(elsewhere)
        bases.update(base.id for base in node.bases if isinstance(base, ast.Name))
        bodies[node.name] = body
        found.append((node, body))
    for node, body in found:
        yield replace(_contract(node, body, names), base=node.name in bases)


def _known(base: ast.expr, bodies: dict[str, _Body]) -> bool:
    return isinstance(base, ast.Name) and base.id in bodies


def _has_fields(node: ast.ClassDef, names: Names) -> bool:
    """Whether a class on a base from another file is a model all the same: it calls pandera's Field."""
    return any(
        isinstance(inner, ast.AnnAssign)
        and isinstance(inner.value, ast.Call)
        and names.of_pandera(inner.value.func, "Field")
        for inner in node.body
    )


def _read(node: ast.ClassDef, names: Names, inherited: list[_Body]) -> _Body:
    body = _Body()
    for base in reversed(inherited):  # the first base is asked first, so it is laid on last
        body.columns.update(base.columns)
        body.checks += base.checks
        body.config.update(base.config)
        body.indexed, body.open = body.indexed or base.indexed, body.open or base.open
    for inner in node.body:
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
            _field(inner.target.id, inner, names, body)
        elif isinstance(inner, ast.FunctionDef):
            _method(inner, names, body)
        elif isinstance(inner, ast.ClassDef) and inner.name == "Config":
            for setting in inner.body:
                if isinstance(setting, ast.Assign) and isinstance(setting.targets[0], ast.Name):
                    body.config[setting.targets[0].id] = setting.value
                elif (
                    isinstance(setting, ast.AnnAssign)
                    and isinstance(setting.target, ast.Name)
                    and setting.value is not None
                ):
                    body.config[setting.target.id] = setting.value
            ours = all(names.dotted(base).startswith("pandera.") for base in inner.bases)
            body.open = body.open or not ours
    return body


def _field(key: str, node: ast.AnnAssign, names: Names, body: _Body) -> None:
    if key.startswith("_") or key == "Config":
        return
    wrappers, dtype = _unwrapped(node.annotation, names)
    if "ClassVar" in wrappers:
        return
    value = names.resolved(node.value)
    call = value if isinstance(value, ast.Call) and names.of_pandera(value.func, "Field") else None
    given = {word.arg: word.value for word in call.keywords if word.arg} if call else {}
    unseen = (value is not None and call is None) or (
        call is not None and any(word.arg is None for word in call.keywords)
    )
    if "Index" in wrappers:
        body.indexed = True
        return
    alias = names.literal(given.get("alias"), key)
    body.columns[key] = StaticColumn(
        alias if isinstance(alias, str) else key,
        kind_of(dtype, names),
        node,
        None if unseen else names.truth(given.get("nullable"), default=False),
        None if unseen else names.truth(given.get("unique"), default=False),
        None if unseen else names.truth(given.get("coerce"), default=False),
        tuple(StaticCheck(k, v, v) for k, v in given.items() if k not in _OPTIONS),
        open=unseen,
        pattern=bool(names.truth(given.get("regex"), default=False)),
    )


def _unwrapped(node: ast.expr, names: Names) -> tuple[set[str], ast.expr]:
    """Return the names around an annotation's type (`Series`, `Optional`), and the type."""
    wrappers: set[str] = set()
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except (SyntaxError, ValueError):
            return wrappers, node
    while True:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):  # Series[str] | None
            left_is_none = isinstance(node.left, ast.Constant) and node.left.value is None
            node = node.right if left_is_none else node.left
        elif isinstance(node, ast.Subscript):
            last = names.dotted(node.value).rpartition(".")[2]
            wrappers.add(last)
            if last not in _WRAPPERS:
                return wrappers, node.value
            node = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        else:
            return wrappers, node


def _method(node: ast.FunctionDef, names: Names, body: _Body) -> None:
    """Add what a method marked as a check is about."""
    for mark in node.decorator_list:
        call = mark.func if isinstance(mark, ast.Call) else mark
        if names.of_pandera(call, "dataframe_check"):
            body.checks.append(StaticCheck(node.name, mark, function=node))
        elif names.of_pandera(call, "check") and isinstance(mark, ast.Call):
            one = StaticCheck("@check", mark, function=node)
            fields = {names.literal(argument, "") for argument in mark.args}
            by_pattern = any(word.arg == "regex" for word in mark.keywords)
            for key, column in body.columns.items():
                if by_pattern or None in fields or fields & {key, column.name}:
                    body.columns[key] = replace(column, checks=(*column.checks, one))
        elif names.of_pandera(call, "parser", "dataframe_parser"):
            body.checks.append(StaticCheck("@parser", mark))


def _contract(node: ast.ClassDef, body: _Body, names: Names) -> StaticContract:
    unique = names.literal(body.config.get("unique"), [])
    strict = names.literal(body.config.get("strict"), default=False)
    extras = [StaticCheck(k, v, v) for k, v in body.config.items() if k not in _SETTINGS]
    return StaticContract(
        node.name,
        node,
        tuple(body.columns.values()),
        (*body.checks, *extras),
        flat(unique),
        None if strict is None else bool(strict),
        names.truth(body.config.get("coerce"), default=False),
        indexed=body.indexed,
        open=body.open,
    )


def flat(unique: object) -> tuple[str, ...] | None:
    """Return the columns of joint keys, given as a name, names or lists of names."""
    if unique is None:
        return None
    if isinstance(unique, str):
        return (unique,)
    if not isinstance(unique, list | tuple | set):
        return ()
    return tuple(
        str(n) for one in unique for n in (one if isinstance(one, list | tuple) else [one])
    )
