"""The form of `run.yaml`."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


Value = bool | int | float | str
Text = Annotated[str, Meta(min_length=1)]
ParameterName = Annotated[
    str,
    _said("a name that Python takes, too", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$"),
]
StepName = Annotated[
    str, _said("letters, digits, - and _", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")
]
Words = Annotated[tuple[str, ...], Meta(min_length=1)]
Paths = Annotated[tuple[Text, ...], Meta(min_length=1)]


class Step(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step: a command, data that are held to their contracts, or a notebook.

    In every text `{date}` stands for the parameter `date`; `{{` and `}}` are braces.
    """

    name: Annotated[StepName, _said("unique in the file")]
    command: Annotated[
        Words | None,
        _said(
            "program and arguments, one a word and through no shell; `python` and `groundrules` are those that run this"
        ),
    ] = None
    validate: Annotated[
        Paths | None,
        _said("data that must keep the contracts that [tool.groundrules.contracts] gives them"),
    ] = None
    notebook: Annotated[
        Text | None,
        _said(
            "executed aside with the parameters, set after its cell tagged `parameters`; the file stays as it is"
        ),
    ] = None
    reads: Annotated[
        tuple[Text, ...],
        _said(
            "files, folders and glob patterns; the step runs again when one of them changes. The script that a command "
            "names and what it imports from the project are read anyway"
        ),
    ] = ()
    writes: Annotated[
        tuple[Text, ...],
        _said("files and folders that are there when the step is done; no patterns"),
    ] = ()
    report: Annotated[Text | None, _said("of a notebook: its report, an HTML file")] = None
    slides: Annotated[Text | None, _said("of a notebook: its slides, an HTML file")] = None
    pdf: Annotated[
        Text | None,
        _said(
            "of a notebook: its report as a PDF; left out where no browser is that could print it"
        ),
    ] = None


class Pipeline(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a deliverable is refreshed."""

    parameters: Annotated[
        dict[ParameterName, Value],
        _said(
            "name → default, whose type is that of the parameter: a date (2024-03-17), an integer, a number, a boolean "
            "(true, false) or a text"
        ),
    ] = {}
    steps: Annotated[
        tuple[Step, ...], _said("in the order in which they are executed", min_length=1)
    ]
