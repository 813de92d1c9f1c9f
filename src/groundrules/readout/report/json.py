"""A readout as JSON: every number as it is, NaN and infinity as null."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import msgspec

from groundrules.metrics.form import Change
from groundrules.readout.report.form import Told
from groundrules.readout.report.words import warning
from groundrules.readout.result import Readout, Result


def json(readout: Readout) -> str:
    """Return the object as text, in the form of standards/schema/readout.json."""
    made = {
        "plan": readout.plan.name,
        "hypothesis": readout.plan.hypothesis,
        "refused": bool(readout.refusals),
        "guards": [asdict(one) for one in readout.guards],
        "look": asdict(readout.look) if readout.look else None,
        "population": asdict(readout.population) if readout.population else None,
        "results": [_result(one) for one in readout.results],
        "segments": [
            {
                "segment": one.column,
                "value": one.value,
                "planned": one.planned,
                **_result(one.result),
            }
            for one in readout.segments
        ],
        "decision": asdict(readout.decided) if readout.decided else None,
        "origin": asdict(readout.origin) if readout.origin else None,
        "past": _past(readout),
    }
    told = msgspec.convert(_finite(made), Told)
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def _result(one: Result) -> dict[str, Any]:
    return {
        "role": one.role,
        "metric": one.metric.name,
        "metric_version": one.metric.version,
        "direction": one.metric.direction,
        "variant": one.variant,
        "verdict": one.word,
        "margin": _size(one.margin),
        "mde": _size(one.mde),
        "cap": one.cap,
        "too_few": one.too_few,
        "unadjusted": one.unadjusted,
        "unit": one.metric.display.unit,
        "percent": one.metric.display.percent,
        "decimals": one.metric.display.decimals,
        **asdict(one.effect),
        "p": one.p,
    }


def _size(size: Change | None) -> dict[str, float | None] | None:
    return {"relative": size.relative, "absolute": size.absolute} if size else None


def _past(readout: Readout) -> dict[str, Any] | None:
    if readout.past is None:
        return None
    said = {"number": readout.past.number, "warning": warning(readout)}
    return {**asdict(readout.past), **said}


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
