"""From a description to the methods that answer it, with the path of decisions; the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundrules.methods.form import Gap, Method, Question
from groundrules.methods.load import UNKNOWN
from groundrules.methods.match import Description, Lead, Matcher

_PLACES = ("first", "also", "beside")


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of the path. `left`: how many methods are still possible after it."""

    question: str
    answer: str
    text: str
    left: int
    taken: bool
    """Whether the answer is the question's default, because nothing was said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A method that answers the description; `decisions` are the questions that led to it."""

    method: Method
    place: str
    because: str
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A method that one answer keeps away."""

    method: Method
    question: str
    answer: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A question that was answered by "unknown"; `leads`: answer → the methods that stay possible with it."""

    question: Question
    leads: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why no method answers, and which come nearest."""

    because: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer of the guide. `unused`: answers that were given and change nothing."""

    path: tuple[Decision, ...]
    choices: tuple[Choice, ...]
    misses: tuple[Miss, ...]
    open: tuple[Open, ...]
    nothing: Nothing | None
    unused: tuple[str, ...]


def route(matcher: Matcher, description: Description, taken: Sequence[str] = ()) -> Advice:
    """Return what the guide says to a description that has no missing answer (`describe.complete`)."""
    path = _path(matcher, description, taken)
    steps = {decision.question for decision in path}
    choices = _choices(matcher, description)
    opened = _open(matcher, description, steps)
    done = any(choice.place == "first" for choice in choices) or any(
        names for one in opened for names in one.leads.values()
    )
    misses = _misses(matcher, description)
    return Advice(
        path,
        choices,
        misses,
        opened,
        None if done else _nothing(matcher, description, misses),
        tuple(name for name in description if name not in steps),
    )


def _path(matcher: Matcher, description: Description, taken: Sequence[str]) -> tuple[Decision, ...]:
    """Return the decisions in the order of asking, questions that do not matter left out."""
    found: list[Decision] = []
    known: dict[str, str] = {}
    alive: Sequence[Lead] = matcher.leads
    while (
        question := matcher.next_question(known, alive, description)
    ) and question.name in description:
        answer = description[question.name]
        known[question.name] = answer
        alive = matcher.alive(known, alive)
        text = {one.name: one.text for one in question.answers}.get(answer, "not known yet")
        left = len({lead.target.name for lead in alive if isinstance(lead.target, Method)})
        found.append(Decision(question.name, answer, text, left, question.name in taken))
    return tuple(found)


def _choices(matcher: Matcher, description: Description) -> tuple[Choice, ...]:
    best: dict[str, tuple[tuple[int, int, str], Choice]] = {}
    for lead in matcher.matched(description, matcher.leads):
        if not isinstance(lead.target, Method):
            continue
        telling = matcher.telling(lead)
        rank = (_PLACES.index(lead.place), -len(telling), lead.target.name)
        order = tuple(name for name in matcher.by_name if name in telling)
        choice = Choice(lead.target, lead.place, lead.because, order)
        if lead.target.name not in best or rank < best[lead.target.name][0]:
            best[lead.target.name] = (rank, choice)
    return tuple(choice for _, choice in sorted(best.values(), key=lambda pair: pair[0]))


def _misses(matcher: Matcher, description: Description) -> tuple[Miss, ...]:
    """Return the methods that are ruled out by exactly one answer, the latest decision first."""
    alive = {
        lead.target.name
        for lead in matcher.alive(description, matcher.leads)
        if isinstance(lead.target, Method)
    }
    order = {name: number for number, name in enumerate(matcher.by_name)}
    found: dict[str, Miss] = {}
    for lead in matcher.leads:
        method = lead.target
        if isinstance(method, Gap) or lead.place == "beside" or method.name in alive:
            continue
        against = _against(matcher, description, lead)
        if len(against) != 1 or against[0] == matcher.guide.questions[0].name:
            continue
        name = against[0]
        miss = Miss(method, name, description[name], tuple(lead.conditions[name]))
        if method.name not in found or order[name] > order[found[method.name].question]:
            found[method.name] = miss
    return tuple(sorted(found.values(), key=lambda miss: (-order[miss.question], miss.method.name)))


def _against(matcher: Matcher, description: Description, lead: Lead) -> list[str]:
    """Return the answers that keep a lead away; a question that does not arise has no answer to blame."""
    return [
        name
        for name, accepted in lead.conditions.items()
        if matcher.holds(name, accepted, description) == "no"
        and matcher.arises(name, description) != "no"
    ]


def _open(matcher: Matcher, description: Description, steps: set[str]) -> tuple[Open, ...]:
    found: list[Open] = []
    for question in matcher.guide.questions:
        if description.get(question.name) != UNKNOWN or question.name not in steps:
            continue
        leads: dict[str, tuple[str, ...]] = {}
        for answer in question.answers:
            alive = matcher.alive({**description, question.name: answer.name}, matcher.leads)
            names = {
                lead.target.name
                for lead in alive
                if isinstance(lead.target, Method) and lead.place == "first"
            }
            leads[answer.name] = tuple(sorted(names))
        found.append(Open(question, leads))
    return tuple(found)


def _nothing(matcher: Matcher, description: Description, misses: Sequence[Miss]) -> Nothing:
    for lead in matcher.matched(description, matcher.leads):
        if isinstance(lead.target, Gap):
            return Nothing(lead.because, tuple(lead.target.nearest))
    nearest = tuple(miss.method.name for miss in misses[:3])
    return Nothing("this guide has no method for it yet", nearest)
