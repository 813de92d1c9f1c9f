"""The covariates: measured before anybody was exposed."""

from __future__ import annotations

from groundrules.metrics.units import DAY
from groundrules.readout.exposed import Seen
from groundrules.readout.guards.form import Guarded, passed, refused, skipped
from groundrules.readout.study import Study, at, moment


def covariate(study: Study, seen: Seen) -> Guarded:
    """Return whether the covariates' time ends before the first exposure."""
    guard, period = "covariate-after-exposure", study.plan.pre_period
    if not any(metric.covariate for metric in study.metrics.values()):
        return skipped(guard, "no metric has a covariate")
    if period is None:
        return passed(guard, "covariates are of whole days before each unit's own exposure")
    until = at(period.last) + DAY
    if seen.first is not None and until > seen.first - seen.first % DAY:
        return refused(
            guard,
            f"the pre-period ends on {period.last}, and the first unit was exposed at "
            f"{moment(seen.first):%Y-%m-%d %H:%M} UTC: the covariate may hold what the variant did",
            "end `pre_period` before the day of the first exposure",
        )
    return passed(guard, f"the pre-period ends on {period.last}, before the first exposure")
