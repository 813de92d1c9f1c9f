"""The rules about a definition beside others: its doubles, its successor, its past, its examples."""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.config import nearest
from groundrules.errors import ContentError
from groundrules.metrics import lint_columns, lint_types
from groundrules.metrics.form import Metric
from groundrules.metrics.lint_rule import Context, Found, MetricRule
from groundrules.metrics.meaning import altered, measure_of, policy_of
from groundrules.rules import Severity


class LostSuccessor(MetricRule):
    """`replaced_by` names no metric, or leads in a circle.

    Why: who follows it finds 0 metrics to use instead.

    Bad:
        replaced_by: nowhere
    Good:
        replaced_by: income
    """

    code = "MET020"
    name = "lost-successor"
    severity = Severity.ERROR
    mend = "Name the metric that is used now, and let that one stand for itself."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield a successor that is not there, and one that leads back."""
        known = context.catalogue.metrics
        name, seen = metric.replaced_by, [metric.name]
        while name is not None:
            if name in seen:
                chain = " → ".join([*seen, name])
                yield ("replaced_by",), f"It leads in a circle: {chain}."
                return
            if name not in known:
                if len(seen) == 1:
                    yield ("replaced_by",), f"No metric is called `{name}`{nearest(name, known)}."
                return
            seen.append(name)
            name = known[name].replaced_by


class DuplicateMetric(MetricRule):
    """Two metrics gather the same under two names.

    Why: one question has 2 answers as soon as one of them is changed, and a plan that names both counts its evidence
    twice.

    Bad:
        name: turnover
        numerator: {value: amount}
        filters: ["(status = 'paid')"]
    Good:
        name: turnover
        numerator: {value: amount}
        filters: ["status = 'pending'"]
    """

    code = "MET021"
    name = "duplicate-metric"
    mend = "Keep one; let the other name it in `replaced_by`."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield the later name of two that mean the same; how odd rows are dealt with may differ, and is told."""
        if metric.replaced_by is not None:
            return
        for other in context.catalogue.metrics.values():
            if other.name >= metric.name or other.replaced_by is not None:
                continue
            if measure_of(other) == measure_of(metric):
                yield ("name",), f"It gathers the same as `{other.name}`{_policy(other, metric)}."


def _policy(other: Metric, metric: Metric) -> str:
    theirs, ours = policy_of(other), policy_of(metric)
    differing = [key for key in dict.fromkeys((*theirs, *ours)) if theirs.get(key) != ours.get(key)]
    return f", but for {' and '.join(differing)}" if differing else ""


class VersionNotRaised(MetricRule):
    """A definition gives another number than before, under the same version.

    Why: a readout says which version it computed; with 1 version for 2 definitions, last month's number cannot be
    told from this month's.

    Bad:
        version: 1
        filters: ["status <> 'failed'"]
    Good:
        version: 2
        filters: ["status <> 'failed'"]
    """

    code = "MET022"
    name = "version-not-raised"
    severity = Severity.ERROR
    mend = "Count `version` up, and show by `groundrules metrics diff` what the change does."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield a version that stayed while the meaning changed, or that went down."""
        before = context.base.get(metric.name)
        if before is None:
            return
        if metric.version < before.version:
            yield ("version",), f"The version went down from {before.version} to {metric.version}."
            return
        changed = [one.part for one in altered(before, metric) if one.number]
        if changed and metric.version == before.version:
            yield (
                ("version",),
                f"Another number comes of it, by {' and '.join(changed)}: the version is to be raised.",
            )


class BrokenExample(MetricRule):
    """An example does not give what the definition says that it does.

    Why: of the filter and the example, 1 is wrong, and whoever reads the example believes it.

    Bad:
        tests:
          - rows: [{user_id: a, ordered_at: 2026-03-02, status: failed, amount: 5}]
            expect: {a: 5}
    Good:
        tests:
          - rows: [{user_id: a, ordered_at: 2026-03-02, status: failed, amount: 5}]
            expect: {a: 0}
    """

    code = "MET023"
    name = "broken-example"
    severity = Severity.ERROR
    mend = "Compute the example by hand, then mend what is wrong: the definition or the example."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Run each example of a definition that can be computed, on the engine that is asked for."""
        from groundrules.metrics.examples import misses

        if any(any(rule.check(metric, context)) for rule in UNCOMPUTABLE):
            return
        for number, example in enumerate(metric.tests):
            steps = ("tests", str(number), "expect")
            try:
                said = misses(
                    metric,
                    example,
                    context.catalogue.sources,
                    spark=context.spark,
                    tell=context.tell,
                )
            except ContentError as error:
                yield ("tests", str(number), "rows"), f"The example cannot be run: {error}."
                continue
            for one in said:
                yield steps, f"By the example, {one}."


class NoExample(MetricRule):
    """A metric has no example.

    Why: with 0 examples, `amount > 0` where `amount >= 0` was meant is found by whoever misses the free orders.

    Bad:
        tests: []
    Good:
        tests:
          - rows: [{user_id: a, ordered_at: 2026-03-02, status: paid, amount: 5}]
            expect: {a: 5}
    """

    code = "MET024"
    name = "no-example"
    mend = "Write two or three rows and what comes of them by hand: one that counts, one that does not."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield metrics in use without examples."""
        if not metric.tests and metric.replaced_by is None:
            yield ("name",), f"`{metric.name}` has no example of what it gives."


UNCOMPUTABLE: tuple[MetricRule, ...] = (
    lint_columns.UndeclaredSource(), lint_columns.UnknownColumn(), lint_columns.BadExpression(),
    lint_columns.WrongKind(), lint_types.IncompleteType(),
)  # fmt: skip
"""What they find keeps a metric from being computed at all."""
RULES: tuple[MetricRule, ...] = (
    lint_columns.UndeclaredSource(), lint_columns.UnknownColumn(), lint_columns.BadExpression(),
    lint_columns.WrongKind(), lint_columns.SensitiveDimension(), lint_columns.GrainDisagrees(), *lint_types.RULES,
    LostSuccessor(), DuplicateMetric(), VersionNotRaised(), BrokenExample(), NoExample(),
)  # fmt: skip
"""All rules about metrics, by code."""
