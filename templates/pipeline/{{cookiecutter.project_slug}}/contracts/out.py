"""What the tables promise to who reads them."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks
from pandera.typing.pandas import Series


class UserDay(pa.DataFrameModel):
    """One row for each user and day with an event."""

    user_id: Series[int] = pa.Field(ge=1, metadata={"sensitive": True})
    currency: Series[str] = pa.Field(isin=["EUR"])
    events: Series[int] = pa.Field(ge=1)
    watches: Series[int] = pa.Field(ge=0)
    purchases: Series[int] = pa.Field(ge=0)
    revenue_cents: Series[int] = pa.Field(ge=0)
    day: Series[pd.Timestamp]

    class Config:
        strict = True
        unique = ["day", "user_id"]


class MetricDay(pa.DataFrameModel):
    """One row for each metric and day; no value where it is not defined, as of a ratio to nothing."""

    metric: Series[str] = pa.Field(str_matches=r"^[a-z][a-z0-9_]*$")
    version: Series[int] = pa.Field(ge=1)
    units: Series[int] = pa.Field(ge=1)
    value: Series[float] = pa.Field(nullable=True, ge=0)
    low: Series[float] = pa.Field(nullable=True)
    high: Series[float] = pa.Field(nullable=True)
    day: Series[pd.Timestamp]

    class Config:
        strict = True
        unique = ["day", "metric"]


UserDays = UserDay.to_schema()
UserDays.checks = [
    checks.complete("day", every="1D"),
    checks.compare("events", ">=", "purchases"),
]
MetricDays = MetricDay.to_schema()
MetricDays.checks = [
    checks.complete("day", every="1D"),
    checks.compare("low", "<=", "value"),
    checks.compare("value", "<=", "high"),
]
