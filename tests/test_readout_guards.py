"""Every defect stops the readout and is named; without one it goes on."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from experiments import METRICS, PLAN, read, refusals, study_of, tables_of

from groundrules.plans.history import History
from groundrules.readout.guards.plan import unchanged
from groundrules.readout.open import read_out
from groundrules.readout.study import at

Tables = dict[str, pa.Table]
END = at(date(2026, 3, 16))
HOUR = 3_600_000_000


def _replaced(table: pa.Table, column: str, values: Any) -> pa.Table:
    number = table.schema.get_field_index(column)
    return table.set_column(number, column, pa.array(values, table.schema.field(column).type))


def _before(table: pa.Table, column: str, moment: int) -> pa.Table:
    return table.filter(pc.less(table[column], pa.scalar(moment, pa.timestamp("us"))))


def uneven_split(tables: Tables) -> Tables:
    """One arm loses a fifth of its users, as by a redirect that fails."""
    exposures = tables["exposures"]
    lost = np.random.default_rng(0).random(exposures.num_rows) < 0.2
    treated = np.asarray(pc.equal(exposures["variant"], "treatment"))
    return {**tables, "exposures": exposures.filter(pa.array(~(lost & treated)))}


def uneven_on_a_day(tables: Tables) -> Tables:
    """On one day of seven, one arm is not logged."""
    exposures = tables["exposures"]
    day = np.asarray(exposures["exposed_at"].cast(pa.int64())) // (24 * HOUR)
    off = (day == day.min() + 3) & np.asarray(pc.equal(exposures["variant"], "treatment"))
    # as many fewer of the other arm on the other days, so that the whole is even
    drop = np.flatnonzero(
        (day != day.min() + 3) & ~np.asarray(pc.equal(exposures["variant"], "treatment"))
    )
    gone = np.random.default_rng(0).choice(drop, off.sum(), replace=False)
    off[gone] = True
    return {**tables, "exposures": exposures.filter(pa.array(~off))}


def two_variants(tables: Tables) -> Tables:
    """A few users are seen in both arms."""
    exposures = tables["exposures"]
    few = exposures.slice(0, 5)
    other = ["control" if one == "treatment" else "treatment" for one in few["variant"].to_pylist()]
    return {**tables, "exposures": pa.concat_tables([exposures, _replaced(few, "variant", other)])}


def rows_of_events(tables: Tables) -> Tables:
    """One exposure row for each session."""
    exposures = tables["exposures"]
    return {**tables, "exposures": pa.concat_tables([exposures, exposures.slice(0, 300)])}


def handful(tables: Tables) -> Tables:
    """A few dozen users."""
    return {**tables, "exposures": tables["exposures"].slice(0, 40)}


def null_amounts(tables: Tables) -> Tables:
    """Amounts that were not loaded."""
    orders = tables["orders"]
    rng = np.random.default_rng(0)
    amounts = [None if rng.random() < 0.05 else one for one in orders["amount"].to_pylist()]
    return {**tables, "orders": _replaced(orders, "amount", amounts)}


def null_hours(tables: Tables) -> Tables:
    """Hours, which the metric's denominator sums, that were not loaded."""
    sessions = tables["sessions"]
    hours = [None if n % 20 == 0 else one for n, one in enumerate(sessions["hours"].to_pylist())]
    return {**tables, "sessions": _replaced(sessions, "hours", hours)}


def nan_amounts(tables: Tables) -> Tables:
    """Amounts that are not a number."""
    orders = tables["orders"]
    amounts = np.array(orders["amount"]).copy()
    amounts[::20] = np.nan
    return {**tables, "orders": _replaced(orders, "amount", amounts)}


def null_variants(tables: Tables) -> Tables:
    """Exposures without a variant."""
    exposures = tables["exposures"]
    variants = [None, *exposures["variant"].to_pylist()[1:]]
    return {**tables, "exposures": _replaced(exposures, "variant", variants)}


def unknown_variant(tables: Tables) -> Tables:
    """A third arm that the plan does not know."""
    exposures = tables["exposures"]
    variants = ["holdout", *exposures["variant"].to_pylist()[1:]]
    return {**tables, "exposures": _replaced(exposures, "variant", variants)}


def too_early(tables: Tables) -> Tables:
    """Data of the first nine days."""
    moment = END - 5 * 24 * HOUR
    return {
        **tables,
        "orders": _before(tables["orders"], "ordered_at", moment),
        "sessions": _before(tables["sessions"], "started_at", moment),
    }


def partial_day(tables: Tables) -> Tables:
    """The last day ends at 15:00 in one source."""
    return {
        **tables,
        "orders": _before(tables["orders"], "ordered_at", END - 9 * HOUR),
        "sessions": _before(tables["sessions"], "started_at", END),
    }


def no_history(tables: Tables) -> Tables:
    """Orders since the start only."""
    orders = tables["orders"]
    start = pa.scalar(at(date(2026, 3, 2)), pa.timestamp("us"))
    return {**tables, "orders": orders.filter(pc.greater_equal(orders["ordered_at"], start))}


def rows_twice(tables: Tables) -> Tables:
    """A load that ran twice for some orders."""
    orders = tables["orders"]
    return {**tables, "orders": pa.concat_tables([orders, orders.slice(100, 50)])}


def two_currencies(tables: Tables) -> Tables:
    """Amounts in francs among those in euro."""
    orders = tables["orders"]
    currencies = np.where(np.arange(orders.num_rows) % 10 == 0, "CHF", "EUR")
    return {**tables, "orders": _replaced(orders, "currency", currencies)}


def other_ids(tables: Tables) -> Tables:
    """Orders that call users otherwise than the exposures do."""
    orders = tables["orders"]
    ids = [one.upper() for one in orders["user_id"].to_pylist()]
    return {**tables, "orders": _replaced(orders, "user_id", ids)}


def early_exposures(tables: Tables) -> Tables:
    """Exposures of a dress rehearsal."""
    exposures = tables["exposures"]
    times = np.array(exposures["exposed_at"].cast(pa.int64())).copy()
    times[:3] -= 10 * 24 * HOUR
    moved = exposures.set_column(2, "exposed_at", pa.array(times, pa.timestamp("us")))
    return {**tables, "exposures": moved}


def as_it_is(tables: Tables) -> Tables:
    """No defect."""
    return tables


AFTER = [{"where": "engaged", "why": "only users who engage matter"}]


def engaged_more(tables: Tables) -> Tables:
    """A column of what users did after their exposure, which the variant changed."""
    exposures = tables["exposures"]
    treated = np.asarray(pc.equal(exposures["variant"], "treatment"))
    engaged = np.random.default_rng(0).random(len(treated)) < np.where(treated, 0.3, 0.2)
    return {**tables, "exposures": exposures.append_column("engaged", pa.array(engaged))}


DEFECTS: list[tuple[Callable[[Tables], Tables], dict[str, Any], str]] = [
    (uneven_split, {}, "sample-ratio"),
    (uneven_on_a_day, {}, "sample-ratio-by-day"),
    (two_variants, {}, "unit-in-two-variants"),
    (as_it_is, {"cluster": ["country"]}, "cluster-in-two-variants"),
    (rows_of_events, {}, "wrong-grain"),
    (handful, {}, "too-few-units"),
    (null_amounts, {}, "null-values"),
    (nan_amounts, {}, "null-values"),
    (null_hours, {"guardrails": [], "secondary": [{"metric": "revenue_per_hour"}]}, "null-values"),
    (null_variants, {}, "exposure-nulls"),
    (unknown_variant, {}, "variant-not-planned"),
    (engaged_more, {"exclusions": AFTER}, "filtered-after-exposure"),
    (
        as_it_is,
        {"pre_period": {"first": "2026-02-01", "last": "2026-03-03"}},
        "covariate-after-exposure",
    ),
    (too_early, {}, "horizon-not-reached"),
    (partial_day, {}, "partial-last-day"),
    (rows_twice, {}, "duplicated-rows"),
    (no_history, {"secondary": [{"metric": "capped_revenue"}]}, "cap-without-history"),
    (two_currencies, {}, "mixed-values"),
    (other_ids, {}, "units-not-found"),
    (early_exposures, {}, "exposed-before-start"),
]


@pytest.mark.parametrize(
    ("defect", "plan", "guard"), DEFECTS, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_defect_stops_the_readout_and_is_named(
    defect: Callable[[Tables], Tables], plan: dict[str, Any], guard: str
) -> None:
    found = read(defect(tables_of(users=4000)), study_of(**plan))
    assert guard in refusals(found)
    assert not found.results and found.decided is None
    assert all(one.mend for one in found.refusals)


def test_nothing_else_is_refused_for_a_defect() -> None:
    alone = {
        guard: refusals(read(defect(tables_of(users=4000)), study_of(**plan)))
        for defect, plan, guard in DEFECTS
        if defect not in (uneven_split, too_early, other_ids)  # which come with others by nature
    }
    assert alone == {guard: {guard} for guard in alone}


@pytest.mark.parametrize("seed", range(20))
def test_data_without_a_defect_are_read_out(seed: int) -> None:
    found = read(tables_of(seed=seed, users=800), study_of())
    assert refusals(found) == set()
    assert found.decided is not None
    assert [one.role for one in found.results] == ["primary", "guardrail", "secondary", "secondary"]


def test_the_primary_metric_may_not_change_after_the_start() -> None:
    changed = unchanged(History(primary_before=("revenue",), primary_now=("conversion",)))
    assert (changed.guard, changed.status) == ("changed-primary", "refused")
    assert unchanged(History(unknown="it is in no git repository")).status == "skipped"
    assert unchanged(History(primary_before=("a",), primary_now=("a",))).status == "passed"


def test_data_that_end_with_the_horizon_are_whole() -> None:
    whole = tables_of(seed=4, users=2000)  # its rows end with the last day
    assert refusals(read(whole, study_of())) == set()


def test_late_data_need_a_word_that_they_are_complete() -> None:
    asked = study_of({"revenue": {"late_data_days": 2}})
    assert refusals(read(tables_of(), asked)) == {"partial-last-day"}
    assert refusals(read(tables_of(), asked, stated=END + 2 * 24 * HOUR)) == set()
    assert refusals(read(tables_of(days=17), asked)) == set()


def test_repeated_exposures_count_once_where_the_plan_says_so() -> None:
    tables = tables_of(users=2000)
    once = read(tables, study_of())
    again = tables["exposures"].slice(0, 500)
    later = np.array(again["exposed_at"].cast(pa.int64())) + 3 * HOUR
    again = again.set_column(2, "exposed_at", pa.array(later, pa.timestamp("us")))
    tables["exposures"] = pa.concat_tables([again, tables["exposures"]])
    twice = read(tables, study_of(exposure={"repeated": "first"}))
    for one, other in zip(twice.results, once.results, strict=True):
        for name, value in asdict(one.effect).items():
            assert value == pytest.approx(getattr(other.effect, name), rel=1e-10), name


def test_every_metric_of_the_tests_is_estimated() -> None:
    secondary = [{"metric": name} for name in METRICS if name not in ("revenue", "hours")]
    found = read(tables_of(users=3000), study_of(secondary=secondary))
    assert {one.metric.name for one in found.results} == set(METRICS)
    assert all(one.effect.low < one.effect.effect < one.effect.high for one in found.results)


def test_a_rare_event_is_left_undecided_and_says_why() -> None:
    rare = {"conversion": {"numerator": {"value": "amount > 100", "aggregate": "any"}}}
    found = read(tables_of(users=1000), study_of(rare))
    one = next(one for one in found.results if one.metric.name == "conversion")
    assert one.word == "undecided"
    assert one.too_few is not None and "units that did" in one.too_few
    assert all(other.too_few is None for other in found.results if other is not one)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"variants": {"control": 0.5, "treatment": 0.4}}, "PLN017"),
        ({"pre_period": {"first": "2026-02-01", "last": "2026-03-03"}}, "PLN018"),
        ({"stopping": {"design": "group-sequential", "looks": [7, 10]}}, "PLN015"),
    ],
)
def test_a_plan_that_cannot_be_followed_stops_the_readout(
    tmp_path: Path, plan: dict[str, Any], code: str
) -> None:
    _written(tmp_path, PLAN)
    for variant, named in (({}, set()), (plan, {"unsound-plan"})):
        (tmp_path / "plan.yaml").write_text(json.dumps({**PLAN, **variant}))
        found = read_out(tmp_path / "plan.yaml", [str(tmp_path)])
        assert refusals(found) == named
    assert code in found.refusals[0].said and not found.results


def test_a_sequential_design_takes_the_latest_look_that_is_whole() -> None:
    asked = study_of(stopping={"design": "group-sequential", "looks": [10, 11, 12, 13, 14]})
    tables = partial_day(tables_of(users=2000))
    found = read(tables, asked)
    assert refusals(found) == set()
    assert found.look is not None and (found.look.number, found.look.of) == (4, 5)
    assert refusals(read(tables, study_of())) == {"partial-last-day"}


def test_a_primary_metric_that_was_changed_after_the_start_is_found_in_git(tmp_path: Path) -> None:
    _written(tmp_path, PLAN)
    _committed(tmp_path, "2026-02-20T12:00:00+00:00")
    assert refusals(read_out(tmp_path / "plan.yaml", [str(tmp_path)])) == set()
    (tmp_path / "plan.yaml").write_text(
        json.dumps({**PLAN, "primary": [{"metric": "capped_revenue"}]})
    )
    _committed(tmp_path, "2026-03-20T12:00:00+00:00")
    found = read_out(tmp_path / "plan.yaml", [str(tmp_path)])
    assert refusals(found) == {"changed-primary"} and not found.results
    assert "revenue at the start, and are capped_revenue now" in found.refusals[0].said


def _written(folder: Path, plan: Mapping[str, Any]) -> None:
    (folder / "metrics").mkdir()
    for name, metric in METRICS.items():
        fields = {
            key: value for key, value in {"name": name, **metric}.items() if value is not None
        }
        (folder / "metrics" / f"{name}.yaml").write_text(json.dumps(fields))
    (folder / "groundrules.toml").write_text('metrics = ["metrics"]\n')
    for name, table in tables_of(users=500).items():
        pq.write_table(table, folder / f"{name}.parquet")
    (folder / "plan.yaml").write_text(json.dumps(plan))


def _committed(folder: Path, when: str) -> None:
    git = [
        "git",
        "-c",
        "user.name=tests",
        "-c",
        "user.email=tests@localhost",
        "-c",
        "commit.gpgsign=false",
    ]
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A plan"]):
        subprocess.run([*git, *words], cwd=folder, check=True, env={**os.environ, **dates})


def test_a_ratio_without_a_past_is_not_adjusted_and_says_so() -> None:
    sound = tables_of(users=2000)
    found = read(no_history(sound), study_of({"order_value": {"covariate": {"days": 1}}}))
    one = next(one for one in found.results if one.metric.name == "order_value")
    assert one.unadjusted is None  # some came late enough to have ordered the day before
    tables = no_history(sound)
    start = pa.scalar(at(date(2026, 3, 3)), pa.timestamp("us"))
    exposures = tables["exposures"]
    tables["exposures"] = exposures.filter(pc.less(exposures["exposed_at"], start))
    found = read(tables, study_of())
    one = next(one for one in found.results if one.metric.name == "order_value")
    assert one.unadjusted == "an arm has no rows before exposure"
    assert one.effect.low < one.effect.effect < one.effect.high
