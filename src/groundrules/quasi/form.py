"""quasi.yaml: what is asked, of which panel, and when the answer would not count, written before the data are seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from groundrules import documents
from groundrules.errors import ContentError
from groundrules.quasi.calendar import Period, label_of

Design = Literal["difference-in-differences", "synthetic-control", "geo"]
Aggregation = Literal["none", "sum", "mean", "count"]
Text = Annotated[str, Meta(min_length=1)]


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
    """Return the plan; raises ContentError for one that contradicts itself, with file and mend."""
    plan = documents.read(path, Plan)
    for told in _contradictions(plan):
        raise ContentError(f"{path}: {told}")
    return plan


def _contradictions(plan: Plan) -> list[str]:
    said = []
    if (plan.outcome.aggregation == "count") == bool(plan.outcome.column):
        said.append("outcome: name a column, or count rows (aggregation: count), not both")
    if plan.outcome.aggregation == "none" and plan.outcome.empty_cells == "zero":
        said.append("outcome: empty_cells: zero needs an aggregation: sum or count")
    if plan.outcome.aggregation == "mean" and plan.outcome.empty_cells == "zero":
        said.append("outcome: the mean of no rows is not zero: use empty_cells: refuse")
    if len(set(plan.treated)) < len(plan.treated):
        said.append("treated: a unit is named twice")
    if both := sorted(set(plan.treated) & set(plan.leave_out)):
        said.append(f"leave_out: {both[0]!r} is treated")
    if plan.design == "synthetic-control" and plan.covariates:
        said.append(
            "covariates: a synthetic control here matches the outcome's own past: leave them out"
        )
    if plan.design == "synthetic-control" and len(plan.treated) > 1:
        said.append(
            "treated: a synthetic control is made for one unit: write a plan for each, or add them up to "
            "one region in the data, or use difference-in-differences"
        )
    if plan.design != "synthetic-control" and plan.largest_rmspe is not None:
        said.append("largest_rmspe: is for a synthetic control: leave it out")
    said += _geo(plan) if plan.design == "geo" else _only_geo(plan)
    names = [plan.outcome.column, plan.unit, plan.time, plan.treatment, *plan.covariates]
    names.append(plan.spend.column if plan.spend else "")
    if len(set(filter(None, names))) < len(list(filter(None, names))):
        said.append("one column has two roles: outcome, unit, time, treatment, covariates, spend")
    for key in ("treatment_start", "window_end", "window_start"):
        value = getattr(plan, key)
        if value is not None and label_of(value, plan.period) is None:
            wanted = "a whole number" if plan.period == "number" else "a date as in 2026-03-02"
            said.append(f"{key}: {value!r} is not {wanted}")
    return said


def _only_geo(plan: Plan) -> list[str]:
    given = [key for key in ("assignment", "spend") if getattr(plan, key) is not None]
    return [f"{key}: is for design: geo, where chance chose the treated units" for key in given]


def _geo(plan: Plan) -> list[str]:
    if plan.assignment is None:
        return ["assignment: a geo experiment says how chance chose: assignment: {blocks: …}"]
    said = []
    if not plan.treatment:
        said.append("treatment: a geo experiment holds the data to the draw: name the column")
    if plan.covariates:
        said.append("covariates: a geo experiment is judged by its draw alone: leave them out")
    blocks, treated = plan.assignment.blocks, set(plan.treated)
    inside = [unit for block in blocks for unit in block]
    if twice := sorted({unit for unit in inside if inside.count(unit) > 1}):
        said.append(f"assignment: {twice[0]!r} is in the blocks twice")
    if outside := sorted(treated - set(inside)):
        said.append(f"treated: {outside[0]!r} is in no block of the assignment")
    if both := sorted(set(inside) & set(plan.leave_out)):
        said.append(f"leave_out: {both[0]!r} is in a block: leave its whole block out of both")
    for block in blocks:
        if not 0 < len(treated & set(block)) < len(block):
            said.append(
                f"assignment: the block of {block[0]!r} needs a treated unit and an untreated one"
            )
    return said
