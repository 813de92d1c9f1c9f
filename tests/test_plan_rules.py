"""Rules over plans hold for any plan: none raises, and each hit stands somewhere in the file."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from groundrules import catalogue, documents
from groundrules.facts import plan as beside
from groundrules.files.source import Source
from groundrules.metrics.form import Metric
from groundrules.plans.check import check_plan
from groundrules.plans.file import PlanFile
from groundrules.plans.form import Plan
from groundrules.plans.history import History
from groundrules.rules import PlanRule

RULES = [rule for rule in catalogue.load() if isinstance(rule, PlanRule)]
NAMES = ("revenue", "orders", "latency", "unknown")

_sizes = st.one_of(
    st.none(),
    st.builds(lambda x: {"relative": x}, st.floats(0.01, 0.9)),
    st.builds(lambda x: {"absolute": x}, st.floats(0.01, 9)),
)
_texts = st.sampled_from(["TODO", "ship", "Ship", "…", "a 'b' = c", "größe\u2028", ": #"])
_metrics = st.lists(st.sampled_from(NAMES), max_size=3)
_days = st.dates(date(1970, 1, 1), date(2999, 12, 31)).map(str)


def _named(names: list[str], key: str, sizes: list[Any]) -> list[dict[str, Any]]:
    return [{"metric": name, key: size} for name, size in zip(names, sizes, strict=False)]


_plans = st.fixed_dictionaries(
    {
        "name": st.just("x"),
        "hypothesis": _texts,
        "owner": _texts,
        "decision": st.fixed_dictionaries(
            {
                "then": _texts,
                "otherwise": _texts,
                "ship_when": st.sampled_from(
                    ["all-primary-better", "any-primary-better", "primary-not-worse"]
                ),
            }
        ),
        "unit": st.sampled_from(["user_id", "session_id"]),
        "variants": st.sampled_from(
            [{"control": 0.5, "a": 0.5}, {"control": 0.1, "a": 0.2, "b": 0.3}]
        ),
        "start": _days,
        "primary": st.builds(
            lambda n, s: _named(n, "mde", s), _metrics.filter(bool), st.lists(_sizes, min_size=3)
        ),
        "guardrails": st.builds(
            lambda n, s: _named(n, "margin", s), _metrics, st.lists(_sizes, min_size=3)
        ),
        "secondary": _metrics.map(lambda names: [{"metric": name} for name in names]),
        "correction": st.sampled_from(["none", "holm"]),
        "alpha": st.floats(0.0001, 0.9),
        "sides": st.sampled_from(["one", "two"]),
        "power": st.floats(0.01, 0.99),
        "segments": st.lists(_texts, max_size=2),
        "exclusions": st.lists(st.builds(lambda w: {"where": w, "why": "x"}, _texts), max_size=2),
        "cluster": st.lists(_texts, max_size=2),
        "stopping": st.builds(
            lambda d, looks: {"design": d, "looks": looks},
            st.sampled_from(["fixed", "group-sequential"]),
            st.lists(st.integers(1, 40), max_size=4),
        ),
        "pre_period": st.none() | st.builds(lambda a, b: {"first": a, "last": b}, _days, _days),
        "enrol_days": st.none() | st.integers(1, 400),
    },
    optional={"days_because": _texts},
)
_horizons = st.one_of(
    st.integers(1, 52).map(lambda n: {"weeks": n}), st.integers(1, 364).map(lambda n: {"days": n})
)


def _metric(name: str, **more: Any) -> Metric:
    given: dict[str, Any] = {
        "name": name, "version": 1, "owner": "x", "description": "x", "type": "mean", "source": "t",
        "unit": "user_id", "time": "at", "numerator": {"value": "y"}, **more,
    }  # fmt: skip
    return msgspec.convert(given, Metric)


METRICS = {
    "revenue": _metric("revenue", window={"days": 7}, mde={"relative": 0.1}),
    "orders": _metric("orders", replaced_by="revenue", denominator={"aggregate": "count"}),
    "latency": _metric("latency", type="quantile", quantile=0.9, margin={"absolute": 1}),
}


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(_plans, _horizons, st.booleans())
def test_no_rule_raises_and_hits_have_places(
    parts: dict[str, Any], horizon: dict[str, int], block: bool
) -> None:
    whole = {**parts, **horizon}
    lines = [f"{key}: {json.dumps(value)}" for key, value in whole.items()]
    text = "\n".join(lines) if block else json.dumps(whole)
    form = documents.parse(text, "p", Plan)
    told = History(primary_before=("orders",), primary_now=tuple(p.metric for p in form.primary))
    plan = PlanFile(form, text, METRICS, {"post-exposure": ["a", "ship"]}, lambda: told)
    source = Source(path="plan.yaml", text=text)
    for found in check_plan(plan, source, RULES):
        line = text.split("\n")[found.line - 1]
        assert 1 <= found.column < found.end_column <= len(line) + 2
        assert found.message.endswith((".", "?", "!", "…"))
    seen = beside.parsed(text, "plan.yaml")
    assert seen is not None
    assert (seen.end, seen.primary) == (form.end, tuple(p.metric for p in form.primary))


_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(
            ["primary", "start", "weeks", "days", "variants", "stopping", "exposure", "alpha"]
        ),
        _data | st.sampled_from([["metric"], [{"metric": 1}], "2024-03-04", 10**400, {"looks": 3}]),
    )
)
def test_a_yaml_of_another_kind_beside_code_is_no_error(given: dict[str, Any]) -> None:
    found = beside.of(given, "plan.yaml")
    assert found is None or found.looked[-1] == found.end
