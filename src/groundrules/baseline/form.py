"""The form of a baseline's file: JSON, sorted, one entry a line, so that branches merge."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from groundrules.errors import ConfigError

_MENDED = "take it from git, or make it anew by `groundrules baseline write`"
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is tolerated."""

    path: Annotated[Text, msgspec.Meta(description="The file, from the configuration's folder.")]
    code: Annotated[Text, msgspec.Meta(description="The rule.")]
    statement: Annotated[
        Text,
        msgspec.Meta(
            description="Hash of what the finding stands in, without layout and comments."
        ),
    ]
    count: Annotated[int, msgspec.Meta(ge=1, description="How often.")] = 1
    reason: Annotated[
        str | None, msgspec.Meta(description="Why it was added to a baseline that was there.")
    ] = None

    @property
    def key(self) -> tuple[str, str, str]:
        """(path, code, statement): what sorts entries, each key once."""
        return self.path, self.code, self.statement


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of tolerated findings."""

    version: Annotated[Literal[1], msgspec.Meta(description="Of this form.")]
    entries: Annotated[list[Entry], msgspec.Meta(description="Sorted by path, code, statement.")]


def read(file: Path) -> list[Entry]:
    """Return the entries of a baseline; raises ConfigError where it is not there or not one.

    A key that is there twice, as after a merge, is taken once, at its larger count.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        mend = "make it by `groundrules baseline write`, or take the key out"
        raise ConfigError(f"{file}: `baseline` names it, and it is not there: {mend}") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    if b"<<<<<<<" in data:
        raise ConfigError(f"{file}: git left a conflict in it: keep the lines of both sides")
    try:
        found = msgspec.json.decode(data, type=Baseline)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: no baseline ({error}): {_MENDED}") from error
    once: dict[tuple[str, str, str], Entry] = {}
    for entry in found.entries:
        held = once.get(entry.key)
        once[entry.key] = entry if held is None or entry.count > held.count else held
    return list(once.values())


def dumps(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline's file."""
    rows = [msgspec.json.encode(one).decode() for one in sorted(entries, key=lambda one: one.key)]
    listed = "".join(f"\n{row}," for row in rows).removesuffix(",")
    return f'{{"version": 1, "entries": [{listed}\n]}}\n'
