"""CSV as all commands read it: UTF-8, comma, double quotes, a header line."""

from __future__ import annotations

import csv
import gzip
import zlib
from pathlib import Path

from groundrules.errors import ContentError, UsageError


def is_csv(path: Path) -> bool:
    """Return whether a path is one of a CSV by its name."""
    return path.name.lower().endswith((".csv", ".csv.gz")) and not path.is_dir()


def csv_header(path: Path) -> list[str]:
    """Return the names of a CSV's columns; raises ContentError where they cannot be told apart."""
    if not path.exists():
        raise UsageError(f"{path}: no such data file")
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
            names = next(csv.reader(stream, strict=True), [])
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not UTF-8: export it again as UTF-8") from error
    except (EOFError, zlib.error, OSError, csv.Error) as error:
        raise ContentError(f"{path} cannot be unpacked or read: {error}") from error
    if not names:
        raise ContentError(f"{path} is empty; did its export fail?")
    for number, name in enumerate(names, 1):
        if not name.strip() or "\n" in name or "\r" in name:
            raise ContentError(f"{path}: column {number} has no name, or one with a line break")
    lower = [name.lower() for name in names]
    for name in names:
        if lower.count(name.lower()) > 1:
            raise ContentError(f"{path} has the column {name!r} more than once: rename one of them")
    return names
