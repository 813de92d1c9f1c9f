"""The form of a plan, as `plan.yaml` holds it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from groundrules.metrics.form import Change, Name


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


Text = Annotated[str, Meta(min_length=1)]
Share = Annotated[float, Meta(gt=0, lt=1)]


class Exposure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table that says which unit was exposed to what, and when."""

    table: Annotated[Text, _said("its name among the data")] = "exposures"
    unit: Annotated[Text | None, _said("its column of the unit; default: the plan's unit")] = None
    variant: Annotated[Text, _said("its column of the variant")] = "variant"
    time: Annotated[Text, _said("its column of the exposure's time")] = "exposed_at"
    repeated: Annotated[
        Literal["refuse", "first"],
        _said("a unit with several rows: refuse to go on, or take its first exposure"),
    ] = "refuse"


class Primary(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric that decides."""

    metric: Name
    mde: Annotated[
        Change | None, _said("the smallest effect that matters; default: the metric's")
    ] = None
    baseline: Annotated[
        float | None, _said("the mean in the pre-period that power was computed from")
    ] = None


class Secondary(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric that explains, and decides nothing."""

    metric: Name


class Guardrail(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric that must not get worse by more than a margin."""

    metric: Name
    margin: Annotated[
        Change | None, _said("the largest harm that is accepted; default: the metric's")
    ] = None


class Stopping(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the result may be looked at."""

    design: Annotated[
        Literal["fixed", "group-sequential"],
        _said("fixed: once, at the horizon; group-sequential: at the looks, by alpha spending"),
    ] = "fixed"
    spending: Annotated[
        Literal["obrien-fleming", "pocock"], _said("how alpha is spent over the looks")
    ] = "obrien-fleming"
    looks: Annotated[
        tuple[Annotated[int, Meta(ge=1)], ...],
        _said(
            "days from the start, each complete, at which a look is taken; the last is the horizon"
        ),
    ] = ()


class Exclusion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Units that are left out, by what was known before their exposure."""

    where: Annotated[Text, _said("SQL over the columns of the exposure table: true is left out")]
    why: Text


class Period(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whole days, both included."""

    first: date
    last: date


class Traffic(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many units come."""

    per_day: Annotated[float, _said("units that are exposed for the first time, a day", gt=0)]


class Decision(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What will be done, agreed before the first exposure."""

    ship_when: Annotated[
        Literal["all-primary-better", "any-primary-better", "primary-not-worse"],
        _said(
            "by the corrected result of the primary metrics; guardrails must be non-inferior, too"
        ),
    ] = "all-primary-better"
    then: Annotated[Text, _said("what is done when that holds")]
    otherwise: Annotated[Text, _said("what is done when it does not")]


class Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The plan of one experiment."""

    name: Name
    hypothesis: Annotated[Text, _said("what changes for whom, by what, and how it will show")]
    owner: Text
    decision: Decision
    unit: Annotated[Text, _said("what is randomised, as the exposure table's column calls it")]
    variants: Annotated[
        dict[str, Share], _said("variant → its share of the units; they add up to 1", min_length=2)
    ]
    control: Annotated[Text, _said("the variant that the others are compared with")] = "control"
    exposure: Exposure = Exposure()
    start: Annotated[date, _said("the day of the first exposure, in UTC")]
    weeks: Annotated[
        Annotated[int, Meta(ge=1, le=52)] | None,
        _said("the horizon in whole weeks, or `days`"),
    ] = None
    days: Annotated[
        Annotated[int, Meta(ge=1, le=364)] | None, _said("the horizon, where it is not whole weeks")
    ] = None
    days_because: Annotated[Text | None, _said("why the horizon is not whole weeks")] = None
    enrol_days: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        _said(
            "days from the start in which units are taken in; default: the horizon less the longest window"
        ),
    ] = None
    alpha: Share = 0.05
    sides: Literal["two", "one"] = "two"
    power: Share = 0.8
    primary: Annotated[tuple[Primary, ...], Meta(min_length=1)]
    secondary: tuple[Secondary, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    correction: Annotated[
        Literal["none", "bonferroni", "holm", "hommel", "benjamini-hochberg"],
        _said("over all primary metrics and variants that decide"),
    ] = "holm"
    stopping: Stopping = Stopping()
    segments: Annotated[
        tuple[Text, ...],
        _said("columns of the exposure table that the result is planned to be split by"),
    ] = ()
    exclusions: tuple[Exclusion, ...] = ()
    pre_period: Annotated[
        Period | None,
        _said("fixed days of the covariates; default: those before each unit's own exposure"),
    ] = None
    cluster: Annotated[
        tuple[Text, ...],
        _said(
            "columns of the exposure table that together are what is randomised, as in a city and an hour"
        ),
    ] = ()
    traffic: Traffic | None = None
    srm_alpha: Annotated[
        Share, _said("the split is refused below this p-value, overall and over all days")
    ] = 0.0001

    def __post_init__(self) -> None:
        """Raise ValueError unless it has one horizon, a control and a start of this time."""
        if (self.weeks is None) == (self.days is None):
            raise ValueError("say `weeks`, the horizon, or `days` with `days_because`")
        if not 1970 <= self.start.year <= 2999:
            raise ValueError(f"the start, {self.start}, lies in no year of an experiment")
        if self.control not in self.variants:
            names = ", ".join(self.variants)
            raise ValueError(f"the control, `{self.control}`, is none of the variants: {names}")

    @property
    def horizon_days(self) -> int:
        """Days from the start to the end of the experiment."""
        return self.days or 7 * (self.weeks or 0)

    @property
    def end(self) -> date:
        """The first day after the experiment."""
        return self.start + timedelta(days=self.horizon_days)

    def enrolled_days(self, days: int, window: int) -> int:
        """Return in how many days from the start a unit must come to be watched for `window` days until day `days`."""
        complete = days - window
        return complete if self.enrol_days is None else min(complete, self.enrol_days)

    @property
    def treatments(self) -> list[str]:
        """The variants that are compared with control, in the plan's order."""
        return [name for name in self.variants if name != self.control]

    @property
    def exposure_unit(self) -> str:
        """The column of the exposure table that holds the unit."""
        return self.exposure.unit or self.unit
