"""quasi.yaml: what is asked, of which panel, and when the answer would not count, written before the data are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from groundrules import documents
from groundrules.documents import FormError
from groundrules.quasi.calendar import Period, label_of

Design = Literal["difference-in-differences", "synthetic-control", "geo"]
Aggregation = Literal["none", "sum", "mean", "count"]
Text = Annotated[str, Meta(min_length=1)]
Told = tuple[str, str]
"""The key of a plan at which something shows, and what is said of it."""


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """What is measured, once for each unit and period."""

    unit: Annotated[
        Text,
        Meta(
            description="The outcome's unit in words, as in `EUR a week`: effects are told in it."
        ),
    ]
    column: Annotated[
        str, Meta(description="The numeric column. Left out only where rows are counted.")
    ] = ""
    aggregation: Annotated[
        Aggregation,
        Meta(
            description="How the rows of a unit and period become one number; none: there is one row of each."
        ),
    ] = "none"
    empty_cells: Annotated[
        Literal["refuse", "zero"],
        Meta(
            description="What it means that a unit has no row in a period: a gap in the data, or nothing sold."
        ),
    ] = "refuse"


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """How chance chose the treated units of a geo experiment."""

    blocks: Annotated[
        list[Annotated[list[Text], Meta(min_length=2)]],
        Meta(
            description="Pairs or strata of units, in each of which chance chose who is treated; or one block of all.",
            min_length=1,
        ),
    ]
    seed: Annotated[
        str | int | None,
        Meta(
            description="What `groundrules.quasi.draw.drawn` was given; the draw is then repeated and compared."
        ),
    ] = None
    sha256: Annotated[
        str,
        Meta(
            description="The fingerprint of the draw, as it was written down elsewhere before the start.",
            pattern="^([0-9a-f]{64})?$",
        ),
    ] = ""


class Spend(Struct, frozen=True, forbid_unknown_fields=True):
    """What the treatment itself cost: nothing before the start, nothing in other units."""

    column: Annotated[
        Text, Meta(description="Money for the treatment alone, not what is spent anyway.")
    ]
    planned: Annotated[
        float, Meta(gt=0, description="The sum over all treated units and treated periods.")
    ]
    within: Annotated[
        float, Meta(gt=0, lt=1, description="The share by which the sum may be off.")
    ] = 0.1


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """The plan of a quasi-experiment."""

    hypothesis: Annotated[Text, Meta(description="What should change, where, in which direction.")]
    owner: Annotated[Text, Meta(description="Who answers for it.")]
    decision: Annotated[Text, Meta(description="What will be done for each possible answer.")]
    design: Annotated[Design, Meta(description="How the untreated course is reconstructed.")]
    outcome: Annotated[Outcome, Meta(description="What is measured.")]
    unit: Annotated[Text, Meta(description="The column that names the market, region or shop.")]
    time: Annotated[Text, Meta(description="The column of dates, or of whole numbers.")]
    period: Annotated[
        Period,
        Meta(
            description="How time is cut, in UTC; weeks begin on Monday; number: the column holds whole numbers."
        ),
    ]
    treated: Annotated[
        list[Text],
        Meta(
            description="The units that were treated, all from one day on; numbers in quotes.",
            min_length=1,
        ),
    ]
    treatment_start: Annotated[
        str | int, Meta(description="The first day of the first treated period, or its number.")
    ]
    window_end: Annotated[
        str | int, Meta(description="The last day (number) that is analysed, fixed in advance.")
    ]
    minimum_effect: Annotated[
        float, Meta(gt=0, description="The smallest effect that matters, in the outcome's unit.")
    ]
    if_assumption_fails: Annotated[
        Text, Meta(description="What is decided, and how, if the design turns out not to hold.")
    ]
    window_start: Annotated[
        str | int | None,
        Meta(description="The first day (number) that is analysed; default: the data's first."),
    ] = None
    leave_out: Annotated[
        list[Text],
        Meta(
            description="Units that are neither treated nor controls: with another start, or another event."
        ),
    ] = []
    treatment: Annotated[
        str, Meta(description="A column of 0 and 1, if there is one: the plan is held to it.")
    ] = ""
    pre_periods: Annotated[
        int, Meta(ge=3, description="How many periods before the start there must be at least.")
    ] = 8
    covariates: Annotated[
        list[Text],
        Meta(
            description="Numeric columns that the treatment cannot have moved (only for differences)."
        ),
    ] = []
    alpha: Annotated[float, Meta(gt=0, lt=0.5)] = 0.05
    sides: Annotated[
        Literal["two-sided", "greater", "less"], Meta(description="Which effects are looked for.")
    ] = "two-sided"
    assumption_alpha: Annotated[
        float,
        Meta(
            gt=0,
            lt=0.5,
            description="The level of all tests of the assumptions together. A higher one is the stricter.",
        ),
    ] = 0.1
    largest_rmspe: Annotated[
        Annotated[float, Meta(gt=0)] | None,
        Meta(
            description="Synthetic control: how far it may be off before the start (default: minimum_effect).",
        ),
    ] = None
    assignment: Annotated[
        Assignment | None, Meta(description="Geo: how chance chose the treated units.")
    ] = None
    spend: Annotated[
        Spend | None, Meta(description="Geo: what was to be spent on the treatment.")
    ] = None


def load(path: Path) -> Plan:
    """Return the plan; raises FormError for one that contradicts itself, with file, line and mend."""
    text = documents.text_of(path)
    plan = documents.parse(text, str(path), Plan)
    for error in contradictions(plan, text, str(path)):
        raise error
    return plan


def contradictions(plan: Plan, text: str, where: str) -> Iterator[FormError]:
    """Yield what in a plan cannot be, with its line in `text`; `where` is what an error calls the file."""
    tree = documents.tree(text)
    for key, said in (*_outcome(plan.outcome), *_units(plan), *_draw(plan), *_columns(plan)):
        yield FormError(where, documents.place(tree, (key,)).line, f"{key}: {said}")


def _outcome(outcome: Outcome) -> Iterator[Told]:
    if (outcome.aggregation == "count") == bool(outcome.column):
        yield "outcome", "name a column, or count rows (aggregation: count), not both"
    if outcome.aggregation == "none" and outcome.empty_cells == "zero":
        yield "outcome", "empty_cells: zero needs an aggregation: sum or count"
    if outcome.aggregation == "mean" and outcome.empty_cells == "zero":
        yield "outcome", "the mean of no rows is not zero: use empty_cells: refuse"


def _units(plan: Plan) -> Iterator[Told]:
    if len(set(plan.treated)) < len(plan.treated):
        yield "treated", "a unit is named twice"
    if both := sorted(set(plan.treated) & set(plan.leave_out)):
        yield "leave_out", f"{both[0]!r} is treated"
    if plan.design != "synthetic-control":
        if plan.largest_rmspe is not None:
            yield "largest_rmspe", "is for a synthetic control: leave it out"
        return
    if plan.covariates:
        yield (
            "covariates",
            "a synthetic control here matches the outcome's own past: leave them out",
        )
    if len(plan.treated) > 1:
        yield (
            "treated",
            "a synthetic control is made for one unit: write a plan for each, or add them up to "
            "one region in the data, or use difference-in-differences",
        )


def _columns(plan: Plan) -> Iterator[Told]:
    roles = [
        ("outcome", plan.outcome.column),
        *((role, getattr(plan, role)) for role in ("unit", "time", "treatment")),
        *(("covariates", name) for name in plan.covariates),
        ("spend", plan.spend.column if plan.spend else ""),
    ]
    first: dict[str, str] = {}
    for role, name in roles:
        if name and first.setdefault(name, role) != role:
            yield role, f"one column has two roles: {name!r} is the {first[name]} already"
    if len(set(plan.covariates)) < len(plan.covariates):
        yield "covariates", "a column is named twice"
    for key in ("treatment_start", "window_end", "window_start"):
        value = getattr(plan, key)
        if value is not None and label_of(value, plan.period) is None:
            wanted = "a whole number" if plan.period == "number" else "a date as in 2026-03-02"
            yield key, f"{value!r} is not {wanted}"


def _draw(plan: Plan) -> Iterator[Told]:
    if plan.design == "geo":
        yield from _geo(plan)
        return
    for key in ("assignment", "spend"):
        if getattr(plan, key) is not None:
            yield key, "is for design: geo, where chance chose the treated units"


def _geo(plan: Plan) -> Iterator[Told]:
    if plan.assignment is None:
        yield "assignment", "a geo experiment says how chance chose: assignment: {blocks: …}"
        return
    if not plan.treatment:
        yield "treatment", "a geo experiment holds the data to the draw: name the column"
    if plan.covariates:
        yield "covariates", "a geo experiment is judged by its draw alone: leave them out"
    blocks, treated = plan.assignment.blocks, set(plan.treated)
    inside = [unit for block in blocks for unit in block]
    if twice := sorted({unit for unit in inside if inside.count(unit) > 1}):
        yield "assignment", f"{twice[0]!r} is in the blocks twice"
    if outside := sorted(treated - set(inside)):
        yield "treated", f"{outside[0]!r} is in no block of the assignment"
    if both := sorted(set(inside) & set(plan.leave_out)):
        yield "leave_out", f"{both[0]!r} is in a block: leave its whole block out of both"
    for block in blocks:
        if not 0 < len(treated & set(block)) < len(block):
            yield (
                "assignment",
                f"the block of {block[0]!r} needs a treated unit and an untreated one",
            )
