"""Two versions of a contract: which changes break who reads the data, and which who writes it.

A reader trusts what the old version promised: a change breaks readers where data that keeps the new version may break
the old one. A writer goes on writing what the old version took: a change breaks writers where data that kept the old
version may break the new one. What cannot be told from the contract (two functions, two patterns) "may" break both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.authoring.check_keys import key
from groundrules.contracts.authoring.containment import Verdict, beyond
from groundrules.contracts.authoring.types import key_groups, logical, wider
from groundrules.contracts.authoring.values import IncomparableError, values
from groundrules.contracts.naming import label


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and whether it breaks readers and writers."""

    column: Any
    """Its name in the contract, nearly always a text. None: it is about the table."""
    what: str
    readers: Verdict = "no"
    writers: Verdict = "no"


def diff(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> list[Change]:
    """Return the changes from `old` to `new`: columns in the old order, then new ones, then the table."""
    changes = [*_gone(old, new), *_kept(old, new), *_added(old, new)]
    order = list(dict.fromkeys([*old.columns, *new.columns]))
    changes.sort(key=lambda change: order.index(change.column))
    return [*changes, *_table(old, new)]


def _gone(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    refused: Verdict = "yes" if new.strict is True else "no"
    for name, column in old.columns.items():
        if name in new.columns:
            continue
        renamed = _renamed(name, old, new)
        what = f"removed, or renamed to {renamed}" if renamed else "removed"
        yield Change(name, what, "yes" if column.required else "may", refused)


def _renamed(name: str, old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> str | None:
    """Return the only new column that is all that the removed one was, if that was the only one such."""

    def same(columns: Iterable[str], schema: pa.DataFrameSchema, apart: pa.DataFrameSchema) -> Any:
        wanted = _all_of(old.columns[name])
        alike = (n for n in columns if _all_of(schema.columns[n]) == wanted)
        return [n for n in alike if n not in apart.columns]

    found = same(new.columns, new, old)
    return str(found[0]) if len(found) == 1 == len(same(old.columns, old, new)) else None


def _all_of(column: pa.Column) -> Any:
    options = (column.nullable, column.unique, column.required, column.regex)
    return str(column.dtype), options, sorted(key(check) for check in column.checks)


def _added(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    unforeseen: Verdict = "yes" if old.strict is True else "no"
    for name, column in new.columns.items():
        if name not in old.columns:
            how = "required" if column.required else "optional"
            yield Change(name, f"added, {how}", unforeseen, "yes" if column.required else "no")


def _kept(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    for name, before in old.columns.items():
        after = new.columns.get(name)
        if after is not None:
            yield from _column(name, before, after, old.dtype, new.dtype)


def _column(
    name: str, before: pa.Column, after: pa.Column, old_dtype: Any, new_dtype: Any
) -> Iterator[Change]:
    one, other = logical(old_dtype or before.dtype), logical(new_dtype or after.dtype)
    if one != other:
        yield Change(name, f"type {one.name} → {other.name}", wider(other, one), wider(one, other))
    for lost, won, was, now in (
        ("no longer required", "now required", before.required, after.required),
        ("may now be null", "may no longer be null", not before.nullable, not after.nullable),
        ("no longer unique", "now unique", before.unique, after.unique),
    ):
        if was and not now:
            yield Change(name, lost, readers="yes")
        elif now and not was:
            yield Change(name, won, writers="yes")
    if before.regex != after.regex:
        how = "now a pattern" if after.regex else "no longer a pattern"
        yield Change(name, f"its name is {how}", "may", "may")
    yield from _checks(name, (before.checks, one.limits), (after.checks, other.limits))
    yield from _parsers(name, before.parsers, after.parsers)
    if bool(before.coerce) != bool(after.coerce):
        yield Change(name, f"coerce={bool(before.coerce)} → coerce={bool(after.coerce)}")
    if _sensitive(before) != _sensitive(after):
        yield Change(name, "now sensitive" if _sensitive(after) else "no longer marked sensitive")


def _sensitive(column: pa.Column) -> bool:
    return bool((column.metadata or {}).get("sensitive"))


_Checks = tuple[Sequence[pa.Check], tuple[int, int] | None]


def _checks(name: str, before: _Checks, after: _Checks) -> Iterator[Change]:
    was = {key(check): check for check in before[0]}
    now = {key(check): check for check in after[0]}
    if was.keys() == now.keys():
        return
    gone = [check for one, check in was.items() if one not in now]
    come = [check for one, check in now.items() if one not in was]
    what = f"{_listed(gone) or 'no check'} → {_listed(come) or 'no check'}"
    try:
        # Both within the new type: what its change breaks is told on its own.
        limits = after[1]
        old, new = values(before[0], limits), values(after[0], limits)
        readers, wide = beyond(new, old)
        writers, tight = beyond(old, new)
    except (IncomparableError, TypeError):  # members may be anything, such as lists
        yield Change(name, what, "may", "may")
        return
    reasons = [f"may now hold {wide}"] * bool(wide)
    reasons += [f"{'refuses' if writers == 'yes' else 'may refuse'} {tight}"] * bool(tight)
    yield Change(name, "; ".join([what, *reasons]), readers, writers)


def _listed(checks: Iterable[pa.Check]) -> str:
    return ", ".join(sorted(_said(check) for check in checks))


def _said(check: pa.Check) -> str:
    return label(check) + " (advisory)" * bool(check.raise_warning)


def _parsers(name: str | None, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    if bool(before) != bool(after) or len(before) != len(after):
        yield Change(name, "its parsers changed", "may", "may")


def _table(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    for what, was, now in (
        ("strict: columns that are not named are refused", old.strict is True, new.strict is True),
        ("ordered: columns keep their order", bool(old.ordered), bool(new.ordered)),
        ("column names are unique", old.unique_column_names, new.unique_column_names),
    ):
        if was and not now:
            yield Change(None, f"no longer {what}", readers="yes")
        elif now and not was:
            yield Change(None, f"now {what}", writers="yes")
    if old.ordered and new.ordered:
        shared = [name for name in old.columns if name in new.columns]
        if shared != [name for name in new.columns if name in old.columns]:
            yield Change(None, "columns in another order", "yes", "yes")
    yield from _keys(old, new)
    yield from _table_checks(old, new)
    yield from _parsers(None, old.parsers, new.parsers)
    if _index(old.index) != _index(new.index):
        yield Change(None, "its index changed", "may", "may")


def _keys(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    """A key of some columns is one of more columns, too."""
    was, now = _groups(old), _groups(new)
    whole_was, whole_now = [*was, *_singles(old)], [*now, *_singles(new)]
    for group in was:
        if group not in now:
            lost = not any(other <= group for other in whole_now)
            yield Change(None, f"no longer unique: {_named(group)}", "yes" if lost else "no")
    for group in now:
        if group not in was:
            more = not any(other <= group for other in whole_was)
            yield Change(None, f"now unique: {_named(group)}", "no", "yes" if more else "no")


def _groups(schema: pa.DataFrameSchema) -> list[frozenset[Any]]:
    return [frozenset(group) for group in key_groups(schema)]


def _singles(schema: pa.DataFrameSchema) -> list[frozenset[Any]]:
    return [frozenset([name]) for name, column in schema.columns.items() if column.unique]


def _named(group: frozenset[Any]) -> str:
    return ", ".join(sorted(map(str, group)))


def _table_checks(old: pa.DataFrameSchema, new: pa.DataFrameSchema) -> Iterator[Change]:
    was = {key(check): check for check in old.checks if not check.raise_warning}
    now = {key(check): check for check in new.checks if not check.raise_warning}
    gone = [check for one, check in was.items() if one not in now]
    come = [check for one, check in now.items() if one not in was]
    for check in sorted(gone, key=label):
        yield Change(None, f"no longer checked: {label(check)}", "may")
    for check in sorted(come, key=label):
        yield Change(None, f"now checked: {label(check)}", "no", "may")


def _index(index: Any) -> Any:
    parts = getattr(index, "indexes", [index]) if index is not None else []
    return [
        (one.name, str(one.dtype), one.nullable, one.unique, sorted(key(c) for c in one.checks))
        for one in parts
    ]
