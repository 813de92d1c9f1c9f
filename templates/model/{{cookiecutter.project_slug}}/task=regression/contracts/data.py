"""What must hold of the tables, and of the features made of them."""

import pandas as pd
import pandera.pandas as pa

BEGIN = pd.Timestamp("2020-01-01")
PLATFORMS = ["android", "ios", "tv", "web"]

# One row for each user.
Users = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "signed_up": pa.Column("datetime64[ns]", pa.Check.ge(BEGIN)),
        "platform": pa.Column(str, pa.Check.isin(PLATFORMS)),
    },
    strict=True,
    name="Users",
)

# One row for each user and day (UTC) with at least one session.
Activity = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1)),
        "day": pa.Column("datetime64[ns]", pa.Check.ge(BEGIN)),
        "sessions": pa.Column(int, pa.Check.in_range(1, 200)),
        "minutes": pa.Column(float, pa.Check.in_range(0, 1440)),
        "revenue": pa.Column(float, pa.Check.in_range(0, 1000), description="EUR of that day"),
    },
    unique=["user_id", "day"],
    strict=True,
    name="Activity",
)

# One row for each user whose first 30 days are over.
Outcomes = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "known_on": pa.Column("datetime64[ns]", pa.Check.ge(BEGIN)),
        "revenue_30d": pa.Column(float, pa.Check.in_range(0, 10_000)),
    },
    strict=True,
    name="Outcomes",
)

TABLES = {"users": Users, "activity": Activity, "outcomes": Outcomes}

# One row for each user whose first seven days are over; the outcome is missing until it is known.
Features = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "signed_up": pa.Column("datetime64[ns]", pa.Check.ge(BEGIN)),
        "platform": pa.Column(str, pa.Check.isin(PLATFORMS)),
        "active_days": pa.Column(int, pa.Check.in_range(1, 7)),
        "sessions": pa.Column(int, pa.Check.ge(1)),
        "minutes": pa.Column(float, pa.Check.in_range(0, 7 * 1440)),
        "revenue_7d": pa.Column(float, pa.Check.ge(0)),
        "revenue_30d": pa.Column(float, pa.Check.ge(0), nullable=True),
    },
    strict=True,
    name="Features",
)
