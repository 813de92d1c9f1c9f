"""DuckDB with one or more tables at hand, from files, DuckDB files or PostgreSQL, nothing left behind."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Address, DuckTable, Files, Parts, PostgresTable
from groundrules.tables.closing import Closing
from groundrules.tables.csv import csv_header, is_csv
from groundrules.tables.files import Unchanged, parquet_files
from groundrules.tables.progress import progress
from groundrules.tables.schemas import check_alike
from groundrules.tables.spill import Spill

# Parquet's statistics leave NaN out, and DuckDB (2.0) takes them for the bounds of all values:
# with these two on, `isnan(x)` finds nothing in a file whose statistics are finite.
_MISLED_BY_NAN = "statistics_propagation,filter_pushdown"
ROW, FILE = "file_row_number", "filename"
"""Where a row of Parquet stands, as DuckDB calls it."""
_DATA = "data"
"""What a query calls the files that it reads."""


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect="duckdb")


def _place(address: DuckTable | PostgresTable) -> str:
    """Return the one name of a database, however its path is written."""
    return str(address.file.resolve()) if isinstance(address, DuckTable) else address.database


class DuckTables(Closing):
    """An open DuckDB; a context, after which nothing is left on disk."""

    def __init__(self, tell: Callable[[str], None] | None) -> None:
        self.tell: Callable[[str], None] = tell or (lambda _: None)
        self._watched_by = tell
        self._spill = Spill()
        self._connection = duckdb.connect(config={"temp_directory": str(self._spill.path)})
        self._connection.execute(f"SET disabled_optimizers = '{_MISLED_BY_NAN}'")
        self._connection.execute("SET TimeZone = 'UTC'")  # the same text of a time everywhere
        self._files: list[Unchanged] = []
        self._opened: list[Address] = []
        self._attached: dict[str, str] = {}
        self._in_transaction = False

    @property
    def room(self) -> Path:
        """A folder that is gone when this is closed."""
        return self._spill.path

    def close(self) -> None:
        """Close the connection and remove what it spilled."""
        self._connection.close()
        self._spill.close()

    def open(
        self, address: Address, name: str, *, places: bool = True, query: str | None = None
    ) -> list[tuple[str, str]]:
        """Make a table known as `name`; return its columns with DuckDB's types.

        places: Parquet has the columns ROW, and of a folder FILE, besides its own.
        query: a SELECT that is run once in the address's database, and whose rows are the table;
            files are known to it as `data`.
        All columns of a CSV are text: an empty field is NULL, and a quoted one the empty text.
        """
        self._opened.append(address)
        try:
            shown = name if query is None else _DATA
            match address:
                case Files(path):
                    self._open_files(path, shown, places=places)
                case Parts(folder, some):
                    self._open_some(folder, some, shown, places=places)
                case DuckTable(file):
                    if not file.is_file():
                        raise UsageError(f"{file}: no such DuckDB file")
                    self._attach(_place(address), {"READ_ONLY": True})
                case PostgresTable():
                    self._attach(_place(address), {"TYPE": "postgres", "READ_ONLY": True})
                    self._one_snapshot()
            if query is not None:
                self._run_once(address, query, name)
            elif not isinstance(address, Files | Parts):
                self._show(address, name)
            return self._columns(name)
        except duckdb.Error as error:
            raise self._trouble(error, [address]) from error

    def open_parts(self, files: Sequence[Path], name: str) -> list[tuple[str, str]]:
        """Make a table of some files of a folder; return its columns as `open` does."""
        self._view(files, name, parts=True)
        return self._columns(name)

    def _columns(self, name: str) -> list[tuple[str, str]]:
        table = self._connection.table(_quoted(name))
        return list(zip(table.columns, (str(kind) for kind in table.types), strict=True))

    def _open_files(self, path: Path, name: str, *, places: bool) -> None:
        if is_csv(path):
            names = csv_header(path)
            self._files.append(Unchanged(path, [path]))
            self._connection.read_csv(
                glob.escape(str(path)),  # DuckDB takes a[1].csv for a1.csv
                columns=dict.fromkeys(names, "VARCHAR"),
                auto_detect=False,
                header=True,
                sep=",",
                quotechar='"',
                escapechar='"',
                na_values="",
                allow_quoted_nulls=False,
            ).create_view(name)
            return
        files = parquet_files(path)
        self._files.append(Unchanged(path, files))
        check_alike(files)
        self._view(files, name, parts=path.is_dir(), places=places)

    def _open_some(self, folder: Path, files: Sequence[Path], name: str, *, places: bool) -> None:
        self._files.append(Unchanged(folder, files, all_of_it=False))
        check_alike(files)
        self._view(files, name, parts=True, places=places)

    def _view(self, files: Sequence[Path], name: str, *, parts: bool, places: bool = True) -> None:
        self._connection.read_parquet(
            [glob.escape(str(file)) for file in files],
            file_row_number=places,
            hive_partitioning=parts,
            filename=parts and places,
        ).create_view(name)

    def _one_snapshot(self) -> None:
        """Let all queries see one state of a database that others write to meanwhile."""
        if not self._in_transaction:
            self._connection.begin()
            self._in_transaction = True

    def _attach(self, what: str, options: dict[str, Any]) -> None:
        if what in self._attached:  # DuckDB attaches a file once
            return
        catalog = f"source_{len(self._opened)}"
        quoted = _quoted(catalog)
        source = exp.Literal.string(what).sql(dialect="duckdb")
        given = ", ".join(
            key if value is True else f"{key} {value}" for key, value in options.items()
        )
        self._connection.execute(f"ATTACH {source} AS {quoted} ({given})")
        self._attached[what] = catalog

    def _catalog(self, address: DuckTable | PostgresTable) -> str:
        return self._attached[_place(address)]

    def _show(self, address: DuckTable | PostgresTable, name: str) -> None:
        schema = address.name[0] if len(address.name) == 2 else None
        catalog = self._catalog(address)
        table = exp.table_(address.name[-1], db=schema, catalog=catalog, quoted=True)
        view = exp.Create(
            this=exp.to_identifier(name, quoted=True),
            kind="VIEW",
            expression=exp.select("*").from_(table),
        )
        self._connection.execute(view.sql(dialect="duckdb"))

    def _run_once(self, address: Address, query: str, name: str) -> None:
        """Keep the rows of a query: run twice, it may give others (LIMIT, now())."""
        statements = self._connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UsageError(f"a query is one SELECT, not {query!r}")
        if not isinstance(address, Files | Parts):
            self._use(self._catalog(address))
        kept = exp.Create(
            this=exp.to_identifier(name, quoted=True),
            kind="TABLE",
            expression=exp.Var(this=statements[0].query.strip().rstrip(";")),  # as DuckDB parsed it
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        )
        with self._interruptible(), progress(self._done, self._watched_by):
            self._connection.execute(kept.sql(dialect="duckdb"))
        self._use("memory")

    def _use(self, catalog: str) -> None:
        self._connection.execute(f"USE {_quoted(catalog)}")

    def rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        """Return the rows of a query, and tell the progress of a long one."""
        return self.query(query.sql(dialect="duckdb"))

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:  # what DuckDB makes of Ctrl-C inside a query
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from error
            raise

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query in DuckDB's SQL, and tell the progress of a long one."""
        try:
            with self._interruptible(), progress(self._done, self._watched_by):
                return self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise self._trouble(error, self._opened) from error

    def keep(self, sql: str, name: str) -> None:
        """Keep the rows of a query as a table of that name, which goes with the connection."""
        self.query(f"CREATE OR REPLACE TEMP TABLE {_quoted(name)} AS {sql}")

    def write(self, sql: str, order: Sequence[str], file: Path) -> None:
        """Write the rows of a query as one file of Parquet, in the order of these columns."""
        by = f" ORDER BY {', '.join(_quoted(one) for one in order)}" if order else ""
        place = exp.Literal.string(str(file)).sql(dialect="duckdb")
        self.query(f"COPY (SELECT * FROM ({sql}){by}) TO {place} (FORMAT parquet)")

    def cast(self, name: str, columns: Sequence[tuple[str, str]]) -> None:
        """Let a table that is open under `name` be known by these types."""
        text = f"{name} as text"
        self.query(f"ALTER VIEW {_quoted(name)} RENAME TO {_quoted(text)}")
        typed = ", ".join(
            f"CAST({_quoted(one)} AS {kind}) AS {_quoted(one)}" for one, kind in columns
        )
        self.query(f"CREATE VIEW {_quoted(name)} AS SELECT {typed} FROM {_quoted(text)}")

    def register(self, table: Any, name: str) -> list[tuple[str, str]]:
        """Make an Arrow table known as `name`; return its columns as `open` does."""
        self._connection.register(name, table)
        return self._columns(name)

    def arrow(self, query: exp.Expr) -> Any:
        """Return the answer to a query as an Arrow table."""
        try:
            return self._connection.sql(query.sql(dialect="duckdb")).to_arrow_table()
        except duckdb.Error as error:
            raise self._trouble(error) from error

    def _done(self) -> str:
        share = int(self._connection.query_progress())
        return f"{share} % of the rows" if share >= 0 else ""

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was when it was opened."""
        for files in self._files:
            files.check()

    def _trouble(
        self, error: duckdb.Error, addresses: Sequence[Address] | None = None
    ) -> ContentError:
        """Return the error to raise; `addresses` are those it is about, or all that are open."""
        addresses = addresses or self._opened
        where = " and ".join(dict.fromkeys(str(address) for address in addresses)) or "the frame"
        reason = str(error).splitlines()[0]
        if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
            # The value that does not fit may be personal data.
            reason = re.sub(r"'.*'|\bvalue \S+", "a value", reason)
        for address in self._opened:
            if isinstance(address, PostgresTable):  # it may hold a password
                reason = reason.replace(address.database, str(address))
        if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in reason:
            mend = "free some, or point TMPDIR at a larger disk: exact uniqueness needs room"
            return ContentError(f"{where}: memory or disk has run out; {mend} ({reason})")
        if isinstance(error, duckdb.PermissionException) or "Permission denied" in reason:
            return ContentError(f"{where}: you may not read it ({reason})")
        match addresses[-1] if addresses else None:
            case Files(path) if is_csv(path):
                # The line itself is left out: it may be personal data.
                said = [one for one in str(error).partition("\nPossible")[0].splitlines() if one]
                reason = " ".join(dict.fromkeys([said[0], said[-1]]))
                return ContentError(f"{where} cannot be read as CSV: {reason}")
            case DuckTable(file):
                if "lock" in reason.lower():
                    return ContentError(
                        f"{file} is open for writing elsewhere: close it there ({reason})"
                    )
                return ContentError(f"{where} cannot be read: {reason}")
            case PostgresTable():
                if "extension" in reason.lower():
                    mend = "run `INSTALL postgres` in duckdb once, where there is a network"
                    return ContentError(
                        f"{where} needs DuckDB's postgres extension: {mend} ({reason})"
                    )
                return ContentError(f"{where} cannot be read: {reason}")
        return ContentError(f"{where} is no Parquet data, or is damaged or changing: {reason}")
