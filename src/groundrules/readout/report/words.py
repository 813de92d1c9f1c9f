"""What a reader is told in words: verdicts, the plan's rule, how it was tested, earlier readouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundrules.metrics.form import Change
from groundrules.metrics.show import amount, change, level
from groundrules.readout.result import Earlier, Past, Readout, Result

RULES = {
    "all-primary-better": "every primary metric is better and every guardrail non-inferior",
    "any-primary-better": "a primary metric is better, none is worse, and every guardrail is non-inferior",
    "primary-not-worse": "every primary metric and every guardrail is non-inferior",
}
_MOST = 4
"""Earlier readouts of one kind that are told one by one."""
EXPLORATORY = "EXPLORATORY: not planned, a hint for a next experiment at most"


def margin(readout: Readout, one: Result) -> Change | None:
    """Return the harm that is accepted: of a guardrail, and of a primary metric that only must not get worse."""
    if one.role == "primary" and readout.plan.decision.ship_when == "primary-not-worse":
        return one.metric.margin
    return one.margin


def means(one: Result) -> str:
    """Return what the verdict on a guardrail means; nothing of another metric."""
    if one.role != "guardrail":
        return ""
    if one.margin is None:
        return "no margin was planned, so no harm can be excluded"
    kinds = {"non-inferior": "is excluded", "inferior": "is shown"}
    kind = kinds.get(one.word, "is neither excluded nor shown")
    return f"harm beyond the margin of {change(one.metric, one.margin)} {kind}"


def verdicts(readout: Readout) -> Iterator[tuple[str, str]]:
    """Yield each verdict that is given, and what it means, once."""
    look = readout.look
    assert look is not None
    below = f"p is below {look.nominal:.4g}"
    said = {one.word for one in readout.results if one.role != "guardrail"}
    guarded = {one.word for one in readout.results if one.role == "guardrail"}
    if said & {"better", "worse"}:
        words = " or ".join(word for word in ("better", "worse") if word in said)
        yield words, f"the metric moved that way, and by more than chance: {below}"
    if "undecided" in said:
        shown = (
            "a change for the better is not shown"
            if readout.plan.sides == "one"
            else "neither better nor worse is shown"
        )
        yield "undecided", f"{shown}; that is no proof that nothing changed"
    if "non-inferior" in guarded:
        yield "non-inferior", "harm beyond the margin is excluded: the whole interval keeps it"
    if "inferior" in guarded:
        yield "inferior", "harm beyond the margin is shown: the whole interval is beyond it"
    if "undecided" in guarded:
        yield (
            "undecided, of a guardrail",
            "harm beyond the margin is neither excluded nor shown: the interval reaches across it",
        )
    if any(one.metric.display.percent for one in readout.results):
        yield "pp", "percentage points, the difference of two shares: from 4% to 5% is +1 pp"


def tested(readout: Readout) -> Iterator[tuple[str, str]]:
    """Yield how it was tested, as name and plain words."""
    plan, look = readout.plan, readout.look
    assert look is not None
    yield "When", _when(readout)
    yield (
        "Intervals",
        f"{level(look.level)}, two-sided: made so that in {level(look.level)} of experiments like this one they hold "
        f"the true difference{_wider(readout)}",
    )
    yield "Alpha", _alpha(readout)
    null = "no difference" if plan.sides == "two" else "no change for the better"
    yield "p-values", f"how often chance alone would show as much, were there {null}"
    if (several := len(plan.primary) * len(plan.treatments)) > 1:
        yield "Correction", f"{_corrected(readout)}, over {several} tests that decide"
    if plan.guardrails:
        yield "Guardrails", "each is judged by its interval against its margin, not by its p-value"
    without = {one.metric.name: one.unadjusted for one in readout.results if one.unadjusted}
    known = {one.metric.name: one.metric for one in readout.results}
    metrics = [metric for name, metric in known.items() if name not in without]
    adjusted = [one.name for one in metrics if one.covariate and one.type != "quantile"]
    if adjusted:
        yield (
            "Adjusted",
            f"by what the same {plan.unit} did before exposure (CUPED), which makes intervals narrower, and "
            f"control a little different beside each variant: {', '.join(adjusted)}",
        )
    for name, why in without.items():
        yield "Not adjusted", f"{name}, whose definition asks for it: {why}"
    capped = {one.metric.name: one for one in readout.results if one.cap is not None}
    for one in capped.values():
        yield (
            "Capped",
            f"{one.metric.name}: values above {amount(one.metric, one.cap or 0.0)} are lowered to it",
        )
    for one in readout.results:
        if one.too_few:
            yield "Too few", f"{one.variant}, {one.metric.name} is undecided: {one.too_few}"


def _alpha(readout: Readout) -> str:
    plan = readout.plan
    said = "better or worse is said" if plan.sides == "two" else "better is said (worse never is)"
    several = len(plan.primary) * len(plan.treatments) > 1 and plan.correction == "none"
    of = "of the tests, each by itself" if several else "of experiments, at most"
    return f"{plan.alpha:g}, {plan.sides}-sided: where nothing changed, {said} in {level(plan.alpha)} {of}"


def _when(readout: Readout) -> str:
    plan, look = readout.plan, readout.look
    assert look is not None
    if not look.sequential:
        return f"once, at the fixed horizon: {plan.horizon_days} days from {plan.start}"
    last = plan.stopping.looks[look.number - 1]
    kind = {"obrien-fleming": "O'Brien-Fleming", "pocock": "Pocock"}[plan.stopping.spending]
    asks = f"asks for p < {look.nominal:.2g}" if look.nominal else "is too early to show anything"
    return (
        f"look {look.number} of {look.of}, as planned, after {last} days from {plan.start}; alpha is spent over the "
        f"looks ({kind}), and this one {asks}"
    )


def _wider(readout: Readout) -> str:
    plan, look = readout.plan, readout.look
    assert look is not None
    plain = 1 - plan.alpha * (1 if plan.sides == "two" else 2)
    if look.level <= plain + 1e-9:
        return ""
    why = [
        *(["there are several looks"] if look.sequential else []),
        *(["several tests decide"] if _shared(readout) else []),
    ]
    return f"; wider than {level(plain)}, because {' and '.join(why)}" if why else ""


def _shared(readout: Readout) -> bool:
    plan = readout.plan
    return len(plan.primary) * len(plan.treatments) > 1 and plan.correction != "none"


def _corrected(readout: Readout) -> str:
    plan, look = readout.plan, readout.look
    assert look is not None
    if plan.correction == "none":
        return "none, as planned: the chance of a false alarm adds up"
    if look.sequential:
        return "alpha is shared equally"
    named = {
        "holm": "Holm's",
        "bonferroni": "Bonferroni's",
        "hommel": "Hommel's",
        "benjamini-hochberg": "Benjamini and Hochberg's, of the false discovery rate",
    }
    return f"{named[plan.correction]} of the p-values"


def earlier(readout: Readout) -> Iterator[str]:
    """Yield what the log says of earlier readouts of the plan."""
    past = readout.past
    if past is None:
        return
    if past.unknown:
        yield f"Earlier readouts are not known: {past.unknown}"
        return
    if past.earlier:
        yield f"This is readout {past.number} of this plan."
    told = {
        "refused": "refused, without an estimate",
        "repeated": "the same plan and data as now, so the same estimates",
        "unclear": "the same plan and places as now; whether the data were the same is not known",
        "planned": "estimates at another look, a planned one",
        "other": "estimates of the same time, from other data or another version of the plan",
        "early": "estimates BEFORE a planned look",
    }
    for kind, said in told.items():
        if found := past.of(kind):  # type: ignore[arg-type]
            yield f"{len(found)} earlier: {said} ({_dates(found)})"
    if past.unreadable:
        lines = "line" if past.unreadable == 1 else "lines"
        yield f"{past.unreadable} {lines} of the log that cannot be read, and not counted"


def warning(readout: Readout) -> str | None:
    """Return what the reader of estimates must know of earlier readouts; None where there is nothing."""
    past = readout.past
    if past is None or readout.refusals:
        return None
    looked = past.of("early")
    if looked:
        days = ", ".join(dict.fromkeys(str(one.through) for one in looked))
        return (
            f"Looked at before {'a planned look' if readout.look and readout.look.sequential else 'the horizon'}: "
            f"{_times(past, looked)} gave estimates from data up to {days}. The intervals and p-values here allow "
            "for planned looks only; if the experiment could have been stopped by what was seen, they claim too much."
        )
    if again := past.of("other"):
        return (
            f"Read out before: {_times(past, again)} gave estimates of the same time from other data or another "
            "version of the plan. Find out which of them was agreed to count."
        )
    return None


def _times(past: Past, some: Sequence[Earlier]) -> str:
    return f"{len(some)} of {len(past.earlier)} earlier readouts"


def _dates(some: Sequence[Earlier]) -> str:
    told = [
        f"{one.at.replace('T', ' ').removesuffix('Z')} UTC{f', {one.user}' if one.user else ''}"
        for one in some
    ]
    return "; ".join(told if len(told) <= _MOST else [told[0], f"{len(told) - 2} more", told[-1]])
