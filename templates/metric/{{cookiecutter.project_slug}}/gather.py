"""Gathers the tables of this project from the raw ones: python gather.py --date 2024-04-07

Runs each query of sql/ on DuckDB, over data/raw/NAME.csv as the table raw_NAME, and writes
data/NAME.parquet. In the warehouse the same queries run over the tables themselves, `:until` being
the day.
"""

import argparse
from datetime import date
from pathlib import Path

import duckdb

HERE = Path(__file__).parent


def gather(until, raw=HERE / "data" / "raw", data=HERE / "data"):
    """Write the table of each query, of what was known on a day, and return the folder."""
    with duckdb.connect() as connection:
        for path in sorted(raw.glob("*.csv")):
            connection.read_csv(str(path)).create_view(f"raw_{path.stem}")
        for path in sorted((HERE / "sql").glob("*.sql")):
            query = path.read_text(encoding="utf-8").replace(":until", "$until")
            table = connection.sql(query, params={"until": until})
            table.write_parquet(str(data / f"{path.stem}.parquet"))
    return data


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the last day")
    gather(parser.parse_args().date)
