"""What must hold of the data before anybody looks at results."""

import pandera.pandas as pa
from pandera.typing.pandas import Series


class Exposures(pa.DataFrameModel):
    """One row for each randomised user, with what was known before exposure."""

    user_id: Series[int] = pa.Field(unique=True, ge=1)
    variant: Series[str] = pa.Field(isin=["control", "treatment"])
    sessions_before: Series[int] = pa.Field(ge=0)
    revenue_before: Series[float] = pa.Field(ge=0)

    class Config:
        strict = True


class Sessions(pa.DataFrameModel):
    """One row for each user and day with at least one session, after exposure."""

    user_id: Series[int] = pa.Field(ge=1)
    day: Series[int] = pa.Field(ge=1, le=14)
    sessions: Series[int] = pa.Field(ge=1)
    revenue: Series[float] = pa.Field(ge=0)
    errors: Series[int] = pa.Field(ge=0)

    class Config:
        strict = True
        unique = ["user_id", "day"]
