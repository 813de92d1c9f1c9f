"""The data keeps its contract, the guards bite, and the planted truth is found."""

import sys
from pathlib import Path

import pandas as pd
import pandas.testing
import pytest
from groundrules import contracts

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import analysis  # noqa: E402


def write(folder, exposures, sessions):
    """Put both tables into a folder and return it."""
    exposures.to_csv(folder / "exposures.csv", index=False)
    sessions.to_csv(folder / "sessions.csv", index=False)
    return folder


@pytest.mark.parametrize("name", ["exposures", "sessions"])
def test_the_data_keeps_its_contract(name):
    contract = f"{ROOT / 'contracts' / 'data.py'}:{name.capitalize()}"
    assert contracts.validate(ROOT / "data" / f"{name}.csv", contract).passed


def test_the_maker_makes_the_data_that_stands_here():
    for name, frame in zip(("exposures", "sessions"), make_data.make(), strict=True):
        times = list(frame.select_dtypes("datetime"))
        stored = pd.read_csv(ROOT / "data" / f"{name}.csv", parse_dates=times)
        pandas.testing.assert_frame_equal(stored, frame, check_dtype=False)


def test_one_row_for_each_exposed_user():
    exposures, sessions = make_data.make(users=200)
    frame = analysis.users(exposures, sessions)
    assert frame["user_id"].tolist() == exposures["user_id"].tolist()
    assert 0 < frame["sessions"].sum() < sessions["sessions"].sum()


def test_the_planted_effect_is_found():
    told = analysis.readout(log=False)
    primary = analysis.metric(told, "revenue_per_session")
    assert primary["relative_low"] < make_data.LIFT < primary["relative_high"]
    assert primary["verdict"] == "better"
    assert analysis.metric(told, "errors_per_user")["verdict"] == "non-inferior"
    assert told["decision"]["answer"] == "yes"
    assert sum(told["population"]["units"].values()) == len(analysis.load())


def test_no_effect_is_not_shipped(tmp_path):
    told = analysis.readout(write(tmp_path, *make_data.make(seed=7, lift=0.0)), log=False)
    assert told["decision"]["answer"] == "no"


def test_a_broken_split_stops_the_readout(tmp_path):
    data = write(tmp_path, *make_data.make(treatment_share=0.42))
    with pytest.raises(analysis.ReadoutError, match="sample ratio mismatch"):
        analysis.readout(data, log=False)


def test_broken_tables_stop_the_readout(tmp_path):
    exposures, sessions = make_data.make()
    again = pd.concat([exposures, exposures.head(1)])
    missing = sessions.assign(
        revenue=sessions["revenue"].mask(sessions["day"] == make_data.START),
        currency=sessions["currency"].mask(sessions["user_id"] == 1, "CHF"),
    )
    with pytest.raises(analysis.ReadoutError, match="wrong-grain"):
        analysis.readout(write(tmp_path, again, sessions), log=False)
    with pytest.raises(analysis.ReadoutError, match="null-values: .*mixed-values: "):
        analysis.readout(write(tmp_path, exposures, missing), log=False)
