"""New projects from our templates, by cookiecutter; the same bytes as plain cookiecutter gives."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.scaffold import names, rendering, templates

Ask = Callable[[templates.Template, Mapping[str, str]], Mapping[str, str]]


def new(
    template: str,
    destination: Path = Path(),
    answers: Mapping[str, str] | None = None,
    *,
    no_input: bool = False,
    ask: Ask | None = None,
) -> Path:
    """Make a project in a new folder of `destination` and return it.

    ask: gives all answers, from the template and those that are given; without it, or with `no_input`, what is not
    answered is the template's default. The project is made aside and moved in whole, so that an error or Ctrl-C
    leaves nothing. Raises UsageError for an unknown template or answer, a hostile name, or a folder in the way.
    """
    rendering.need("new")
    chosen = templates.read(templates.shipped(template))
    given = dict(answers or {})
    chosen.refuse(given)
    if ask is not None and not no_input:
        given = dict(ask(chosen, given))
        chosen.refuse(given)
    given = _whole(chosen, given)
    target = destination / given["project_slug"]
    _refuse_place(target, chosen.longest)
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination, prefix=".groundrules-") as aside:
        made = rendering.render(chosen.folder, given, Path(aside))
        if target.exists():
            raise UsageError(f"{target} is there already; choose another project_slug, or move it")
        shutil.move(made, target)
    return target


def _whole(template: templates.Template, given: Mapping[str, str]) -> dict[str, str]:
    """Return all answers, the defaults too, judged before anything is written."""
    from groundrules.scaffold.asking import defaults

    whole = defaults(template, given)
    complaint = names.first_complaint(whole)
    if complaint:
        raise UsageError(complaint)
    return whole


def _refuse_place(target: Path, longest: int) -> None:
    crowded = names.crowded(str(target.absolute()), longest)
    if crowded:
        raise UsageError(crowded)
    if target.exists():
        raise UsageError(f"{target} is there already; choose another project_slug, or move it")
