"""Git as an engine: programs that read what they are given and print; none looks at the user's configuration."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from groundrules import git
from groundrules.errors import GroundrulesError
from groundrules.git import GitError

LEAST = (2, 30)


def run(
    *words: str, folder: Path | None = None, given: bytes = b"", may_fail: bool = False
) -> tuple[int, bytes]:
    """Return git's exit code and what it prints, whatever is configured; raises GitError as `groundrules.git.run`."""
    alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return git.run(*words, folder=folder, given=given, may_fail=may_fail, more=alone)


def need_version() -> None:
    """Raise GroundrulesError where git is missing or too old to merge with."""
    said = run("--version")[1].decode(errors="replace").strip()
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < LEAST:
        wanted = ".".join(map(str, LEAST))
        raise GroundrulesError(
            f"this needs git {wanted} or later to merge, and here is {said!r}: install a newer git"
        )


class Store:
    """A repository of its own, in which trees of files are compared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        run("init", "-q", "--bare", str(folder))

    def tree(self, files: Mapping[str, tuple[str, bytes]]) -> str:
        """Return the tree of path → (mode, content)."""
        index = self.folder / "index"
        index.unlink(missing_ok=True)
        lines = [
            f"{mode} {self._blob(content)}\t{path}\0".encode(errors="surrogateescape")
            for path, (mode, content) in sorted(files.items())
        ]
        self._git("update-index", "-z", "--index-info", given=b"".join(lines))
        return self._git("write-tree").decode().strip()

    def _blob(self, content: bytes) -> str:
        return (
            self._git("hash-object", "-w", "--no-filters", "--stdin", given=content)
            .decode()
            .strip()
        )

    def renamed(self, before: str, after: str) -> dict[str, str]:
        """Return old path → new path of the files that moved between two trees."""
        said = self._git(
            "diff-tree", "-r", "-z", "-M50%", "-l0", "--no-rename-empty", before, after
        )
        words = iter(said.decode(errors="surrogateescape").split("\0"))
        moved = {}
        for word in words:
            status = word.rsplit(" ", 1)[-1]
            if status.startswith("R"):
                old = next(words)
                moved[old] = next(words)
            elif word:
                next(words)
        return moved

    def patch(self, before: str, after: str) -> str:
        """Return what turns one tree into another, as `git apply` takes it."""
        return self._git("diff", "--binary", "-M", before, after).decode(errors="replace")

    def _git(self, *words: str, given: bytes = b"") -> bytes:
        return run(f"--git-dir={self.folder}", *words, folder=self.folder, given=given)[1]


@contextmanager
def store() -> Iterator[Store]:
    """Give a repository that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="groundrules-") as folder:
        yield Store(Path(folder) / "store")


def merge_file(base: bytes, ours: bytes, theirs: bytes, labels: Iterable[str]) -> tuple[bytes, int]:
    """Return three texts merged by lines and how many places conflict, which then hold both, between markers."""
    named = [word for label in labels for word in ("-L", label)]
    with tempfile.TemporaryDirectory(prefix="groundrules-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        code, said = run(
            "merge-file", "-p", "-q", *named, *map(str, paths), folder=Path(folder), may_fail=True
        )
    if code > 127:
        raise GitError("git merge-file could not merge")
    return said, code
