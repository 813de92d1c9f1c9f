"""The decision, by the rule that the plan agreed before the first exposure, and what would change it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.stats import norm

from groundrules.metrics.form import Change
from groundrules.metrics.show import amount, change, share, signed
from groundrules.readout.result import Decided, Look, Result
from groundrules.readout.study import Study, moment
from groundrules.readout.verdicts import against_margin


def decide(study: Study, results: Sequence[Result], look: Look) -> Decided:
    """Return what is done. Of several variants that may be shipped, the one that moves the first primary most."""
    plan = study.plan
    fit = [variant for variant in plan.treatments if not _against(study, results, variant)]
    why = tuple(
        reason
        for variant in (fit or plan.treatments)
        for reason in (_for(results, variant) if fit else _against(study, results, variant))
    )
    turns = tuple(_turns(study, results, look))
    if fit:
        best = max(fit, key=lambda variant: _gain(study, results, variant))
        return Decided("yes", best, plan.decision.then, why, turns)
    if not look.final and not _settled(results):
        return Decided("go on", None, _onward(study, look), why, turns)
    return Decided("no", None, plan.decision.otherwise, why, turns)


def _onward(study: Study, look: Look) -> str:
    last = moment(study.end(look.number) - 1)
    return f"the experiment runs on until look {look.number + 1}, the end of {last:%Y-%m-%d}"


def _of(results: Sequence[Result], variant: str, role: str) -> list[Result]:
    return [one for one in results if one.variant == variant and one.role == role]


def _for(results: Sequence[Result], variant: str) -> list[str]:
    found = [*_of(results, variant, "primary"), *_of(results, variant, "guardrail")]
    return [f"{variant}: {one.metric.name} is {one.word}" for one in found]


def _against(study: Study, results: Sequence[Result], variant: str) -> list[str]:
    """Return why a variant is not shipped; nothing where it is."""
    primary = _of(results, variant, "primary")
    rule = study.plan.decision.ship_when
    if rule == "primary-not-worse":
        short = [one for one in primary if _no_worse(one) != "non-inferior"]
    else:
        short = [one for one in primary if one.word != "better"]
    if rule == "any-primary-better" and len(short) < len(primary):
        short = [one for one in short if one.word == "worse"]
    said = [f"{variant}: {one.metric.name} is {_word(one, rule)}" for one in short]
    weak = [one for one in _of(results, variant, "guardrail") if one.word != "non-inferior"]
    return said + [f"{variant}: guardrail {one.metric.name} is {one.word}" for one in weak]


def _no_worse(one: Result) -> str:
    return against_margin(one.metric, one.effect, one.metric.margin or Change(relative=1e-9))


def _word(one: Result, rule: str) -> str:
    if rule == "primary-not-worse":
        return f"not shown to be non-inferior ({_no_worse(one)})"
    return one.word


def _gain(study: Study, results: Sequence[Result], variant: str) -> float:
    first = _of(results, variant, "primary")[0]
    return first.effect.effect if first.metric.direction == "increase" else -first.effect.effect


def _settled(results: Sequence[Result]) -> bool:
    """Return whether harm is shown for every variant: a sequential design may stop for it."""
    harmed = {
        one.variant
        for one in results
        if one.word in ("worse", "inferior") and one.role != "secondary"
    }
    return harmed >= {one.variant for one in results}


def _turns(study: Study, results: Sequence[Result], look: Look) -> list[str]:
    said: list[str] = []
    for one in results:
        if one.role == "primary" and one.word == "undecided":
            said.append(_undecided(study, one, look))
        elif one.role == "primary":
            said.append(_shown(one))
        elif one.role == "guardrail" and one.margin is not None:
            said.append(_guardrail(one, one.margin))
    return said


def _undecided(study: Study, one: Result, look: Look) -> str:
    head = f"{one.variant}, {one.metric.name}: "
    if one.mde is None:
        return (
            head
            + "no smallest effect that matters was planned, so nothing says whether the data were enough"
        )
    if math.isnan(one.effect.low) or math.isnan(one.effect.high):
        return head + "its interval is not known: an arm has too few units, or all of one value"
    size = absolute(one.mde, one.effect.control)
    inside = one.effect.low < size < one.effect.high or one.effect.low < -size < one.effect.high
    planned = f"an effect of {change(one.metric, one.mde)}"
    if not inside:
        return head + planned + " or more is outside the interval: more data will not find one"
    if not look.final:
        return f"{head}{planned} is still possible: a later look may find it"
    tail = look.nominal / (2 if study.plan.sides == "two" else 1)
    z = norm.ppf(1 - tail) + norm.ppf(study.plan.power)
    times = (one.effect.error * z / size) ** 2 if size else float("inf")
    found = f"to find it with {study.plan.power:.0%} power"
    if times <= 1:
        return f"{head}{planned} is still possible, though the data were enough {found}"
    return f"{head}{planned} is still possible: {found} takes {times:.1f} times the units"


def _shown(one: Result) -> str:
    """Return what would change the answer where the primary metric is better or worse."""
    end = one.effect.low if one.effect.effect > 0 else one.effect.high
    head = f"{one.variant}, {one.metric.name}: "
    if one.word == "worse":
        return f"{head}harm of at least {amount(one.metric, abs(end))} is shown"
    return (
        f"{head}the effect may be as small as {signed(one.metric, end)}; "
        "if that is too little to be worth it, the answer is another"
    )


def _guardrail(one: Result, margin: Change) -> str:
    effect, relative = one.effect, margin.relative is not None
    low, high = (
        (effect.relative_low, effect.relative_high) if relative else (effect.low, effect.high)
    )
    least, most = (-high, -low) if one.metric.direction == "increase" else (low, high)

    def told(harm: float) -> str:
        return share(max(harm, 0.0), sign=False) if relative else amount(one.metric, max(harm, 0.0))

    head, accepted = f"{one.variant}, guardrail {one.metric.name}: ", change(one.metric, margin)
    if one.word == "inferior":
        return f"{head}harm of at least {told(least)} is shown; the margin is {accepted}"
    if not math.isfinite(most):
        return f"{head}no harm is excluded yet; the margin is {accepted}"
    turn = (
        f"; a margin below {told(most)} would not be kept"
        if one.word == "non-inferior" and most > 0
        else "; more data may exclude it, or show it"
        if one.word == "undecided"
        else ""
    )
    return f"{head}harm of up to {told(most)} is not excluded; the margin is {accepted}{turn}"


def absolute(size: Change, control: float) -> float:
    """Return a size of effect in the metric's unit."""
    return size.absolute if size.absolute is not None else (size.relative or 0.0) * abs(control)
