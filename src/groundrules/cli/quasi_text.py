"""The report of a quasi-experiment for a reader: the answer first."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundrules.quasi.result import Check, Result

_WIDTH = 110


def lines(result: Result) -> Iterator[str]:
    """Yield the lines of the report."""
    yield from _paragraph(result.answer)
    yield ""
    yield from _paragraph(f"Hypothesis: {result.hypothesis}")
    for refusal in result.refusals:
        yield ""
        yield from _item(f"{refusal.name}: {refusal.what}")
        yield from _item(f"mend: {refusal.mend}", "    ", "    ")
    if result.panel:
        yield from _estimate(result)
        yield ""
        yield "Assumptions"
        for check in result.checks:
            yield from _check(check)
        yield from _weights(result)
        yield from _course(result)
        yield from _list("What would change the decision", result.change)
        yield from _list("Not looked at, or left out", result.notes)


def _estimate(result: Result) -> Iterator[str]:
    from groundrules.quasi.words import probability

    panel, seen = result.panel, result.estimate
    assert panel and seen
    treated = ", ".join(panel.treated[:5]) + (" …" if len(panel.treated) > 5 else "")
    periods = "periods" if panel.period == "number" else f"{panel.period}s"
    yield from _paragraph(
        f"Compared: {len(panel.treated)} treated ({treated}) and {panel.controls} untreated units; {panel.before} "
        f"{periods} before {panel.start} (from {panel.first}), {panel.after} from then on (the last {panel.last}); "
        f"{panel.rows:,} rows."
    )
    yield from _paragraph(f"By: {seen.method}; {probability(seen.p)}.")


def _check(check: Check) -> Iterator[str]:
    mark = {True: "not refuted", False: "FAILS", None: "shown"}[check.holds]
    yield from _item(f"{check.name} [{mark}]: {check.shown}")
    if check.limits:
        yield from _item(check.limits, "    ", "    ")


def _weights(result: Result) -> Iterator[str]:
    if result.weights:
        made = ", ".join(f"{one.weight:.3f} {one.unit}" for one in result.weights)
        yield ""
        yield from _paragraph(f"The synthetic control: {made}.")


def _course(result: Result) -> Iterator[str]:
    from groundrules.quasi.words import column

    assert result.panel
    yield ""
    yield f"Gap by period, {result.unit}" + (
        f", with an interval of {100 * result.estimate.level:g} % for each"
        if result.estimate and any(one.lower is not None for one in result.course)
        else ""
    )
    ends = [end for one in result.course for end in (one.effect, one.lower, one.upper)]
    told = column([0.0 if end is None else end for end in ends])
    for place, one in enumerate(result.course):
        if place == result.panel.before:
            yield "  -- start --"
        effect, lower, upper = told[3 * place : 3 * place + 3]
        interval = "" if one.lower is None else f"  ({lower} to {upper})"
        yield f"  {one.period}  {effect}{interval}"


def _list(title: str, said: list[str]) -> Iterator[str]:
    if said:
        yield ""
        yield title
        for one in said:
            yield from _item(one)


def _paragraph(text: str) -> list[str]:
    return wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(text: str, first: str = "  - ", rest: str = "    ") -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
