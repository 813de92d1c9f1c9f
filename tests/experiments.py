"""An experiment for tests: raw tables that chance made, metrics, a plan, and the readout of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from groundrules import documents
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Metric
from groundrules.plans.form import Plan
from groundrules.readout.result import Readout
from groundrules.readout.run import readout
from groundrules.readout.simulated.world import World, make
from groundrules.readout.study import Study, study
from groundrules.tables.relations_duck import DuckRelations

_ORDERS = {
    "version": 1,
    "owner": "tests",
    "description": "of the tests",
    "source": "orders",
    "unit": "user_id",
    "time": "ordered_at",
    "grain": ["order_id"],
    "single": ["currency"],
    "window": {"days": 7},
    "covariate": {"days": 28},
    "display": {"unit": "EUR"},
}
_SESSIONS = {
    "version": 1,
    "owner": "tests",
    "description": "of the tests",
    "source": "sessions",
    "unit": "user_id",
    "time": "started_at",
    "grain": ["session_id"],
    "window": {"days": 7},
    "covariate": {"days": 28},
}
METRICS: Mapping[str, Mapping[str, Any]] = {
    "revenue": {
        **_ORDERS,
        "type": "mean",
        "numerator": {"value": "amount"},
        "filters": ["status = 'paid'"],
    },
    "capped_revenue": {
        **_ORDERS,
        "type": "mean",
        "numerator": {"value": "amount"},
        "winsorise": {"quantile": 0.99},
    },
    "order_value": {
        **_ORDERS,
        "type": "ratio",
        "numerator": {"value": "amount"},
        "denominator": {"aggregate": "count"},
    },
    "conversion": {
        **_ORDERS,
        "type": "proportion",
        "numerator": {"value": "status = 'paid'", "aggregate": "any"},
        "display": {"percent": True},
    },
    "hours": {
        **_SESSIONS,
        "type": "mean",
        "numerator": {"value": "hours"},
        "margin": {"relative": 0.2},
    },
    "revenue_per_hour": {
        **_ORDERS,
        "type": "ratio",
        "numerator": {"value": "amount"},
        "denominator": {"source": "sessions", "time": "started_at", "value": "hours"},
    },
    "hours_p90": {
        **_SESSIONS,
        "type": "quantile",
        "quantile": 0.9,
        "numerator": {"value": "hours"},
        "covariate": None,
    },
}
PLAN: Mapping[str, Any] = {
    "name": "trial",
    "hypothesis": "A shorter text lets more users pay.",
    "owner": "tests",
    "decision": {"then": "ship", "otherwise": "keep"},
    "unit": "user_id",
    "variants": {"control": 0.5, "treatment": 0.5},
    "start": "2026-03-02",
    "weeks": 2,
    "primary": [{"metric": "revenue", "mde": {"relative": 0.05}}],
    "secondary": [{"metric": "order_value"}, {"metric": "conversion"}],
    "guardrails": [{"metric": "hours"}],
}


def plan_of(**changes: Any) -> Plan:
    """Return the plan with some fields changed; None takes one away."""
    import yaml

    fields = {key: value for key, value in {**PLAN, **changes}.items() if value is not None}
    return documents.parse(yaml.safe_dump(fields), "plan.yaml", Plan)


def metric_of(name: str, **changes: Any) -> Metric:
    """Return a metric with some fields changed; None takes one away."""
    import msgspec

    fields = {
        key: value for key, value in {**METRICS[name], **changes}.items() if value is not None
    }
    return msgspec.convert({"name": name, **fields}, Metric)


def study_of(changed: Mapping[str, Mapping[str, Any]] | None = None, **plan: Any) -> Study:
    """Return the study of a changed plan, on metrics of which some are changed."""
    metrics = {name: metric_of(name, **(changed or {}).get(name, {})) for name in METRICS}
    return study(plan_of(**plan), Catalogue(metrics))


@cache
def _tables(world: World, seed: int) -> dict[str, pa.Table]:
    return make(world, np.random.default_rng(seed))


def tables_of(seed: int = 1, **world: Any) -> dict[str, pa.Table]:
    """Return the raw tables of one world."""
    return dict(_tables(World(**world), seed))


def read(tables: Mapping[str, pa.Table], asked: Study, **options: Any) -> Readout:
    """Return the readout of tables by DuckDB."""
    with DuckRelations(tables, lambda _: None) as relations:
        return readout(relations, asked, **options)


def refusals(found: Readout) -> set[str]:
    """Return the names of the guards that refuse."""
    return {one.guard for one in found.refusals}
