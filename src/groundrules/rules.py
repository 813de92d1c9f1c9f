"""What a rule is. Ours and a team's own are written against these few names.

A rule is one class in one file. Its docstring states the mistake, why it matters
with a number, and a Bad and a Good example; both are run by the rule tester.
Rules read facts and yield hits. They never see the engine, and the engine
stamps code, name, severity and path on what they yield.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from groundrules.spans import Span

if TYPE_CHECKING:
    from groundrules.drafts import Draft
    from groundrules.facts.code import Code
    from groundrules.facts.query import Query
    from groundrules.plans.file import PlanFile


class Severity(StrEnum):
    """How sure and how grave: `info` rules are off until a team selects them."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Located(Protocol):
    """Anything that knows where it stands."""

    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One breach: where, and one sentence that names the variables."""

    at: Located
    message: str
    severity: Severity | None = None
    """Where it is another than the rule's; an `info` hit is shown only where its rule is asked for."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a file must contain before a rule can find anything in it.

    `any_word`: at least one of these occurs in the text, compared without case.
    `any_meaning`: at least one call that the vocabulary gives one of these
    meanings can occur, told by the last part of the call's name.
    `any_pattern`: at least one of these regular expressions (RE2 syntax, `(?m)` for
    lines) matches somewhere.
    Files without the trigger are never parsed for the rule, so a trigger must be
    a true precondition: the tests compare filtered with unfiltered findings.
    """

    any_word: tuple[str, ...] = ()
    any_meaning: tuple[str, ...] = ()
    any_pattern: tuple[str, ...] = ()


class Rule:
    """The base of `CodeRule`, `QueryRule` and `PlanRule`; a rule file defines exactly one subclass."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    standard: ClassVar[str]
    """Path of its standard below `standards/`, without `.md`."""
    exercise: ClassVar[str | None] = None
    """The onboarding exercise that teaches it."""
    mend: ClassVar[str]
    """One sentence that says what to do instead."""
    only_notebooks: ClassVar[bool] = False
    """Whether it has nothing to say of files without cells."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Semantic keys of the configuration without which it has nothing to say, `a|b` where one of them will do.

    `plan` stands for a plan.yaml at or above the file.
    """
    triggers: ClassVar[tuple[Trigger, ...]] = ()
    """All of them must hold."""


class CodeRule(Rule):
    """A rule over Python files and the code cells of notebooks."""

    def may_find(self, draft: Draft) -> bool:
        """Whether it may find anything, told from the words of a file in which its triggers hold.

        Files in which no rule may are never parsed, so like a trigger this must be a
        true precondition; it is the place for what a pattern cannot say.
        """
        return True

    @abstractmethod
    def check(self, code: Code) -> Iterator[Hit]:
        """Yield a hit for each breach in one file or notebook."""
        raise NotImplementedError


class QueryRule(Rule):
    """A rule over one SQL statement, wherever it was found."""

    @abstractmethod
    def check(self, query: Query) -> Iterator[Hit]:
        """Yield a hit for each breach in one statement."""
        raise NotImplementedError


class PlanRule(Rule):
    """A rule over one plan of an experiment, as `groundrules plan check` reads it."""

    @abstractmethod
    def check(self, plan: PlanFile) -> Iterator[Hit]:
        """Yield a hit for each breach in one plan."""
        raise NotImplementedError
