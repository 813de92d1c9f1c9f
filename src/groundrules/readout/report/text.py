"""A readout as text: the answer first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from groundrules.metrics.show import (
    bare,
    change,
    decimals,
    interval,
    level,
    p_value,
    share,
    shares,
    unit_of_difference,
)
from groundrules.readout.guards.form import Guarded
from groundrules.readout.report import words
from groundrules.readout.report.layout import Row, filled, table
from groundrules.readout.result import Readout, Result, Segment

Paint = Callable[[str, str], str]
"""(kind, text) → the text in the colour of that kind: `good`, `bad`, `open`, `strong`."""
_KINDS = {
    "better": "good",
    "non-inferior": "good",
    "worse": "bad",
    "inferior": "bad",
    "undecided": "open",
}
_ANSWERS = {"yes": "good", "no": "bad", "go on": "open"}
_NAME = 24
"""The longest name that stands in a row; a longer one has its own line."""
_PARTS = (
    ("primary", "PRIMARY: decides"),
    ("guardrail", "GUARDRAILS: must not get worse by more than their margins"),
    ("secondary", "SECONDARY: explains, and decides nothing"),
)


def text(readout: Readout, paint: Paint = lambda _, said: said) -> str:
    """Return the whole readout; without trailing newline."""
    lines = refused(readout, paint) if readout.refusals else answered(readout, paint)
    return "\n".join(lines)


def refused(readout: Readout, paint: Paint) -> Iterator[str]:
    """Yield why there is no estimate."""
    refusals = readout.refusals
    yield paint(
        "bad",
        f"{readout.plan.name}: no readout. {_counted(len(refusals), 'guard refuses', 'guards refuse')}.",
    )
    for one in refusals:
        yield ""
        yield filled(f"✗ {one.guard}: {one.said}", "  ")
        yield filled(f"  → {one.mend}", "    ")
    yield ""
    yield from _others(readout.guards)
    yield from map(filled, words.earlier(readout))


def answered(readout: Readout, paint: Paint) -> Iterator[str]:
    """Yield decision, estimates, guardrails and what stands behind them."""
    decided = readout.decided
    assert decided is not None
    variant = f" ({decided.variant})" if decided.variant else ""
    yield paint(
        _ANSWERS[decided.answer],
        filled(f"{decided.answer.capitalize()}{variant}: {decided.action}"),
    )
    for reason in decided.why:
        yield filled(f"  because {reason}", "    ")
    if warned := words.warning(readout):
        yield ""
        yield paint("bad", filled(f"! {warned}", "  "))
    yield ""
    yield filled(readout.plan.hypothesis)
    yield ""
    yield from _results(readout, paint)
    for word, meaning in words.verdicts(readout):
        yield filled(f"  {word}: {meaning}", "    ")
    yield ""
    yield from _segments(readout.segments)
    yield paint("strong", "WHAT WOULD CHANGE IT")
    for turn in decided.change:
        yield filled(f"  {turn}", "    ")
    yield ""
    yield paint("strong", "BEHIND IT")
    yield from _behind(readout)


def _results(readout: Readout, paint: Paint) -> Iterator[str]:
    assert readout.look is not None
    rows: list[Row] = []
    for role, title in _PARTS:
        results = [one for one in readout.results if one.role == role]
        if results:
            rows.append(Row(line=""))
            rows.append(Row(line=title))
        for name in dict.fromkeys(one.metric.name for one in results):
            of_metric = [one for one in results if one.metric.name == name]
            rows.append(Row(line=_headed(of_metric[0])))
            for one in of_metric:
                rows += _rows(one)
    heads = (
        "",
        "control",
        "variant",
        "difference",
        f"{level(readout.look.level)} interval",
        "verdict",
    )
    for line in table(heads, rows, left=(0, 5), paint=_painted(paint)):
        titles = [title for _, title in _PARTS]
        yield paint("strong", line.strip()) if line.strip() in titles else line


def _painted(paint: Paint) -> Callable[[int, str, str], str]:
    def shown(number: int, cell: str, padded: str) -> str:
        if number != 5:
            return padded
        return paint(_KINDS.get(cell.partition(",")[0], ""), cell) + padded[len(cell) :]

    return shown


def _headed(one: Result) -> str:
    display = one.metric.display
    unit = "%, differences in percentage points" if display.percent else display.unit
    parts = [f"{one.metric.name}{f', in {unit}' if unit else ''}"]
    if one.role == "guardrail":
        parts.append(
            f"margin {change(one.metric, one.margin)}" if one.margin else "no margin was planned"
        )
    if one.metric.direction == "decrease":
        parts.append("lower is better")
    return "; ".join(parts)


def _rows(one: Result) -> Iterator[Row]:
    metric, effect = one.metric, one.effect
    digits = decimals(metric, effect.low, effect.high)
    values = decimals(metric, effect.control, effect.treatment)
    if long := len(one.variant) > _NAME:
        yield Row(line=f"  {one.variant}")
    yield Row((
        "" if long else one.variant,
        bare(metric, effect.control, values),
        bare(metric, effect.treatment, values),
        bare(metric, effect.effect, digits, sign=True),
        interval(metric, effect.low, effect.high, digits).removesuffix(unit_of_difference(metric)),
        f"{one.word}, {p_value(one.p)}",
    ))  # fmt: skip
    relative = (share(effect.relative), shares(effect.relative_low, effect.relative_high))
    yield Row(("  relative", "", "", *relative, ""))


def _segments(segments: Sequence[Segment]) -> Iterator[str]:
    for column in dict.fromkeys(one.column for one in segments):
        rows = [one for one in segments if one.column == column]
        kind = "planned" if rows[0].planned else words.EXPLORATORY
        yield filled(f"BY {column} ({kind}; p corrected over the segments; decides nothing)", "  ")
        told = []
        for name in dict.fromkeys(row.result.metric.name for row in rows):
            some = [row for row in rows if row.result.metric.name == name]
            told.append(Row(line=_headed(some[0].result)))
            told += [row for one in some for row in _segment(one)]
        yield from table(("", "variant", "difference", "interval", "p"), told, left=(0, 1))
        yield ""


def _segment(row: Segment) -> Iterator[Row]:
    metric, effect = row.result.metric, row.result.effect
    digits = decimals(metric, effect.low, effect.high)
    names = (row.value, row.result.variant)
    if long := max(map(len, names)) > _NAME:
        yield Row(line=f"  {', '.join(names)}")
    yield Row((
        *(("", "") if long else names),
        bare(metric, effect.effect, digits, sign=True),
        interval(metric, effect.low, effect.high, digits).removesuffix(unit_of_difference(metric)),
        p_value(row.result.p).removeprefix("p = ").removeprefix("p "),
    ))  # fmt: skip


def _behind(readout: Readout) -> Iterator[str]:
    population, plan = readout.population, readout.plan
    assert population is not None
    kind = "Clusters" if plan.cluster else "Units"
    arms = ", ".join(f"{name} {count:,}" for name, count in sorted(population.units.items()))
    left = []
    if population.excluded:
        left.append(f"{population.excluded:,} excluded as planned")
    if population.too_late:
        left.append(f"{population.too_late:,} exposed too late for their whole windows")
    yield filled(f"  {kind}: {arms}{'; ' if left else ''}{', '.join(left)}.", "    ")
    for name, said in words.tested(readout):
        yield filled(f"  {name}: {said}.", "    ")
    yield filled(
        f"  Rule, agreed before: ship when {words.RULES[plan.decision.ship_when]}.", "    "
    )
    yield from ("  " + line for line in _others(readout.guards))
    for said in words.earlier(readout):
        yield filled(f"  {said}", "    ")
    yield from _origin(readout)


def _origin(readout: Readout) -> Iterator[str]:
    origin = readout.origin
    if origin is None:
        return
    commit = f"commit {origin.commit[:12]}" if origin.commit else "not in git"
    edited = ", edited since" if origin.edited else ""
    data = ", ".join(f"{one.name} = {one.address}" for one in origin.tables)
    yield filled(
        f"  From: {origin.plan} ({commit}{edited}); {data}; groundrules {origin.groundrules}.",
        "    ",
    )


def _others(guards: Sequence[Guarded]) -> Iterator[str]:
    held = sum(one.status == "passed" for one in guards)
    yield f"{_counted(held, 'guard holds', 'guards hold')}."
    for one in guards:
        if one.status == "skipped":
            yield filled(f"  not checked: {one.guard}: {one.said}", "    ")


def guards(readout: Readout) -> str:
    """Return what each guard saw."""
    signs = {"passed": "✓", "refused": "✗", "skipped": "-"}
    return "\n".join(
        filled(f"{signs[one.status]} {one.guard}: {one.said}", "    ") for one in readout.guards
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
