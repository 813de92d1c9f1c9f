"""A plan as rules read it: its form, its places, the metrics that it names, and its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from groundrules.spans import Span

if TYPE_CHECKING:  # rules are loaded by each run of the linter, which has no use for the rest
    from groundrules.metrics.form import Change, Metric
    from groundrules.plans.form import Guardrail, Plan, Primary, Secondary
    from groundrules.plans.history import History


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the plan."""

    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A metric as a plan names it."""

    name: str
    role: str
    """`primary`, `secondary` or `guardrails`."""
    number: int
    """Its place among those of its role, from 0."""
    form: Primary | Secondary | Guardrail
    metric: Metric | None
    """Its definition; None where the catalogue holds none."""
    at: Place


@dataclass(frozen=True)
class PlanFile:
    """One plan."""

    form: Plan
    text: str
    metrics: Mapping[str, Metric]
    """The catalogue."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The semantic keys of the configuration: `post-exposure`, …"""
    ask_history: Callable[[], History] | None = None

    @cached_property
    def history(self) -> History:
        """What git tells of the plan's edits since its first exposure."""
        from groundrules.plans.history import History

        return self.ask_history() if self.ask_history else History(unknown="nobody asked git")

    @cached_property
    def _tree(self) -> Any:
        from groundrules import documents

        return documents.tree(self.text)

    def at(self, *steps: str | int) -> Place:
        """Return where a part stands, as in `at("primary", 0, "metric")`, or what would hold it."""
        from groundrules import documents

        return Place(documents.place(self._tree, steps))

    def given(self, *steps: str | int) -> bool:
        """Whether a part is written in the plan, and no default."""
        from groundrules import documents

        return documents.there(self._tree, steps)

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The metrics that it names, by role and in its order."""
        return (
            *self._of("primary", self.form.primary),
            *self._of("secondary", self.form.secondary),
            *self._of("guardrails", self.form.guardrails),
        )

    def _of(self, role: str, parts: tuple[Any, ...]) -> Iterator[Named]:
        for number, part in enumerate(parts):
            place = self.at(role, number, "metric")
            yield Named(part.metric, role, number, part, self.metrics.get(part.metric), place)

    def window(self, named: Named) -> int | None:
        """Return the days for which a metric watches each unit; None: until the horizon, or not known."""
        metric = named.metric
        return metric.window.days if metric and metric.window else None

    def mde(self, named: Named) -> Change | None:
        """Return the smallest effect that matters of a primary metric, the plan's or the metric's."""
        return getattr(named.form, "mde", None) or (named.metric.mde if named.metric else None)

    def margin(self, named: Named) -> Change | None:
        """Return the largest harm that is accepted, the plan's or the metric's."""
        return getattr(named.form, "margin", None) or (
            named.metric.margin if named.metric else None
        )
