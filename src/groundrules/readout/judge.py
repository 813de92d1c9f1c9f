"""From estimates to results: corrected p-values, words, segments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from groundrules.metrics.form import Change, Metric
from groundrules.readout.estimates import Measured
from groundrules.readout.result import Look, Result, Role, Segment, Word
from groundrules.readout.study import Study
from groundrules.readout.verdicts import against_margin, better_side, moved
from groundrules.statistics.corrections import corrected
from groundrules.statistics.effects import Effect

Groups = tuple[tuple[Any, ...], tuple[Any, ...]]
"""Control's group of the moments, and the variant's."""


def results(study: Study, measured: Measured, look: Look) -> tuple[Result, ...]:
    """Return each metric of each variant: primary, guardrails, secondary."""
    return (
        *_primary(study, measured, look),
        *_guardrails(study, measured, look),
        *_secondary(study, measured, look),
    )


def _effect(study: Study, measured: Measured, metric: Metric, variant: str, look: Look) -> Effect:
    one_sided = study.plan.sides == "one"
    return measured.effect(
        metric,
        (study.plan.control,),
        (variant,),
        level=look.level,
        side=better_side(metric) if one_sided else "two-sided",
        normal=look.sequential,
    )


def _pair(study: Study, variant: str) -> Groups:
    return (study.plan.control,), (variant,)


def _primary(study: Study, measured: Measured, look: Look) -> Iterator[Result]:
    plan = study.plan
    pairs = [(one, variant) for one in plan.primary for variant in plan.treatments]
    metrics = [study.metrics[one.metric] for one, _ in pairs]
    effects = [
        _effect(study, measured, metric, variant, look)
        for metric, (_, variant) in zip(metrics, pairs, strict=True)
    ]
    raw = [one.p for one in effects]
    # A sequential look's nominal level holds its share of alpha already.
    p_values = raw if look.sequential else corrected(raw, plan.correction)
    for metric, (one, variant), found, p in zip(metrics, pairs, effects, p_values, strict=True):
        word = moved(metric, found, p, look.nominal, one_sided=plan.sides == "one")
        yield _result(
            "primary",
            metric,
            variant,
            found,
            p,
            word,
            measured,
            _pair(study, variant),
            mde=one.mde or metric.mde,
        )


def _guardrails(study: Study, measured: Measured, look: Look) -> Iterator[Result]:
    for one in study.plan.guardrails:
        metric = study.metrics[one.metric]
        margin = one.margin or metric.margin
        for variant in study.plan.treatments:
            found = _effect(study, measured, metric, variant, look)
            word = against_margin(metric, found, margin) if margin else "undecided"
            yield _result(
                "guardrail",
                metric,
                variant,
                found,
                found.p,
                word,
                measured,
                _pair(study, variant),
                margin=margin,
            )


def _secondary(study: Study, measured: Measured, look: Look) -> Iterator[Result]:
    one_sided = study.plan.sides == "one"
    for one in study.plan.secondary:
        metric = study.metrics[one.metric]
        for variant in study.plan.treatments:
            found = _effect(study, measured, metric, variant, look)
            word = moved(metric, found, found.p, look.nominal, one_sided=one_sided)
            pair = _pair(study, variant)
            yield _result("secondary", metric, variant, found, found.p, word, measured, pair)


def _result(
    role: Role, metric: Metric, variant: str, effect: Effect, p: float, word: Word, measured: Measured,
    groups: Groups, *, margin: Change | None = None, mde: Change | None = None,
) -> Result:  # fmt: skip
    cap, few = measured.caps.get(metric.name), measured.too_few(metric, groups)
    return Result(
        role,
        metric,
        variant,
        effect,
        p,
        "undecided" if few else word,
        margin,
        mde,
        cap.outcome if cap else None,
        few,
        measured.unadjusted(metric, groups),
    )


def segments(
    study: Study, measured: Measured, look: Look, column: str, *, planned: bool
) -> Iterator[Segment]:
    """Yield the primary metrics in each value of a segment, Holm-corrected over all of them."""
    values = sorted({key[1] for key in measured.groups}, key=str)
    found: list[tuple[object, Metric, str, Effect, Groups]] = []
    for value in values:
        for one in study.plan.primary:
            metric = study.metrics[one.metric]
            for variant in study.plan.treatments:
                pair = ((study.plan.control, value), (variant, value))
                if metric.name not in measured.columns or not all(
                    p in measured.groups for p in pair
                ):
                    continue
                effect = measured.effect(
                    metric, *pair, level=look.level, side="two-sided", normal=look.sequential
                )
                found.append((value, metric, variant, effect, pair))
    p_values = corrected([effect.p for *_, effect, _ in found], "holm")
    for (value, metric, variant, effect, pair), p in zip(found, p_values, strict=True):
        word = moved(metric, effect, p, study.plan.alpha, one_sided=False)
        result = _result("secondary", metric, variant, effect, p, word, measured, pair)
        yield Segment(column, str(value), planned, result)
