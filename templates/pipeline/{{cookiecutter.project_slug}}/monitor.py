"""Whether a day looks as the days before it did: python monitor.py --until 2024-03-21 [--alert]

Writes out/monitoring/day=…/part.parquet, one row for each thing that is watched. With --alert it
writes nothing, and exits 1 where the day holds something unusual.
"""

import argparse
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pyarrow.parquet as pq
from groundrules.contracts import checks, validate
from groundrules.metrics import catalogue
from groundrules.metrics.show import amount, decimals
from groundrules.partitions import Daily, Stale, put
from groundrules.statistics.expected import next_value

HERE = Path(__file__).parent
RAW, OUT = HERE / "raw", HERE / "out"
HISTORY = 14  # days before, of which there must be 3
STEP = 1  # days between them: 7 where each day of the week has a level of its own
WITHIN = 0.3  # volume, as a share of the median of the days before
PSI = 0.1  # of what kinds of events there are
TWICE = 0.1  # share of deliveries that bring an event again
FALSE_ALARMS = 0.01  # a day on which all is well has so many days with an alarm about a metric
TABLE = arrow.schema(
    [
        ("check", arrow.string()),
        ("usual", arrow.bool_()),
        ("value", arrow.float64()),
        ("low", arrow.float64()),
        ("high", arrow.float64()),
        ("said", arrow.string()),
    ]
)


def watch(until, raw=RAW, out=OUT):
    """Return what was looked at of a day: check, usual, value, low, high, said."""
    return [
        *deliveries(Daily(raw), until),
        volume("user_day: volume", Daily(out / "user_day"), until),
        *metrics(Daily(out / "metric_day"), until),
    ]


def days_before(until):
    """Return the days that a day is compared with."""
    return [until - timedelta(days=STEP * number) for number in range(1, HISTORY + 1)]


def row(check, usual, said, value=None, low=None, high=None):
    """Return a row of the table."""
    told = {"value": value, "low": low, "high": high}
    return {"check": check, "usual": bool(usual), "said": said, **told}


def judged(name, place, *promises):
    """Return a row: whether the files of a place keep checks."""
    result = validate(place, pa.DataFrameSchema(checks=list(promises)))
    details = [rule.detail for rule in result.rules if rule.detail]
    return row(name, result.passed, "; ".join(dict.fromkeys(details)))


def rows_of(table, day):
    """Return how many rows a day holds, as its files say."""
    return sum(pq.ParquetFile(file).metadata.num_rows for file in table.files(day, day))


def volume(name, table, until):
    """Return whether a day has about as many rows as the days before it."""
    counts = [rows_of(table, day) for day in days_before(until)]
    counts = [count for count in counts if count]
    if len(counts) < 3:
        return row(name, True, "too few days before to tell")
    return judged(name, table.place(until), checks.volume(counts, within=WITHIN))


def deliveries(raw, until):
    """Return what is watched of what came on a day: volume, freshness, hours, repeats, kinds."""
    place = raw.place(until)
    midnight = datetime.combine(until, datetime.min.time(), UTC)
    end = midnight + timedelta(days=1)
    hours = (midnight, midnight + timedelta(hours=23))
    yield volume("raw: volume", raw, until)
    yield judged("raw: freshness", place, checks.fresh("received_at", within="2h", now=end))
    yield judged("raw: hours", place, checks.complete("event_time", "1h", between=hours))
    yield repeats(raw, until)
    kinds = kinds_of(raw, days_before(until)[:7])
    if kinds:
        yield judged("raw: kinds", place, checks.drift("kind", kinds, psi=PSI))


def repeats(raw, until):
    """Return whether a day's deliveries bring as few events again as they should."""
    ids = read(raw, [until], ["event_id"])["event_id"]
    share = 1 - ids.nunique() / max(len(ids), 1)
    said = f"{share:.1%} of the deliveries repeat an event, at most {TWICE:.0%} is usual"
    return row("raw: repeats", share <= TWICE, said, share, 0.0, TWICE)


def kinds_of(raw, days):
    """Return how many events of each kind some days brought."""
    return {kind: int(n) for kind, n in read(raw, days, ["kind"])["kind"].value_counts().items()}


def read(table, days, columns=None):
    """Return the rows of some days as a frame, with their day."""
    frames = [
        pq.ParquetFile(file).read(columns).to_pandas().assign(day=day)
        for day in sorted(days)
        for file in table.files(day, day)
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def metrics(table, until):
    """Return each metric beside what the days before it let expect of one more such day."""
    frame = read(table, [*days_before(until), until])
    today = frame[frame["day"] == until].set_index("metric")["value"]
    level = 1 - FALSE_ALARMS / max(len(today), 1)
    known = catalogue.read((HERE / "metrics",)).metrics
    for name, value in today.items():
        before = frame[(frame["metric"] == name) & (frame["day"] < until)]["value"].dropna()
        low, high = next_value(list(before), level)
        usual = not (value < low or value > high) and pd.notna(value)
        digits = decimals(known[name], value, low, high)
        told, least, most = (amount(known[name], one, digits) for one in (value, low, high))
        said = f"{told}; {least} to {most} was to be expected"
        yield row(f"metric: {name}", usual, said, value, low, high)


def keep(until, rows, out=OUT):
    """Write the rows as the day's part of the table."""
    table = arrow.Table.from_pylist(rows, TABLE)
    part = Stale(until, (), {}, "")
    put(Daily(out / "monitoring"), part, lambda file: pq.write_table(table, file))


def unusual(until, out=OUT):
    """Return what was unusual of a day, as it stands in the table."""
    frame = read(Daily(out / "monitoring"), [until])
    if frame.empty:
        raise SystemExit(f"monitor: {until} was not looked at; run without --alert first")
    return frame[~frame["usual"].astype(bool)]


def main():
    """Look at a day, or say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument("--alert", action="store_true")
    args = parser.parse_args()
    if not args.alert:
        keep(args.until, watch(args.until))
    found = unusual(args.until)
    for one in found.itertuples():
        print(f"UNUSUAL {one.check}: {one.said}")
    print(f"{args.until}: {len(found)} unusual")
    raise SystemExit(int(args.alert and len(found) > 0))


if __name__ == "__main__":
    main()
