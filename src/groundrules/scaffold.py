"""New projects from our templates, by cookiecutter; the same bytes as plain cookiecutter gives."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path

from groundrules import content
from groundrules.config import nearest
from groundrules.errors import MissingExtraError, UsageError


def list_templates() -> list[str]:
    """Return the names of the templates that ship."""
    return sorted(
        path.parent.name for path in content.room("templates").glob("*/cookiecutter.json")
    )


def new(
    template: str,
    destination: Path = Path(),
    answers: Mapping[str, str] | None = None,
    *,
    no_input: bool = False,
) -> Path:
    """Make a project in a new folder of `destination` and return it.

    The project is made aside and moved in whole, so that an error or Ctrl-C leaves nothing.
    Raises UsageError for an unknown template or answer, a hostile name, or a folder in the way.
    """
    try:
        from cookiecutter.exceptions import CookiecutterException
        from cookiecutter.main import cookiecutter
    except ImportError as error:
        raise MissingExtraError("new", "scaffold", "cookiecutter") from error
    if template not in list_templates():
        raise UsageError(f"no template is called `{template}`{nearest(template, list_templates())}")
    folder = content.room("templates") / template
    answers = dict(answers or {})
    _check(folder, answers)
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination, prefix=".groundrules-") as aside:
        try:
            made = Path(
                cookiecutter(
                    str(folder), no_input=no_input, extra_context=answers, output_dir=aside,
                    default_config=True,
                )
            )  # fmt: skip
        except CookiecutterException as error:
            raise UsageError(f"the project was not made: {error}") from error
        target = destination / made.name
        if target.exists():
            raise UsageError(f"{target} is there already; choose another project_slug, or move it")
        shutil.move(made, target)
    return target


def _check(folder: Path, answers: Mapping[str, str]) -> None:
    """Refuse unknown answers and hostile names before anything is written."""
    known = json.loads((folder / "cookiecutter.json").read_text(encoding="utf-8"))
    asked = [key for key in known if not key.startswith("_")]
    for key, value in answers.items():
        if key not in asked:
            raise UsageError(f"the template asks for no `{key}`{nearest(key, asked)}")
        if "{{" in value or "{%" in value:
            raise UsageError(f"`{key}` cannot hold {{{{ or {{%, which templates read as commands")
        choices = known[key]
        if isinstance(choices, list) and value not in choices:
            raise UsageError(f"`{key}` cannot be `{value}`{nearest(value, choices)}")
    slug = answers.get("project_slug")
    if slug is not None and (not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or iskeyword(slug)):
        suggestion = re.sub(r"[^a-z0-9]+", "_", slug.lower()).strip("_").lstrip("0123456789_")
        suggestion = (
            f"{suggestion or 'my'}_experiment" if iskeyword(suggestion or "if") else suggestion
        )
        raise UsageError(
            f"project_slug `{slug}` must be lower-case letters, digits and underscores, a letter "
            f"first, and no Python keyword; try project_slug={suggestion}"
        )
