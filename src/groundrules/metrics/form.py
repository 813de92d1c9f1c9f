"""The form of a metric and of a source table, as their YAML files hold them.

A metric is a sum over the rows of a source table, by unit: of one row's `value`, or of one row each (`count`).
Each expression is SQL over the columns of the source, in the subset that `expression.py` gives a meaning.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


Name = Annotated[
    str,
    _said("lower-case letters, digits and underscores", pattern=r"^[a-z][a-z0-9_]{0,62}$"),
]
Expression = Annotated[str, _said("SQL over the columns of the source", min_length=1)]
Share = Annotated[float, Meta(gt=0, lt=1)]
Aggregate = Literal["sum", "count", "count_distinct", "any", "max", "min", "mean"]


class Measure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is gathered of a unit's rows in a source table."""

    source: Annotated[str | None, _said("the table; default: the metric's")] = None
    time: Annotated[str | None, _said("the column that says when; default: the metric's")] = None
    unit: Annotated[str | None, _said("the column that says whose; default: the metric's")] = None
    value: Annotated[Expression | None, _said("of one row; none for `count`")] = None
    aggregate: Annotated[
        Aggregate, _said("how a unit's rows become one number; `any`: 1 where one is true, else 0")
    ] = "sum"
    filters: Annotated[
        tuple[Expression, ...], _said("which rows count: all of these must be true")
    ] = ()


class Window(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long after its exposure a unit is watched."""

    days: Annotated[int, _said("times of 24 hours from the unit's exposure", ge=1, le=366)]


class Winsorise(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The cap that a unit's value is lowered to."""

    quantile: Annotated[
        Share | None, _said("of the units' values in the pre-period of the same length")
    ] = None
    cap: Annotated[float | None, _said("a fixed cap, in the metric's unit")] = None


class Covariate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The metric of the same unit before its exposure, which CUPED adjusts for."""

    days: Annotated[
        int, _said("whole days, up to the day before the unit's exposure", ge=1, le=366)
    ]


class Change(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A size of effect: relative to control, or in the metric's unit."""

    relative: Annotated[Share | None, _said("0.02 is 2 % of control")] = None
    absolute: Annotated[Annotated[float, Meta(gt=0)] | None, _said("in the metric's unit")] = None

    def __post_init__(self) -> None:
        """Raise ValueError unless it is one of the two."""
        if (self.relative is None) == (self.absolute is None):
            raise ValueError("say `relative`, as in 0.02, or `absolute`, in the metric's unit")


class Display(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a reader is shown the metric."""

    unit: Annotated[str, _said("as in EUR, hours, %")] = ""
    decimals: Annotated[int, _said("digits after the point", ge=0, le=8)] = 2
    percent: Annotated[bool, _said("show 0.031 as 3.1 %")] = False


class Example(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rows of the source, and what a unit's value is by them: the definition's own test.

    Units are exposed at the start of the day of the earliest row. Caps are not applied.
    """

    rows: Annotated[
        tuple[dict[str, Any], ...] | dict[str, tuple[dict[str, Any], ...]],
        _said("rows of the source, or of each source by its name"),
    ]
    expect: Annotated[
        dict[str, float | tuple[float, float] | None],
        _said(
            "unit → value, or numerator and denominator of a ratio; null: the unit is no part of it"
        ),
    ]


class Metric(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One metric, defined once."""

    name: Name
    version: Annotated[int, _said("counts up when the number that it gives changes", ge=1)]
    owner: Annotated[str, _said("the team that answers for it", min_length=1)]
    description: Annotated[str, _said("what it measures, and what it leaves out", min_length=1)]
    type: Annotated[
        Literal["mean", "proportion", "ratio", "quantile"],
        _said(
            "mean: of a number a unit; proportion: of units that did; ratio: of two sums over units; "
            "quantile: of a number a unit"
        ),
    ]
    source: Annotated[str, _said("the table whose rows are gathered", min_length=1)]
    unit: Annotated[str, _said("the column of the source that says whose a row is", min_length=1)]
    time: Annotated[str, _said("the column of the source that says when a row was", min_length=1)]
    numerator: Annotated[Measure, _said("what is gathered; of a mean, the number itself")]
    denominator: Annotated[Measure | None, _said("of a ratio, what it is a ratio to")] = None
    grain: Annotated[
        tuple[str, ...], _said("columns that together tell the rows of the source apart")
    ] = ()
    filters: Annotated[
        tuple[Expression, ...], _said("which rows count, for numerator and denominator alike")
    ] = ()
    quantile: Annotated[Share | None, _said("of a quantile, which: 0.95")] = None
    window: Annotated[Window | None, _said("default: until the experiment's horizon")] = None
    nulls: Annotated[
        Literal["refuse", "drop", "zero"],
        _said("a row whose value is NULL or NaN: refuse to go on, leave the row out, take 0"),
    ] = "refuse"
    missing: Annotated[
        Literal["zero", "exclude"],
        _said("a unit without a row: its value is 0, or it is no part of the mean"),
    ] = "zero"
    single: Annotated[
        tuple[str, ...],
        _said("columns that hold one value in all rows that count, as a currency does"),
    ] = ()
    winsorise: Annotated[Winsorise | None, _said("against heavy tails")] = None
    covariate: Annotated[Covariate | None, _said("for CUPED; default: no adjustment")] = None
    direction: Annotated[Literal["increase", "decrease"], _said("which way is better")] = "increase"
    margin: Annotated[
        Change | None, _said("as a guardrail, the largest harm that is still accepted")
    ] = None
    mde: Annotated[Change | None, _said("the smallest effect that matters")] = None
    display: Annotated[Display, _said("how it is shown")] = Display()
    dimensions: Annotated[tuple[str, ...], _said("columns that it may be split by")] = ()
    late_data_days: Annotated[
        int, _said("days until the rows of a day are complete", ge=0, le=60)
    ] = 0
    tests: Annotated[tuple[Example, ...], _said("small examples, each run by `metrics lint`")] = ()
    replaced_by: Annotated[Name | None, _said("the metric to use instead")] = None

    def measures(self) -> tuple[Measure, ...]:
        """Return numerator and, of a ratio, denominator, with the metric's defaults filled in."""
        return tuple(
            Measure(
                source=measure.source or self.source,
                time=measure.time or self.time,
                unit=measure.unit or self.unit,
                value=measure.value,
                aggregate=measure.aggregate,
                filters=(*self.filters, *measure.filters),
            )
            for measure in (self.numerator, self.denominator)
            if measure is not None
        )


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column of a source table."""

    type: Annotated[
        Literal["text", "integer", "decimal", "boolean", "date", "timestamp", "other"],
        _said("what it holds; decimal is any number; other is for what no metric can use"),
    ]
    description: str = ""
    sensitive: Annotated[bool, _said("personal data: its values are not shown")] = False


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A source table: what the data dictionary says of it."""

    name: Annotated[str, _said("as metrics call it", min_length=1)]
    description: Annotated[str, _said("what one row is", min_length=1)]
    owner: Annotated[str, _said("the team that answers for it", min_length=1)]
    grain: Annotated[
        tuple[str, ...], _said("columns that together tell its rows apart", min_length=1)
    ]
    columns: dict[str, Column]
    time: Annotated[str | None, _said("the column that says when a row was")] = None
    freshness_hours: Annotated[
        Annotated[float, Meta(gt=0)] | None, _said("how old the newest row may be")
    ] = None
    contract: Annotated[str | None, _said("its pandera contract, FILE:NAME")] = None
