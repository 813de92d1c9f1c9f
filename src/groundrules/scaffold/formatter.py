"""The project's own formatter, held over the template's text where the project's text keeps to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

SUFFIXES = (".py", ".pyi", ".ipynb")


class Formatter:
    """`ruff format` with the project's configuration, where ruff is to be found."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._known: dict[tuple[str, bytes], bytes | None] = {}

    @cached_property
    def _program(self) -> str | None:
        near = [
            self._project / ".venv" / "bin" / "ruff",
            self._project / ".venv" / "Scripts" / "ruff.exe",
        ]
        near.append(Path(sys.executable).with_name("ruff"))
        return next((str(path) for path in near if path.is_file()), shutil.which("ruff"))

    def formatted(self, path: str, content: bytes) -> bytes | None:
        """Return the content formatted as the file at `path`; None where nothing can format it."""
        if not path.endswith(SUFFIXES) or self._program is None:
            return None
        key = path, content
        if key not in self._known:
            self._known[key] = self._run(path, content)
        return self._known[key]

    def _run(self, path: str, content: bytes) -> bytes | None:
        done = subprocess.run(
            [str(self._program), "format", "--quiet", "--force-exclude", "--stdin-filename", path, "-"],
            cwd=self._project, input=content, capture_output=True, check=False,
        )  # fmt: skip
        return done.stdout if done.returncode == 0 else None

    def like(self, path: str, ours: bytes, *others: bytes) -> tuple[bytes, ...]:
        """Return the others formatted if `ours` is as the formatter leaves it, else as they are."""
        if self.formatted(path, ours) != ours:
            return others
        made = [self.formatted(path, other) for other in others]
        return tuple(one for one in made if one is not None) if None not in made else others
