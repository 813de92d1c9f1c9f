"""The designs that are simulated: their metrics, their plans, and the worlds in which they are read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from groundrules.metrics.form import Change, Covariate, Measure, Metric, Window, Winsorise
from groundrules.plans.form import Decision, Guardrail, Plan, Primary, Secondary, Stopping
from groundrules.readout.simulated.world import START, World
from groundrules.readout.study import Study

Claim = Literal["moved", "non-inferior"]
Estimand = Literal["spend", "orders", "basket", "buyer", "capped", "p90"]


@dataclass(frozen=True, slots=True)
class Design:
    """One line of the table: what a readout claims of one metric, and how often it may do so wrongly."""

    name: str
    metric: str
    estimand: Estimand
    said: str
    """What it is, for the reader of the table."""
    claim: Claim = "moved"
    """Of a guardrail, that it is non-inferior: false where its harm is the margin itself."""
    alpha: float = 0.05
    conservative: bool = False
    """It promises at most alpha, and intervals that cover at least as often as they say."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Designs that are read out of the same data by one plan."""

    name: str
    study: Study
    null: World
    effect: World
    designs: tuple[Design, ...]

    @property
    def looks(self) -> int:
        """How often one experiment is read out at most."""
        return len(self.study.looks)

    @property
    def sequential(self) -> bool:
        """Whether it is read out at each look until it crosses."""
        return self.study.plan.stopping.design != "fixed"


_CALM = World(users=800, enrolled=7, days=14, before=14, orders=0.3, sessions=0.0, habit=2.0)
_MOVED = replace(_CALM, lift=0.14, more=0.16)
MARGIN = _MOVED.more
"""The guardrail's: exactly the harm that is done where there is an effect."""


def _metric(name: str, **more: Any) -> Metric:
    told = {
        "version": 1,
        "owner": "simulation",
        "description": "of a simulated experiment",
        "type": "mean",
        "source": "orders",
        "unit": "user_id",
        "time": "ordered_at",
        "numerator": Measure(value="amount"),
        "filters": ("status = 'paid'",),
        "grain": ("order_id",),
        "window": Window(days=7),
    }
    return Metric(name=name, **{**told, **more})


LARGE = 15
"""The amount from which an order is a large one."""
_COUNT = Measure(aggregate="count")
_BEFORE = Covariate(days=14)


def _study(metrics: Sequence[Metric], **more: Any) -> Study:
    """Return a study whose first metric decides, and the others are secondary, unless `more` says else."""
    told: dict[str, Any] = {
        "name": "simulated",
        "hypothesis": "a simulated effect",
        "owner": "simulation",
        "decision": Decision(then="ship it", otherwise="do not"),
        "unit": "user_id",
        "variants": {"control": 0.5, "treatment": 0.5},
        "start": START,
        "weeks": 2,
        "primary": (Primary(metric=metrics[0].name),),
        "secondary": tuple(Secondary(metric=one.name) for one in metrics[1:]),
    }
    plan = Plan(**{**told, **more})
    return Study(plan, {one.name: one for one in metrics}, {"orders": ("order_id",)})


def _users() -> Batch:
    metrics = [
        _metric("spend", single=("currency",)),
        _metric("capped", winsorise=Winsorise(quantile=0.99)),
        _metric("basket", type="ratio", denominator=_COUNT),
        _metric("spend_cuped", covariate=_BEFORE),
        _metric("basket_cuped", type="ratio", denominator=_COUNT, covariate=_BEFORE),
        _metric(
            "buyer",
            type="proportion",
            numerator=Measure(value=f"amount >= {LARGE}", aggregate="any"),
        ),
        _metric("p90", type="quantile", quantile=0.9),
        _metric(
            "tickets",
            numerator=_COUNT,
            direction="decrease",
            covariate=_BEFORE,
            margin=Change(relative=MARGIN),
        ),
    ]
    study = _study(
        metrics,
        secondary=tuple(Secondary(metric=one.name) for one in metrics[1:-1]),
        guardrails=(Guardrail(metric="tickets"),),
    )
    return Batch(
        "users",
        study,
        _CALM,
        _MOVED,
        (
            Design("mean", "spend", "spend", "a mean, Welch"),
            Design("winsorised", "capped", "capped", "a mean, capped at the 99 % of the pre-period"),
            Design("ratio", "basket", "basket", "a ratio of two sums, delta method"),
            Design("cuped", "spend_cuped", "spend", "a mean with CUPED"),
            Design("cuped-ratio", "basket_cuped", "basket", "a ratio with CUPED"),
            Design("proportion", "buyer", "buyer", f"the share of units with an order of {LARGE} or more"),
            Design("quantile", "p90", "p90", "the 90 % quantile of a unit's value"),
            Design(
                "guardrail", "tickets", "orders", f"non-inferiority with CUPED, margin {MARGIN:.0%}",
                claim="non-inferior", alpha=0.025,
            ),
        ),
    )  # fmt: skip


def _cities() -> Batch:
    calm = replace(_CALM, users=960, clusters=48)
    metrics = [_metric("spend"), _metric("spend_cuped", covariate=_BEFORE)]
    return Batch(
        "cities",
        _study(metrics, cluster=("city",)),
        calm,
        replace(calm, lift=0.36),
        (
            Design("clustered", "spend", "spend", "48 cities are randomised, 20 users each"),
            Design("clustered-cuped", "spend_cuped", "spend", "the same with CUPED"),
        ),
    )


def _switchback() -> Batch:
    calm = replace(
        _CALM,
        users=1200,
        clusters=6,
        blocks=2,
        days=8,
        before=7,
        orders=0.8,
        city_sd=0.2,
        block_sd=0.25,
    )
    return Batch(
        "switchback",
        _study([_metric("spend", window=Window(days=1))], cluster=("city", "block"), weeks=None, days=8),
        calm,
        replace(calm, lift=0.3),
        (Design("switchback", "spend", "spend", "84 cells, a city and half a day each"),),
    )  # fmt: skip


def _variants() -> Batch:
    names = ("control", "a", "b", "c")
    calm = replace(_CALM, users=1200, before=7, variants=names, moved="b")
    return Batch(
        "variants",
        _study([_metric("spend")], variants=dict.fromkeys(names, 0.25)),
        calm,
        replace(calm, lift=0.2, more=0.16),
        (Design("variants", "spend", "spend", "three variants against control, Holm", conservative=True),),
    )  # fmt: skip


def _sequential(spending: Literal["obrien-fleming", "pocock"]) -> Batch:
    calm = replace(_CALM, before=3)
    stopping = Stopping(design="group-sequential", spending=spending, looks=tuple(range(8, 15)))
    said = {"obrien-fleming": "O'Brien-Fleming", "pocock": "Pocock"}[spending]
    return Batch(
        f"sequential-{spending}",
        _study([_metric("spend")], stopping=stopping),
        calm,
        replace(calm, lift=0.14, more=0.14),
        (
            Design(
                f"sequential-{spending}", "spend", "spend",
                f"7 daily looks, spending as {said}", conservative=True,
            ),
        ),
    )  # fmt: skip


BATCHES: tuple[Batch, ...] = (
    _users(),
    _cities(),
    _switchback(),
    _variants(),
    _sequential("obrien-fleming"),
    _sequential("pocock"),
)
"""Their order is part of the seeds: add at the end."""
NAMES: tuple[str, ...] = tuple(design.name for batch in BATCHES for design in batch.designs)


def chosen(names: Sequence[str]) -> list[Batch]:
    """Return the batches, each with those of its designs that are named; all where none is."""
    wanted = set(names or NAMES)
    found = [
        replace(batch, designs=tuple(one for one in batch.designs if one.name in wanted))
        for batch in BATCHES
    ]
    return [batch for batch in found if batch.designs]
