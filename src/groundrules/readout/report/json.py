"""A readout as JSON: every number as it is, NaN and infinity as null."""

from __future__ import annotations

import json as standard
import math
from dataclasses import asdict
from typing import Any

from groundrules.readout.result import Readout, Result

VERSION = 1


def json(readout: Readout) -> str:
    """Return the object as text."""
    made = {
        "version": VERSION,
        "plan": readout.plan.name,
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
    }
    return standard.dumps(_finite(made), indent=2, ensure_ascii=False)


def _result(one: Result) -> dict[str, Any]:
    return {
        "role": one.role,
        "metric": one.metric.name,
        "metric_version": one.metric.version,
        "variant": one.variant,
        "verdict": one.word,
        "p": one.p,
        "cap": one.cap,
        "unit": one.metric.display.unit,
        **asdict(one.effect),
    }


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
