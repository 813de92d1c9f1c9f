"""Where a table is, and how a person writes it.

    events.parquet, events.csv, events.csv.gz     a file
    events/                                       a folder of Parquet files
    warehouse.duckdb:schema.orders                a table or view of a DuckDB file
    postgresql://user@host/shop?table=public.orders
    spark:shop.orders                               a table of Spark's catalogue
    hdfs://…, s3a://…, shop.orders                  Parquet there, such a table, where Spark is asked for

Passwords are left to what PostgreSQL reads itself (~/.pgpass, PGPASSWORD), so that none is in a log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from groundrules.errors import UsageError

_DUCKDB = re.compile(r"(.+\.(?:duckdb|ddb)):(.+)", re.S)


@dataclass(frozen=True, slots=True)
class Files:
    """A file, or a folder of Parquet files."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Parts:
    """Some of the Parquet files of a folder; nobody writes it on a command line."""

    folder: Path
    """Where the names of columns start that folders give, as in `day=2024-03-17`."""
    files: tuple[Path, ...]

    def __str__(self) -> str:
        return f"{len(self.files)} files of {self.folder}"


@dataclass(frozen=True, slots=True)
class DuckTable:
    """A table or view of a DuckDB file."""

    file: Path
    name: tuple[str, ...]
    """Its schema, if given, and its own name; nothing where a query names its own tables."""

    def __str__(self) -> str:
        return f"{self.file}:{'.'.join(self.name)}" if self.name else f"{self.file}"


@dataclass(frozen=True, slots=True)
class PostgresTable:
    """A table or view of a PostgreSQL database."""

    database: str
    """The connection's URI."""
    name: tuple[str, ...]

    def __str__(self) -> str:
        parts = urlsplit(self.database)
        host = parts.netloc.rpartition("@")[2]
        table = f"?table={'.'.join(self.name)}" if self.name else ""
        return f"{parts.scheme}://{host}{parts.path}{table}"


@dataclass(frozen=True, slots=True)
class SparkFiles:
    """Parquet wherever Spark reaches, as in `hdfs://…` and `s3a://…`."""

    uri: str

    def __str__(self) -> str:
        return self.uri


@dataclass(frozen=True, slots=True)
class SparkTable:
    """A table or view that Spark's catalogue knows: Hive's, Iceberg's, a temporary one."""

    name: str

    def __str__(self) -> str:
        return self.name


SparkAddress = Files | Parts | SparkFiles | SparkTable
Address = Files | Parts | DuckTable | PostgresTable


def parse(text: str | Path) -> Address:
    """Return the address that `text` writes; raises UsageError for one that is not complete."""
    if isinstance(text, Path):
        return parse(str(text)) if _DUCKDB.fullmatch(str(text)) else Files(text)
    if text.startswith(("postgresql://", "postgres://")):
        return _postgres(text)
    if (found := _DUCKDB.fullmatch(text)) and not Path(text).exists():
        return DuckTable(Path(found[1]), table_name(found[2], text))
    if text.lower().endswith((".duckdb", ".ddb")):
        raise UsageError(f"{text} holds many tables: name one, as in {text}:orders")
    return Files(Path(text))


def parse_for_spark(text: str | Path) -> SparkAddress:
    """Return the address that `text` writes for Spark: a path that exists, a URI, or a table."""
    if isinstance(text, Path) or Path(text).exists():
        return Files(Path(text))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/", text):
        return SparkFiles(text)
    text = text.removeprefix("spark:")
    is_path = "/" in text or text.lower().endswith((".parquet", ".csv", ".csv.gz"))
    return Files(Path(text)) if is_path else SparkTable(text)


def _postgres(text: str) -> PostgresTable:
    parts = urlsplit(text)
    options = parse_qsl(parts.query)
    tables = [value for key, value in options if key == "table"]
    if len(tables) != 1:
        raise UsageError(f"{parts.scheme}://… names no table: end it with ?table=schema.name")
    rest = urlencode([(key, value) for key, value in options if key != "table"])
    return PostgresTable(urlunsplit(parts._replace(query=rest)), table_name(tables[0], tables[0]))


def table_name(text: str, where: str) -> tuple[str, ...]:
    """Split `schema.table`; a part in double quotes may hold dots."""
    parts = re.findall(r'"((?:[^"]|"")+)"|([^."]+)', text)
    name = tuple(quoted.replace('""', '"') or plain for quoted, plain in parts)
    written = re.fullmatch(r'(?:"(?:[^"]|"")+"|[^."]+)(?:\.(?:"(?:[^"]|"")+"|[^."]+))?', text)
    if not written or not 1 <= len(name) <= 2:
        raise UsageError(f"{where}: {text!r} is no name of a table; write name or schema.name")
    return name
