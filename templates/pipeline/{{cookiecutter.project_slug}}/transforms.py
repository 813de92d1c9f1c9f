"""What the tables mean, said once in ibis; DuckDB and Spark are asked the same.

Times are counted in microseconds since 1970 in UTC, so that no zone of an engine or a machine
moves a row to another day.
"""

from datetime import date

import ibis
from groundrules.partitions import micros

MICROS = 86_400_000_000  # of a day


def first_deliveries(tables, day):
    """Return the events that happened on a day, each once: as it was delivered first."""
    raw = tables.table("raw")
    midnight = (day - date(1970, 1, 1)).days * MICROS
    at = micros(tables.dialect, raw["event_time"])
    own = raw.filter(at >= midnight, at < midnight + MICROS)
    earliest = [micros(tables.dialect, own["received_at"]), own["day"]]
    turn = ibis.row_number().over(group_by="event_id", order_by=earliest)
    return own.mutate(turn=turn).filter(ibis._.turn == 0)


def user_day(tables, day):
    """Return one row for each user and currency of a day; sums are of whole cents, and exact."""
    events = first_deliveries(tables, day)
    return events.group_by("user_id", "currency").aggregate(
        events=events.count(),
        watches=(events["kind"] == "watch").cast("int64").sum(),
        purchases=(events["kind"] == "purchase").cast("int64").sum(),
        revenue_cents=events["amount_cents"].sum(),
    )
