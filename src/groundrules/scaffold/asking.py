"""A template's questions: their defaults, and how they are asked at a terminal, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from groundrules.scaffold import names
from groundrules.scaffold.templates import Template


def defaults(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """Return an answer to every question: what is given, else the default, which earlier answers may shape."""
    answers: dict[str, str] = {}
    for key in template.questions:
        answers[key] = given[key] if key in given else _default(template, key, answers)
    return answers


def at_terminal(
    template: Template, given: Mapping[str, str], complain: Callable[[str], None]
) -> dict[str, str]:
    """Return all answers, asked with cookiecutter's own prompts.

    A bad answer is told by `complain` and asked again at once; what is `given` is not asked.
    """
    answers: dict[str, str] = {}
    for key, prefix in _numbered(template, given):
        if key in given:
            answers[key] = given[key]
            continue
        while True:
            said = _ask(template, key, answers, prefix)
            wrong = names.complaint(key, said)
            if wrong is None:
                break
            complain(wrong)
        answers[key] = said
    return answers


def _numbered(template: Template, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    open_ones = [key for key in template.questions if key not in given]
    for key in template.questions:
        number = open_ones.index(key) + 1 if key in open_ones else 0
        yield key, f"  [dim][{number}/{len(open_ones)}][/] "


def _ask(template: Template, key: str, answers: Mapping[str, str], prefix: str) -> str:
    from cookiecutter.prompt import read_user_choice, read_user_variable

    prompts, raw = template.asked.get("__prompts__", {}), template.asked[key]
    if isinstance(raw, list):
        return str(read_user_choice(key, list(raw), prompts, prefix))
    return str(read_user_variable(key, _default(template, key, answers), prompts, prefix))


def _default(template: Template, key: str, answers: Mapping[str, str]) -> str:
    """Return cookiecutter's own default; of a choice the first."""
    from cookiecutter.prompt import render_variable
    from cookiecutter.utils import create_env_with_context

    raw: Any = template.asked[key]
    if isinstance(raw, list):
        return str(raw[0])
    private = {name: value for name, value in template.asked.items() if name.startswith("_")}
    environment = create_env_with_context({"cookiecutter": {**private, **answers}})
    return str(render_variable(environment, raw, {**private, **answers}))
