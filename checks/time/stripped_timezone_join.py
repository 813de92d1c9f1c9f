from collections.abc import Iterator
from typing import NamedTuple

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_CONVERTS = ("tz_convert", "convert_time_zone", "astimezone")
_STRIPS = ("tz_localize", "replace_time_zone", "tz_convert", "replace", "convert_time_zone")
_DEFINERS = ("with_columns", "assign", "select")


class _Key(NamedTuple):
    """How a key lost its zone: the call that drops it, and the zone it was in, `?` where nothing says."""

    strip: Call
    zone: str


class StrippedTimezoneJoin(CodeRule):
    """A key of a join has had its time zone dropped, and the other side's clock is not shown to be the same.

    Why: Rows meet the wrong partners in silence: of two tables whose clocks differ by an hour, joined
    by the hour, 0 rows find their own (the standard's `recompute` block).

    Bad:
        ```python
        import pandas as pd

        hours = pd.date_range("2024-01-01", periods=24, freq="h")
        plays = pd.DataFrame({"at": hours.tz_localize("Europe/Berlin"), "plays": range(24)})
        weather = pd.DataFrame({"at": hours, "rain": range(24)})
        plays["at"] = plays["at"].dt.tz_localize(None)
        joined = plays.merge(weather, on="at")
        ```
    Good:
        ```python
        import pandas as pd

        hours = pd.date_range("2024-01-01", periods=24, freq="h")
        plays = pd.DataFrame({"at": hours.tz_localize("Europe/Berlin"), "plays": range(24)})
        weather = pd.DataFrame({"at": hours.tz_localize("UTC"), "rain": range(24)})
        plays["at"] = plays["at"].dt.tz_convert("UTC")
        joined = plays.merge(weather, on="at")
        ```
    """

    code = "TIM002"
    name = "stripped-timezone-join"
    severity = Severity.WARNING
    standard = "time/clocks"
    mend = "Bring both keys into one zone and keep it; where it has to go, convert both first."
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:tz_localize|replace_time_zone|tz_convert|convert_time_zone)\s*\(\s*(?:None|tz\s*=\s*None|time_zone\s*=\s*None)",
                r"tzinfo\s*=\s*None",
            )
        ),
        Trigger(any_pattern=(r"\b(?:merge|join|join_asof|merge_asof|concat)\s*\(",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call, left, left_keys, right, right_keys in _joins(code):
            for one, other in zip(left_keys or (), right_keys or (), strict=False):
                found = _mismatch(_stripped(left, one), _stripped(right, other))
                if found is not None:
                    yield Hit(
                        call,
                        f"The key `{one}` has lost its time zone (`{_short(found.text)}`), and nothing says that the "
                        "other side's clock is the same.",
                    )
                    break


def _joins(
    code: Code,
) -> Iterator[tuple[Call, Value, tuple[str, ...] | None, Value, tuple[str, ...] | None]]:
    for join in code.joins():
        yield join.call, join.left, join.left_keys, join.right, join.right_keys
    for call in code.calls_named("merge_asof", "join_asof"):
        frames = [call.receiver, *call.arguments] if call.method == "join_asof" else call.arguments
        on = call.argument(None, "on")
        keys = [call.argument(None, name) or on for name in ("left_on", "right_on")]
        names = [
            str(key.literal) if key is not None and key.literal is not None else None
            for key in keys
        ]
        if len(frames) > 1 and frames[0] and frames[1] and names[0] and names[1]:
            yield call, frames[0], (names[0],), frames[1], (names[1],)


def _stripped(frame: Value, key: str) -> _Key | None:
    """Return how the column `key` of a frame lost its zone; None where it did not."""
    for step in frame.steps(key):
        parts: list[Value] = [step.value]
        if step.kind == "define":
            parts = list(step.value.origins())
        elif (
            step.kind == "pass" and isinstance(step.value, Call) and step.value.method in _DEFINERS
        ):
            parts = list(_redefined(step.value, key))
        for part in parts:
            if isinstance(part, Call) and _strips(part):
                return _Key(part, _zone(part))
    return None


def _redefined(call: Call, key: str) -> Iterator[Value]:
    """Yield what a column is made of that keeps its name, or whose name only the run knows."""
    for argument in call.arguments:
        origins = list(argument.origins())
        if call.has_star or any(origin.column == key for origin in origins):
            yield from origins


def _strips(call: Call) -> bool:
    if call.method not in _STRIPS:
        return False
    given = (
        call.argument(0, "tz") or call.argument(None, "time_zone") or call.argument(None, "tzinfo")
    )
    if call.method == "replace":
        given = call.argument(None, "tzinfo")
    return given is not None and given.is_none


def _zone(strip: Call) -> str:
    """Return the zone that a moment was in when it lost it."""
    if strip.method in _CONVERTS:  # tz_convert(None) makes it UTC
        return "UTC"
    for step in strip.receiver.origins() if strip.receiver is not None else ():
        if not isinstance(step, Call):
            continue
        zone = step.argument(0, "tz") or step.argument(None, "time_zone")
        if (
            step.method in (*_CONVERTS, "tz_localize", "replace_time_zone")
            and zone is not None
            and zone.literal
        ):
            return str(zone.literal)
        utc = step.argument(None, "utc")
        if step.method == "to_datetime" and utc is not None and utc.literal is True:
            return "UTC"
    return "?"


def _mismatch(one: _Key | None, other: _Key | None) -> Call | None:
    """Return the call that drops a zone where the two sides' clocks are not known to be the same."""
    if one is not None and other is not None:
        return None if one.zone == other.zone != "?" else one.strip
    alone = one or other
    return (
        alone.strip
        if alone is not None and alone.zone.upper() not in ("UTC", "ETC/UTC", "GMT")
        else None
    )


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:57]}…"
