"""Where a readout comes from: the plan as it stood, the data as they stood, and the version that read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from groundrules import documents
from groundrules.plans.git import NoHistoryError, commits, held
from groundrules.tables.address import Address, SparkAddress
from groundrules.tables.fingerprint import seen

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
        plan_hash=documents.sha256_of(plan),
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
    found = seen(address)
    if found is None:
        return Table(_clean(name), said)
    return Table(_clean(name), said, found.files, found.size, found.changed, found.fingerprint)


def _clean(text: str) -> str:
    """Return text that can be written anywhere: names of files may hold bytes that are no UTF-8."""
    return text.encode(errors="replace").decode()
