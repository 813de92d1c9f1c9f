"""The answer's first sentences, for somebody who reads nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from groundrules.readout.report.words import margin, means
from groundrules.readout.result import Readout, Result
from groundrules.readout.show import amount, change, decimals, interval, level, share, signed

_MOST = 4
"""Sentences about primary metrics; the table has the others."""


def lead(readout: Readout) -> Iterator[str]:
    """Yield what was found of the primary metrics and the guardrails, of the variants that it is about."""
    decided = readout.decided
    assert decided is not None
    about = [decided.variant] if decided.variant else readout.plan.treatments
    primary = [r for r in readout.results if r.role == "primary" and r.variant in about]
    for one in primary[:_MOST]:
        yield _primary(readout, one)
    if len(primary) > _MOST:
        yield f"{len(primary) - _MOST} more results of primary metrics are in the table."
    guardrails = [r for r in readout.results if r.role == "guardrail" and r.variant in about]
    yield from _guardrails(guardrails)


def _primary(readout: Readout, one: Result) -> str:
    metric, effect, look = one.metric, one.effect, readout.look
    assert look is not None
    digits = decimals(metric, effect.low, effect.high)
    fits = interval(metric, effect.low, effect.high, digits)
    found = f"{signed(metric, effect.effect, digits)} ({share(effect.relative)})"
    if one.word == "undecided":
        accepted = margin(readout, one)
        kept = f"; {change(metric, accepted)} of harm would be accepted" if accepted else ""
        bounded = math.isfinite(effect.low) and math.isfinite(effect.high)
        reach = (
            f"anything from {fits} fits the data" if bounded else "any effect still fits the data"
        )
        return f"It is not shown that {metric.name} changes with {one.variant}: {found} was seen, and {reach}{kept}."
    values = decimals(metric, effect.control, effect.treatment)
    return (
        f"{metric.name} is {one.word} with {one.variant}: {amount(metric, effect.treatment, values)} against "
        f"{amount(metric, effect.control, values)}, a difference of {found}; "
        f"with {level(look.level)} confidence it is {fits}."
    )


def _guardrails(guardrails: Sequence[Result]) -> Iterator[str]:
    weak = [one for one in guardrails if one.word != "non-inferior"]
    for one in weak:
        yield f"Guardrail {one.metric.name}, {one.variant}: {means(one)}."
    held = ", ".join(one.metric.name for one in guardrails if one not in weak)
    if held:
        yield f"No more harm than was accepted (guardrails): {held}."
