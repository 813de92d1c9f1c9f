"""What an update does to each file, decided before anything is written.

A file of the template has at most one place in the project and one in the newer template. Where only one side moved,
changed or deleted it, that holds; where both did, somebody's own version stays or both are merged, and it is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from groundrules.scaffold import contents, moves
from groundrules.scaffold.contents import Outcome
from groundrules.scaffold.formatter import Formatter
from groundrules.scaffold.plumbing import Store
from groundrules.scaffold.tree import Entry, Project

State = Literal["added", "updated", "merged", "moved", "removed", "kept", "conflict"]


@dataclass(frozen=True)
class Change:
    """What becomes of one file.

    path: where it is in the end, or was; old: where it is now, None where it is nowhere; content: None where the file
    goes, or where `writes` is false.
    """

    path: str
    state: State
    note: str = ""
    old: str | None = None
    content: bytes | None = None
    executable: bool = False
    link: bool = False
    writes: bool = True


class Planner:
    """The three versions, and what moved between them."""

    def __init__(
        self, base: Mapping[str, Entry], project: Project, theirs: Mapping[str, Entry], store: Store
    ) -> None:
        self.base, self.project, self.theirs = base, project, theirs
        self.formatter = Formatter(project.root)
        self.ours = {path: one for path in base if (one := self._own(path)) is not None}
        missing = {
            path: one for path, one in base.items() if path not in self.ours and self._gone(path)
        }
        come = (
            {path: one for path, one in project.candidates().items() if path not in base}
            if missing
            else {}
        )
        self.moved = moves.found(missing, come, store, self.formatter)
        dropped = {path: one for path, one in base.items() if path not in theirs}
        fresh = {path: one for path, one in theirs.items() if path not in base}
        self.theirs_moved = moves.found(dropped, fresh, store, self.formatter)

    def _own(self, path: str) -> Entry | None:
        return None if self.project.out_of_reach(path) else self.project.entry(path)

    def _gone(self, path: str) -> bool:
        return self.project.out_of_reach(path) is None

    def plan(self) -> list[Change]:
        """Return all changes, sorted by path; two plans of the same are the same."""
        made = [change for path in sorted(self.base) for change in self._of_base(path)]
        new = sorted(set(self.theirs) - set(self.base) - set(self.theirs_moved.values()))
        made += [change for path in new for change in self._added(path)]
        return sorted(
            _without_clashes(made, self.project), key=lambda change: (change.path, change.state)
        )

    def _of_base(self, path: str) -> Iterator[Change]:
        base = self.base[path]
        own_path = path if path in self.ours else self.moved.get(path)
        new_path = path if path in self.theirs else self.theirs_moved.get(path)
        now = self.theirs[new_path] if new_path else None
        if own_path is None:
            if now is not None and not base.same(now):
                why = self.project.out_of_reach(path)
                said = (
                    f"{why}; the template changed it"
                    if why
                    else "you deleted it; the template changed it"
                )
                yield Change(path, "kept", said, writes=False)
            return
        own = self.project.entry(own_path)
        assert own is not None
        if now is None or new_path is None:
            yield self._dropped(path, own_path, base, own)
            return
        yield from self._in_all(path, own_path, new_path, (base, own, now))

    def _dropped(self, path: str, own_path: str, base: Entry, own: Entry) -> Change:
        if own_path == path and contents.unchanged(path, base, own, self.formatter):
            return Change(path, "removed", old=path)
        did = "moved" if own_path != path else "changed"
        return Change(
            own_path, "kept", f"the template no longer has it; you {did} it", writes=False
        )

    def _in_all(
        self, path: str, own_path: str, new_path: str, versions: tuple[Entry, Entry, Entry]
    ) -> Iterator[Change]:
        base, own, now = versions
        outcome = contents.merge(own_path, base, own, now, self.formatter)
        target = new_path if own_path == path else own_path
        notes = [outcome.note]
        if path not in (own_path, new_path) and own_path != new_path:
            notes.append(f"you moved it here, the template moved it to {new_path}")
        executable = now.executable if own.executable == base.executable else own.executable
        yield from _change(
            own_path, target, own, outcome, executable, "; ".join(filter(None, notes))
        )

    def _added(self, path: str) -> Iterator[Change]:
        now = self.theirs[path]
        target = moves.followed(path, self.moved, set(self.ours))
        note = f"beside what you moved from {PurePosixPath(path).parent}" if target != path else ""
        if not os.path.lexists(self.project.root / target):
            yield Change(target, "added", note, None, now.content, now.executable, now.link)
            return
        own = self.project.entry(target)
        if own is None:  # a folder, or behind a link: told with the clashes
            yield Change(target, "added", note, None, now.content, now.executable, now.link)
            return
        why = self.project.out_of_reach(target)
        if why:
            if not own.same(now):
                yield Change(
                    target, "conflict", f"the template has a file of this name; {why}", writes=False
                )
            return
        outcome = contents.both_added(target, own, now, self.formatter)
        yield from _change(target, target, own, outcome, own.executable, "")


def _change(
    old: str, target: str, own: Entry, outcome: Outcome, executable: bool, note: str
) -> Iterator[Change]:
    same = (outcome.content, outcome.link, executable) == (own.content, own.link, own.executable)
    writes = not same or old != target
    state: State
    if outcome.conflict:
        state, note = "conflict", "; ".join(filter(None, [outcome.conflict, note]))
    elif old != target:
        state, note = "moved", "; ".join(filter(None, [f"from {old}", note]))
    elif same:
        if not note:
            return
        state = "kept"
    else:
        state = "merged" if outcome.merged else "updated"
    yield Change(target, state, note, old, outcome.content, executable, outcome.link, writes)


def _without_clashes(changes: list[Change], project: Project) -> Iterator[Change]:
    """Yield the changes; what would need a place that somebody's file or folder has, stays out or where it is."""
    leave = {
        change.old
        for change in changes
        if change.writes and change.old and change.old != change.path
    }
    leave |= {change.path for change in changes if change.state == "removed"}
    taken: set[str] = set()
    for change in changes:
        fresh = change.writes and change.content is not None and change.path != change.old
        why = _in_the_way(change.path, project, leave, taken) if fresh else None
        if why is None:
            taken |= {change.path} if fresh else set()
            yield change
        elif change.old is None:
            said = f"{why}; the template's file was not put there (its text is in the record)"
            yield replace(change, state="conflict", note=said, writes=False)
        else:
            said = f"the template moved it to {change.path}, where {why}"
            yield replace(change, path=change.old, state="conflict", note=said)


def _in_the_way(path: str, project: Project, leave: set[str | None], taken: set[str]) -> str | None:
    for parent in list(PurePosixPath(path).parents)[:-1]:
        place = project.root / parent
        if place.is_symlink() or (
            place.exists() and not place.is_dir() and str(parent) not in leave
        ):
            return f"you have {parent}, which is no folder"
    place = project.root / path
    if path in taken:
        return "another file goes"
    if place.is_dir() and not place.is_symlink():
        held = [
            one.relative_to(project.root).as_posix() for one in place.rglob("*") if not one.is_dir()
        ]
        return None if set(held) <= leave else f"you have a folder {path}"
    return f"you have {path} already" if os.path.lexists(place) and path not in leave else None
