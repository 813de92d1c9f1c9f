"""Tables that are folders of days, built day by day: only what is stale, each day whole, the same rows every time.

    raw, out = Daily(Path("raw")), Daily(Path("out/user_day"))
    with Engine("duckdb") as engine, held(out):
        for part in stale(out, {day: raw.files(day, day) for day in raw.days()}, ["transforms.py"]):
            with engine.open(raw=raw.some(part.inputs)) as tables:
                put(out, part, lambda file: tables.write(user_day(tables, part.day), file, ["user_id"]))

`daily` is the folder, `record` says what a day was made of, `building` finds what is stale and puts a day in its
place, `engine` is DuckDB or Spark, and `metric_table` holds metrics of the catalogue by day.
"""

from groundrules.partitions.building import Stale, held, put, stale
from groundrules.partitions.daily import Daily
from groundrules.partitions.engine import Engine
from groundrules.partitions.metric_table import METRIC_TABLE, metric_table
from groundrules.tables.relations import micros

__all__ = [
    "METRIC_TABLE",
    "Daily",
    "Engine",
    "Stale",
    "held",
    "metric_table",
    "micros",
    "put",
    "stale",
]
