"""From an effect to a word: which way it is better, and what a margin allows."""

from __future__ import annotations

from groundrules.metrics.form import Change, Metric
from groundrules.readout.result import Word
from groundrules.statistics.effects import Effect, Side


def better_side(metric: Metric) -> Side:
    """Return the one-sided alternative that the metric is better."""
    return "greater" if metric.direction == "increase" else "less"


def moved(metric: Metric, effect: Effect, p: float, alpha: float, *, one_sided: bool) -> Word:
    """Return whether a metric is better or worse at alpha; a p above it says nothing: undecided."""
    if not p < alpha:
        return "undecided"
    if one_sided:  # the p-value is that of being better
        return "better"
    up = effect.effect > 0
    return "better" if up == (metric.direction == "increase") else "worse"


def against_margin(metric: Metric, effect: Effect, margin: Change) -> Word:
    """Return whether the harm is below the margin (non-inferior), above it (inferior), or neither is shown."""
    if margin.relative is not None:
        allowed, low, high = margin.relative, effect.relative_low, effect.relative_high
    else:
        allowed, low, high = margin.absolute or 0.0, effect.low, effect.high
    # The harm is the effect turned so that more is worse.
    least, most = (-high, -low) if metric.direction == "increase" else (low, high)
    if most < allowed:
        return "non-inferior"
    return "inferior" if least > allowed else "undecided"
