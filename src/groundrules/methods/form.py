"""The files of the method guide: one method a file, questions.yaml and gaps.yaml, in folders of any depth.

standards/methods/questions.yaml           questions that all families share
standards/methods/FAMILY/questions.yaml    questions of one family: asked after the shared ones
standards/methods/FAMILY/gaps.yaml         descriptions that no method answers, and why
standards/methods/FAMILY/NAME.yaml         a method
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", description="lower-case words joined by _ or -"
    ),
]
Conditions = dict[Name, Annotated[list[Name], msgspec.Meta(min_length=1)]]
"""Question → the answers that are accepted; all of them must hold. A question that is not named may be anything."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer that a question takes."""

    name: Name
    text: Annotated[
        Text,
        msgspec.Meta(description="the answer in one clause, as the path of decisions prints it"),
    ]
    help: Annotated[str, msgspec.Meta(description="how to tell that it is this one; examples")] = ""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to be told about the task; asked only where it still tells methods apart."""

    name: Annotated[Name, msgspec.Meta(description="its flag and its key in a description")]
    text: Annotated[Text, msgspec.Meta(description="the question as it is put to a person")]
    why: Annotated[Text, msgspec.Meta(description="why the answer changes the method")]
    find_out: Annotated[
        Text, msgspec.Meta(description="how somebody who does not know finds it out")
    ]
    answers: Annotated[list[Answer], msgspec.Meta(min_length=2)]
    asked_when: Annotated[
        list[Conditions],
        msgspec.Meta(description="asked where one of these holds; always, where the list is empty"),
    ] = []
    default: Annotated[
        Name | None,
        msgspec.Meta(description="taken where a description says nothing, and said so in the path"),
    ] = None


class Questions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A questions.yaml, in the order of asking."""

    questions: list[Question]


class Alternative(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of description that leads to a method."""

    if_: Annotated[
        Conditions, msgspec.Meta(description="question → accepted answers, all of which must hold")
    ] = msgspec.field(name="if")
    because: Annotated[Text, msgspec.Meta(description="why this description leads here")]
    place: Annotated[
        Literal["first", "also", "beside"],
        msgspec.Meta(
            description="first: the answer; also: another way to the same estimand, or a check of it; "
            "beside: goes with whatever answers (a correction, say)"
        ),
    ] = "first"


class Assumption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the method takes for granted."""

    assume: Text
    look: Annotated[
        Text, msgspec.Meta(description="where to look: the design, a plot, a number; no pretest")
    ]
    otherwise: Annotated[Text, msgspec.Meta(description="what to do where it does not hold")]
    instead: Annotated[
        Name | None, msgspec.Meta(description="the method to take then, if there is one")
    ] = None


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that the code must reach."""

    name: Annotated[Text, msgspec.Meta(description="a key of `result`")]
    value: float | int | bool | str
    source: Annotated[
        Text,
        msgspec.Meta(description="where the number was read, or what was simulated and how often"),
    ]
    within: (
        Annotated[
            float,
            msgspec.Meta(
                gt=0, description="absolute tolerance; a number needs one, unless it is exact"
            ),
        ]
        | None
    ) = None


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One method; `name` is the file's name, `family` its folder's."""

    name: Name
    title: Text
    family: Name
    answers: Annotated[
        Text, msgspec.Meta(description="the question that it answers, in one sentence")
    ]
    when: Annotated[list[Alternative], msgspec.Meta(min_length=1)]
    assumptions: Annotated[list[Assumption], msgspec.Meta(min_length=1)]
    code: Annotated[
        Text,
        msgspec.Meta(
            description="Python that runs as it stands, in under two seconds, and leaves a dict `result`"
        ),
    ]
    expect: Annotated[list[Expectation], msgspec.Meta(min_length=1)]
    report: Annotated[
        list[Text], msgspec.Meta(min_length=1, description="what belongs in a report")
    ]
    avoid: Annotated[
        list[Text], msgspec.Meta(min_length=1, description="mistakes that are often made")
    ]
    references: Annotated[list[Text], msgspec.Meta(min_length=1)]
    proof: Annotated[
        str,
        msgspec.Meta(
            description="Python that runs after `code`, in the same namespace, and adds to `result` what a "
            "simulation shows; it is tested, and not shown to who asks for the method"
        ),
    ] = ""
    needs: Annotated[
        list[Text], msgspec.Meta(description="packages that the code imports, as pip knows them")
    ] = []
    warns: Annotated[
        list[Text],
        msgspec.Meta(description="warnings that the code is known to give: a part of their text"),
    ] = []
    rules: Annotated[
        list[Text], msgspec.Meta(description="codes of rules that find its misuse")
    ] = []
    exercise: Annotated[
        str | None, msgspec.Meta(description="folder in onboarding/ that teaches it")
    ] = None
    standard: Annotated[
        str | None,
        msgspec.Meta(description="a convention that goes with it, as in experiments/pairing"),
    ] = None


class Gap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A description that no method answers."""

    if_: Conditions = msgspec.field(name="if")
    because: Text
    nearest: Annotated[list[Name], msgspec.Meta(description="methods that come nearest")] = []


class Gaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gaps.yaml."""

    gaps: list[Gap]
