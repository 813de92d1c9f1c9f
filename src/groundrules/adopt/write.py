"""An adoption is written whole, or not at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from groundrules import check
from groundrules import config as configuration
from groundrules.adopt.plan import Adoption
from groundrules.adopt.repository import tell
from groundrules.errors import ConfigError, GroundrulesError, UsageError
from groundrules.git import GitError


def patch(adoption: Adoption) -> str:
    """Return what would be written, as a patch that `git apply` takes."""
    parts: list[str] = []
    for name, data in adoption.files.items():
        path = adoption.root / name
        before = path.read_bytes().decode(errors="surrogateescape") if path.is_file() else None
        start, end = ("/dev/null" if before is None else f"a/{name}"), f"b/{name}"
        mode = ["new file mode 100644\n"] if before is None else []
        old = (before or "").splitlines(keepends=True)
        new = data.decode(errors="surrogateescape").splitlines(keepends=True)
        lines = [f"diff --git a/{name} {end}\n", *mode, *difflib.unified_diff(old, new, start, end)]
        parts += [
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        ]
    return "".join(parts).encode(errors="surrogateescape").decode(errors="replace")


def write(adoption: Adoption) -> None:
    """Write and stage the files, and see that the check is silent; else all is as it was."""
    with _whole(adoption):
        _written(adoption)


def commit(adoption: Adoption) -> None:
    """The same, and commit them; no hook is run, since ours just was, and theirs may rewrite files."""
    with _whole(adoption):
        _written(adoption)
        tell(adoption.root, "commit", "-q", "-F", "-", given=adoption.message)


def _written(adoption: Adoption) -> None:
    for name, data in adoption.files.items():
        (adoption.root / name).write_bytes(data)
    tell(adoption.root, "add", "-f", "--", *adoption.files)
    config = configuration.load(adoption.root)
    result = check.check_paths([adoption.root], config=config, cached=True)
    if result.findings or result.notes:
        first = [*result.findings, *result.notes][0]
        raise GroundrulesError(
            f"the check is not silent after the adoption ({first.place}: {first.code}); nothing was changed"
        )


@contextmanager
def _whole(adoption: Adoption) -> Iterator[None]:
    """Put everything back where something is raised, Ctrl-C too."""
    paths = {name: adoption.root / name for name in adoption.files}
    before = {n: path.read_bytes() if path.is_file() else None for n, path in paths.items()}
    try:
        yield
    except BaseException as error:
        with suppress(GitError):
            tell(adoption.root, "reset", "-q", "--", *adoption.files)
        for name, data in before.items():
            if data is None:
                paths[name].unlink(missing_ok=True)
            else:
                paths[name].write_bytes(data)
        if isinstance(error, OSError):
            raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error
        if isinstance(error, GitError):
            raise ConfigError(
                f"git did not take the commit ({error}); nothing was changed"
            ) from error
        raise
