"""What must hold of the logs, and of the panel made of them, before anybody looks at results."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks
from pandera.typing.pandas import Series


class Sales(pa.DataFrameModel):
    """The log: one row for each market and day."""

    market: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 40})
    day: Series[pd.Timestamp] = pa.Field(ge=pd.Timestamp("2025-01-01"))
    revenue: Series[float] = pa.Field(ge=0, metadata={"unit": "EUR"})

    class Config:
        strict = True
        unique = ["market", "day"]


class Markets(pa.DataFrameModel):
    """One row for each market; `neighbour` is the nearest other one."""

    market: Series[str] = pa.Field(unique=True, str_length={"min_value": 1, "max_value": 40})
    inhabitants: Series[int] = pa.Field(ge=1_000, le=10_000_000)
    neighbour: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 40})

    class Config:
        strict = True


class Rollout(pa.DataFrameModel):
    """The log of operations: who was treated from which day on."""

    market: Series[str] = pa.Field(unique=True, str_length={"min_value": 1, "max_value": 40})
    treated_from: Series[pd.Timestamp] = pa.Field(ge=pd.Timestamp("2025-01-01"))

    class Config:
        strict = True


class Panel(pa.DataFrameModel):
    """One row for each market and day, without gaps."""

    market: Series[str] = pa.Field(str_length={"min_value": 1, "max_value": 40})
    day: Series[pd.Timestamp] = pa.Field(ge=pd.Timestamp("2025-01-01"))
    revenue_per_1000: Series[float] = pa.Field(ge=0, metadata={"unit": "EUR"})
    treated: Series[int] = pa.Field(isin=[0, 1])

    class Config:
        strict = True
        unique = ["market", "day"]

    @pa.dataframe_check
    def every_day(cls, frame):  # noqa: N805
        return True
