"""The split: as many units in each variant as the plan says, overall and on each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from groundrules.readout.exposed import Seen
from groundrules.readout.guards.form import Guarded, passed, refused, skipped
from groundrules.readout.study import Study
from groundrules.statistics.split import independence_p, split_p

_MEND = "find the cause first: redirects, bots, crashes, late logging; no estimate can be trusted until then"


def split(study: Study, seen: Seen, arms: Mapping[str, int]) -> Iterator[Guarded]:
    """Yield the guards over counts of units, or of clusters where those are randomised.

    arms: variant → units or clusters.
    """
    yield _overall(study, arms)
    if study.plan.cluster:
        yield skipped("sample-ratio-by-day", "clusters are randomised, not the units of a day")
    else:
        yield _by_day(study, seen)
    yield from _exclusions(study, seen)


def _overall(study: Study, arms: Mapping[str, int]) -> Guarded:
    guard, planned = "sample-ratio", study.plan.variants
    counts = [arms.get(name, 0) for name in planned]
    if not sum(counts):
        return refused(
            guard, "no unit was exposed in the time that is analysed", "check the plan's dates"
        )
    p = split_p(counts, list(planned.values()))
    said = ", ".join(
        f"{name} {count:,} ({count / sum(counts):.2%}, planned {planned[name]:.0%})"
        for name, count in zip(planned, counts, strict=True)
    )
    if p < study.plan.srm_alpha:
        return refused(guard, f"sample ratio mismatch: {said}; p = {p:.1e}", _MEND)
    return passed(guard, f"{said}; p = {p:.3f}")


def _by_day(study: Study, seen: Seen) -> Guarded:
    guard, planned = "sample-ratio-by-day", study.plan.variants
    if not seen.by_day:
        return skipped(guard, "no unit was exposed in the time that is analysed")
    p_of = {
        day: split_p([arms.get(name, 0) for name in planned], list(planned.values()))
        for day, arms in seen.by_day.items()
    }
    day = min(p_of, key=lambda one: p_of[one])
    if p_of[day] * len(p_of) < study.plan.srm_alpha:
        arms = ", ".join(f"{name} {seen.by_day[day].get(name, 0):,}" for name in planned)
        return refused(
            guard, f"sample ratio mismatch on day {day + 1}: {arms}; p = {p_of[day]:.1e}", _MEND
        )
    return passed(guard, f"no day of {len(p_of)} is off; the smallest p is {p_of[day]:.3f}")


def _exclusions(study: Study, seen: Seen) -> Iterator[Guarded]:
    guard = "filtered-after-exposure"
    for exclusion, counts in zip(study.plan.exclusions, seen.excluded, strict=True):
        table = [counts.get(name, (0, 0)) for name in study.plan.variants]
        p = independence_p(table)
        shares = ", ".join(
            f"{name} {left / (kept + left):.2%}"
            for name, (kept, left) in zip(study.plan.variants, table, strict=True)
            if kept + left
        )
        if p < study.plan.srm_alpha:
            yield refused(
                guard,
                f"`{exclusion.where}` leaves out more of one variant than of another ({shares}; p = {p:.1e}): "
                "it depends on the variant",
                "exclude only by what was known before exposure",
            )
        else:
            yield passed(guard, f"`{exclusion.where}` leaves out {shares}; p = {p:.3f}")
