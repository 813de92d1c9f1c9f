"""Earlier readouts of the same plan, and which of them the reader of this one must know of."""

from __future__ import annotations

from collections.abc import Sequence

from groundrules.readout.log import Line
from groundrules.readout.result import Earlier, Kind, Past


def past(now: Line, lines: Sequence[Line], unreadable: int, planned: Sequence[str]) -> Past:
    """Return the earlier readouts of the plan of `now`; `planned` are the last days of its looks."""
    mine = [one for one in lines if one.plan == now.plan]
    return Past(
        tuple(
            Earlier(one.at, _kind(now, one, planned), one.outcome, one.through, one.user)
            for one in mine
        ),
        unreadable,
    )


def _kind(now: Line, then: Line, planned: Sequence[str]) -> Kind:
    if then.outcome == "refused" or then.through is None:
        return "refused"
    if then.through not in planned and then.through < planned[-1]:
        return "early"
    if then.through in planned and then.through != now.through:
        return "planned"
    if then.plan_hash == now.plan_hash and _read(then) == _read(now):
        known = all(one.fingerprint for one in now.data)
        return "repeated" if known else "unclear"
    return "other"


def _read(line: Line) -> dict[str, tuple[str | None, str]]:
    """Return table → what tells its data: a fingerprint, or else no more than its place."""
    return {
        one.table: (one.fingerprint, "" if one.fingerprint else one.address) for one in line.data
    }
