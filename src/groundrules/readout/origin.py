"""Where a readout comes from: the plan as it stood, the data as they stood, and the version that read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from groundrules import documents
from groundrules.errors import GroundrulesError
from groundrules.plans.git import NoHistoryError, commits, held
from groundrules.tables.address import Address, DuckTable, Files, SparkAddress
from groundrules.tables.csv import is_csv
from groundrules.tables.files import parquet_files

_LARGE = 512 * 2**20
"""Bytes from which data are told by size and time of change: to read them twice would take too long."""
_USER = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True, slots=True)
class Table:
    """One table that was read. What is None could not be told: only files say how they stand."""

    name: str
    address: str
    """As it was given, without user and password."""
    files: int | None = None
    size: int | None = None
    """Bytes of all its files."""
    changed: str | None = None
    """When the newest of them was written, UTC."""
    fingerprint: str | None = None
    """SHA-256 of the files' places and what they hold; of large data (512 MB and more) of sizes and times of change."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a readout comes from."""

    plan: str
    """The plan's file, as it was given."""
    plan_hash: str
    """SHA-256 of its bytes."""
    commit: str | None
    """The last commit that touched the plan; None where git knows none."""
    edited: bool
    """Whether the plan has changed since that commit."""
    tables: tuple[Table, ...]
    groundrules: str
    """The version."""


def origin(plan: Path, addresses: Mapping[str, Address | SparkAddress]) -> Origin:
    """Return the origin of a readout of a plan's file from tables at some addresses."""
    from importlib.metadata import version

    commit, edited = _commit(plan)
    return Origin(
        plan=_clean(str(plan)),
        plan_hash=hashlib.sha256(documents.text_of(plan).encode()).hexdigest(),
        commit=commit,
        edited=edited,
        tables=tuple(_table(name, at) for name, at in sorted(addresses.items())),
        groundrules=version("groundrules"),
    )


def _commit(plan: Path) -> tuple[str | None, bool]:
    """Return the last commit that touched the plan, and whether the plan has changed since."""
    try:
        last = commits(plan)[-1]
    except NoHistoryError:
        return None, False
    if last.after is None:
        return None, False
    was = held(plan.resolve().parent, last.name, last.after)
    return last.name, was is None or was.lstrip("\ufeff") != documents.text_of(plan)


def _table(name: str, address: Address | SparkAddress) -> Table:
    said = _clean(_USER.sub("", str(address)))
    found = _files(address)
    try:
        return _seen(name, said, address, found) if found else Table(_clean(name), said)
    except OSError:  # who opens the table says it better
        return Table(_clean(name), said)


def _seen(name: str, said: str, address: Address | SparkAddress, found: list[Path]) -> Table:
    stats = [(file, file.stat()) for file in found]
    newest = max(stat.st_mtime_ns for _, stat in stats)
    seen = hashlib.sha256()
    large = sum(stat.st_size for _, stat in stats) >= _LARGE
    for file, stat in stats:
        place = file.relative_to(found[0].parent) if len(found) == 1 else _below(file, address)
        held_by = stat.st_mtime_ns if large else _hash(file)
        seen.update(repr((str(place), stat.st_size, held_by)).encode(errors="replace"))
    return Table(
        name=_clean(name),
        address=said,
        files=len(stats),
        size=sum(stat.st_size for _, stat in stats),
        changed=f"{datetime.fromtimestamp(newest // 10**9, UTC):%Y-%m-%dT%H:%M:%SZ}",
        fingerprint=seen.hexdigest(),
    )


def _hash(file: Path) -> str:
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


def _clean(text: str) -> str:
    """Return text that can be written anywhere: names of files may hold bytes that are no UTF-8."""
    return text.encode(errors="replace").decode()
