"""The rules about a metric's type and its options: do they make sense together?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from groundrules.metrics.form import Change, Metric
from groundrules.metrics.lint_rule import Context, Found, MetricRule, named
from groundrules.rules import Severity


class IncompleteType(MetricRule):
    """A metric lacks what its type needs, or has what its type has no use for.

    Why: of a ratio without denominator, 0 values can be computed; a denominator that a mean ignores is 1 reader misled.

    Bad:
        type: ratio
    Good:
        type: mean
    """

    code = "MET010"
    name = "incomplete-type"
    severity = Severity.ERROR
    mend = (
        "ratio: a denominator. quantile: which. proportion: the aggregate `any` over a condition. "
        "All but count: a value."
    )

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield what is missing and what is too much."""
        ratio, quantile = metric.type == "ratio", metric.type == "quantile"
        if ratio and metric.denominator is None:
            yield ("type",), "A ratio needs a denominator."
        if not ratio and metric.denominator is not None:
            yield ("denominator",), f"A {metric.type} has no denominator; a ratio has."
        if quantile and metric.quantile is None:
            yield ("type",), "It does not say which quantile, as in `quantile: 0.95`."
        if not quantile and metric.quantile is not None:
            yield ("quantile",), f"A {metric.type} has no quantile."
        if ratio and metric.missing == "exclude":
            yield (
                ("missing",),
                "A unit without rows adds 0 to both sums of a ratio: nothing is to be excluded.",
            )
        yield from _aggregates(metric)


def _aggregates(metric: Metric) -> Iterator[Found]:
    if metric.type == "proportion" and metric.numerator.aggregate != "any":
        yield (
            ("numerator", "aggregate"),
            f"A proportion is of units that did: the aggregate is `any`, not `{metric.numerator.aggregate}`.",
        )
    for key, measure in named(metric):
        if measure.value is None and measure.aggregate != "count":
            yield (key, "aggregate"), f"`{measure.aggregate}` needs a value."
        if metric.type == "ratio" and measure.aggregate in ("max", "min", "mean"):
            yield (
                (key, "aggregate"),
                f"A ratio is of two sums over units, and units' `{measure.aggregate}` do not add up.",
            )


class OddWinsorisation(MetricRule):
    """Values are capped where a cap has no meaning, or would cut what is measured.

    Why: a proportion has no tail: capped at the quantile 0.99 of a pre-period in which 0.5 % converted, its cap is 0,
    and every conversion counts 0.

    Bad:
        type: proportion
        numerator: {value: "status = 'paid'", aggregate: any}
        winsorise: {quantile: 0.99}
    Good:
        winsorise: {quantile: 0.999}
    """

    code = "MET011"
    name = "odd-winsorisation"
    mend = "Leave it to means of sums with heavy tails, and give one cap: a quantile from 0.9, or a number."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield caps of proportions, quantiles and ratios, two caps, none, and low ones."""
        cap = metric.winsorise
        if cap is None:
            return
        if metric.type != "mean":
            yield ("winsorise",), f"A {metric.type} is not winsorised: only a mean is."
        if (cap.quantile is None) == (cap.cap is None):
            yield ("winsorise",), "Give either a quantile or a cap."
        if cap.quantile is not None and cap.quantile < 0.9:
            share = f"{100 * (1 - cap.quantile):g} %"
            yield ("winsorise", "quantile"), f"It would cap {share} of the units: that is no tail."
        if cap.cap is not None and cap.cap <= 0:
            yield ("winsorise", "cap"), "A cap of 0 or less leaves nothing to measure."


class ZeroWhereNone(MetricRule):
    """A unit or row without a value counts as 0 where 0 is the best, or the worst, that there can be.

    Why: of two users with startup times of 800 and 1,200 ms and eight who never pressed play, the mean is 1,000 ms;
    with 0 for the eight it is 200 ms, and each user who stays away makes it better.

    Bad:
        numerator: {value: amount, aggregate: mean}
    Good:
        numerator: {value: amount, aggregate: mean}
        missing: exclude
    """

    code = "MET012"
    name = "zero-where-none"
    mend = "Say `missing: exclude` (and `nulls: drop`): no row is no value, not 0."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield zeros that stand for values which are no sums."""
        aggregate = metric.numerator.aggregate
        if aggregate not in ("mean", "min", "max") or metric.type == "ratio":
            return
        if metric.missing == "zero":
            yield (
                ("numerator", "aggregate"),
                f"A unit without rows has no {aggregate}, and counts as 0 here (missing: zero).",
            )
        if metric.nulls == "zero":
            yield ("nulls",), f"A row without a value is taken as 0 in the unit's {aggregate}."


class OddWindow(MetricRule):
    """A window or a covariate is not whole weeks, or the covariate can do nothing.

    Why: of users who come mostly at weekends, 10 days from a Friday hold 2 weekends and 10 days from a Monday 1:
    who was exposed when becomes part of the metric's variance.

    Bad:
        covariate: {days: 10}
    Good:
        covariate: {days: 28}
    """

    code = "MET013"
    name = "odd-window"
    mend = "Take 7, 14 or 28 days; a window below a week may be any number of days."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield windows beyond a week and covariates that are no whole weeks, and a quantile's covariate."""
        window, covariate = metric.window, metric.covariate
        if window and window.days > 7 and window.days % 7:
            yield ("window", "days"), f"{window.days} days are not whole weeks."
        if covariate and covariate.days % 7:
            yield ("covariate", "days"), f"{covariate.days} days are not whole weeks."
        if covariate and metric.type == "quantile":
            yield ("covariate",), "CUPED adjusts means and ratios; a quantile has no covariate."


class UnclearChange(MetricRule):
    """A margin or an MDE is given twice, not at all, or cannot be.

    Why: `{}` is an effect of 0 sizes, `{relative: 0.01, absolute: 0.5}` one of 2, and a share cannot change by 1 or
    more.

    Bad:
        margin: {relative: 0.01, absolute: 0.5}
    Good:
        margin: {relative: 0.01}
    """

    code = "MET014"
    name = "unclear-change"
    severity = Severity.ERROR
    mend = "Give one of relative and absolute; absolute is in the metric's unit, so 0.002 is 0.2 percentage points."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield each such size."""
        for key, size in (("margin", metric.margin), ("mde", metric.mde)):
            if size is not None:
                yield from _unclear(key, size, metric)


def _unclear(key: str, size: Change, metric: Metric) -> Iterator[Found]:
    if (size.relative is None) == (size.absolute is None):
        yield (key,), f"The {key} is to be either relative or absolute."
    share = metric.type == "proportion" or metric.display.percent
    if share and size.absolute is not None and size.absolute >= 1:
        yield (
            (key, "absolute"),
            f"A share cannot change by {size.absolute:g}: 0.01 is 1 percentage point.",
        )


_BAD = re.compile(
    r"(^|_)(cancel\w*|churn\w*|refund\w*|fail\w*|error\w*|crash\w*|complain\w*|latency|bounce\w*|timeout\w*"
    r"|buffering|rebuffer\w*|unsubscri\w*|chargeback\w*|startup_time\w*|load_time\w*)(_|$)"
)
_GOOD = re.compile(r"(^|_)(free|avoided|prevented|recovered|saved)(_|$)")


class DirectionAgainstName(MetricRule):
    """A metric whose name says something bad is better when it increases.

    Why: the direction decides which way a guardrail looks: with the wrong one, a rise of the error rate by 50 % is
    reported as non-inferior.

    Bad:
        name: payment_errors
    Good:
        name: payment_errors
        direction: decrease
    """

    code = "MET015"
    name = "direction-against-name"
    mend = (
        "Say `direction: decrease`; if more is better, say so in a comment that silences this line."
    )

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield metrics to be increased by whose name nobody wants more of them."""
        bad = _BAD.search(metric.name)
        if metric.direction == "increase" and bad and not _GOOD.search(metric.name):
            yield ("direction",), f"`{metric.name}` is called better when it increases."


RULES: tuple[MetricRule, ...] = (
    IncompleteType(), OddWinsorisation(), ZeroWhereNone(), OddWindow(), UnclearChange(), DirectionAgainstName(),
)  # fmt: skip
