"""The plan that a report is held to: its name, its version, and how often it was edited since its start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from groundrules import documents
from groundrules.errors import GroundrulesError
from groundrules.plans.history import history
from groundrules.render.summary import setting


@dataclass(frozen=True)
class Planned:
    """A plan's file; `sha256` is None where it cannot be read."""

    file: str
    name: str
    sha256: str | None
    edits: str
    """What git tells of edits since the start, in words; nothing where the plan has no start."""


def planned(node: Any, folder: Path) -> Planned | None:
    """Return the plan that the notebook's metadata `groundrules.plan` names; None where it names none.

    Plans of experiments (`groundrules plan`) and of markets (`groundrules quasi`) both have a name and a start.
    """
    file = setting(node, "plan")
    if file is None:
        return None
    path = folder / file
    try:
        content = documents.read(path, dict[str, Any])
        return Planned(
            file, str(content.get("name", "")), documents.sha256_of(path), _edits(path, content)
        )
    except GroundrulesError:
        return Planned(file, "", None, "")


def _edits(path: Path, content: dict[str, Any]) -> str:
    start = content.get("start", content.get("treatment_start"))
    if not isinstance(start, str):
        return ""
    try:
        found = history(path, date.fromisoformat(start))
    except (ValueError, GroundrulesError):
        return ""
    if found.unknown:
        return f"edits since its start are not known: {found.unknown}"
    late = "committed after its start; " if found.late else ""
    fields = len(found.changes)
    return (
        f"{late}{fields or 'no'} field{'' if fields == 1 else 's'} edited since its start, {start}"
    )
