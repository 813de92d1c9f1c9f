from datetime import datetime, timedelta, timezone

import polars as pl


class SessionCutter:
    """Keeps the sessions of the half hour before a cutoff that the caller gives, in UTC."""

    def __init__(self, cutoff: datetime, minutes: int = 30) -> None:
        self.since = cutoff.astimezone(timezone.utc) - timedelta(minutes=minutes)

    def active(self, sessions: pl.DataFrame) -> pl.DataFrame:
        return sessions.filter(pl.col("started_at") >= self.since)


cutter = SessionCutter(datetime(2024, 6, 3, 12, tzinfo=timezone.utc))
print(cutter.active(pl.read_parquet("sessions.parquet")).height)
