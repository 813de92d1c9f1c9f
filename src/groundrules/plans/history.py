"""Edits of a plan after its first exposure, field by field, from git.

A commit counts by the time at which its author wrote it, which a rebase keeps. What is edited and not committed
counts by the time of the file. Comments and the order of keys are no edits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from groundrules import documents
from groundrules.errors import ContentError
from groundrules.plans.git import Commit, NoHistoryError, commits, held

UNCOMMITTED = "uncommitted"
UNREADABLE = "(not YAML)"
_NAMES = ("metric", "where")
"""Keys by which a part of a list is told from the others."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the plan that was edited after the first exposure."""

    field: str
    """As in `primary.revenue.mde.relative`; empty for the file as a whole."""
    before: str | None
    """None where the field was not there."""
    after: str | None
    commit: str
    """The commit's full name, or `uncommitted`."""
    at: datetime
    """When its author wrote it, UTC; when the file was written, where it is not committed."""
    author: str | None

    @property
    def what(self) -> str:
        """The change in words."""
        if self.before is None:
            return f"{self.field} added" + (f": {self.after}" if self.after else "")
        if self.after is None:
            return f"{self.field} removed" + (f": it was {self.before}" if self.before else "")
        return f"{self.field or 'the file'}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class History:
    """What git tells of a plan."""

    changes: tuple[Change, ...] = ()
    """Edits after the first exposure, oldest first."""
    unknown: str | None = None
    """Why git cannot tell; then nothing else is known."""
    first: datetime | None = None
    """When the plan was first committed, by its author's clock."""
    late: bool = False
    """Whether that was after the first exposure: nothing shows that the plan was there before."""
    primary_before: tuple[str, ...] = ()
    """The primary metrics as they stood at the first exposure (or in the first commit, if `late`)."""
    primary_now: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    """Commits written before the first exposure and committed after it, as a rebase or an amendment leaves them."""

    @property
    def primary_changed(self) -> bool:
        """Whether other metrics decide now than did at the first exposure."""
        return set(self.primary_before) != set(self.primary_now)


def changes_since_start(path: Path, first_exposure: date) -> list[Change]:
    """Return the edits of a plan since its first exposure; a date counts from its 00:00 UTC.

    Raises NoHistoryError where git has no history of it.
    """
    found = history(path, first_exposure)
    if found.unknown:
        raise NoHistoryError(found.unknown)
    return list(found.changes)


def history(path: Path, first_exposure: date) -> History:
    """Return what git tells of a plan's edits since its first exposure (a date counts from its 00:00 UTC)."""
    moment = _moment(first_exposure)
    try:
        known = commits(path)
    except NoHistoryError as error:
        return History(unknown=str(error))
    folder = path.resolve().parent
    before = [one for one in known if one.written < moment]
    agreed = before[-1] if before else known[0]
    versions = {one.name: _held(folder, one.name, one.after) for one in known}
    changes: list[Change] = []
    for number, one in enumerate(known):
        if one.written >= moment and number and one.after is not None:
            changes += _changes(_parents(folder, one, known[:number]), versions[one.name], one)
    now = _read(documents.text_of(path))
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    open_edits = _changes([_held(folder, "HEAD", known[-1].after)], now, saved)
    drafted = bool(open_edits) and saved < moment
    return History(
        changes=(*changes, *([] if drafted else open_edits)),
        first=known[0].written,
        late=not before,
        primary_before=_primary(now if drafted else versions[agreed.name]),
        primary_now=_primary(now),
        rewritten=tuple(one.name for one in before if one.committed >= moment),
    )


def _held(folder: Path, revision: str, name: str | None) -> Any:
    return _read(held(folder, revision, name)) if name is not None else None


def _parents(folder: Path, commit: Commit, earlier: list[Commit]) -> list[Any]:
    """Return what the plan held in a commit's parents; where it had been removed, what it held before that."""
    if commit.before is None:
        last = next((one for one in reversed(earlier) if one.after is not None), None)
        return [_held(folder, last.name, last.after)] if last else []
    found = [_held(folder, parent, commit.before) for parent in commit.parents]
    return [one for one in found if one is not None]


def _moment(given: date) -> datetime:
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    return datetime.combine(given, time(), UTC)


def _changes(parents: list[Any], after: Any, made: Commit | datetime) -> list[Change]:
    """Return the fields in which a version differs from each of those that it was made of."""
    made_of, now = [_flat(one) for one in parents], _flat(after)
    if not made_of:
        return []
    return [
        Change(
            field=name,
            before=made_of[0].get(name),
            after=now.get(name),
            commit=made.name if isinstance(made, Commit) else UNCOMMITTED,
            at=made.written if isinstance(made, Commit) else made,
            author=made.author if isinstance(made, Commit) else None,
        )
        for name in dict.fromkeys([*made_of[0], *now])
        if all(one.get(name) != now.get(name) for one in made_of)
    ]


def _read(text: str | None) -> Any:
    """Return a plan as plain data: one of another form than today's is compared all the same."""
    if text is None:
        return None
    try:
        return documents.parse(text, "", dict[str, Any])
    except ContentError:
        return UNREADABLE


def _flat(value: Any, name: str = "") -> dict[str, str]:
    """Return field → value in one level: `primary.revenue.mde.relative` → `0.02`."""
    if isinstance(value, Mapping) and value:
        parts = [(f"{name}.{key}".strip("."), inner) for key, inner in value.items()]
    elif isinstance(value, list) and (keys := [_key(one) for one in value]) and all(keys):
        parts = [
            (f"{name}.{key}", {"": "", **{k: v for k, v in inner.items() if k not in _NAMES}})
            for key, inner in zip(keys, value, strict=True)
        ]
    else:
        return {name: _shown(value)} if value is not None or name else {}
    return {key: shown for inner, one in parts for key, shown in _flat(one, inner).items()}


def _key(part: Any) -> str | None:
    if isinstance(part, Mapping):
        return next((str(part[name]) for name in _NAMES if name in part), None)
    return None


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _primary(plan: Any) -> tuple[str, ...]:
    given = plan.get("primary") if isinstance(plan, Mapping) else None
    return tuple(_key(one) or "" for one in given) if isinstance(given, list) else ()
