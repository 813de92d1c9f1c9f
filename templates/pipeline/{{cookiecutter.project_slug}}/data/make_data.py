"""Plays the system that delivers raw events: python data/make_data.py --until 2024-03-21

Writes raw/day=…/events.parquet for each day of delivery that is not there yet. Events come as
they do from a queue: some a day or two late, some twice, the second time on the same day or the
next.

The truth is planted: `truth(day)` says what each day holds, whatever way its events came.
"""

import argparse
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20240301
START = date(2024, 3, 1)
UNTIL = date(2024, 3, 21)
EVENTS = 500  # a day, before a few more
LATE = (0.95, 0.04, 0.01)  # shares of events that come on their day, one and two days later
TWICE = 0.03
PRICE = 799  # cents, on average
DAY = 86_400_000_000  # microseconds
HERE = Path(__file__).parent


def truth(day, events=EVENTS):
    """Return what a day holds: events, purchases and revenue_cents."""
    number = (day - START).days
    count = events + 37 * number % 41
    purchases = count // 20
    return {
        "events": count,
        "purchases": purchases,
        "revenue_cents": PRICE * purchases + 5351 * number % 1999,
    }


@lru_cache(maxsize=4)
def happened(day, events=EVENTS, seed=SEED):
    """Return the events of a day as columns, and how many days later each comes."""
    number = (day - START).days
    rng = np.random.default_rng([seed, number])
    planted = truth(day, events)
    count, purchases = planted["events"], planted["purchases"]
    midnight = (day - date(1970, 1, 1)).days * DAY
    time = rng.integers(0, DAY, count)
    time[0], time[-1] = 0, DAY - 1  # the first and the last microsecond of the day
    amount = np.zeros(count, dtype="int64")
    bought = rng.permutation(count)[:purchases]
    about = rng.integers(-300, 301, purchases)
    amount[bought] = PRICE + about - int(about.mean())
    amount[bought[0]] += planted["revenue_cents"] - amount.sum()
    watched = rng.random(count) < 0.6
    kind = np.where(amount > 0, "purchase", np.where(watched, "watch", "open"))
    columns = {
        "event_id": number * 10**9 + np.arange(count),
        "user_id": rng.integers(1, count // 3, count),
        "event_time": midnight + time,
        "kind": kind,
        "amount_cents": amount,
    }
    luck = rng.random(count)
    luck[-1] = 1  # no time is left to bring it again
    return columns, rng.choice(len(LATE), count, p=LATE), luck


def delivered(day, events=EVENTS, seed=SEED):
    """Return what comes on a day, in order: events of that day and of days before it."""
    parts = []
    for late in range(min(len(LATE), (day - START).days + 1)):
        columns, lags, luck = happened(day - timedelta(days=late), events, seed)
        midnight = (day - date(1970, 1, 1)).days * DAY
        opens = np.maximum(columns["event_time"], midnight)
        twice = luck < TWICE
        next_day = luck < TWICE / 2
        second = np.where(next_day, np.minimum(lags + 1, len(LATE) - 1), lags)
        for which, share in ((lags == late, 0.5), (twice & (second == late), 0.75)):
            received = opens + ((midnight + DAY - 1 - opens) * share).astype("int64")
            chosen = {name: values[which] for name, values in columns.items()}
            parts.append({**chosen, "received_at": received[which]})
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((whole["event_id"], whole["received_at"]))
    return table({name: values[order] for name, values in whole.items()})


def table(columns):
    """Return columns as a table with the types of raw."""
    zoned = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "event_id": pa.array(columns["event_id"], pa.int64()),
            "user_id": pa.array(columns["user_id"], pa.int64()),
            "event_time": pa.array(columns["event_time"], pa.int64()).cast(zoned),
            "received_at": pa.array(columns["received_at"], pa.int64()).cast(zoned),
            "kind": pa.array(columns["kind"], pa.string()),
            "amount_cents": pa.array(columns["amount_cents"], pa.int64()),
            "currency": pa.array(["EUR"] * len(columns["event_id"]), pa.string()),
        }
    )


def deliver(raw, until=UNTIL, events=EVENTS, seed=SEED):
    """Write each day of delivery that is not there yet; what was delivered once stays as it is."""
    for number in range((until - START).days + 1):
        day = START + timedelta(days=number)
        file = Path(raw) / f"day={day}" / "events.parquet"
        if file.exists():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name("_events.aside")
        pq.write_table(delivered(day, events, seed), aside)
        aside.replace(file)


def truth_table(until=UNTIL):
    """Return what the days hold as the text of truth.csv."""
    days = [START + timedelta(days=number) for number in range((until - START).days + 1)]
    lines = [",".join([str(day), *map(str, truth(day).values())]) for day in days]
    return "\n".join(["day,events,purchases,revenue_cents", *lines, ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--until", type=date.fromisoformat, default=UNTIL)
    parser.add_argument("--raw", type=Path, default=HERE.parent / "raw")
    parser.add_argument("--events", type=int, default=EVENTS, help="a day")
    parser.add_argument("--truth", action="store_true", help="write data/truth.csv as well")
    args = parser.parse_args()
    deliver(args.raw, args.until, args.events)
    if args.truth:
        (HERE / "truth.csv").write_text(truth_table(), encoding="utf-8", newline="\n")
