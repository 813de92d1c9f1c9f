"""What a day of a table was made of, as it stands beside it; believed only as far as the files agree with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from groundrules.tables.fingerprint import sha256

NAME = "_made.json"
"""Hidden from who reads the folder as a table."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contents by their sha256."""

    inputs: Mapping[str, str]
    """Path, from the folder of the table → content."""
    code: str
    """Of all that says how the rows are made."""
    output: str


def read(place: Path) -> Record | None:
    """Return the record of a day; None where there is none that can be read."""
    try:
        return msgspec.json.decode((place / NAME).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None


def write(place: Path, record: Record) -> None:
    """Write the record of a day, whole or not at all."""
    aside = place / f"{NAME}.aside"
    aside.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")
    aside.replace(place / NAME)


def code(parts: Iterable[Path | str]) -> str:
    """Return the hash of what says how rows are made: contents of files, and texts."""
    said = [sha256(part) if isinstance(part, Path) else part for part in parts]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()
