"""What is true in a world, and the power that a formula states for a design in it.

True effects of means, ratios and shares follow from the world's distributions; those of a capped mean and of a
quantile are computed from eight million units. Power is that of the t-test whose standard error follows from
the moments of a large sample of units, measured from raw rows as a readout measures them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import ibis.expr.types as ir
import numpy as np
from scipy.stats import nct, norm
from scipy.stats import t as student
from tea_tasting.aggr import Aggregates

from groundrules.metrics.columns import columns_of
from groundrules.metrics.form import Metric
from groundrules.metrics.moments import caps
from groundrules.metrics.units import VARIANT, per_unit
from groundrules.readout import exposed
from groundrules.readout.estimates import Measured, measure
from groundrules.readout.look import judged_by, times
from groundrules.readout.simulated.designs import LARGE, MARGIN, Batch, Design
from groundrules.readout.simulated.experiment import Experiments, raw
from groundrules.readout.simulated.world import AMOUNT, PAID, World
from groundrules.statistics.quantiles import shares
from groundrules.statistics.sequential.boundaries import boundaries
from groundrules.statistics.sequential.design import power_at
from groundrules.tables.relations import quantile

UNITS = 4_000_000
"""Units of each variant from which capped means and quantiles are computed."""
SAMPLE = 100
"""How many times as many units, or clusters, as an experiment has, the sample for power has."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a design where there is an effect."""

    absolute: float
    relative: float
    power: float
    """Stated: with the variance of each variant."""
    planned: float
    """Stated before the start, from control's variance alone. NaN where it is not another."""


def true_effect(
    batch: Batch, world: World, design: Design, units: int = UNITS
) -> tuple[float, float]:
    """Return control's value and treatment's in a world with effects."""
    window = batch.study.metrics[design.metric].window
    days = window.days if window else batch.study.plan.horizon_days
    place = math.exp(
        (world.city_sd**2 * bool(world.clusters) + world.block_sd**2 * bool(world.blocks)) / 2
    )
    count = world.orders * PAID * days * place
    value = math.exp(AMOUNT[0] + AMOUNT[1] ** 2 / 2)
    lift, more = 1 + world.lift, 1 + world.more
    match design.estimand:
        case "spend":
            return count * value, count * value * lift * more
        case "orders":
            return count, count * more
        case "basket":
            return value, value * lift
        case "buyer":
            large = (_large(1.0), more * _large(lift))
            return _buyers(world, count * large[0]), _buyers(world, count * large[1])
        case "capped" | "p90":
            return _of_units(world, days, design.estimand, units)


def _large(lift: float) -> float:
    """Return the share of orders that are large; amounts are rounded to cents."""
    return float(norm.sf((math.log((LARGE - 0.005) / lift) - AMOUNT[0]) / AMOUNT[1]))


def _buyers(world: World, count: float) -> float:
    """Return the share of users with an order: the number is Poisson, its mean gamma."""
    return float(1 - (1 + count / world.habit) ** -world.habit)


def _of_units(world: World, days: int, what: str, units: int) -> tuple[float, float]:
    rng = np.random.default_rng(20260302)
    before, control, treatment = (
        _values(replace(world, lift=lift, more=more), days, units, rng)
        for lift, more in ((0.0, 0.0), (0.0, 0.0), (world.lift, world.more))
    )
    if what == "p90":
        return float(np.quantile(control, 0.9)), float(np.quantile(treatment, 0.9))
    cap = np.quantile(before, 0.99)
    return float(np.minimum(control, cap).mean()), float(np.minimum(treatment, cap).mean())


def _values(world: World, days: int, units: int, rng: np.random.Generator) -> np.ndarray:
    """Return what users spend."""
    rate = rng.gamma(world.habit, 1 / world.habit, units)
    count = rng.poisson(world.orders * PAID * days * rate * (1 + world.more))
    amount = rng.lognormal(*AMOUNT, count.sum()) * (1 + world.lift)
    return np.bincount(np.repeat(np.arange(units), count), amount, units)


def truths(batch: Batch, times: int = SAMPLE, units: int = UNITS) -> dict[str, Truth]:
    """Return the truth of each design of a batch, the same each time.

    times: how many times as large as an experiment the sample is, from which power is computed.
    """
    sample = _sampled(batch, times)
    found = {}
    for design in batch.designs:
        control, treatment = true_effect(batch, batch.effect, design, units)
        power = _power(batch, design, sample, treatment - control)
        alike = replace(
            sample,
            groups=dict.fromkeys(sample.groups, sample.groups["control",]),
            quantiles={
                (metric, variant): sample.quantiles[metric, "control"]
                for metric, variant in sample.quantiles
            },
        )
        planned = _power(batch, design, alike, treatment - control)
        found[design.name] = Truth(treatment - control, treatment / control - 1, power, planned)
    return found


def _sampled(batch: Batch, times: int) -> Measured:
    """Return the moments of a large sample, with the counts of one experiment."""
    world, study = batch.effect, batch.study
    if world.clusters and not world.blocks:
        world = replace(world, clusters=world.clusters * times)
    if world.blocks:  # more cities, of as many users a cell
        world = replace(world, clusters=world.clusters * times)
    world = replace(world, users=world.users * times)
    last = len(study.looks) - 1
    with Experiments(raw(world, np.random.default_rng(20260303))) as relations:
        firsts = relations.keep(exposed.ready(relations, study, ()), "all exposures")
        inside = exposed.analysed(firsts, study, last)
        made = per_unit(relations, inside, study.metrics.values(), study.timeline(last))
        units = relations.keep(made, "all units")
        known = caps(relations, units, study.metrics.values())
        measured = measure(relations, units, study, known)
        quantiles = {
            (name, variant): _around(
                relations, units, study.metrics[name], variant, measured.groups[variant,].count() // times
            )
            for name, variant in measured.quantiles
        }  # fmt: skip
    groups = {key: _counted(one, one.count() // times) for key, one in measured.groups.items()}
    # Without the clusters themselves, an effect is taken from the moments, whose counts are of one experiment.
    return replace(measured, groups=groups, quantiles=quantiles, clusters={})


def _counted(moments: Aggregates, count: int) -> Aggregates:
    return Aggregates(count, moments.mean_, moments.var_, moments.cov_)


def _around(
    relations: Experiments, units: ir.Table, metric: Metric, variant: str, count: int
) -> tuple[float, float, float]:
    """Return the values that an experiment of `count` units in this variant would see around its quantile."""
    assert metric.quantile is not None
    arm = units.filter(units[VARIANT] == variant)
    value = arm[columns_of(metric).numerator]
    wanted = {
        f"q{number}": quantile(relations.dialect, value, share)
        for number, share in enumerate(shares(count, metric.quantile))
    }
    low, at, high = (float(one) for one in relations.one(arm.aggregate(**wanted)).values())
    return low, at, high


def _power(batch: Batch, design: Design, sample: Measured, size: float) -> float:
    plan, last = batch.study.plan, batch.looks - 1
    look = judged_by(batch.study, last, []) if not batch.sequential else None
    metric = batch.study.metrics[design.metric]
    level = look.level if look else 0.95
    effect = sample.effect(
        metric, (plan.control,), (batch.effect.moved,),
        level=level, side="two-sided", normal=batch.sequential or metric.type == "quantile",
    )  # fmt: skip
    if batch.sequential:
        enrolled = [batch.study.enrolled_until(n) - batch.study.start for n in range(last + 1)]
        information = [one / enrolled[-1] for one in enrolled]
        spending = plan.stopping.spending
        bounds = boundaries(information, plan.alpha, spending=spending, times=times(batch.study))
        return power_at(bounds, size / effect.error)
    if design.claim == "non-inferior":
        return _non_inferior(batch, metric, sample, level)
    freedom = sum(effect.units) - 2
    critical = student.isf((1 - level) / 2, freedom)
    drift = size / effect.error
    if metric.type == "quantile":
        critical = norm.isf((1 - level) / 2)
        return float(norm.sf(critical - drift) + norm.cdf(-critical - drift))
    return float(nct.sf(critical, freedom, drift) + nct.cdf(-critical, freedom, drift))


def _non_inferior(batch: Batch, metric: Metric, sample: Measured, level: float) -> float:
    """Return how often an effect of 0 is shown to be below the margin; intervals are of the ratio's logarithm."""
    control = (batch.study.plan.control,)
    none = sample.effect(metric, control, control, level=level, side="two-sided", normal=True)
    error = math.log1p(none.relative_high) / norm.ppf((1 + level) / 2)
    return float(norm.cdf(math.log1p(MARGIN) / error - norm.ppf((1 + level) / 2)))
