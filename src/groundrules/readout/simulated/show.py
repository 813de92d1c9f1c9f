"""The table of simulated experiments, for a reader and as JSON."""

from __future__ import annotations

import json as standard
import math
from collections.abc import Iterator
from typing import Any

from groundrules.readout.simulated.tally import FAMILY, Line, Rate, Table

_HEAD = (
    ("", "false claims", "", "found", "", "", "covered", "", "", "bias"),
    ("design", "seen (95 %)", "promised", "seen (95 %)", "stated", "planned", "effect", "relative",
     "promised", "of effect"),
)  # fmt: skip


def text(table: Table) -> str:
    """Return the table with what it says."""
    rows = [*_HEAD, *(row for line in table.lines for row in _rows(line))]
    widths = [max(len(row[number]) for row in rows) for number in range(len(_HEAD[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", *_said(table), "", *_verdict(table)])


def _rows(line: Line) -> Iterator[tuple[str, ...]]:
    yield _row(line)
    if line.naive is not None:
        yield (
            f"  p < {line.naive.promised:.0%} each day instead",
            _seen(line.naive),
            *[""] * (len(_HEAD[0]) - 2),
        )


def _row(line: Line) -> tuple[str, ...]:
    false, power = line.false, line.power
    return (
        line.design.name,
        _seen(false),
        ("≤ " if false.promise == "at most" else "") + _percent(false.promised),
        _seen(power),
        _percent(power.promised),
        _percent(line.planned),
        _percent(line.covered.share),
        _percent(line.covered_relative.share),
        ("≥ " if line.covered.promise == "at least" else "") + _percent(line.covered.promised),
        f"{line.bias:+.1%} ± {1.96 * line.bias_error:.1%}",
    )


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.1%}"


def _seen(rate: Rate) -> str:
    low, high = rate.interval
    return f"{_percent(rate.share)} ({100 * low:.1f}-{100 * high:.1f})"


def _said(table: Table) -> list[str]:
    said = [f"{line.design.name}: {line.design.said}" for line in table.lines]
    for line in table.lines:
        if line.naive is not None and line.looks is not None:
            calm, moved = line.looks
            said += [
                "",
                f"{line.design.name}: judged by p < {line.naive.promised:.0%} each day instead, the same experiments "
                f"without an effect claim one in {_percent(line.naive.share)}.",
                f"It takes {calm:.1f} looks on average without an effect and {moved:.1f} with one; the estimate of "
                "an experiment that stops early is too large, the interval still covers.",
            ]
    return [
        *said,
        "",
        "false claims: an effect where there is none, or non-inferiority where the harm is the margin itself.",
        "stated: the power of the t-test by the variances of both variants; planned: by control's alone, as "
        "a pre-period gives it.",
        "bias: mean estimate less the truth, over the truth, with its 95 % Monte Carlo error.",
    ]


def _verdict(table: Table) -> list[str]:
    refused = ", ".join(f"{guard} {count}" for guard, count in table.refusals.items()) or "none"
    low, high = table.by_chance.interval
    checks = sum(len(line.rates) for line in table.lines) + 1
    said = [
        f"Guards: {table.readouts:,} readouts of data without a defect; refused: {refused}. The split's guards are "
        f"tests, and may refuse {table.by_chance.promised:.2%} ({table.by_chance.count} of {table.by_chance.of:,}: "
        f"{low:.3%} to {high:.3%}).",
        f"{checks} rates are checked by exact binomial tests at {table.level:.1e} each: a table that keeps every "
        f"promise fails less than once in {1 / FAMILY:.0f}.",
    ]
    if table.failures:
        return [*said, "Not as promised:", *(f"  {one}" for one in table.failures)]
    return [*said, f"All as promised, {table.runs:,} experiments or more for each rate."]


def json(table: Table) -> str:
    """Return the object as text."""
    return standard.dumps(
        {
            "version": 1,
            "readouts": table.readouts,
            "refusals": dict(table.refusals),
            "refused_by_chance": _rate(table.by_chance),
            "level": table.level,
            "failures": table.failures,
            "designs": [
                {
                    "design": line.design.name,
                    "said": line.design.said,
                    **{name.replace(" ", "_"): _rate(rate) for name, rate in line.rates.items()},
                    "planned_power": _number(line.planned),
                    "bias": _number(line.bias),
                    "bias_error": _number(line.bias_error),
                    "looks": line.looks,
                    "daily_peeking": _rate(line.naive) if line.naive else None,
                }
                for line in table.lines
            ],
        },
        indent=2,
    )


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {
        "count": rate.count,
        "of": rate.of,
        "share": _number(rate.share),
        "low": low,
        "high": high,
        "promised": rate.promised,
        "promise": rate.promise,
        "p": rate.p,
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
