"""Geo experiments: the draw, what is refused, and p and interval beside scipy, by enumeration and by simulation."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from scipy import stats

from groundrules.errors import ContentError, UsageError
from groundrules.quasi import draw, geo, power, quasi
from groundrules.quasi.contrasts import Sides
from groundrules.quasi.result import Result

NAMES = [f"m{n:02}" for n in range(20)]
PAIRS = [NAMES[n : n + 2] for n in range(0, 20, 2)]
SEED = "2026-02-16"
TREATED = draw.drawn(PAIRS, SEED)
START = "2026-03-02"
PLAN: dict[str, Any] = {
    "hypothesis": "The campaign raises revenue.",
    "owner": "Ada",
    "decision": "Go on if it reaches the minimum.",
    "design": "geo",
    "outcome": {"column": "revenue", "unit": "EUR a week", "aggregation": "sum"},
    "unit": "market",
    "time": "day",
    "period": "week",
    "treated": TREATED,
    "treatment_start": START,
    "window_end": "2026-04-26",
    "treatment": "on",
    "minimum_effect": 20,
    "assumption_alpha": 0.01,
    "if_assumption_fails": "Look into the draw.",
    "assignment": {
        "blocks": PAIRS,
        "seed": SEED,
        "sha256": draw.fingerprint(PAIRS, TREATED, START),
    },
    "spend": {"column": "spend", "planned": 5600.0, "within": 0.05},
}


def days(effect: float = 0.0, seed: int = 1) -> pd.DataFrame:
    """Return a row for each market and day; 10 EUR a day are spent in each treated one, effect a week."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2025-12-01", "2026-04-26")
    grid = pd.MultiIndex.from_product([NAMES, dates], names=["market", "day"])
    frame = grid.to_frame(index=False)
    on = frame.market.isin(TREATED) & (frame.day >= START)
    size = frame.market.str[1:].astype(int)
    frame["revenue"] = 100 + 10 * size + rng.normal(0, 5, len(frame)) + effect / 7 * on
    return frame.assign(on=on.astype(int), spend=10.0 * on)


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., Result]:
    """Return how a plan, changed here and there, judges a frame."""

    def run(frame: pd.DataFrame, **changed: Any) -> Result:
        (tmp_path / "quasi.yaml").write_text(yaml.safe_dump({**PLAN, **changed}), encoding="utf-8")
        frame.to_parquet(tmp_path / "data.parquet")
        return quasi(tmp_path / "quasi.yaml", str(tmp_path / "data.parquet"), lambda _: None)

    return run


def test_an_effect_is_found_by_the_draw(judge: Callable[..., Result]) -> None:
    result = judge(days(effect=70))
    assert result.verdict == "effect" and result.matters == "yes" and result.estimate
    assert result.estimate.lower and result.estimate.upper
    assert result.estimate.lower < 70 < result.estimate.upper
    assert "10 pairs" in result.estimate.method and "1,024 draws" in result.estimate.method
    shown = {check.name: check for check in result.checks}
    assert {"slope before the start", "difference in differences", geo.WITHOUT_EACH} <= set(shown)
    assert any("people who travel" in note for note in result.notes)


def test_nothing_is_undecided_and_never_no_effect(judge: Callable[..., Result]) -> None:
    result = judge(days())
    assert result.verdict == "undecided" and "no proof" in result.answer


def test_a_trend_before_the_start_fails(judge: Callable[..., Result]) -> None:
    frame = days(effect=70)
    weeks = (frame.day - frame.day.min()).dt.days / 7
    frame["revenue"] += 3 * weeks * frame.market.isin(TREATED)
    result = judge(frame)
    assert result.verdict == "assumption fails" and "slope before the start" in result.answer


def _set(frame: pd.DataFrame, column: str, where: Callable[[pd.DataFrame], Any], value: Any) -> Any:
    frame = frame.copy()
    frame.loc[where(frame), column] = value
    return frame


OTHER = next(unit for unit in NAMES if unit not in TREATED)
SWAPPED = sorted({*NAMES[:2], *TREATED} - {*(set(NAMES[:2]) & set(TREATED))})
DEFECTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], dict[str, Any]]] = {
    "unit-in-no-block": (lambda f: pd.concat([f, f[f.market == OTHER].assign(market="z")]), {}),
    "drawn-unit-missing": (lambda f: f[f.market != OTHER], {}),
    "assignment-was-changed": (lambda f: f, {"treated": SWAPPED}),
    "assignment-is-not-as-drawn": (
        lambda f: f,
        {"assignment": {"blocks": PAIRS, "seed": "another seed"}},
    ),
    "too-few-units": (
        lambda f: f[f.market < "m10"],
        {
            "treated": TREATED[:5],
            "assignment": {"blocks": PAIRS[:5]},
            "spend": None,
        },
    ),
    "spent-before-the-start": (
        lambda f: _set(
            f, "spend", lambda x: (x.market == TREATED[0]) & (x.day == "2026-02-27"), 9.0
        ),
        {},
    ),
    "contamination": (
        lambda f: _set(f, "spend", lambda x: (x.market == OTHER) & (x.day == "2026-04-01"), 9.0),
        {},
    ),
    "spend-is-not-as-planned": (lambda f: f.assign(spend=f.spend * 0.9), {}),
    "spend-not-a-number": (
        lambda f: _set(f, "spend", lambda x: x.market == OTHER, np.nan),
        {},
    ),
    "treatment-is-not-as-planned": (
        lambda f: _set(f, "on", lambda x: x.market == TREATED[0], 0),
        {},
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_refused_by_its_name(name: str, judge: Callable[..., Result]) -> None:
    break_it, changed = DEFECTS[name]
    result = judge(break_it(days(effect=70)), **changed)
    assert name in [refusal.name for refusal in result.refusals] and result.estimate is None


def test_every_guard_has_a_defect_that_it_stops() -> None:
    text = (ROOT / "src/groundrules/quasi/geo_guards.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Refusal\(\s*"([a-z0-9-]+)"', text)) <= set(DEFECTS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"assignment": None}, "says how chance chose"),
        ({"treatment": ""}, "name the column"),
        ({"covariates": ["x"]}, "leave them out"),
        ({"treated": [*TREATED, "z"]}, "'z' is in no block"),
        ({"treated": NAMES[:3]}, "needs a treated unit and an untreated one"),
        ({"assignment": {"blocks": [*PAIRS, NAMES[:2]]}}, "in the blocks twice"),
        ({"leave_out": [OTHER]}, "its whole block"),
        ({"design": "difference-in-differences"}, "is for design: geo"),
    ],
)
def test_a_plan_that_contradicts_itself(
    changed: dict[str, Any], said: str, judge: Callable[..., Result]
) -> None:
    with pytest.raises(ContentError, match=said):
        judge(days(), **changed)


def test_pairs_are_neighbours_in_size() -> None:
    assert draw.pairs({"a": 1.0, "b": 9.0, "c": 2.0, "d": 8.0}) == [["b", "d"], ["c", "a"]]
    with pytest.raises(UsageError, match="3 units do not make pairs"):
        draw.pairs({"a": 1.0, "b": 9.0, "c": 2.0})


def test_the_draw_is_the_same_everywhere_and_fair() -> None:
    blocks = [["Århus", "Odense"], ["Lisboa", "Porto"], ["a", "b", "c", "d"]]
    assert draw.drawn(blocks, "s") == draw.drawn([list(reversed(b)) for b in blocks[::-1]], "s")
    assert draw.counts(blocks, draw.drawn(blocks, "s")) == [1, 1, 2]
    chosen = [draw.drawn(blocks, seed) for seed in range(3000)]
    for unit in ("Århus", "Lisboa", "a", "d"):
        assert abs(np.mean([unit in one for one in chosen]) - 0.5) < 3 * 0.5 / np.sqrt(3000)
    both = np.mean([{"Århus", "Lisboa"} <= set(one) for one in chosen])
    assert abs(both - 0.25) < 3 * np.sqrt(0.1875 / 3000)  # one block says nothing of another


def test_a_fingerprint_is_that_of_the_draw_in_any_order() -> None:
    own = draw.fingerprint(PAIRS, TREATED, START)
    assert own == draw.fingerprint(PAIRS[::-1], TREATED[::-1], START)
    assert (
        len({own, draw.fingerprint(PAIRS, SWAPPED, START), draw.fingerprint(PAIRS, TREATED, "x")})
        == 3
    )


def _places(*sizes: int) -> list[Any]:
    ends = np.cumsum([0, *sizes])
    return [np.arange(a, b) for a, b in pairwise(ends)]


def _treated(blocks: list[Any], numbers: list[int]) -> Any:
    chosen = [b[:n] for b, n in zip(blocks, numbers, strict=True)]
    return np.isin(np.arange(sum(map(len, blocks))), np.concatenate(chosen))


@pytest.mark.parametrize("sides", ["two-sided", "greater", "less"])
def test_with_pairs_p_is_that_of_scipys_sign_flips(sides: Sides) -> None:
    values = np.random.default_rng(4).standard_normal(18) + np.tile([0.6, 0.0], 9)
    blocks = _places(*[2] * 9)
    found = geo.draws(blocks, _treated(blocks, [1] * 9))
    assert len(found.weights) == 512
    theirs = stats.permutation_test(
        (values[::2] - values[1::2],), np.mean, permutation_type="samples", alternative=sides
    )
    assert geo.p_value(found, values, sides) == pytest.approx(theirs.pvalue)


def test_strata_are_drawn_in_all_ways_and_each_way_once() -> None:
    blocks, numbers = _places(4, 3, 2), [2, 1, 1]
    found = draw.assignments(blocks, _treated(blocks, numbers))
    ways = product(*(combinations(b, n) for b, n in zip(blocks, numbers, strict=True)))
    expected = {tuple(sorted(int(u) for part in way for u in part)) for way in ways}
    assert {tuple(np.flatnonzero(row)) for row in found} == expected and len(found) == 36
    many = _places(*[2] * 20)
    drawn = draw.assignments(many, _treated(many, [1] * 20))
    assert len(drawn) == draw.ASSIGNMENTS + 1
    assert all((drawn[:, block].sum(axis=1) == 1).all() for block in many)


@pytest.mark.parametrize("sides", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("sizes", "numbers"), [([2] * 7, [1] * 7), ([4, 5, 3], [2, 1, 2])])
def test_the_interval_holds_what_the_test_does_not_refute(
    sizes: list[int], numbers: list[int], sides: Sides
) -> None:
    blocks = _places(*sizes)
    treated = _treated(blocks, numbers)
    values = np.random.default_rng(6).standard_normal(len(treated)) + 2 * treated
    found = geo.draws(blocks, treated)
    lower, upper = geo.interval(found, values, 0.1, sides)
    assert (lower is None) == (sides == "less") and (upper is None) == (sides == "greater")
    for end, outwards in ((lower, -1e-4), (upper, 1e-4)):
        if end is not None:
            assert geo.p_value(found, values - (end + outwards) * treated, sides) <= 0.1
            assert geo.p_value(found, values - (end - outwards) * treated, sides) > 0.1


def test_a_draw_with_few_ways_has_no_ends() -> None:
    blocks = _places(2, 2, 2)
    found = geo.draws(blocks, _treated(blocks, [1, 1, 1]))
    values = np.arange(6.0) ** 2
    assert geo.interval(found, values, 0.05, "two-sided") == (None, None)
    assert draw.smallest_p([["a", "b"]] * 3, ["a"], "two-sided") == 2 / 8
    assert draw.smallest_p([["a", "b"]] * 3, ["a"], "greater") == 1 / 8


@pytest.mark.parametrize(("sizes", "numbers"), [([2] * 8, [1] * 8), ([6, 6], [3, 2])])
def test_aa_and_coverage_over_draws_of_one_world(sizes: list[int], numbers: list[int]) -> None:
    """Nothing but the draw is random here: the markets, unlike as they are, stay what they are."""
    blocks, rng, runs, true = _places(*sizes), np.random.default_rng(8), 1500, 3.0
    world = rng.gamma(0.5, 4, sum(sizes))  # a long tail
    claims = held = 0
    for treated in draw.random_assignments(blocks, numbers, len(world), runs):
        found = geo.draws(blocks, treated)
        claims += geo.p_value(found, world, "two-sided") <= 0.05
        lower, upper = geo.interval(found, world + true * treated, 0.05, "two-sided")
        held += (lower is None or lower <= true + 1e-9) and (upper is None or true <= upper + 1e-9)
    error = np.sqrt(0.05 * 0.95 / runs)
    assert claims / runs < 0.05 + 3 * error and held / runs > 0.95 - 3 * error
    assert claims / runs > 0.02  # and it can claim


def test_power_is_that_of_experiments_in_the_past() -> None:
    rng, blocks, numbers = np.random.default_rng(9), _places(*[2] * 9), [1] * 9
    past = rng.standard_normal((30, 18)) + 10 * rng.random(18)
    found = power.simulate(past, blocks, numbers, 8, 0.6)
    assert found.false_claims < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)
    moved = past[-8:].mean(0) - past[:-8].mean(0)
    by_hand = [
        geo.p_value(geo.draws(blocks, one), moved + 0.6 * one, "two-sided") <= 0.05
        for one in draw.random_assignments(blocks, numbers, 18, 400)
    ]
    assert found.power == pytest.approx(np.mean(by_hand), abs=0.01)
    reached, missed = (
        power.simulate(past, blocks, numbers, 8, found.smallest * by).power for by in (1.001, 0.999)
    )
    assert missed < 0.8 <= reached
    less = power.simulate(past, blocks, numbers, 8, -0.6, sides="less")
    assert less.power >= found.power - 0.1
    with pytest.raises(UsageError, match="too short a past"):
        power.simulate(past[:15], blocks, numbers, 8, 0.6)
