"""Which methods a description leaves, and which question tells them apart next.

A description is question → answer. A condition names a question and the answers that it accepts: it holds, it is
contradicted, or it is open (not answered yet, or `unknown`). A question whose own condition does not hold is not
asked, and what asks for its answer is contradicted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from groundrules.methods.form import Conditions, Gap, Method, Question
from groundrules.methods.load import MISSING, UNKNOWN, Guide

Description = Mapping[str, str]
Held = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Lead:
    """One way into a method or a gap: the unit of all matching."""

    conditions: Conditions
    target: Method | Gap
    place: str
    because: str


@dataclass(frozen=True)
class Matcher:
    """The leads of a guide, and what a description makes of them."""

    guide: Guide

    @cached_property
    def leads(self) -> tuple[Lead, ...]:
        """All leads, methods before gaps."""
        made = [
            Lead(one.if_, method, one.place, one.because)
            for method in self.guide.methods
            for one in method.when
        ]
        made.extend(Lead(gap.if_, gap, "gap", gap.because) for gap in self.guide.gaps)
        return tuple(made)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        """The questions by name."""
        return {question.name: question for question in self.guide.questions}

    def arises(self, name: str, description: Description) -> Held:
        """Whether a question arises at all under this description."""
        ways = self.by_name[name].asked_when
        found = [self._hold_all(way, description) for way in ways] or ["yes"]
        return "yes" if "yes" in found else "open" if "open" in found else "no"

    def _hold_all(self, conditions: Conditions, description: Description) -> Held:
        whole: Held = "yes"
        for name, accepted in conditions.items():
            held = self.holds(name, accepted, description)
            if held == "no":
                return "no"
            whole = whole if held == "yes" else "open"
        return whole

    def holds(self, name: str, accepted: Sequence[str], description: Description) -> Held:
        """Whether one condition holds."""
        answer = description.get(name)
        if answer is None or answer in (UNKNOWN, MISSING):
            return "no" if self.arises(name, description) == "no" else "open"
        if answer not in accepted:
            return "no"
        return self.arises(name, description)

    def alive(self, description: Description, leads: Sequence[Lead]) -> list[Lead]:
        """Return the leads that nothing contradicts."""
        return [lead for lead in leads if self._hold_all(lead.conditions, description) != "no"]

    def matched(self, description: Description, leads: Sequence[Lead]) -> list[Lead]:
        """Return the leads whose every condition holds."""
        return [lead for lead in leads if self._hold_all(lead.conditions, description) == "yes"]

    def next_question(
        self, description: Description, alive: Sequence[Lead], given: Collection[str] = ()
    ) -> Question | None:
        """Return the first question that is not answered and still tells leads apart.

        What depends on an answer that is `unknown` is not asked, unless it is among the `given` all the same.
        """
        wanted = self._wanted(description, alive)
        for question in self.guide.questions:
            name = question.name
            if name not in wanted or name in description:
                continue
            if name in given or self._sensible(name, description):
                return question
        return None

    def _sensible(self, name: str, description: Description) -> bool:
        """Whether a question can be put to somebody who does not know what is `unknown` here."""
        return any(
            all(self._may_hold(other, way[other], description) for other in way)
            for way in self.by_name[name].asked_when or [{}]
        )

    def _may_hold(self, name: str, accepted: Sequence[str], description: Description) -> bool:
        answer = description.get(name, MISSING)
        return (answer in accepted or answer == MISSING) and self._sensible(name, description)

    def _wanted(self, description: Description, alive: Sequence[Lead]) -> set[str]:
        """Return the questions that arise and tell leads apart, or whether such a question arises."""
        todo = [name for lead in alive for name in self.telling(lead)]
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name in found or self.arises(name, description) == "no":
                continue
            found.add(name)
            todo.extend(other for way in self.by_name[name].asked_when for other in way)
        return found

    def telling(self, lead: Lead) -> list[str]:
        """Return the questions whose answer can rule this lead out."""
        return [
            name
            for name, accepted in lead.conditions.items()
            if self.by_name[name].asked_when or len(set(accepted)) < len(self.by_name[name].answers)
        ]

    def leaves(self) -> Iterator[tuple[dict[str, str], Sequence[Lead]]]:
        """Yield every complete description that the questions lead to, and the leads that are left of it."""
        yield from self._leaves({}, self.leads)

    def _leaves(
        self, so_far: dict[str, str], leads: Sequence[Lead]
    ) -> Iterator[tuple[dict[str, str], Sequence[Lead]]]:
        alive = self.alive(so_far, leads)
        question = self.next_question(so_far, alive)
        if question is None:
            yield so_far, alive
            return
        for answer in question.answers:
            yield from self._leaves({**so_far, question.name: answer.name}, alive)
