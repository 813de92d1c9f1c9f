"""Makes the panel of the logs up to a day: python gather.py --date 2026-04-26"""

import argparse
from datetime import date
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
DATA = HERE / "data"
PANEL = HERE / "build" / "panel.parquet"


def gather(until, data=DATA, panel=PANEL):
    """Write the panel of all days up to `until`, by sql/panel.sql, and return its path.

    Every CSV of the folder `data` is a table of its name; what is later than `until` is not read.
    """
    query = (HERE / "sql" / "panel.sql").read_text(encoding="utf-8")
    panel.parent.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        for file in sorted(data.glob("*.csv")):
            rows = connection.read_csv(str(file))
            if "day" in rows.columns:
                rows = rows.filter(f"day <= DATE '{until}'")
            rows.create_view(file.stem)
        connection.sql(query).write_parquet(str(panel))
    return panel


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the panel of the logs up to a day.")
    parser.add_argument("--date", type=date.fromisoformat, required=True)
    gather(parser.parse_args().date)
