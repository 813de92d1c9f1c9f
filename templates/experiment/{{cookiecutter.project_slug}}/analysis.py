"""The readout that the plan asks for, and the users behind it. Used by notebook and tests."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd

HERE = Path(__file__).parent
DATA = HERE / "data"


class ReadoutError(Exception):
    """There is no readout; the message says why."""


def readout(data=DATA, log=True):
    """Return what `groundrules readout plan.yaml data` says, as a dictionary.

    Guards come first: where one refuses, ReadoutError names it. Each readout leaves a line in
    readouts.jsonl, unless `log` is false: looking at results often must leave a trace.
    """
    command = [sys.executable, "-m", "groundrules", "readout", str(HERE / "plan.yaml"), str(data)]
    command += ["--format", "json", *([] if log else ["--no-log"])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise ReadoutError(done.stderr)
    told = json.loads(done.stdout)
    refused = [one for one in told["guards"] if one["status"] == "refused"]
    if refused:
        raise ReadoutError("; ".join(f"{one['guard']}: {one['said']}" for one in refused))
    return told


def metric(told, name):
    """Return what a readout says of one metric: control, effect, low, high, p, verdict and more."""
    return next(one for one in told["results"] if one["metric"] == name)


def users(exposures, sessions):
    """Return one row for each exposed user, by sql/users.sql."""
    query = (HERE / "sql" / "users.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.register("exposures", exposures)
        connection.register("sessions", sessions)
        return connection.execute(query).df()


def load(data=DATA):
    """Return the users of the data in a folder."""
    exposures = pd.read_csv(data / "exposures.csv", parse_dates=["exposed_at"])
    return users(exposures, pd.read_csv(data / "sessions.csv", parse_dates=["day"]))
