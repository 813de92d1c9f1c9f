"""The plan: what decides is what was agreed before the first exposure."""

from __future__ import annotations

from groundrules.plans.history import History
from groundrules.readout.guards.form import Guarded, passed, refused, skipped


def unchanged(history: History) -> Guarded:
    """Return whether the primary metrics are those of the plan as it stood at its start."""
    guard = "changed-primary"
    if history.unknown:
        return skipped(guard, history.unknown)
    if history.primary_changed:
        before, now = (
            ", ".join(names) or "none" for names in (history.primary_before, history.primary_now)
        )
        return refused(
            guard,
            f"the plan's primary metrics were {before} at the start, and are {now} now",
            "decide by the metrics that were agreed; the others may be shown as secondary",
        )
    edits = len(history.changes)
    later = (
        f"; {edits} other edits since the start: see `groundrules plan history`" if edits else ""
    )
    if history.late:
        return passed(
            guard, f"the plan was committed after its own start; it has not changed since{later}"
        )
    return passed(guard, f"the primary metrics are those of the start{later}")
