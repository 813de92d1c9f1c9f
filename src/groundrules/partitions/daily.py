"""A table that is a folder of days: day=2024-03-17/*.parquet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from groundrules.errors import ContentError
from groundrules.tables.address import Parts
from groundrules.tables.files import parquet_files

KEY = "day="


@dataclass(frozen=True, slots=True)
class Daily:
    """The folder of such a table; it need not be there yet."""

    folder: Path

    def place(self, day: date) -> Path:
        """Return the folder of a day."""
        return self.folder / f"{KEY}{day.isoformat()}"

    def days(self) -> list[date]:
        """Return the days that hold data, sorted; raises ContentError for a folder `day=…` of no day."""
        places = self.folder.glob(f"{KEY}*") if self.folder.is_dir() else ()
        return sorted(_day(place) for place in places if any(place.glob("*.parquet")))

    def files(self, first: date, last: date) -> list[Path]:
        """Return the files of the days from `first` to `last`, both included, in order.

        Raises ContentError for an empty file.
        """
        inside = [day for day in self.days() if first <= day <= last]
        return [file for day in inside for file in parquet_files(self.place(day))]

    def some(self, files: Iterable[Path]) -> Parts:
        """Return the table of some files, where the day is a column."""
        return Parts(self.folder, tuple(files))


def _day(place: Path) -> date:
    try:
        return date.fromisoformat(place.name.removeprefix(KEY))
    except ValueError as error:
        raise ContentError(f"{place}: no day; write it as in {KEY}2024-03-17") from error
