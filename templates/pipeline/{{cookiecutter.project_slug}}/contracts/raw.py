"""What must hold of the raw events before anything is made of them."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks

INSTANT = pd.DatetimeTZDtype("ns", "UTC")

Raw = pa.DataFrameSchema(
    {
        "event_id": pa.Column(int, pa.Check.ge(0)),
        "user_id": pa.Column(int, pa.Check.ge(1), metadata={"sensitive": True}),
        "event_time": pa.Column(INSTANT),
        "received_at": pa.Column(INSTANT),
        "kind": pa.Column(str, pa.Check.isin(["open", "watch", "purchase"])),
        "amount_cents": pa.Column(int, pa.Check.in_range(0, 100_000)),
        "currency": pa.Column(str, pa.Check.isin(["EUR"])),
        "day": pa.Column(pa.Date),
    },
    checks=[
        checks.complete("day", every="1D"),
        checks.compare("received_at", ">=", "event_time"),
        checks.when("kind", pa.Check.eq("purchase"), then=("amount_cents", pa.Check.gt(0))),
    ],
    unique=["day", "event_id", "received_at"],  # an event may be delivered again, later
    strict=True,
)
