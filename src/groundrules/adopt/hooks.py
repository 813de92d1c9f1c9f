"""Our hook in `.pre-commit-config.yaml`, theirs untouched: text is put behind their last repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import yaml

from groundrules.adopt import text
from groundrules.errors import ConfigError, UsageError

FILE = ".pre-commit-config.yaml"
HOOKS = ("package-index", "installed", "none")
_LOCAL = (
    "- repo: local",
    "  hooks:",
    "    - id: groundrules-check",
    "      name: groundrules check",
    "      entry: groundrules check --quiet",
)
_TYPES = "      types_or: [python, jupyter, sql]"
_PLAIN = re.compile(r"[\w./:@+~%=-]+")


def snippet(hooks: str) -> list[str]:
    """Return the lines of our repository of hooks; raises UsageError for what names none."""
    if hooks == "installed":
        return [*_LOCAL, "      language: system", _TYPES]
    if hooks == "package-index":
        needed = f"      additional_dependencies: [groundrules=={version('groundrules')}]"
        return [*_LOCAL, "      language: python", needed, _TYPES]
    address, _, revision = hooks.rpartition("@")
    if not address or not revision or ":" in revision:
        raise UsageError(
            f"--hooks {hooks}: say {', '.join(HOOKS)}, or ADDRESS@REVISION of a git repository"
        )
    return [
        f"- repo: {_scalar(address)}",
        f"  rev: {json.dumps(revision)}",
        "  hooks:",
        "    - id: groundrules-check",
    ]


def _scalar(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else json.dumps(word)


def added(data: bytes | None, hooks: str) -> bytes:
    """Return the file with our hook; `data` is theirs, or None where there is none.

    Raises ConfigError, with the lines to put in by hand, where they cannot be put in safely.
    """
    lines = snippet(hooks)
    if data is None:
        return "".join(
            f"{line}\n" for line in ["repos:", *("  " + line for line in lines)]
        ).encode()
    before = _load(data, lines)
    if "groundrules-check" in str(before):
        return data
    place = _end_of_repos(data)
    if place is None:
        raise _refused("`repos` is no list in block form", lines)
    line, indent = place
    after = text.inserted(data, line, [" " * indent + one for one in lines])
    ours = yaml.safe_load("\n".join(lines))
    if _load(after, lines) != {**before, "repos": [*before["repos"], *ours]}:
        raise _refused("what comes out would not say the same", lines)
    return after


def _load(data: bytes, lines: list[str]) -> dict[str, Any]:
    try:
        content = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refused(f"not YAML ({str(error).splitlines()[0]})", lines) from error
    if not isinstance(content, dict) or not isinstance(content.get("repos"), list):
        raise _refused("it has no list `repos`", lines)
    return content


def _refused(why: str, lines: list[str]) -> ConfigError:
    listed = "\n".join(f"  {line}" for line in lines)
    return ConfigError(f"{FILE}: {why}; put in by hand, or say --hooks none:\n{listed}")


def _end_of_repos(data: bytes) -> tuple[int, int] | None:
    """Return the last line of the last repository, from 1, and the column of its dash."""
    root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    repos = next(value for key, value in root.value if key.value == "repos")
    if repos.flow_style or not repos.value:
        return None
    last = max(_last_line(node) for node in _leaves(repos.value[-1], set()))
    return last, repos.start_mark.column


def _leaves(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    """Yield what has an end of its own; what an alias names stands elsewhere, and never later."""
    if id(node) in seen:
        return
    seen.add(id(node))
    flow = getattr(node, "flow_style", False)
    if isinstance(node, yaml.MappingNode) and node.value and not flow:
        for key, value in node.value:
            yield from _leaves(key, seen)
            yield from _leaves(value, seen)
    elif isinstance(node, yaml.SequenceNode) and node.value and not flow:
        for value in node.value:
            yield from _leaves(value, seen)
    else:
        yield node


def _last_line(node: yaml.Node) -> int:
    mark = node.end_mark
    return (
        int(mark.line) if mark.column == 0 and mark.line > node.start_mark.line else mark.line + 1
    )
