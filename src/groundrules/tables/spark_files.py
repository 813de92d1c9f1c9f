"""Parquet that Spark reads: a file or a folder here, or wherever else Spark reaches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession

from groundrules.errors import ContentError
from groundrules.tables.address import Files, Parts, SparkFiles
from groundrules.tables.files import Unchanged, parquet_files
from groundrules.tables.schemas import check_alike


class SparkParquet:
    """The files of an address, as one frame; names of folders, as in `day=2024-03-01`, are columns."""

    def __init__(self, session: SparkSession, address: Files | Parts | SparkFiles) -> None:
        """Raises ContentError where a file has other columns: Spark would fill them with nulls."""
        self._session = session
        # No name of a file is a pattern.
        self._reader = session.read.option("__globPaths__", "false")
        self._address = address
        if isinstance(address, Files):
            self._open_here(address.path, parquet_files(address.path))
        elif isinstance(address, Parts):
            self._open_here(address.folder, address.files)
        else:
            self._open_there(address.uri)

    def _open_here(self, path: Path, files: Sequence[Path]) -> None:
        check_alike(files)
        all_of_it = isinstance(self._address, Files)
        self._unchanged = Unchanged(path, files, all_of_it=all_of_it)
        self.many = path.is_dir()
        self._names = {str(file.absolute()): str(file) for file in files}
        reader = self._reader.option("basePath", _uri(path)) if self.many else self._reader
        self.frame: DataFrame = reader.parquet(*(_uri(file) for file in files))

    def _open_there(self, uri: str) -> None:
        self.frame = self._reader.parquet(uri)
        self._held = sorted(self.frame.inputFiles())
        self.many = self._held != [uri]
        first, *others = self._held
        schema = self._reader.parquet(unquote(first)).schema
        for file in others:
            if self._reader.parquet(unquote(file)).schema != schema:
                raise ContentError(f"{file} has other columns or types than {first}")

    def shown(self, uri: str) -> str:
        """Return the name of the file that Spark calls so."""
        if isinstance(self._address, SparkFiles):
            return uri
        return self._names["/" + unquote(uri).removeprefix("file:").lstrip("/")]

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was."""
        if not isinstance(self._address, SparkFiles):
            self._unchanged.check()
        elif sorted(self._reader.parquet(self._address.uri).inputFiles()) != self._held:
            raise ContentError(
                f"{self._address} changed while it was read, so its counts belong to no state of it; "
                "run again when it is written"
            )


def _uri(path: Path) -> str:
    """Return a local path as Hadoop writes it, which escapes nothing."""
    return f"file://{path.absolute()}"
