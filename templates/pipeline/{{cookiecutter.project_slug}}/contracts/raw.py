"""What must hold of the raw events before anything is made of them."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks
from pandera.typing.pandas import Series

Instant = Annotated[pd.DatetimeTZDtype, "us", "UTC"]


class Raw(pa.DataFrameModel):
    """One row for each delivery of an event; an event may be delivered again."""

    event_id: Series[int] = pa.Field(ge=0)
    user_id: Series[int] = pa.Field(ge=1, metadata={"sensitive": True})
    event_time: Series[Instant]
    received_at: Series[Instant]
    kind: Series[str] = pa.Field(isin=["open", "watch", "purchase"])
    amount_cents: Series[int] = pa.Field(ge=0, le=100_000)
    currency: Series[str] = pa.Field(isin=["EUR"])
    day: Series[pd.Timestamp]

    class Config:
        strict = True


Contract = Raw.to_schema()
Contract.checks = [
    checks.complete("day", every="1D"),
    checks.compare("received_at", ">=", "event_time"),
    checks.when("kind", pa.Check.eq("purchase"), then=("amount_cents", pa.Check.gt(0))),
]
