"""Gathers one row for each day and segment: python gather.py --date 2024-03-17

Both logs are held to their contracts before, and the table to its own after; a broken one ends it with
exit code 1, and writes nothing.
"""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
from groundrules.contracts import BrokenContractError, check_io, validate

from contracts import logs

HERE = Path(__file__).parent
SEGMENTS = HERE / "build" / "segments.csv"


def period(last):
    """Return the first and the last day: the week that ends with `last`, and the weeks before it."""
    return last - timedelta(days=7 * logs.WEEKS - 1), last


@check_io(sessions=logs.Sessions, ads=logs.Ads)
def segments(sessions, ads, last):
    """Return the table of sql/segments.sql for the period that ends with a day, held to its contract."""
    first, last = period(last)
    query = (HERE / "sql" / "segments.sql").read_text(encoding="utf-8")
    ends = pd.DataFrame({"first_day": [pd.Timestamp(first)], "last_day": [pd.Timestamp(last)]})
    with duckdb.connect() as connection:
        for name, frame in {"sessions": sessions, "ads": ads, "period": ends}.items():
            connection.register(name, frame)
        table = connection.execute(query).df()
    table["day"] = table["day"].astype("datetime64[ns]")
    whole = ["users", "sessions", "opportunities", "impressions"]
    full = not table[whole].isna().any(axis=None)
    table = table.astype(dict.fromkeys(whole, "int64")) if full else table
    table["sessions_per_user"] = table["sessions"] / table["users"]
    table["opportunities_per_session"] = table["opportunities"] / table["sessions"]
    result = validate(table, logs.segments(first, last))
    if not result.passed:
        raise BrokenContractError(result, "the table of segments")
    return table


def read(folder=HERE / "data"):
    """Return both logs, (sessions, ads)."""
    frames = [
        pd.read_csv(folder / f"{name}.csv", parse_dates=["day"]) for name in ("sessions", "ads")
    ]
    return [frame.astype({"day": "datetime64[ns]"}) for frame in frames]


def main():
    """Write the table, or say what is wrong with the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    last = parser.parse_args().date
    try:
        table = segments(*read(), last)
    except BrokenContractError as error:
        sys.exit(str(error))
    SEGMENTS.parent.mkdir(exist_ok=True)
    table.to_csv(SEGMENTS, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
