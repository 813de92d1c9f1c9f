"""What a project remembers of its making: `.groundrules/template.json`, the base of the next update."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from groundrules.errors import ContentError

PLACE = ".groundrules/template.json"
LARGEST_TEXT = 65_536


class Made(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as the template made it: the hash of its content with line feeds, and its text where that is short."""

    sha256: str
    executable: bool = False
    text: str | None = None


class Record(msgspec.Struct, frozen=True):
    """Template, version, answers and files of a project."""

    template: str
    version: str
    answers: dict[str, Any]
    files: dict[str, Made]


def load(project: Path) -> Record | None:
    """Return a project's record, or None where it has none; raises ContentError where it cannot be read."""
    path = project / PLACE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ContentError(
            f"{path}: cannot be read ({error}). Bring it back from git, or name what the project was made of by --base"
        ) from error


def digest(content: bytes) -> str:
    """Return the hash by which contents are compared, whatever their line endings."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def text_of(content: bytes) -> str | None:
    """Return the text that a record keeps of a content, or None where it keeps the hash alone."""
    turned = content.replace(b"\r\n", b"\n")
    try:
        return turned.decode() if len(turned) <= LARGEST_TEXT else None
    except UnicodeDecodeError:
        return None


def written(record: Record) -> bytes:
    """Return a record as the hook of the templates writes it."""
    import json

    made = json.dumps(msgspec.to_builtins(record), indent=1, ensure_ascii=False)
    return (made + "\n").encode()


def answers_as_text(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as cookiecutter is given them."""
    return {key: str(value) for key, value in answers.items()}
