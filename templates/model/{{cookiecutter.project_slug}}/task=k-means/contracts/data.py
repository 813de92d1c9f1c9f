"""What must hold of the tables, and of the features made of them."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks

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
        "mobile_minutes": pa.Column(float, pa.Check.ge(0)),
        "evening_minutes": pa.Column(float, pa.Check.ge(0)),
    },
    checks=[
        checks.compare("mobile_minutes", "<=", "minutes"),
        checks.compare("evening_minutes", "<=", "minutes"),
    ],
    unique=["user_id", "day"],
    strict=True,
    name="Activity",
)

TABLES = {"users": Users, "activity": Activity}

# One row for each user whose first seven days are over.
Features = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "signed_up": pa.Column("datetime64[ns]", pa.Check.ge(BEGIN)),
        "platform": pa.Column(str, pa.Check.isin(PLATFORMS)),
        "sessions": pa.Column(int, pa.Check.ge(1)),
        "minutes_per_session": pa.Column(float, pa.Check.in_range(0, 1440)),
        "mobile_share": pa.Column(float, pa.Check.in_range(0, 1)),
        "evening_share": pa.Column(float, pa.Check.in_range(0, 1)),
    },
    strict=True,
    name="Features",
)
