"""A readout as text: the answer first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from groundrules.readout.guards.form import Guarded
from groundrules.readout.result import Readout, Result, Segment
from groundrules.readout.show import amount, change, p_value, share, signed

_WIDTH = 100


def text(readout: Readout) -> str:
    """Return the whole readout; without trailing newline."""
    lines = refused(readout) if readout.refusals else answered(readout)
    return "\n".join(lines)


def refused(readout: Readout) -> Iterator[str]:
    """Yield why there is no estimate."""
    refusals = readout.refusals
    yield f"{readout.plan.name}: no readout. {_counted(len(refusals), 'guard refuses', 'guards refuse')}."
    for one in refusals:
        yield ""
        yield _filled(f"✗ {one.guard}: {one.said}", "  ")
        yield _filled(f"  → {one.mend}", "    ")
    yield ""
    yield from _others(readout.guards)


def answered(readout: Readout) -> Iterator[str]:
    """Yield decision, estimates, guardrails and what stands behind them."""
    decided, look, population = readout.decided, readout.look, readout.population
    assert decided is not None and look is not None and population is not None
    variant = f" ({decided.variant})" if decided.variant else ""
    yield _filled(f"{decided.answer.capitalize()}{variant}: {decided.action}")
    for reason in decided.why:
        yield _filled(f"  because {reason}", "    ")
    yield ""
    yield _filled(readout.plan.hypothesis)
    yield ""
    for role, title in (
        ("primary", "Primary"),
        ("guardrail", "Guardrails"),
        ("secondary", "Secondary: it explains, and decides nothing"),
    ):
        rows = [one for one in readout.results if one.role == role]
        if rows:
            yield title
            for one in rows:
                yield from _row(one, look.level)
            yield ""
    yield from _segments(readout.segments)
    yield "What would change it"
    for turn in decided.change:
        yield _filled(f"  {turn}", "    ")
    yield ""
    yield from _behind(readout)


def _row(one: Result, level: float) -> Iterator[str]:
    metric, effect = one.metric, one.effect
    yield _filled(
        f"  {one.variant}: {metric.name} is {one.word}. {amount(metric, effect.control)} → "
        f"{amount(metric, effect.treatment)}: {signed(metric, effect.effect)} "
        f"[{signed(metric, effect.low)}, {signed(metric, effect.high)}], "
        f"{share(effect.relative)} [{share(effect.relative_low)}, {share(effect.relative_high)}]"
        f"; {p_value(one.p)}{_margin(one)}{_cap(one)}",
        "    ",
    )


def _margin(one: Result) -> str:
    return f"; margin {change(one.metric, one.margin)}" if one.margin else ""


def _cap(one: Result) -> str:
    return (
        f"; values above {amount(one.metric, one.cap)} are lowered to it"
        if one.cap is not None
        else ""
    )


def _segments(segments: Sequence[Segment]) -> Iterator[str]:
    for column in dict.fromkeys(one.column for one in segments):
        rows = [one for one in segments if one.column == column]
        kind = (
            "planned"
            if rows[0].planned
            else "EXPLORATORY: not planned, a hint for a next experiment at most"
        )
        yield f"By {column} ({kind}; p corrected over the segments)"
        for row in rows:
            metric, effect = row.result.metric, row.result.effect
            yield _filled(
                f"  {row.value}, {row.result.variant}: {metric.name} {signed(metric, effect.effect)} "
                f"[{signed(metric, effect.low)}, {signed(metric, effect.high)}]; {p_value(row.result.p)}",
                "    ",
            )
        yield ""


def _behind(readout: Readout) -> Iterator[str]:
    look, population, plan = readout.look, readout.population, readout.plan
    assert look is not None and population is not None
    kind = "clusters" if plan.cluster else "units"
    arms = ", ".join(f"{name} {count:,}" for name, count in sorted(population.units.items()))
    left = []
    if population.excluded:
        left.append(f"{population.excluded:,} excluded as planned")
    if population.too_late:
        left.append(f"{population.too_late:,} exposed too late for their whole windows")
    yield _filled(f"{kind.capitalize()}: {arms}{'; ' if left else ''}{', '.join(left)}.", "  ")
    when = (
        f"look {look.number} of {look.of}, {plan.stopping.spending} spending"
        if look.sequential
        else "fixed horizon"
    )
    yield _filled(f"Intervals: {look.level:.2%}, two-sided, {when}; {_sides(readout)}.", "  ")
    yield from _others(readout.guards)


def _sides(readout: Readout) -> str:
    plan = readout.plan
    several = len(plan.primary) * len(plan.treatments)
    corrected = f", p of {several} tests corrected ({plan.correction})" if several > 1 else ""
    return f"alpha {plan.alpha:g}, {plan.sides}-sided{corrected}"


def _others(guards: Sequence[Guarded]) -> Iterator[str]:
    held = sum(one.status == "passed" for one in guards)
    yield f"{_counted(held, 'guard holds', 'guards hold')}."
    for one in guards:
        if one.status == "skipped":
            yield _filled(f"  not checked: {one.guard}: {one.said}", "    ")


def guards(readout: Readout) -> str:
    """Return what each guard saw."""
    signs = {"passed": "✓", "refused": "✗", "skipped": "-"}
    return "\n".join(
        _filled(f"{signs[one.status]} {one.guard}: {one.said}", "    ") for one in readout.guards
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _filled(line: str, indent: str = "") -> str:
    return fill(
        line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
