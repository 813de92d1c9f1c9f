"""Simulated experiments through the readout: their truth, the same again by the same seed, a table that can fail."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from groundrules.cli import main
from groundrules.cli.console import Bar
from groundrules.readout.simulated import many, show
from groundrules.readout.simulated.designs import BATCHES, NAMES, Batch, chosen
from groundrules.readout.simulated.experiment import Experiment, Experiments, raw, run
from groundrules.readout.simulated.tally import FAMILY, Rate, table
from groundrules.readout.simulated.truth import Truth, true_effect, truths

BY_NAME = {batch.name: batch for batch in BATCHES}


@pytest.fixture(scope="module")
def truth() -> dict[str, Truth]:
    return {
        name: one
        for batch in BATCHES
        for name, one in truths(batch, times=30, units=300_000).items()
    }


def _ran(batch: Batch, runs: int, world: many.WorldName = "null") -> list[Experiment]:
    names = tuple(one.name for one in batch.designs)
    return list(many.do(many.Task(batch.name, names, world, 0, runs, seed=7)).experiments)


@pytest.mark.parametrize("batch", BATCHES[:4], ids=lambda one: one.name)
def test_the_truth_is_what_a_large_experiment_shows(batch: Batch) -> None:
    cells = 40 if batch.effect.clusters else 1
    large = replace(
        batch.effect, users=batch.effect.users * 40, clusters=batch.effect.clusters * cells
    )
    tables = raw(large, np.random.default_rng(5))
    with Experiments(tables) as relations:
        found = run(relations, batch, tables)
    assert found.refusals == ()
    for design in batch.designs:
        control, treatment = true_effect(batch, large, design, units=1_000_000)
        effect = found.outcomes[design.name].effect
        assert abs(effect.effect - (treatment - control)) < 4 * effect.error, design.name
        assert abs(effect.effect / effect.error) > 4, design.name  # it is there, and seen


@pytest.mark.parametrize("batch", BATCHES, ids=lambda one: one.name)
def test_clean_data_are_read_out_at_every_look(batch: Batch) -> None:
    for found in _ran(batch, 3):
        assert found.refusals == ()
        assert set(found.outcomes) == {one.name for one in batch.designs}
        last = next(iter(found.outcomes.values()))
        assert found.readouts == last.looks
        assert last.claimed or last.looks == batch.looks or not batch.sequential


@pytest.mark.parametrize(
    ("runs", "sequential"), [(10, 3), pytest.param(18, 14, marks=pytest.mark.heavy)]
)
def test_experiments_of_each_design_keep_their_promises(
    runs: int, sequential: int, truth: dict[str, Truth]
) -> None:
    batches = chosen([])
    asked = [
        one
        for batch in batches
        for one in many.tasks([batch], sequential if batch.sequential else runs, seed=11)
    ]
    done = list(many.work(asked, workers=1))
    found = table(batches, many.in_order(done), truth)
    assert found.failures == []
    assert [line.design.name for line in found.lines] == list(NAMES)
    power = {line.design.name: line.power for line in found.lines}
    assert all(0.4 < one.promised < 0.99 for one in power.values())
    assert sum(one.count for one in power.values()) > 0.6 * sum(one.of for one in power.values())
    text = show.text(found)
    assert "All as promised" in text and "O'Brien-Fleming" in text
    assert json.loads(show.json(found))["designs"][0]["power"]["promised"] == power["mean"].promised


def test_a_plan_that_forgets_its_clusters_fails_the_table(truth: dict[str, Truth]) -> None:
    right = BY_NAME["cities"]
    plan = msgspec.structs.replace(right.study.plan, cluster=(), srm_alpha=1e-9)
    batch = replace(right, study=replace(right.study, plan=plan), designs=right.designs[:1])
    loud = replace(batch.null, city_sd=0.8)
    rng = np.random.default_rng(3)
    tables = [raw(loud, rng) for _ in range(30)]
    with Experiments(tables[0]) as relations:
        ran = [run(relations, batch, one) for one in tables]
    found = table([batch], {("cities", "null"): ran, ("cities", "effect"): ran}, truth)
    assert any(one.startswith("clustered: false positives") for one in found.failures)
    assert "Not as promised" in show.text(found)


def test_the_same_seed_gives_the_same_experiments_in_one_process_and_in_two() -> None:
    batches = chosen(["switchback"])
    asked = many.tasks(batches, 12, seed=3)
    assert len(asked) == 4  # two worlds, ten experiments and two
    one, two = (many.in_order(list(many.work(asked, workers))) for workers in (1, 2))
    assert one == two
    other = many.in_order(list(many.work(many.tasks(batches, 12, seed=4), workers=1)))
    assert one != other


def test_rates_are_judged_by_exact_tests() -> None:
    # R: binom.test(70, 1000, 0.05)$p.value, and binom.test(70, 1000)$conf.int
    rate = Rate(70, 1000, 0.05)
    assert rate.p == pytest.approx(0.005, abs=0.002)
    assert rate.interval == pytest.approx((0.0550, 0.0876), abs=2e-4)
    assert Rate(20, 1000, 0.05, "at most").p > 0.99
    assert Rate(980, 1000, 0.95, "at least").p > 0.99
    assert Rate(0, 0, 0.05).p == 1.0


def test_a_table_that_keeps_its_promises_seldom_fails(truth: dict[str, Truth]) -> None:
    found = table(chosen([]), {}, truth)
    checks = sum(len(line.rates) for line in found.lines) + 1
    assert checks == 4 * len(NAMES) + 1
    assert found.level * checks == pytest.approx(FAMILY)


def test_the_command_says_which_designs_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--design", "men"]) == 2
    assert "mean, winsorised, ratio" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_for_terminals_and_leaves_nothing() -> None:
    terminal, file = _Terminal(), io.StringIO()
    for stream in (terminal, file):
        with Bar("working", 4, stream) as bar:
            for _ in range(4):
                bar.advance(1)
    assert file.getvalue() == ""
    assert "100%, 0 s left" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[K")
