"""raw → user_day → metric_day, only what is stale: python pipeline.py --until 2024-03-21

A day of user_day is made of what was delivered on that day and LATE_DAYS after it: when a new day
arrives, the days before it that may hold more are made again. What is stale is told by the contents
of files.
"""

import argparse
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
from groundrules.errors import GroundrulesError
from groundrules.metrics import catalogue
from groundrules.partitions import Daily, Engine, held, metric_table, put, stale

import transforms

ENGINE = {{ cookiecutter.engine | tojson }}
LATE_DAYS = 2
HERE = Path(__file__).parent
RAW, OUT = HERE / "raw", HERE / "out"
TABLES = ("user_day", "metric_day")


class MissingDayError(Exception):
    """A day was not delivered."""


def build(until, engine=ENGINE, raw=RAW, out=OUT):
    """Make what is stale of both tables up to a day, and return its days by table."""
    delivered = [day for day in Daily(raw).days() if day <= until]
    missing = missing_days(delivered, until)
    if missing:
        raise MissingDayError(f"{raw} holds no {missing[0]}; nothing was built")
    with Engine(engine) as running:
        users = build_user_day(running, delivered, Daily(raw), Daily(out / "user_day"))
        tables = Daily(out / "user_day"), Daily(out / "metric_day")
        metrics = build_metric_day(running, delivered, *tables)
    return {"user_day": users, "metric_day": metrics}


def missing_days(days, until):
    """Return the days from the first delivery to `until` on which nothing came."""
    first = min(days, default=until)
    every = [first + timedelta(days=number) for number in range((until - first).days + 1)]
    return sorted(set(every) - set(days))


def build_user_day(engine, days, raw, target):
    """Make the stale days, each of what was delivered while its events may come."""
    wanted = {day: raw.files(day, day + timedelta(days=LATE_DAYS)) for day in days}
    with held(target):
        parts = stale(target, wanted, [HERE / "transforms.py"])
        for part in parts:
            with engine.open(raw=raw.some(part.inputs)) as tables:
                rows = transforms.user_day(tables, part.day)
                put(target, part, lambda file: tables.write(rows, file, ["user_id", "currency"]))  # noqa: B023
    return [part.day for part in parts]


def build_metric_day(engine, days, user_day, target):
    """Make the stale days of the metrics in metrics/, each as its definition says."""
    known = catalogue.read((HERE / "metrics",))
    code = [*sorted((HERE / "metrics").rglob("*.yaml")), version("groundrules")]
    with held(target):
        parts = stale(target, {day: user_day.files(day, day) for day in days}, code)
        if not parts:
            return []
        files = [file for part in parts for file in part.inputs]
        with engine.open(user_day=user_day.some(files)) as tables:
            made = metric_table(tables, known.metrics.values(), [part.day for part in parts])
        for part in parts:
            put(target, part, lambda file: pq.write_table(made[part.day], file))  # noqa: B023
    return [part.day for part in parts]


def main():
    """Build, and say what was built."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default=ENGINE)
    args = parser.parse_args()
    try:
        built = build(args.until, args.engine)
    except (MissingDayError, GroundrulesError) as error:
        raise SystemExit(f"pipeline: {error}") from error
    for table, days in built.items():
        said = f"{days[0]} to {days[-1]}" if days else "nothing is stale"
        print(f"{table}: {len(days)} days made, {said}")


if __name__ == "__main__":
    main()
