"""What a template asks and what it is for, from its own files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundrules import content
from groundrules.config import nearest
from groundrules.errors import ContentError, UsageError
from groundrules.scaffold import names

PROJECT = "{{cookiecutter.project_slug}}"


def list_templates() -> list[str]:
    """Return the names of the templates that ship."""
    return sorted(
        path.parent.name for path in content.room("templates").glob("*/cookiecutter.json")
    )


def shipped(name: str) -> Path:
    """Return the folder of a template that ships; raises UsageError with the nearest name."""
    known = list_templates()
    if name not in known:
        raise UsageError(f"no template is called `{name}`{nearest(name, known)}")
    return content.room("templates") / name


@dataclass(frozen=True)
class Template:
    """A folder that cookiecutter can render, and what its cookiecutter.json asks."""

    folder: Path
    asked: Mapping[str, Any]

    @property
    def questions(self) -> list[str]:
        """The keys of its answers, in the order in which they are asked."""
        return [key for key in self.asked if not key.startswith("_")]

    @property
    def name(self) -> str:
        """What it is called in the record of a project."""
        return str(self.asked.get("_groundrules_template", self.folder.name))

    @property
    def version(self) -> str:
        """The version of groundrules that it belongs to; empty where it says none."""
        return str(self.asked.get("_groundrules_version", ""))

    @property
    def longest(self) -> int:
        """Characters of the longest path in a project made of it."""
        own = self.folder / PROJECT
        paths = [path.relative_to(own).as_posix() for path in own.rglob("*")]
        return max(map(len, [*paths, ".groundrules/template.json"]))

    def refuse(self, answers: Mapping[str, str]) -> None:
        """Raise UsageError for an answer that is not asked for, cannot be chosen, or is no name that works."""
        for key, value in answers.items():
            if key not in self.questions:
                raise UsageError(f"the template asks for no `{key}`{nearest(key, self.questions)}")
            choices = self.asked[key]
            if isinstance(choices, list) and value not in choices:
                raise UsageError(f"`{key}` cannot be `{value}`{nearest(value, choices)}")
            complaint = names.complaint(key, value)
            if complaint:
                raise UsageError(complaint)

    def description(self) -> str:
        """Return one line on what it is for: its `_description`, else the first sentence of its README."""
        if "_description" in self.asked:
            return str(self.asked["_description"])
        for readme in (self.folder / "README.md", self.folder / PROJECT / "README.md"):
            if readme.is_file():
                return _first_sentence(readme.read_text(encoding="utf-8"))
        return ""


def read(folder: Path) -> Template:
    """Return the template in a folder; raises ContentError where its cookiecutter.json is none."""
    path = folder / "cookiecutter.json"
    try:
        asked = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(asked, dict):
        raise ContentError(f"{path}: must be an object of questions")
    return Template(folder, asked)


def _first_sentence(text: str) -> str:
    prose = [
        paragraph
        for paragraph in re.split(r"\n\s*\n", text)
        if not paragraph.startswith(("#", "{", "```", "|", "-"))
    ]
    words = " ".join(prose[0].split()) if prose else ""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    return "" if "{{" in words else re.split(r"(?<=\.)\s", words)[0]
