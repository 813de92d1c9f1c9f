from datetime import datetime, timedelta

import polars as pl


class SessionCutter:
    """Keeps the sessions of the last half hour; `started_at` comes from servers in three zones."""

    def __init__(self, minutes: int = 30) -> None:
        self.since = datetime.today() - timedelta(minutes=minutes)  # expect: TIM001

    def active(self, sessions: pl.DataFrame) -> pl.DataFrame:
        return sessions.filter(pl.col("started_at") >= self.since)


print(SessionCutter().active(pl.read_parquet("sessions.parquet")).height)
