"""Files as the merge sees them: those of the record, of a rendered template, of somebody's project."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from groundrules.git import GitError
from groundrules.scaffold import plumbing
from groundrules.scaffold.record import PLACE, Made, Record, digest, text_of

_NEVER = {".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Entry:
    """A file's content (None where the record knows the hash alone), or a link's target."""

    content: bytes | None
    sha: str
    executable: bool = False
    link: bool = False

    def same(self, other: Entry) -> bool:
        """Whether both hold the same, line endings aside."""
        return self.sha == other.sha and self.link == other.link


def entry(path: Path) -> Entry | None:
    """Return the file or link at a path; None where there is none."""
    if path.is_symlink():
        target = os.fsencode(path.readlink())
        return Entry(target, digest(target), link=True)
    if not path.is_file():
        return None
    content = path.read_bytes()
    return Entry(content, digest(content), executable=bool(path.stat().st_mode & 0o100))


def recorded(record: Record) -> dict[str, Entry]:
    """Return what a project's record says that the template had made."""
    return {
        path: Entry(None if made.text is None else made.text.encode(), made.sha256, made.executable)
        for path, made in record.files.items()
        if path != PLACE
    }


def walked(folder: Path) -> dict[str, Entry]:
    """Return all files of a folder, the record, environments and git's own aside."""
    found: dict[str, Entry] = {}
    for place, folders, files in os.walk(folder):
        linked = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - _NEVER - set(linked))
        for name in sorted([*files, *linked]):
            path = Path(place, name)
            one = entry(path)
            if one is not None:
                found[path.relative_to(folder).as_posix()] = one
    found.pop(PLACE, None)
    return found


def made(files: Mapping[str, Entry]) -> dict[str, Made]:
    """Return what a record says of rendered files."""
    return {
        path: Made(
            one.sha,
            one.executable,
            None if one.link or one.content is None else text_of(one.content),
        )
        for path, one in sorted(files.items())
    }


class Project:
    """Somebody's project: what is theirs, and what of it an update may touch."""

    def __init__(self, root: Path, *, force: bool = False) -> None:
        self.root, self._force = root, force

    @cached_property
    def in_git(self) -> bool:
        """Whether git keeps what an update replaces."""
        code, said = plumbing.run(
            "rev-parse", "--is-inside-work-tree", folder=self.root, may_fail=True
        )
        return code == 0 and said.strip() == b"true"

    def uncommitted(self) -> list[str]:
        """Return the files that git keeps whose present state it does not have."""
        said = plumbing.run(
            "status", "--porcelain", "-z", "--untracked-files=no", "--", ".", folder=self.root
        )[1]
        return [
            word[3:]
            for word in said.decode(errors="surrogateescape").split("\0")
            if word[2:3] == " "
        ]

    @cached_property
    def tracked(self) -> frozenset[str]:
        """The files that git keeps; all, where the project is in no git repository."""
        if not self.in_git:
            return frozenset(walked(self.root))
        return self._listed("--cached")

    def _listed(self, *which: str) -> frozenset[str]:
        said = plumbing.run("ls-files", "-z", *which, folder=self.root)[1]
        return frozenset(filter(None, said.decode(errors="surrogateescape").split("\0")))

    def candidates(self) -> dict[str, Entry]:
        """Return the files that may be moved ones: those that git keeps, and by force what it does not ignore."""
        names = self.tracked
        if self.in_git and self._force:
            names = names | self._listed("--others", "--exclude-standard")
        found = {name: self.entry(name) for name in sorted(names) if name != PLACE}
        return {name: one for name, one in found.items() if one is not None}

    def entry(self, path: str) -> Entry | None:
        """Return the file at a path, unless a link leads to it."""
        return None if self.behind_link(path) else entry(self.root / path)

    def behind_link(self, path: str) -> bool:
        """Whether a folder above a path is a link, beyond which nothing is the project's."""
        parents = Path(path).parents
        return any((self.root / parent).is_symlink() for parent in list(parents)[:-1])

    def out_of_reach(self, path: str) -> str | None:
        """Return why an update never touches what stands at a path, or None."""
        if self.behind_link(path):
            return "a link leads to it"
        if os.path.lexists(self.root / path) and path not in self.tracked:
            return "git does not keep it, so that nothing could bring it back"
        return None


def refuse_uncommitted(project: Project) -> str | None:
    """Return why an update must not begin, or None."""
    try:
        if not project.in_git:
            return (
                f"{project.root} is in no git repository, so nothing could undo an update: "
                "commit it first, or say --force"
            )
        changed = project.uncommitted()
    except GitError as error:
        return f"git does not answer about {project.root}: {error}"
    if not changed:
        return None
    named = ", ".join(changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
    return (
        f"{named} changed since the last commit, and `git checkout` could then not undo the update alone: "
        "commit or stash first, or say --force"
    )
