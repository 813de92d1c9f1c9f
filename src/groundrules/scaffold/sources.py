"""Where a template comes from: a folder, or a git repository at a revision."""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.git import GitError
from groundrules.scaffold import plumbing, templates

_ADDRESS = re.compile(r"([a-z+]+://|[\w.-]+@[\w.-]+:)", re.I)


def split(said: str) -> tuple[str, str | None]:
    """Return the place and the revision of `FOLDER_OR_GIT[@REV]`."""
    if Path(said).expanduser().exists():
        return said, None
    place, at, revision = said.rpartition("@")
    if not at or not place or "://" in revision:
        return said, None
    local = Path(place).expanduser().exists()
    if not local and not (_ADDRESS.match(place) and ":" not in revision):
        return said, None
    if not revision or revision.startswith("-"):
        raise UsageError(f"`{said}` has no revision after @: name a tag, branch or commit")
    return place, revision


@contextmanager
def opened(said: str, name: str | None) -> Iterator[templates.Template]:
    """Give the template at `FOLDER_OR_GIT[@REV]`; `name` chooses where a repository holds several.

    Raises UsageError for a place or revision that is not there, and where no template is found.
    """
    place, revision = split(said)
    folder = Path(place).expanduser()
    if revision is None and folder.is_dir():
        yield templates.read(_found(folder, name, said))
        return
    if not folder.is_dir() and not _ADDRESS.match(place):
        raise UsageError(f"{place}: no such folder, and no address of a git repository")
    with tempfile.TemporaryDirectory(prefix="groundrules-") as aside:
        try:
            copy = Path(aside) / "template"
            _unpack(
                folder if folder.is_dir() else _cloned(place, Path(aside)), revision or "HEAD", copy
            )
        except GitError as error:
            raise UsageError(f"{said}: {error}") from error
        yield templates.read(_found(copy, name, said))


def _cloned(address: str, aside: Path) -> Path:
    plumbing.run("clone", "-q", "--bare", "--", address, str(aside / "clone"))
    return aside / "clone"


def _unpack(repository: Path, revision: str, target: Path) -> None:
    """Write what a revision holds below `repository`, which may be a folder inside one."""
    wanted = f"{revision}^{{commit}}"
    code, said = plumbing.run(
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        wanted,
        folder=repository,
        may_fail=True,
    )
    if code:
        raise GitError(f"git knows no revision {revision} there")
    commit = said.decode().split()[-1]
    packed = plumbing.run(
        "-c", "core.autocrlf=false", "archive", "--format=tar", commit, folder=repository
    )[1]
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target, filter="data")


def _found(folder: Path, name: str | None, said: str) -> Path:
    if (folder / "cookiecutter.json").is_file():
        return folder
    held = sorted(
        {
            path.parent
            for path in [
                *folder.glob("*/cookiecutter.json"),
                *folder.glob("templates/*/cookiecutter.json"),
            ]
        }
    )
    named = [path for path in held if path.name == name] if name else held
    if len(named) == 1:
        return named[0]
    if not held:
        raise UsageError(f"{said} holds no template: no cookiecutter.json is there")
    wanted = f"no template `{name}`" if name else "several templates"
    raise UsageError(
        f"{said} holds {wanted}, but {', '.join(path.name for path in held)}: name the folder of one"
    )
