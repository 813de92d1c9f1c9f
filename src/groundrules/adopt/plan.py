"""All that an adoption writes, worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from groundrules import baseline, check, walk
from groundrules.adopt import hooks, missing, repository, settings
from groundrules.adopt.repository import Repository
from groundrules.adopt.text import appended
from groundrules.config import BASELINE, Config
from groundrules.errors import ConfigError, UsageError
from groundrules.findings import Finding


@dataclass(frozen=True, slots=True)
class Adoption:
    """The files with their content, and what a commit of them says."""

    root: Path
    files: dict[str, bytes]
    found: int
    message: str
    already: str | None = None
    """The configuration that is there, where the repository was adopted before; then nothing is written."""


def adoption(folder: Path, choice: str = "package-index") -> Adoption:
    """Return what an adoption of the repository around a folder writes; raises UsageError and ConfigError."""
    if choice != "none":
        hooks.snippet(choice)
    there = repository.find(folder)
    if already := _already(there.root):
        return Adoption(there.root, {}, 0, "", already)
    seen = settings.look(there)
    name, content = settings.written(there.root, seen)
    files = {name: content}
    if choice != "none":
        theirs = there.root / hooks.FILE
        files[hooks.FILE] = hooks.added(theirs.read_bytes() if theirs.is_file() else None, choice)
    files |= _ignored(there)
    found = _found(there, seen)
    entries = baseline.renewed(found, (), there.root).grown
    files[BASELINE] = baseline.dumps(entries).encode()
    held = {name: _held(there.root / name) for name in files}
    if held[BASELINE] is not None:
        raise UsageError(
            f"{there.root / BASELINE} is there already, without a configuration: move it"
        )
    files = {name: data for name, data in sorted(files.items()) if data != held[name]}
    return Adoption(there.root, files, len(found), _message(there, seen, files, found))


def _already(root: Path) -> str | None:
    if (root / "groundrules.toml").is_file():
        return "groundrules.toml"
    project = root / "pyproject.toml"
    if project.is_file():
        tool = settings.parsed(project.read_bytes()).get("tool", {})
        if isinstance(tool, dict) and "groundrules" in tool:
            return "pyproject.toml"
    return None


def _held(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _ignored(there: Repository) -> dict[str, bytes]:
    """Return .gitignore with our lines, where it lacks them; a folder runs/ of theirs stays in git."""
    held = _held(there.root / ".gitignore") or b""
    spec = GitIgnoreSpec.from_lines(held.decode(errors="replace").splitlines())
    wanted = [".groundrules_cache/"]
    if not any(name.startswith("runs/") for name in there.tracked):
        wanted.append("/runs/")
    lines = [line for line in wanted if not spec.match_file(line.strip("/") + "/x")]
    return {".gitignore": appended(held, lines)} if lines else {}


def _found(there: Repository, seen: settings.Seen) -> list[Finding]:
    """Return what is found today, in tracked files that git ignores, too: hooks are given those."""
    given = {"dialect": seen.dialect} if seen.dialect else {}
    config = Config(there.root, exclude=seen.exclude, settings=given)
    tracked = [there.root / name for name in there.tracked if name.endswith(walk.SUFFIXES)]
    result = check.check_paths([there.root, *tracked], config=config, anchored=True)
    shut = [note for note in result.notes if note.code == baseline.UNREADABLE]
    if shut:
        more = f" and {len(shut) - 1} more" if len(shut) > 1 else ""
        raise ConfigError(f"{shut[0].path}{more}: {shut[0].message} Make it readable, or delete it")
    return [*result.findings, *result.notes]


def _message(
    there: Repository, seen: settings.Seen, files: dict[str, bytes], found: list[Finding]
) -> str:
    lines = [f"Adopt groundrules, with a baseline of {len(found):,} findings", ""]
    lines += ["Written:", *(f"- {name}" for name in files), "", "Seen:"]
    lines += [f"- {one}" for one in seen.said]
    by_rule = Counter(one.code for one in found).most_common()
    lines += (
        ["", "Found today, and tolerated from now on:"] if by_rule else ["", "Nothing was found."]
    )
    lines += [f"- {code}: {number:,}" for code, number in by_rule]
    lacks = missing.missing(there)
    if lacks:
        lines += ["", "Missing beside a project from the templates:", *missing.listed(lacks)]
    return "\n".join(lines) + "\n"
