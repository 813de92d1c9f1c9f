"""What must hold of the tables before anybody looks at results."""

import datetime

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks

Exposures = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "variant": pa.Column(str, pa.Check.isin(["control", "treatment"])),
        "exposed_at": pa.Column("datetime64[ns]", pa.Check.ge(pd.Timestamp("2024-03-04"))),
    },
    strict=True,
    name="Exposures",
    description="One row for each randomised user, at the first exposure.",
)

Sessions = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1)),
        "day": pa.Column(pa.Date, pa.Check.ge(datetime.date(2024, 2, 19))),
        "sessions": pa.Column(int, pa.Check.ge(1)),
        "revenue": pa.Column(float, pa.Check.ge(0)),
        "currency": pa.Column(str, pa.Check.isin(["EUR"])),
        "errors": pa.Column(int, pa.Check.ge(0)),
    },
    checks=checks.complete("day", every="1D"),
    unique=["user_id", "day"],
    strict=True,
    name="Sessions",
    description="One row for each user and day with a session, before exposure and after.",
)
