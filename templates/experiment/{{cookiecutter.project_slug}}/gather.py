"""Gathers the tables of this project from the logs: python gather.py --date 2024-03-19

Runs the queries of sql/ on DuckDB, over data/raw/NAME.csv as the table raw_NAME, and writes
data/NAME.parquet. In the warehouse the same queries run over the logs themselves, `:until` being
the day.
"""

import argparse
from datetime import date
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
TABLES = ("exposures", "sessions", "users")  # the last is made of the others


def gather(until, raw=HERE / "data" / "raw", data=HERE / "data"):
    """Write the tables of what was known on a day, and return their folder."""
    with duckdb.connect() as connection:
        for path in sorted(raw.glob("*.csv")):
            connection.read_csv(str(path)).create_view(f"raw_{path.stem}")
        for name in TABLES:
            query = (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")
            known = {"until": until} if ":until" in query else {}
            table = connection.sql(query.replace(":until", "$until"), params=known)
            table.write_parquet(str(data / f"{name}.parquet"))
            connection.read_parquet(str(data / f"{name}.parquet")).create_view(name)
    return data


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the last day")
    gather(parser.parse_args().date)
