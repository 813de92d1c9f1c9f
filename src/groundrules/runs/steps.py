"""The steps of a run: run.yaml read, held to what it promises, and filled with the values of this run."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from groundrules import documents
from groundrules.documents import FormError
from groundrules.runs import filled, parameters
from groundrules.runs.filled import Pattern
from groundrules.runs.form import Pipeline, Step
from groundrules.runs.parameters import Values

NAME = "run.yaml"
FOLDER = "runs"
Kind = Literal["command", "validate", "notebook"]
RENDERINGS = ("report", "slides", "pdf")


@dataclass(frozen=True, slots=True)
class Job:
    """A step, filled with values."""

    name: str
    kind: Kind
    line: int
    """Where it stands in run.yaml."""
    words: tuple[str, ...]
    """The command, the data to validate, or the notebook's path."""
    reads: tuple[Pattern, ...]
    """What run.yaml names; of a validation also its data, of a notebook its file."""
    writes: tuple[str, ...]
    """Files and folders, with what the notebook becomes."""
    renderings: Mapping[str, str]
    """Of a notebook: report, slides and pdf → the file."""
    unprinted: str | None
    """The PDF that is left out, because no browser is here to print it."""
    values: Values
    """The parameters that it uses."""


@dataclass(frozen=True, slots=True)
class Source:
    """What run.yaml holds, and where."""

    file: Path
    pipeline: Pipeline
    tree: yaml.Node | None

    def line(self, *steps: str | int) -> int:
        """Return the line of a part, from 1."""
        return documents.place(self.tree, steps).line

    def error(self, said: str, *steps: str | int) -> FormError:
        """Return the error that says what is wrong with a part."""
        return FormError(str(self.file), self.line(*steps), said)


def read(file: Path) -> Source:
    """Return what run.yaml says.

    Raises UsageError where there is none, ContentError with its line for what cannot be executed as it stands.
    """
    text = documents.text_of(file)
    try:
        pipeline = documents.parse(text, str(file), Pipeline)
    except FormError as error:
        if "Expected `str`, got" not in error.said:
            raise
        hint = '; put it in quotes, as in "{date}" and "5"'
        raise FormError(str(file), error.line, error.said + hint) from error
    source = Source(file, pipeline, documents.tree(text))
    for name, default in pipeline.parameters.items():
        wrong = parameters.problem(name, default)
        if wrong:
            raise source.error(f"parameters.{name}: {wrong}", "parameters", name)
    _refuse_twins(source)
    for number, step in enumerate(pipeline.steps):
        _check(source, number, step)
    return source


def _refuse_twins(source: Source) -> None:
    """Raise for two steps of one name; names become files, and those of Windows know no case."""
    names = [step.name.casefold() for step in source.pipeline.steps]
    for number, name in enumerate(names):
        if Counter(names[: number + 1])[name] > 1:
            said = f"there are two steps of the name `{source.pipeline.steps[number].name}`"
            raise source.error(said, "steps", number, "name")


def _check(source: Source, number: int, step: Step) -> None:
    kinds = [
        kind for kind in ("command", "validate", "notebook") if getattr(step, kind) is not None
    ]
    if len(kinds) != 1:
        has = (
            f"it has {' and '.join(f'`{kind}`' for kind in kinds)}"
            if kinds
            else "it has none of them"
        )
        said = f"step `{step.name}`: a step is one of `command`, `validate` and `notebook`; {has}"
        raise source.error(said, "steps", number)
    for key in RENDERINGS:
        if getattr(step, key) is not None and step.notebook is None:
            said = f"step `{step.name}`: only a notebook has `{key}`; name the file under `writes`"
            raise source.error(said, "steps", number, key)
    if step.validate is not None and step.writes:
        said = f"step `{step.name}`: a validation writes nothing"
        raise source.error(said, "steps", number, "writes")
    if step.command is not None and not step.command[0]:
        raise source.error(f"step `{step.name}`: the first word is no program", "steps", number)
    for where, text in _texts(step):
        wrong = filled.problem(text, source.pipeline.parameters) or _bad(where, text)
        if wrong:
            raise source.error(f"step `{step.name}`: {wrong}", "steps", number, *where)


def _texts(step: Step) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of a step that may hold places, and where it stands."""
    for key in ("command", "validate", "reads", "writes"):
        for place, text in enumerate(getattr(step, key) or ()):
            yield (key, place), text
    for key in ("notebook", *RENDERINGS):
        if getattr(step, key) is not None:
            yield (key,), getattr(step, key)


def _bad(where: tuple[str | int, ...], text: str) -> str | None:
    if "\0" in text:
        return f"{text!r} holds a NUL character"
    if where[0] == "command":
        return None
    if "\\" in text:
        return f"{text!r}: write / between folders; it works on Windows, too"
    if where[0] in ("writes", *RENDERINGS) and any(sign in text for sign in "*?"):
        return f"{text!r}: what a step writes is named, not a pattern; name the folder"
    return None


def jobs(source: Source, values: Values) -> tuple[Job, ...]:
    """Return the steps, filled; `values` holds all parameters."""
    return tuple(
        _job(step, source.line("steps", number, "name"), values)
        for number, step in enumerate(source.pipeline.steps)
    )


def _job(step: Step, line: int, values: Values) -> Job:
    kind: Kind = "command" if step.command else "validate" if step.validate else "notebook"
    own = step.command or step.validate or (step.notebook or "",)
    fill: Callable[[str], str] = lambda text: filled.filled(text, values)  # noqa: E731
    renderings = {
        key: _path(fill(said)) for key in RENDERINGS if (said := getattr(step, key)) is not None
    }
    unprinted = None if _prints(renderings) else renderings.pop("pdf")
    named = () if kind == "command" else own
    names = set().union(*(filled.used(text) for _, text in _texts(step)))
    reads = (filled.pattern(text, values) for text in (*named, *step.reads))
    writes = (*map(fill, step.writes), *renderings.values())
    return Job(
        name=step.name,
        kind=kind,
        line=line,
        words=tuple(map(fill, own)),
        reads=tuple(Pattern(_path(one.path), one.glob and _path(one.glob)) for one in reads),
        writes=tuple(dict.fromkeys(map(_path, writes))),
        renderings=renderings,
        unprinted=unprinted,
        values={key: value for key, value in values.items() if kind == "notebook" or key in names},
    )


def _prints(renderings: Mapping[str, str]) -> bool:
    """Whether there is no PDF, or a browser that prints it; with one the step is another, and runs anew."""
    from groundrules.render import chromium

    return "pdf" not in renderings or chromium.find() is not None


def _path(text: str) -> str:
    return posixpath.normpath(text)
