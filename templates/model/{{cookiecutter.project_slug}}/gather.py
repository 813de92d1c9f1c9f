"""Gathers one row for each user whose first week is over: python gather.py --date 2024-05-01

Only what was known on that day enters: of activity, the seven days from sign-up; an outcome, once it is known.
The tables are held to their contracts before, the result after; a broken one ends it with exit code 1.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
from groundrules.contracts import BrokenContractError, validate

from contracts import data as contract

HERE = Path(__file__).parent
FEATURES = HERE / "build" / "features.csv"


def held(frame, schema, what):
    """Return the frame; raise BrokenContractError where it breaks the contract."""
    result = validate(frame, schema)
    if not result.passed:
        raise BrokenContractError(result, what)
    return frame


def features(tables, day):
    """Return the table of sql/features.sql as known on a day, held to its contract."""
    for name, frame in tables.items():
        held(frame, contract.TABLES[name], name)
    query = (HERE / "sql" / "features.sql").read_text(encoding="utf-8")
    known = pd.DataFrame({"today": [pd.Timestamp(day)]})
    with duckdb.connect() as connection:
        for name, frame in {**tables, "as_of": known}.items():
            connection.register(name, frame)
        found = connection.execute(query).df()
    return held(typed(found, contract.Features), contract.Features, "features")


def typed(frame, schema):
    """Return the frame with the types of its contract, where nothing is missing that must not be."""
    for name, column in schema.columns.items():
        kind = column.dtype.type
        whole = name in frame and not frame[name].isna().any()
        if whole or (name in frame and kind == "float64"):
            frame = frame.astype({name: kind})
    return frame


def read(folder=HERE / "data"):
    """Return the tables by name."""
    frames = {}
    for name, schema in contract.TABLES.items():
        days = [one for one, column in schema.columns.items() if "datetime" in str(column.dtype)]
        frame = pd.read_csv(folder / f"{name}.csv", parse_dates=days)
        frames[name] = frame.astype(dict.fromkeys(days, "datetime64[ns]"))
    return frames


def load(path=FEATURES):
    """Return the features that were gathered."""
    columns = contract.Features.columns
    days = [name for name, column in columns.items() if "datetime" in str(column.dtype)]
    return pd.read_csv(path, parse_dates=days).astype(dict.fromkeys(days, "datetime64[ns]"))


def main():
    """Write the features, or say what is wrong with the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    day = parser.parse_args().date
    try:
        found = features(read(), day)
    except BrokenContractError as error:
        sys.exit(str(error))
    FEATURES.parent.mkdir(exist_ok=True)
    found.to_csv(FEATURES, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
