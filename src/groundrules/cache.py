"""What was found in files last time, for files that have not changed since.

One JSON file for each state of rules, configuration and groundrules itself, in
`.groundrules_cache/` beside the configuration. It is never trusted further than
it can be checked: what does not read as it should is not there. A folder that
cannot be written means no cache, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from groundrules.findings import Finding

FOLDER = ".groundrules_cache"
_KEPT = 8  # states of rules and configuration that are kept
RACY = 100_000_000  # ns: a file as young as this may change again without its stamp changing

Stamp = list[int | str] | str


@dataclass(frozen=True, slots=True)
class Known:
    """What one file was found to hold."""

    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]


@dataclass(slots=True)
class Cache:
    """Findings by file, for one state of rules and configuration."""

    root: Path
    name: str
    about: Mapping[str, Mapping[str, Any]] | None = None
    """What the catalogue says of each rule that runs, so that a run which reads nothing loads nothing."""
    by_content: bool = False
    """Whether files are told by what they hold, as in CI, where each checkout is new."""
    _files: dict[str, Any] = field(default_factory=dict)
    _changed: bool = False
    _born: int = field(default_factory=time.time_ns)
    _here: bool = False
    """Whether relative paths start at `root`."""

    @property
    def _path(self) -> Path:
        return self.root / FOLDER / f"{self.name}.json"

    def stamp(self, path: str, around: str = "") -> Stamp | None:
        """Return what tells this state of a file from another; None where it cannot be told.

        `around` is the state of what else its findings depend on.
        """
        try:
            if self.by_content:
                with open(path, "rb") as opened:
                    return hashlib.file_digest(opened, "blake2b").hexdigest()[:32] + around
            about = os.stat(path)
        except OSError:
            return None
        if self._born - max(about.st_mtime_ns, about.st_ctime_ns) < RACY:
            return None
        return [about.st_mtime_ns, about.st_ctime_ns, about.st_size, around]

    def get(self, path: str, stamp: Stamp | None) -> Known | None:
        """Return what is known of a file in this very state."""
        row = self._files.get(self._key(path))
        if row is None or stamp is None:
            return None
        try:
            kept, findings, notes = row
            if kept != stamp:
                return None
            return Known(_findings(path, findings), _findings(path, notes))
        except (TypeError, ValueError):
            return None

    def put(self, path: str, stamp: Stamp | None, known: Known) -> None:
        """Keep what was found in a file."""
        if stamp is not None:
            rows = [[astuple(f)[1:] for f in part] for part in (known.findings, known.notes)]
            self._files[self._key(path)] = [stamp, *rows]
            self._changed = True

    def save(self) -> None:
        """Write it, whole or not at all; what another run wrote meanwhile is kept where it can be."""
        if not self._changed:
            return
        meanwhile = _read(self._path).get("files")
        if isinstance(meanwhile, dict):
            self._files = {**meanwhile, **self._files}
        document = {"about": self.about, "files": self._files}
        import tempfile  # it loads much, and most runs have nothing to write

        with suppress(OSError):
            folder(self.root)
            handle, aside = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
            try:
                with open(handle, "w", encoding="utf-8") as opened:
                    json.dump(document, opened, separators=(",", ":"))
                os.replace(aside, self._path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(aside)
                raise
            self._forget()

    def _forget(self) -> None:
        states = sorted(self._path.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in states[:-_KEPT]:
            old.unlink(missing_ok=True)

    def _key(self, path: str) -> str:
        if self._here and not os.path.isabs(path):
            return path
        return os.path.relpath(path, self.root)


def folder(root: Path) -> Path:
    """Return the folder below `root`, made where it is not there; git leaves it out."""
    place = root / FOLDER
    place.mkdir(exist_ok=True)
    ignored = place / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
    return place


def load(root: Path, state: Iterable[object], *, by_content: bool = False) -> Cache:
    """Return the cache of one state, empty where there is none that can be read."""
    name = hashlib.blake2b("\n".join(map(repr, state)).encode(), digest_size=16).hexdigest()
    cache = Cache(root, name, by_content=by_content, _here=os.path.samefile(root, os.curdir))
    document = _read(cache._path)
    about, files = document.get("about"), document.get("files")
    if isinstance(about, dict) and isinstance(files, dict):
        cache.about, cache._files = about, files
    return cache


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _findings(path: str, rows: Iterable[Iterable[Any]]) -> tuple[Finding, ...]:
    found = []
    for row in rows:
        *parts, excerpt, anchor = row
        found.append(Finding(*(path, *parts, tuple(excerpt), anchor)))
    return tuple(found)
