"""What the tables promise to who reads them."""

import pandera.pandas as pa
from groundrules.contracts import checks

UserDay = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), metadata={"sensitive": True}),
        "currency": pa.Column(str, pa.Check.isin(["EUR"])),
        "events": pa.Column(int, pa.Check.ge(1)),
        "watches": pa.Column(int, pa.Check.ge(0)),
        "purchases": pa.Column(int, pa.Check.ge(0)),
        "revenue_cents": pa.Column(int, pa.Check.ge(0)),
        "day": pa.Column(pa.Date),
    },
    checks=[
        checks.complete("day", every="1D"),
        checks.compare("events", ">=", "purchases"),
    ],
    unique=["day", "user_id"],
    strict=True,
)

# A value is missing where it is not defined, as of a ratio to nothing.
MetricDay = pa.DataFrameSchema(
    {
        "metric": pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z0-9_]*$")),
        "version": pa.Column(int, pa.Check.ge(1)),
        "units": pa.Column(int, pa.Check.ge(1)),
        "value": pa.Column(float, pa.Check.ge(0), nullable=True),
        "low": pa.Column(float, nullable=True),
        "high": pa.Column(float, nullable=True),
        "day": pa.Column(pa.Date),
    },
    checks=[
        checks.complete("day", every="1D"),
        checks.compare("low", "<=", "value"),
        checks.compare("value", "<=", "high"),
    ],
    unique=["day", "metric"],
    strict=True,
)
