"""The figure of a page: where intervals, zero and margins stand, in percent of the width."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from groundrules.metrics.form import Change, Metric
from groundrules.metrics.show import change, decimals, interval, signed
from groundrules.readout.report.words import margin
from groundrules.readout.result import Readout, Result

_ROOM = 0.07
"""What is left free on either side, as a share of what is drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval; None is nowhere, as what is not known or endless."""

    result: Result
    at: float | None
    low: float | None
    high: float | None
    """The ends as they are drawn: an endless one at the edge."""
    open_low: bool
    open_high: bool
    says: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the intervals, and what is written at it."""

    at: float
    label: str

    @property
    def anchor(self) -> str:
        """On which side of its place the label stands, so that it stays inside."""
        return "start" if self.at < 25 else "end" if self.at > 75 else "middle"


@dataclass(frozen=True, slots=True)
class Panel:
    """One metric: its intervals on one scale, which runs to the right as the number grows."""

    metric: Metric
    role: str
    bars: tuple[Bar, ...]
    zero: Mark
    margin: Mark | None
    matters: Mark | None
    """The smallest effect that matters."""

    @property
    def better_right(self) -> bool:
        """Whether more is better."""
        return self.metric.direction == "increase"


def panels(readout: Readout) -> Iterator[Panel]:
    """Yield a panel for each primary metric and guardrail."""
    deciding = [one for one in readout.results if one.role in ("primary", "guardrail")]
    for key in dict.fromkeys((one.role, one.metric.name) for one in deciding):
        yield _panel(readout, [one for one in deciding if (one.role, one.metric.name) == key])


def _panel(readout: Readout, results: Sequence[Result]) -> Panel:
    first = results[0]
    metric, up = first.metric, 1 if first.metric.direction == "increase" else -1
    accepted = margin(readout, first)
    harm = -up * _absolute(accepted, first.effect.control) if accepted else None
    gain = up * _absolute(first.mde, first.effect.control) if first.mde else None
    drawn = [0.0, *(e for r in results for e in (r.effect.low, r.effect.high, r.effect.effect))]
    if harm is not None:
        drawn.append(harm)
    finite = [abs(one) for one in drawn if math.isfinite(one)]
    if gain is not None and abs(gain) <= max(finite):  # else it would crowd the rest
        drawn.append(gain)
    place = _scale(drawn)
    return Panel(
        metric=metric,
        role=first.role,
        bars=tuple(_bar(one, place) for one in results),
        zero=Mark(place(0.0), "no difference"),
        margin=_mark(metric, harm, accepted, place, "accepted harm"),
        matters=_mark(metric, gain, first.mde, place, "matters from"),
    )


def _absolute(size: Change, control: float) -> float:
    return size.absolute if size.absolute is not None else (size.relative or 0.0) * abs(control)


def _scale(values: Sequence[float]) -> Callable[[float], float]:
    """Return the place, in percent, of each value on a scale that holds all that are finite."""
    finite = [one for one in values if math.isfinite(one)]
    size = max(map(abs, finite), default=0.0) or 1.0
    low, high = (end(one / size for one in finite) for end in (min, max))
    if low == high:
        low, high = -1.0, 1.0
    room = (high - low) * _ROOM
    low, high = low - room, high + room
    return lambda value: round(100 * (value / size - low) / (high - low), 2)


def _mark(
    metric: Metric,
    value: float | None,
    size: Change | None,
    place: Callable[[float], float],
    label: str,
) -> Mark | None:
    if value is None or size is None or not math.isfinite(value):
        return None
    said = signed(metric, value)
    if size.relative is not None:
        said = f"{said} ({change(metric, size)})"
    at = place(value)
    return Mark(at, f"{label}: {said}") if 0 <= at <= 100 else None


def _bar(one: Result, place: Callable[[float], float]) -> Bar:
    effect, metric = one.effect, one.metric
    digits = decimals(metric, effect.low, effect.high)
    return Bar(
        result=one,
        at=place(effect.effect) if math.isfinite(effect.effect) else None,
        low=_end(effect.low, place, 0.0),
        high=_end(effect.high, place, 100.0),
        open_low=math.isinf(effect.low),
        open_high=math.isinf(effect.high),
        says=f"{one.variant}: difference {signed(metric, effect.effect, digits)}, "
        f"interval {interval(metric, effect.low, effect.high, digits)}",
    )


def _end(value: float, place: Callable[[float], float], edge: float) -> float | None:
    if math.isnan(value):
        return None
    return edge if math.isinf(value) else place(value)
