"""A contract drafted from data: `table` opens them, `look` counts, `decide` says what that is worth."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from groundrules.contracts.infer.decide import column, is_unique
from groundrules.contracts.infer.guess import words
from groundrules.contracts.infer.keys import joint_key
from groundrules.contracts.infer.look import Seen, look
from groundrules.contracts.infer.table import Table, opened
from groundrules.contracts.infer.text import typed
from groundrules.contracts.writing.draft import Draft, LeftOut
from groundrules.contracts.writing.model import source
from groundrules.contracts.writing.names import is_plain
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Address, DuckTable, Files, Parts, PostgresTable, parse
from groundrules.tables.csv import is_csv

_MORE = "What they show is no promise until somebody makes it: take out what is only so by chance."


def infer(data: str | Path, name: str | None, tell: Callable[[str], None]) -> str:
    """Return the source of a contract that `data` keep.

    data: a path or an address, as `groundrules.contracts.validate` takes them.
    name: of the contract; None makes one of the data's own.

    Raises UsageError for a path or a name that cannot be used, ContentError for data that cannot be read or have
    no rows.
    """
    address = parse(data)
    name = name or _name(address)
    if not is_plain(name):
        raise UsageError(
            f"{name!r} cannot be the name of a contract: write one as in --name Orders"
        )
    with opened(address, tell) as table:
        if isinstance(address, Files) and is_csv(address.path):
            table = Table(tuple(typed(table)), table.ask)
        seen = look(table)
        if not seen:
            raise ContentError(f"{address} has no rows: there is nothing to draft a contract from")
        key = () if any(is_unique(one) for one in seen) else joint_key(table, seen)
    title = f"Drafted from {seen[0].rows:,} rows of {_own_name(address)}."
    return source(_draft(name, seen, key), title, _MORE)


def _draft(name: str, seen: list[Seen], key: tuple[Seen, ...]) -> Draft:
    columns = [column(one) for one in seen]
    config: dict[str, Any] = {"strict": True}
    notes: tuple[str, ...] = ()
    if any(isinstance(one, LeftOut) for one in columns):
        columns.append(LeftOut(("strict = True would refuse the columns that are left out",)))
        del config["strict"]
    if key:
        config["unique"] = tuple(one.column.name for one in key)
        notes = ("no two rows agree in these, in this sample: evidence of a key, no proof",)
    doc = "One row for each … (say what a row is, and who owns these data)."
    return Draft(name, doc, tuple(columns), tuple(config.items()), notes)


def _own_name(address: Address) -> str:
    """Return the data's own name, without the folders that differ from machine to machine."""
    match address:
        case Files(path) | Parts(path, _):
            return path.resolve().name
        case DuckTable(file, parts):
            return f"{file.name}:{'.'.join(parts)}"
        case PostgresTable(_, parts):
            return ".".join(parts)


def _name(address: Address) -> str:
    """Return `DailyOrders` for daily_orders.csv.gz or a table of that name."""
    text = _own_name(address)
    text = (
        text.rpartition(":")[2].rpartition(".")[2]
        if not isinstance(address, Files | Parts)
        else text
    )
    text = re.sub(r"\.(csv|csv\.gz|parquet)$", "", text, flags=re.IGNORECASE)
    name = "".join(word[:1].upper() + word[1:] for word in words(text))
    return name if is_plain(name) else f"Data{name}"
