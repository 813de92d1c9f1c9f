"""The summary box of a report: what a readout decided, by which numbers, and whether it still holds.

The readout's JSON is the notebook's metadata `groundrules.readout`, the plan's file its `groundrules.plan`;
`groundrules.answer` in its place is for `groundrules.render.answered`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundrules import documents
from groundrules.errors import ContentError, GroundrulesError, UsageError
from groundrules.metrics.form import Display
from groundrules.metrics.show import digits_of, level, number, p_value, share, shares
from groundrules.render.answered import answered
from groundrules.render.box import Effect, Summary, after, capital, minus
from groundrules.render.told import Origin, Result, Told, read_told
from groundrules.tables.address import parse
from groundrules.tables.fingerprint import seen

_TONES = {"better": "good", "non-inferior": "good", "worse": "bad", "inferior": "bad"}


def setting(node: Any, key: str) -> str | None:
    """Return the text at `groundrules.KEY` of a notebook's metadata; raises GroundrulesError for another type."""
    ours = node.metadata.get("groundrules", {})
    value = ours.get(key) if isinstance(ours, dict) else None
    if value is not None and not isinstance(value, str):
        raise GroundrulesError(
            f"the notebook's metadata `groundrules.{key}` must be a path relative to the notebook; it is {value!r}"
        )
    return value


def summary(node: Any, folder: Path) -> Summary | None:
    """Return the summary that a notebook in `folder` asks for; None where it names neither a readout nor an answer.

    Raises UsageError where the readout is not there, ContentError where it is of another form.
    """
    file, own = setting(node, "readout"), setting(node, "answer")
    if file and own:
        raise GroundrulesError(
            "the notebook's metadata `groundrules` names a `readout` and an `answer`: one fills the box"
        )
    if own:
        return answered(own, folder)
    return _readout(file, setting(node, "plan"), folder) if file else None


def _readout(file: str, plan: str | None, folder: Path) -> Summary:
    told = read_told(folder / file)
    shown = level(told.look.level) if told.look and told.look.level else ""
    turn = f", number {told.past.number} of this plan" if told.past else ""
    return Summary(
        **_answer(told),
        primary=tuple(_effect(one) for one in told.results if one.role == "primary"),
        guardrails=tuple(_effect(one) for one in told.results if one.role == "guardrail"),
        refusals=tuple(
            (capital(one.guard.replace("-", " ")), _sentence(one.said), _sentence(one.mend))
            for one in told.guards
            if one.status == "refused"
        ),
        warning=told.past.warning if told.past else None,
        stale=tuple(_stale(told, plan, folder)),
        caption=f"What decides: difference from control, with its {shown} interval",
        columns=("Metric", "Difference", "Verdict"),
        kind="Readout",
        file=file,
        origin=f"{turn}, by groundrules {told.origin.groundrules if told.origin else 'of an unknown version'}",
        data=tuple((_shown(one.address, folder), one.changed) for one in told.origin.tables)
        if told.origin
        else (),
    )


def _answer(told: Told) -> dict[str, str]:
    decided = told.decision
    if decided is None:
        return {
            "tone": "bad",
            "word": "No answer yet",
            "action": "Checks that come first refuse these data, so no effect was computed. Do not decide by them.",
        }
    harm = any(_TONES.get(one.verdict) == "bad" for one in told.results if one.role != "secondary")
    tone = {"yes": "good", "no": "bad" if harm else "open"}.get(decided.answer, "open")
    variant = f": {decided.variant}" if decided.variant else ""
    return {
        "tone": tone,
        "word": f"{decided.answer.capitalize()}{variant}",
        "action": decided.action,
    }


def _effect(one: Result) -> Effect:
    known = one.effect is not None
    note = _meaning(one) if one.role == "guardrail" else p_value(_n(one.p))
    return Effect(
        metric=capital(one.metric.replace("_", " ")),
        variant=one.variant,
        found=minus(_found(one)) if known else "not known",
        relative=minus(
            f"{share(_n(one.relative))} ({shares(_n(one.relative_low), _n(one.relative_high))})"
        )
        if one.relative is not None
        else "",
        verdict=one.verdict,
        tone=_TONES.get(one.verdict, "open"),
        note=minus(note),
    )


def _found(one: Result) -> str:
    display = Display(unit=one.unit, decimals=one.decimals, percent=one.percent)
    numbers = [
        _n(one.effect),
        -math.inf if one.low is None else one.low,
        math.inf if one.high is None else one.high,
    ]
    digits = digits_of(display, *numbers)
    effect, low, high = (number(display, value, digits, sign=True) for value in numbers)
    return f"{effect}{after(display, difference=True)} ({low} to {high})"


def _meaning(one: Result) -> str:
    if one.margin is None:
        return "no margin was planned, so no harm can be excluded"
    if one.margin.absolute is not None:
        display = Display(unit=one.unit, decimals=one.decimals, percent=one.percent)
        size = f"{number(display, one.margin.absolute)}{after(display, difference=True)}"
    else:
        size = level(_n(one.margin.relative))
    kinds = {"non-inferior": "is excluded", "inferior": "is shown"}
    kind = kinds.get(one.verdict, "is neither excluded nor shown")
    return f"harm beyond the margin of {size} {kind}"


def _stale(told: Told, plan: str | None, folder: Path) -> Iterator[str]:
    """Yield why the readout may not be one of what is here: the hashes it holds are compared with the files."""
    origin = told.origin
    if origin is None:
        yield "The readout does not say which plan and data it is of, so that nothing could be compared."
        return
    if plan is not None:
        yield from _other_plan(told, origin, plan, folder)
    for table in origin.tables:
        if table.fingerprint is None:
            continue  # neither did the readout know how the table stood
        now = _now(table.address, folder)
        if now is None:
            yield f"The data that the readout saw, {table.address}, are not here to be compared."
        elif now != table.fingerprint:
            yield f"The data changed since the readout: {table.address}. Read out again before you rely on it."


def _other_plan(told: Told, origin: Origin, plan: str, folder: Path) -> Iterator[str]:
    try:
        now = documents.sha256_of(folder / plan)
    except (UsageError, ContentError):
        yield f"The plan {plan} is not here to be compared with that of the readout."
        return
    if now != origin.plan_hash:
        yield (
            f"The readout is of another version of the plan, or of another plan (it names {told.plan}, "
            f"{origin.plan}), than {plan} as it is now. Read out again before you rely on it."
        )


def _shown(address: str, folder: Path) -> str:
    """Return an address as seen from the notebook: a report tells nobody where the project lies."""
    place = Path(address)
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else address


def _now(address: str, folder: Path) -> str | None:
    """Return how a table stands now: the address is as it was given, from the folder of the project."""
    for place in (folder, *folder.parents[:2]):
        if "://" in address:
            return None
        found = seen(parse(str(place / address)))
        if found is not None:
            return found.fingerprint
    return None


def _n(value: float | None) -> float:
    return math.nan if value is None else value


def _sentence(text: str) -> str:
    return f"{capital(text).rstrip('.')}." if text else ""
