"""The answer's first sentences, for somebody who reads nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from groundrules.metrics.show import amount, change, decimals, interval, level, share, signed
from groundrules.readout.report.words import margin, means
from groundrules.readout.result import Readout, Result

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
    if math.isnan(effect.effect):
        return f"Nothing is known of {metric.name} with {one.variant}: an arm has too few units, or all of one value."
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
    """Yield each guardrail that does not hold, with its variants; then those that do."""
    weak: dict[tuple[str, str], list[str]] = {}
    held: dict[str, list[str]] = {}
    for one in guardrails:
        if one.word == "non-inferior":
            held.setdefault(one.metric.name, []).append(one.variant)
        else:
            weak.setdefault((one.metric.name, means(one)), []).append(one.variant)
    for (name, meaning), variants in weak.items():
        yield f"Guardrail {name}, {', '.join(variants)}: {meaning}."
    if held:
        partly = {name for name, _ in weak}
        names = [
            f"{name} ({', '.join(variants)})" if name in partly else name
            for name, variants in held.items()
        ]
        yield f"No more harm than was accepted (guardrails): {', '.join(names)}."
