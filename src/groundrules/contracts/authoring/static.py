"""What can be told of a contract from its syntax alone; what cannot be told is None or `open`."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "time", "other"]


@dataclass(frozen=True, slots=True)
class StaticCheck:
    """One check: its name as it is called (`str_length`, `ge`, `fresh`), and where it stands."""

    name: str
    at: ast.AST
    value: ast.expr | None = None
    """Its first argument, or what its keyword is given; for `Check(…)` the function."""
    function: ast.Lambda | ast.FunctionDef | None = None
    """The Python that it runs, where that stands in the file."""


@dataclass(frozen=True, slots=True)
class StaticColumn:
    """One column. None: the contract gives it by an expression that only running it can tell."""

    name: str
    kind: Kind
    at: ast.AST
    nullable: bool | None
    unique: bool | None
    coerce: bool | None
    checks: tuple[StaticCheck, ...]
    open: bool = False
    """Whether it may have checks that are not seen here."""
    pattern: bool = False
    """Whether its name is a pattern."""


@dataclass(frozen=True, slots=True)
class StaticContract:
    """One contract of a file."""

    name: str
    """Of its class or variable; "" where it has none."""
    at: ast.AST
    columns: tuple[StaticColumn, ...]
    checks: tuple[StaticCheck, ...] = ()
    unique: tuple[str, ...] | None = ()
    """Columns of joint keys."""
    strict: bool | None = False
    coerce: bool | None = False
    indexed: bool = False
    """Whether an index may be the key."""
    open: bool = False
    """Whether it may have columns, checks or keys that are not seen here."""
    base: bool = False
    """Whether another contract of the file is built on it."""


@dataclass(slots=True)
class Names:
    """What the names of a module stand for: imports, and constants that are assigned once."""

    imported: dict[str, str] = field(default_factory=dict)
    assigned: dict[str, ast.expr] = field(default_factory=dict)

    def dotted(self, node: ast.AST | None) -> str:
        """Return `pandera.pandas.Column` for `pa.Column`; "" for what is no dotted name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.imported.get(node.id, node.id), *reversed(parts)])

    def of_pandera(self, node: ast.AST | None, *names: str) -> bool:
        """Whether a node is one of pandera's own names."""
        dotted = self.dotted(node)
        return dotted.split(".")[0] == "pandera" and dotted.rpartition(".")[2] in names

    def resolved(self, node: ast.expr | None) -> ast.expr | None:
        """Return what stands behind a name of the module, or the node itself."""
        for _step in range(10):
            if not isinstance(node, ast.Name) or node.id not in self.assigned:
                break
            node = self.assigned[node.id]
        return node

    def literal(self, node: ast.expr | None, default: Any) -> Any:
        """Return the value of a literal, `default` where there is no node, None where it is open."""
        if node is None:
            return default
        try:
            return ast.literal_eval(self.resolved(node) or node)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None

    def truth(self, node: ast.expr | None, default: bool) -> bool | None:
        """Return whether a literal is true, None where it is open."""
        if node is None:
            return default
        resolved = self.resolved(node)
        return bool(resolved.value) if isinstance(resolved, ast.Constant) else None


def names_of(module: ast.Module) -> Names:
    """Return the names of a module; one that is assigned twice stands for nothing."""
    names = Names()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.split(".")[0]
                names.imported[bound] = alias.name if alias.asname else bound
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names.imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    stored = Counter(
        node.id
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    for statement in module.body:
        target, value = _assignment(statement)
        if isinstance(target, ast.Name) and value is not None and stored[target.id] == 1:
            names.assigned[target.id] = value
    return names


def _assignment(statement: ast.stmt) -> tuple[ast.expr | None, ast.expr | None]:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return statement.targets[0], statement.value
    if isinstance(statement, ast.AnnAssign):
        return statement.target, statement.value
    return None, None


_TEXT = {"str", "string", "String", "StringDtype", "Utf8", "StringType"}
_TIME = {
    "Timestamp", "DateTime", "datetime", "datetime64", "DatetimeTZDtype", "Date", "date", "Datetime",
    "TimestampType", "TimestampNTZType", "DateType",
}  # fmt: skip


def kind_of(node: ast.expr | None, names: Names) -> Kind:
    """Return what a dtype holds: a class, a call or a text that names it."""
    node = names.resolved(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        word = node.value
        if word in ("str", "string") or word.startswith("string["):
            return "text"
        return "time" if word.startswith(("datetime64", "timestamp")) else "other"
    if isinstance(node, ast.Call):
        node = node.func
    last = names.dotted(node).rpartition(".")[2]
    return "text" if last in _TEXT else "time" if last in _TIME else "other"
