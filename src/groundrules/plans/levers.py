"""What would let a plan find less at the same horizon, each change computed and not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import msgspec

from groundrules.errors import UsageError
from groundrules.plans.asked import CAP, CAPPED, CUPED, CUPED_DAYS, Asked, Role, otherwise, sought
from groundrules.plans.form import Plan
from groundrules.plans.power_result import Lever, relative
from groundrules.statistics.baseline import Baseline
from groundrules.statistics.duration import WEEK


def levers(asked: Asked, role: Role, base: Baseline, found: float) -> Iterator[Lever]:
    """Yield the changes after which less than `found` is found, by 2 % at least, best first."""
    total = asked.units(asked.plan.horizon_days)
    tried = [
        Lever(what, size, relative(size, mean))
        for what, size, mean in _tried(asked, role, base, total)
    ]
    gains = (one for one in tried if one.smallest < 0.98 * found)
    yield from sorted(gains, key=lambda one: (one.smallest, one.what))


def _tried(
    asked: Asked, role: Role, base: Baseline, total: int
) -> Iterator[tuple[str, float, float]]:
    finds = sought(asked, role)
    words: Mapping[str, str] = {
        CUPED: f"CUPED by the {CUPED_DAYS} days before (`covariate: {{days: {CUPED_DAYS}}}`)",
        CAPPED: f"a cap at the {CAP:.0%} quantile, which changes what is measured",
    }
    for kind, other in otherwise(role.metric):
        try:
            changed = asked.baseline(other)
            size = finds(changed, total)
        except UsageError:
            continue
        beside = relative(size, changed.mean) * abs(base.mean)  # beside what is found without
        yield words[kind], beside, base.mean
    plan = asked.plan
    if asked.seen.clusters is None:
        longer = asked.units(plan.horizon_days + 2 * WEEK)
        yield "two more weeks", finds(base, longer), base.mean
    for what, changed_plan in _replans(plan):
        other_asked = replace(asked, plan=changed_plan)
        yield what, sought(other_asked, role)(base, total), base.mean


def _replans(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield plans with fewer variants, equal shares, one primary metric, one look."""
    change = msgspec.structs.replace
    if len(plan.treatments) > 1:
        best = max(plan.treatments, key=lambda name: plan.variants[name])
        half = {plan.control: 0.5, best: 0.5}
        yield "one treatment instead of " + str(len(plan.treatments)), change(plan, variants=half)
    if len(set(plan.variants.values())) > 1:
        equal = dict.fromkeys(plan.variants, 1 / len(plan.variants))
        yield "equal shares for all variants", change(plan, variants=equal)
    if len(plan.primary) > 1 and plan.correction != "none":
        yield "one primary metric", change(plan, primary=plan.primary[:1])
    if plan.stopping.design != "fixed":
        fixed = change(plan.stopping, design="fixed", looks=())
        yield "one look at the horizon", change(plan, stopping=fixed)
