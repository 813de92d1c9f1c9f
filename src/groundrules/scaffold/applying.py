"""A plan carried out whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from groundrules.errors import GroundrulesError
from groundrules.scaffold.planning import Change
from groundrules.scaffold.record import PLACE


def apply(root: Path, changes: Sequence[Change], record: bytes) -> None:
    """Write all changes and the new record.

    Everything is prepared aside first; then files take their places one by one. Where one cannot, or at Ctrl-C, those
    before it go back. Raises GroundrulesError, and then the project is as it was.
    """
    work = [change for change in changes if change.writes]
    work.append(Change(PLACE, "updated", old=PLACE, content=record))
    try:
        (root / PLACE).parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=(root / PLACE).parent, prefix=".update-") as aside:
            _Applying(root, Path(aside), work).run()
    except OSError as error:
        raise GroundrulesError(
            f"{error.filename or root}: {error.strerror}; nothing was changed in the project"
        ) from error


class _Applying:
    def __init__(self, root: Path, aside: Path, work: Sequence[Change]) -> None:
        self.root, self.aside, self.work = root, aside, work
        self.undo: list[Callable[[], object]] = []

    def run(self) -> None:
        ready = [self._prepared(number, change) for number, change in enumerate(self.work)]
        try:
            for number, change in enumerate(self.work):
                if change.old and (change.content is None or change.old != change.path):
                    self._take_away(number, change.old)
            for number, (change, new) in enumerate(zip(self.work, ready, strict=True)):
                if new is not None:
                    self._put(number, change.path, new)
        except BaseException:
            for step in reversed(self.undo):
                step()
            raise

    def _prepared(self, number: int, change: Change) -> Path | None:
        if change.content is None:
            return None
        new = self.aside / f"{number}.new"
        if change.link:
            new.symlink_to(os.fsdecode(change.content))
            return new
        new.write_bytes(change.content)
        was = self.root / change.old if change.old else None
        there = was is not None and was.is_file() and not was.is_symlink()
        mode = was.stat().st_mode & 0o777 if was and there else new.stat().st_mode & 0o777
        new.chmod(mode | (mode & 0o444) >> 2 if change.executable else mode & ~0o111)
        return new

    def _take_away(self, number: int, path: str) -> None:
        place, kept = self.root / path, self.aside / f"{number}.gone"
        place.rename(kept)
        self.undo.append(lambda: _back(kept, place))
        for parent in place.parents:
            if parent == self.root or any(parent.iterdir()):
                break
            parent.rmdir()

    def _put(self, number: int, path: str, new: Path) -> None:
        place = self.root / path
        if place.is_dir() and not place.is_symlink():
            _remove_empty(place)
        if os.path.lexists(place):
            kept = self.aside / f"{number}.was"
            shutil.copy2(place, kept, follow_symlinks=False)
            self.undo.append(lambda: os.replace(kept, place))  # noqa: PTH105 takes the place of a link, too
        else:
            made = [parent for parent in place.parents if not parent.exists()]
            place.parent.mkdir(parents=True, exist_ok=True)
            self.undo.append(lambda: _unmake(place, made))
        new.replace(place)


def _back(kept: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    kept.rename(place)


def _unmake(place: Path, parents: Sequence[Path]) -> None:
    place.unlink(missing_ok=True)
    for parent in parents:
        with suppress(OSError):
            parent.rmdir()


def _remove_empty(folder: Path) -> None:
    for inner in folder.iterdir():
        _remove_empty(inner)
    folder.rmdir()
