"""Tables by the names that a plan and metrics call them, as a person says on the command line where they are.

orders=exports/orders_2026.parquet        one table, by its name
orders.parquet, orders.csv, orders/       a file or folder of Parquet whose own name is the table's
exports/                                  a folder that holds tables by name: exports/orders.parquet, exports/orders/
warehouse.duckdb                          a DuckDB file: its tables and views
postgresql://user@host/shop               a database: the tables that nothing else holds
spark:, spark:shop, s3a://lake/shop       for Spark, likewise: its catalogue, a database of it, a place of Parquet
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from groundrules.config import nearest
from groundrules.errors import ContentError, UsageError, first_line
from groundrules.tables.address import (
    Address,
    DuckTable,
    PostgresTable,
    SparkAddress,
    SparkFiles,
    SparkTable,
    parse,
    parse_for_spark,
    table_name,
)

if TYPE_CHECKING:
    from groundrules.tables.relations import Relations

_DUCKDB = (".duckdb", ".ddb")
_FILES = (".parquet", ".csv", ".csv.gz")
_WAYS = "NAME=ADDRESS, or a folder or a DuckDB file that holds tables by name"

Place = Callable[[Collection[str]], Mapping[str, Address | SparkAddress]]
"""Names that are wanted → those of them that are there."""


def named(
    texts: Sequence[str], wanted: Collection[str], *, spark: bool
) -> dict[str, Address | SparkAddress]:
    """Return the address of each wanted table, sorted by name.

    Raises UsageError where a table is nowhere or in two places, or a text gives none that is wanted.
    """
    found: dict[str, Address | SparkAddress] = {}
    places: list[tuple[str, Place]] = []
    rest: list[tuple[str, Place]] = []
    for text in texts:
        if name := _given(text, wanted):
            _add(found, {name: _parse(text[len(name) + 1 :], spark=spark)})
        else:
            (rest if _unlisted(text, spark=spark) else places).append(
                (text, _place(text, wanted, spark=spark))
            )
    explicit = frozenset(found)
    for text, place in places:
        held = {name: at for name, at in place(wanted).items() if name not in explicit}
        if not held and not explicit & set(place(explicit)):
            raise UsageError(f"{text} holds none of {_listed(wanted)}: give data as {_WAYS}")
        _add(found, held)
    for _, place in rest:
        _add(found, place([name for name in wanted if name not in found]))
    missing = [name for name in wanted if name not in found]
    if missing:
        raise UsageError(f"no data are given for {_listed(missing)}: give them as {_WAYS}")
    return dict(sorted(found.items()))


def _given(text: str, wanted: Collection[str]) -> str | None:
    """Return the wanted name that `NAME=ADDRESS` starts with; the longest, since a name may hold a `=`."""
    fits = [name for name in wanted if text.startswith(f"{name}=")]
    if fits:
        return max(fits, key=len)
    name, equals, _ = text.partition("=")
    if equals and "://" not in name and not Path(text).exists():
        raise UsageError(
            f"{text}: no table that is asked for is called `{name}`{nearest(name, wanted)}"
        )
    return None


def _add(
    found: dict[str, Address | SparkAddress], more: Mapping[str, Address | SparkAddress]
) -> None:
    for name, address in more.items():
        if name in found and found[name] != address:
            raise UsageError(
                f"the table `{name}` is in two places, {found[name]} and {address}: "
                f"say which as {name}=ADDRESS"
            )
        found[name] = address


def _parse(text: str, *, spark: bool) -> Address | SparkAddress:
    return parse_for_spark(text) if spark else parse(text)


def _unlisted(text: str, *, spark: bool) -> bool:
    """Return whether a place is not asked what it holds: it is taken to hold all that nothing else does."""
    if Path(text).exists():
        return False
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/", text)) or (
        spark and text.startswith("spark:")
    )


def _place(text: str, wanted: Collection[str], *, spark: bool) -> Place:
    path = Path(text)
    if text.lower().endswith(_DUCKDB):
        if spark:
            raise UsageError(
                f"{text}: Spark reads no DuckDB file; give Parquet or a table of its catalogue"
            )
        return lambda names: _in_duckdb(path, names)
    if path.is_dir():
        return lambda names: _in_folder(path, names, spark=spark)
    if _unlisted(text, spark=spark):
        return lambda names: {name: _at(text, name, spark=spark) for name in names}
    name = _stem(path)
    if not path.exists():
        raise UsageError(f"{text}: no such file or folder; give data as {_WAYS}")
    if name not in wanted:
        raise UsageError(f"{text}: say which table it is, as {min(wanted, default='NAME')}={text}")
    return lambda names: {name: _parse(text, spark=spark)} if name in names else {}


def _stem(path: Path) -> str:
    end = next((end for end in _FILES if path.name.lower().endswith(end)), "")
    return path.name[: len(path.name) - len(end)]


def _in_folder(
    folder: Path, names: Collection[str], *, spark: bool
) -> dict[str, Address | SparkAddress]:
    found: dict[str, Address | SparkAddress] = {}
    for name in names:
        there = [folder / f"{name}{end}" for end in _FILES if (folder / f"{name}{end}").is_file()]
        there += [folder / name] if name and (folder / name).is_dir() else []
        for path in there:
            _add(found, {name: parse_for_spark(path) if spark else parse(path)})
    own = folder.resolve().name
    if not found and own in names and any(folder.rglob("*.parquet")):
        return {own: parse_for_spark(folder) if spark else parse(folder)}
    return found


def _in_duckdb(file: Path, names: Collection[str]) -> dict[str, Address | SparkAddress]:
    """Return the tables and views of a DuckDB file that are called so, as `orders` or `shop.orders`."""
    held = _names_in(file)
    written = {name: table_name(name, name) for name in names}
    return {name: DuckTable(file, one) for name, one in written.items() if _folded(one) in held}


def _folded(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name as DuckDB compares it."""
    return tuple(part.lower() for part in (name if len(name) == 2 else ("main", *name)))


def _names_in(file: Path) -> set[tuple[str, ...]]:
    import duckdb

    if not file.is_file():
        raise UsageError(f"{file}: no such DuckDB file")
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            rows = connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables"
            ).fetchall()
    except duckdb.Error as error:
        raise ContentError(
            f"{file} cannot be read as a DuckDB file: {first_line(error)}"
        ) from error
    return {_folded(row) for row in rows}


def _at(text: str, name: str, *, spark: bool) -> Address | SparkAddress:
    """Return where a table is in a place that is not asked what it holds."""
    if text.startswith(("postgresql://", "postgres://")):
        return _in_postgres(text, name)
    if not spark:
        raise UsageError(f"{text}: only Spark reads it: ask for it by --engine spark")
    if text.startswith("spark:"):
        database = text.removeprefix("spark:")
        return SparkTable(f"{database}.{name}" if database else name)
    return SparkFiles(f"{text.rstrip('/')}/{name}")


def _in_postgres(text: str, name: str) -> PostgresTable:
    if any(key == "table" for key, _ in parse_qsl(urlsplit(text).query)):
        raise UsageError(f"{text} names one table: say which it is here, as {name}={text}")
    return PostgresTable(urlunsplit(urlsplit(text)), table_name(name, name))


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "no table"


def opened(
    texts: Sequence[str], wanted: Collection[str], *, spark: bool, tell: Callable[[str], None]
) -> Relations:
    """Return the wanted tables, open; a context. Raises as `named` does, and ContentError for what cannot be read."""
    addresses: Any = named(texts, wanted, spark=spark)
    if spark:
        from groundrules.tables.relations_spark import SparkRelations

        return SparkRelations(addresses, tell)
    from groundrules.tables.relations_duck import DuckRelations

    return DuckRelations(addresses, tell)
