"""How the files behind a table stand, told by a fingerprint of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from groundrules.errors import GroundrulesError
from groundrules.tables.address import Address, DuckTable, Files, SparkAddress
from groundrules.tables.csv import is_csv
from groundrules.tables.files import parquet_files

_LARGE = 512 * 2**20
"""Bytes from which data are told by size and time of change: to read them twice would take too long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The files of a table as they were seen."""

    files: int
    size: int
    """Bytes of all of them."""
    changed: str
    """When the newest of them was written, UTC."""
    fingerprint: str
    """SHA-256 of the files' places and what they hold; of large data (512 MB and more) of sizes and times of change."""


def seen(address: Address | SparkAddress) -> Seen | None:
    """Return how the files behind an address stand; None where there are none, or they cannot be read."""
    found = _files(address)
    try:
        return _seen(address, found) if found else None
    except OSError:  # who opens the table says it better
        return None


def _seen(address: Address | SparkAddress, found: list[Path]) -> Seen:
    stats = [(file, file.stat()) for file in found]
    newest = max(stat.st_mtime_ns for _, stat in stats)
    told = hashlib.sha256()
    large = sum(stat.st_size for _, stat in stats) >= _LARGE
    for file, stat in stats:
        place = file.relative_to(found[0].parent) if len(found) == 1 else _below(file, address)
        held_by = stat.st_mtime_ns if large else sha256(file)
        told.update(repr((str(place), stat.st_size, held_by)).encode(errors="replace"))
    return Seen(
        files=len(stats),
        size=sum(stat.st_size for _, stat in stats),
        changed=f"{datetime.fromtimestamp(newest // 10**9, UTC):%Y-%m-%dT%H:%M:%SZ}",
        fingerprint=told.hexdigest(),
    )


def sha256(file: Path) -> str:
    """Return the hash of a file's content, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _below(file: Path, address: Address | SparkAddress) -> Path:
    """Return a file's place in its folder: partitions hold files of the same names."""
    return file.relative_to(address.path) if isinstance(address, Files) else file


def _files(address: Address | SparkAddress) -> list[Path]:
    """Return the files behind an address, where there are any to look at."""
    try:
        if isinstance(address, DuckTable):
            return [address.file] if address.file.is_file() else []
        if isinstance(address, Files):
            return [address.path] if is_csv(address.path) else parquet_files(address.path)
    except (GroundrulesError, OSError):  # who opens the table says it better
        return []
    return []
