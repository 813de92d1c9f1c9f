"""The caps of heavy tails: taken from a time before exposure that the data really hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from groundrules.metrics.moments import Caps
from groundrules.metrics.show import amount
from groundrules.metrics.units import DAY
from groundrules.readout.exposed import Seen
from groundrules.readout.guards.form import Guarded, passed, refused
from groundrules.readout.loaded import Loaded
from groundrules.readout.study import Study, moment

_MISSING = 0.25
"""The share of the pre-period that may lack rows at its beginning: a rare event need not happen on its first day."""


def capped(
    study: Study, known: Mapping[str, Caps], seen: Seen, loaded: Sequence[Loaded]
) -> Iterator[Guarded]:
    """Yield the guards over caps: from too short a past, or of 0, they would lower most of what is measured."""
    guard = "cap-without-history"
    begins = {one.source: one.days[0].number * DAY for one in loaded if one.days}
    for name, cap in known.items():
        metric = study.metrics[name]
        fixed = metric.winsorise is not None and metric.winsorise.cap is not None
        days = metric.window.days if metric.window else study.plan.horizon_days
        first = (seen.first or study.start) - (seen.first or study.start) % DAY
        begin = begins.get(metric.source, first)
        short = begin > first - days * DAY * (1 - _MISSING)
        if cap.outcome > 0 and (fixed or not short):
            yield passed(guard, f"{name}: values are lowered to {amount(metric, cap.outcome)}")
        else:
            yield refused(
                guard,
                f"{name}: its cap is a quantile of the {days} days before exposure, and {metric.source} "
                f"begins on {moment(begin):%Y-%m-%d}, the exposures on {moment(first):%Y-%m-%d}",
                "give the rows of that time, or define a fixed cap: `winsorise: {cap: …}`",
            )
