"""The data keeps its contract, the guards bite, and the planted truth is found."""

import sys
from pathlib import Path

import pandas as pd
import pandas.testing
import pytest

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data"), str(ROOT / "contracts")]

import make_data  # noqa: E402

import analysis  # noqa: E402
import data as contracts  # noqa: E402


def test_the_data_keeps_its_contract():
    contracts.Exposures.validate(pd.read_csv(ROOT / "data" / "exposures.csv"))
    contracts.Sessions.validate(pd.read_csv(ROOT / "data" / "sessions.csv"))


def test_the_maker_makes_the_data_that_stands_here():
    for name, frame in zip(("exposures", "sessions"), make_data.make(), strict=True):
        stored = pd.read_csv(ROOT / "data" / f"{name}.csv")
        pandas.testing.assert_frame_equal(stored, frame, check_dtype=False)


def test_one_row_for_each_exposed_user():
    exposures, sessions = make_data.make(users=200)
    frame = analysis.users(exposures, sessions)
    assert frame["user_id"].tolist() == exposures["user_id"].tolist()
    assert frame["sessions"].sum() == sessions["sessions"].sum()


def test_the_planted_effect_is_found():
    estimates = analysis.readout(analysis.load())
    primary = estimates["revenue_per_session"]
    truth = primary.control * make_data.LIFT
    assert primary.low < truth < primary.high
    assert primary.low > 0
    assert analysis.decision(estimates) == "ship"


def test_no_effect_is_not_shipped():
    frame = analysis.users(*make_data.make(seed=7, lift=0.0))
    assert analysis.decision(analysis.readout(frame)) != "ship"


def test_a_broken_split_stops_the_readout():
    frame = analysis.users(*make_data.make(treatment_share=0.42))
    with pytest.raises(analysis.GuardError, match="split is broken"):
        analysis.readout(frame)


def test_nulls_and_repeated_users_stop_the_readout():
    frame = analysis.load()
    with pytest.raises(analysis.GuardError, match="several rows"):
        analysis.readout(pd.concat([frame, frame.head(1)]))
    with pytest.raises(analysis.GuardError, match="NULLs"):
        analysis.readout(frame.assign(revenue=frame["revenue"].mask(frame["user_id"] == 1)))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(-0.1, 0.1, "non-inferior"), (0.2, 0.4, "inferior"), (0.0, 0.3, "undecided")],
)
def test_guardrail_verdicts(low, high, verdict):
    estimate = analysis.Estimate(1.0, 1.0, (low + high) / 2, low, high, 0.5)
    assert analysis.guardrail(estimate, 0.15) == verdict
