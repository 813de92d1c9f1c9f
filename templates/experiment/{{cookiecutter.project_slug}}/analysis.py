"""The readout that the plan asks for, and the users behind it: python analysis.py

writes build/readout.json. Notebook and tests use the functions.
"""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
DATA = HERE / "data"
READOUT = HERE / "build" / "readout.json"


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


def load(data=DATA):
    """Return one row for each exposed user, as sql/users.sql made it."""
    return pd.read_parquet(data / "users.parquet")


def told(path=READOUT):
    """Return the readout that `python analysis.py` wrote."""
    if not path.exists():
        raise ReadoutError(f"{path} is not there: groundrules run")
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    """Write the readout, or stop with what the guards say.

    It leaves no line in the log: before the horizon there is nothing to be seen, and who looks
    by hand, by `groundrules readout plan.yaml data`, is noted.
    """
    try:
        found = readout(log=False)
    except ReadoutError as error:
        sys.exit(str(error))
    READOUT.parent.mkdir(exist_ok=True)
    READOUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
