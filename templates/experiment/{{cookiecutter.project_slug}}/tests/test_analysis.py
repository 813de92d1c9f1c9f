"""The planted truth is found, and a guard or a contract tells each broken assumption by name."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pandas.testing
import pytest
from groundrules import contracts

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import analysis  # noqa: E402
import gather  # noqa: E402

LAST = date(2024, 3, 19)


def gathered(folder, logs, until=LAST):
    """Return the folder with the tables of some logs."""
    return gather.gather(until, make_data.write(folder / "raw", logs), folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return gathered(tmp_path_factory.mktemp("data"), make_data.logs(*make_data.make()))


@pytest.fixture
def logs():
    return make_data.logs(*make_data.make())


def broken_rules(folder, name):
    """Return the rules of its contract that a table breaks."""
    contract = f"{ROOT / 'contracts' / 'data.py'}:{name.capitalize()}"
    result = contracts.validate(folder / f"{name}.parquet", contract)
    return [one.name for one in result.rules if one.status != "passed"]


def refused(folder):
    """Return the names of the guards that refuse to read out a folder's tables."""
    with pytest.raises(analysis.ReadoutError) as caught:
        analysis.readout(folder, log=False)
    return {part.split(": ")[0] for part in str(caught.value).split("; ") if ": " in part}


def test_the_maker_makes_the_logs_that_stand_here(logs):
    for name, frame in logs.items():
        times = list(frame.select_dtypes("datetime"))
        stored = pd.read_csv(ROOT / "data" / "raw" / f"{name}.csv", parse_dates=times)
        pandas.testing.assert_frame_equal(stored, frame, check_dtype=False)


@pytest.mark.parametrize("name", ["exposures", "sessions"])
def test_the_data_keep_their_contracts(data, name):
    assert broken_rules(data, name) == []


def test_gathering_gives_the_tables_that_the_logs_were_made_of(logs, tmp_path):
    data = gathered(tmp_path, logs, date(2024, 3, 20))  # when all is delivered
    for name, frame in zip(("exposures", "sessions"), make_data.make(), strict=True):
        found = pd.read_parquet(data / f"{name}.parquet")
        times = {one: "datetime64[s]" for one in frame.select_dtypes("datetime")}
        pandas.testing.assert_frame_equal(
            found.astype(times), frame.astype(times), check_dtype=False
        )


def test_one_row_for_each_exposed_user(data):
    exposures, sessions = make_data.make()
    frame = analysis.load(data)
    assert frame["user_id"].tolist() == exposures["user_id"].tolist()
    assert 0 < frame["sessions"].sum() < sessions["sessions"].sum()


def test_the_planted_effect_is_found(data):
    told = analysis.readout(data, log=False)
    primary = analysis.metric(told, "revenue_per_session")
    assert primary["relative_low"] < make_data.LIFT < primary["relative_high"]
    assert primary["verdict"] == "better"
    assert analysis.metric(told, "errors_per_user")["verdict"] == "non-inferior"
    assert told["decision"]["answer"] == "yes"
    assert sum(told["population"]["units"].values()) == len(analysis.load(data))


def test_no_effect_is_not_shipped(tmp_path):
    logs = make_data.logs(*make_data.make(seed=7, lift=0.0))
    told = analysis.readout(gathered(tmp_path, logs), log=False)
    assert told["decision"]["answer"] == "no"


def test_a_look_before_the_horizon_is_refused(logs, tmp_path):
    assert "horizon-not-reached" in refused(gathered(tmp_path, logs, date(2024, 3, 10)))


@pytest.mark.parametrize("day", [17, 18])
def test_a_look_before_late_sessions_are_there_is_refused(logs, tmp_path, day):
    assert refused(gathered(tmp_path, logs, date(2024, 3, day))) == {"partial-last-day"}


def test_a_broken_split_is_refused(tmp_path):
    logs = make_data.logs(*make_data.make(treatment_share=0.38))
    assert "sample-ratio" in refused(gathered(tmp_path, logs))


def test_users_who_saw_both_variants_are_told(logs, tmp_path):
    views = logs["exposures"]
    swapped = {"control": "treatment", "treatment": "control"}
    other = views.head(3).assign(variant=views["variant"].map(swapped))
    logs["exposures"] = pd.concat([views, other])
    folder = gathered(tmp_path, logs)
    assert broken_rules(folder, "exposures") == ["user_id: unique"]
    assert "unit-in-two-variants" in refused(folder)


def test_exposures_before_the_start_are_told(logs, tmp_path):
    logs["exposures"].loc[:4, "seen_at"] -= pd.Timedelta(days=3)
    folder = gathered(tmp_path, logs)
    assert broken_rules(folder, "exposures") == [
        "exposed_at: greater_than_or_equal_to(2024-03-04 00:00:00)"
    ]
    assert "exposed-before-start" in refused(folder)


def test_missing_values_and_other_currencies_are_told(logs, tmp_path):
    rows = logs["sessions"]
    first = rows["day"] == make_data.START + 7
    someone = rows["user_id"] == rows.loc[first, "user_id"].iloc[0]
    logs["sessions"] = rows.assign(
        revenue=rows["revenue"].mask(first), currency=rows["currency"].mask(someone, "CHF")
    )
    folder = gathered(tmp_path, logs)
    assert broken_rules(folder, "sessions") == ["revenue: not null", "currency: isin(['EUR'])"]
    assert {"null-values", "mixed-values"} <= refused(folder)


def test_a_row_that_was_delivered_in_two_versions_is_told(logs, tmp_path):
    rows = logs["sessions"]
    again = rows[rows["day"] == make_data.START + 7].assign(errors=rows["errors"] + 1)
    logs["sessions"] = pd.concat([rows, again])
    folder = gathered(tmp_path, logs)
    assert broken_rules(folder, "sessions") == ["table: unique user_id, day"]
    assert "duplicated-rows" in refused(folder)


def test_a_day_that_was_lost_breaks_the_contract(logs, tmp_path):
    rows = logs["sessions"]
    logs["sessions"] = rows[rows["day"] != make_data.START + 5]
    assert broken_rules(gathered(tmp_path, logs), "sessions") == ["table: day is complete every 1D"]
