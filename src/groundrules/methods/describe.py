"""A description: checked against the questions, and completed by what is taken where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundrules import documents
from groundrules.errors import ContentError, UsageError
from groundrules.methods.form import Question
from groundrules.methods.load import MISSING, UNKNOWN, Guide, near
from groundrules.methods.match import Matcher


def read(path: Path, guide: Guide) -> dict[str, str]:
    """Return a description file, question → answer; raises ContentError for what the questions do not know."""
    found = documents.read(path, dict[str, str])
    try:
        return checked(found, guide)
    except UsageError as error:
        raise ContentError(f"{path}: {error}") from error


def checked(description: Mapping[str, str], guide: Guide) -> dict[str, str]:
    """Return the description in the order of asking; raises UsageError with the nearest right name."""
    known = {question.name: question for question in guide.questions}
    for name, answer in description.items():
        if name not in known:
            raise UsageError(f"no question is called `{name}`{near(name, known)}")
        answers = [one.name for one in known[name].answers]
        if answer not in (*answers, UNKNOWN):
            raise UsageError(
                f"`{answer}` is no answer to `{name}`: {', '.join(answers)}, or {UNKNOWN}"
                f"{near(answer, answers) if near(answer, answers).startswith('; did') else ''}"
            )
    return {name: description[name] for name in known if name in description}


def complete(
    description: Mapping[str, str], matcher: Matcher
) -> tuple[dict[str, str], tuple[str, ...], tuple[Question, ...]]:
    """Return the description with defaults, the names of those, and the questions that must be answered."""
    whole, taken, missing = dict(description), list[str](), list[Question]()
    alive = matcher.leads
    while True:
        alive = tuple(matcher.alive(whole, alive))
        question = matcher.next_question(whole, alive)
        if question is None:
            break
        if question.default is None:
            missing.append(question)
        else:
            taken.append(question.name)
        whole[question.name] = question.default or MISSING
    for question in missing:
        del whole[question.name]
    return checked(whole, matcher.guide), tuple(taken), tuple(missing)


def refuse_incomplete(missing: tuple[Question, ...]) -> None:
    """Raise UsageError that says which answers are missing, and how to give them."""
    if not missing:
        return
    lines = [
        f"  --{flag(question.name)} {' | '.join([*(one.name for one in question.answers), UNKNOWN])}: {question.text}"
        for question in missing
    ]
    raise UsageError(
        "the description leaves open what tells the methods apart; say it by flags or in the file of --describe "
        "(at a terminal, the questions are asked):\n" + "\n".join(lines)
    )


def flag(name: str) -> str:
    """Return a question's flag, without its dashes."""
    return name.replace("_", "-")
