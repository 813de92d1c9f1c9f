"""A data dictionary: contracts as a page of Markdown, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.authoring.types import key_groups
from groundrules.contracts.authoring.words import (
    check_in_words,
    code,
    outside,
    prose,
    type_in_words,
)

_HEAD = ("column", "type", "always there", "nulls", "unique", "what holds", "about")


def dictionary(contracts: Sequence[tuple[str, pa.DataFrameSchema]]) -> str:
    """Return the page of contracts, each with where it stands, as FILE:NAME."""
    if len(contracts) == 1:
        return "\n".join(_contract(*contracts[0], level="#")) + "\n"
    parts = [["# Data dictionary"], *(list(_contract(*one, level="##")) for one in contracts)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _contract(where: str, schema: pa.DataFrameSchema, *, level: str) -> Iterator[str]:
    yield outside(f"{level} {prose(schema.title or schema.name or where.rpartition(':')[2])}")
    yield ""
    if schema.description:
        yield outside(prose(schema.description))
        yield ""
    yield outside(f"- Contract: {code(where)}")
    for line in _table(schema):
        yield outside(f"- {line}")
    yield ""
    yield from _columns(schema)


def _table(schema: pa.DataFrameSchema) -> Iterator[str]:
    keys = [code(name) for name, column in schema.columns.items() if column.unique]
    keys += [" with ".join(code(name) for name in group) for group in key_groups(schema)]
    yield f"A row is told by: {'; or by '.join(keys)}" if keys else "No key is declared"
    if schema.strict is True:
        yield "Other columns are refused"
    elif schema.strict == "filter":
        yield "Other columns are left out"
    else:
        yield "There may be other columns"
    if schema.ordered:
        yield "The columns stand in this order"
    for check in schema.checks:
        yield f"Of the table: {check_in_words(check)}"


def _columns(schema: pa.DataFrameSchema) -> Iterator[str]:
    rows = [_row(str(name), column, schema) for name, column in schema.columns.items()]
    index: Any = schema.index
    parts = getattr(index, "indexes", [index]) if index is not None else []
    rows += [_row(str(one.name or ""), one, schema, index=True) for one in parts]
    if not rows:
        yield "The contract names no column."
        return
    yield f"| {' | '.join(_HEAD)} |"
    yield "|" + "---|" * len(_HEAD)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _row(name: str, one: Any, schema: pa.DataFrameSchema, *, index: bool = False) -> list[str]:
    dtype = one.dtype if index else schema.dtype or one.dtype
    shown = code(name) if name or not index else "(no name)"
    shown += " (index)" * index + " (every column whose name matches)" * bool(_is_pattern(one))
    return [
        shown,
        type_in_words(dtype),
        "yes" if index or one.required else "no",
        "yes" if one.nullable else "no",
        "yes" if one.unique else "no",
        "; ".join(check_in_words(check) for check in one.checks),
        _about(one),
    ]


def _is_pattern(one: Any) -> bool:
    return bool(getattr(one, "regex", False))


def _about(one: Any) -> str:
    told = ". ".join(prose(text).rstrip(".") for text in (one.title, one.description) if text)
    mark = "**sensitive**" if (one.metadata or {}).get("sensitive") else ""
    return ". ".join(part for part in (mark, told) if part)
