"""A version of a contract: a file as it stands, or as it stood in a revision of git."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from groundrules.errors import UsageError


def load_version(text: str) -> Any:
    """Return the pandera schema of FILE:NAME, or of FILE:NAME@REVISION.

    A revision is loaded beside the other .py files of its folder as they stood in it. Raises UsageError
    where there is no such file, name or revision, ContentError where the file does not run.
    """
    file, colon, rest = text.rpartition(":")
    name, at, revision = rest.partition("@")
    if not colon or not at:
        return _load(text, Path(file).parent)
    if not revision:
        raise UsageError(f"{text!r} names no revision after the @")
    path = Path(file)
    with TemporaryDirectory() as folder:
        _extract(path, revision, Path(folder))
        if not (Path(folder) / path.name).is_file():
            raise UsageError(f"{file}: no such file in {revision}")
        return _load(f"{Path(folder) / path.name}:{name}", Path(folder))


def _load(text: str, folder: Path) -> Any:
    """Load a contract, and forget the modules of its folder: the other version has its own."""
    from groundrules.contracts import load_schema

    before = set(sys.modules)
    try:
        return load_schema(text)
    finally:
        _forget(set(sys.modules) - before, folder.resolve())


def _forget(names: set[str], folder: Path) -> None:
    """Forget those modules that stand in a folder, and the check methods that they gave to pandera."""
    loaded = {name: sys.modules[name] for name in names}
    own = {
        name: module
        for name, module in loaded.items()
        if (file := getattr(module, "__file__", None))
        and Path(file).resolve().is_relative_to(folder)
    }
    registered = sys.modules["pandera.pandas"].Check.REGISTERED_CUSTOM_CHECKS
    elsewhere = [vars(module) for name, module in loaded.items() if name not in own]
    for name, module in own.items():
        del sys.modules[name]
        for method in [one for one in registered if one in vars(module)]:
            if not any(method in names for names in elsewhere):
                del registered[method]


def _extract(path: Path, revision: str, folder: Path) -> None:
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder")
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision")
    done = subprocess.run(
        ["git", "archive", "--format=tar", revision, "--", ":(glob)**/*.py"],
        cwd=path.parent,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UsageError(f"{path} at {revision}: git says: {reason}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
