"""What must hold of the data before anybody looks at results."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series


class Exposures(pa.DataFrameModel):
    """One row for each randomised user, at the first exposure."""

    user_id: Series[int] = pa.Field(unique=True, ge=1)
    variant: Series[str] = pa.Field(isin=["control", "treatment"])
    exposed_at: Series[pd.Timestamp]

    class Config:
        strict = True


class Sessions(pa.DataFrameModel):
    """One row for each user and day with at least one session, before exposure and after."""

    user_id: Series[int] = pa.Field(ge=1)
    day: Series[pd.Timestamp]
    sessions: Series[int] = pa.Field(ge=1)
    revenue: Series[float] = pa.Field(ge=0)
    currency: Series[str] = pa.Field(isin=["EUR"])
    errors: Series[int] = pa.Field(ge=0)

    class Config:
        strict = True
        unique = ["user_id", "day"]
