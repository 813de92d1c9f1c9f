"""What must hold of the logs, and of the table made of them, before anybody looks for a cause."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks

PLATFORMS = ["android", "ios", "tv", "web"]
COUNTRIES = ["de", "in", "us"]
WEEKS = 11  # ten before, and the week in question

KEYS = {
    "day": pa.Column("datetime64[ns]", pa.Check.ge(pd.Timestamp("2020-01-01"))),
    "platform": pa.Column(str, pa.Check.isin(PLATFORMS)),
    "country": pa.Column(str, pa.Check.isin(COUNTRIES)),
}

# One row for each day (UTC), platform and country, of the player's log.
Sessions = pa.DataFrameSchema(
    {
        **KEYS,
        "users": pa.Column(int, pa.Check.ge(1), description="different users on that day"),
        "sessions": pa.Column(int, pa.Check.ge(1)),
    },
    checks=[
        checks.complete("day", every="1D"),
        checks.rows(at_least=7 * WEEKS * len(PLATFORMS) * len(COUNTRIES)),
    ],
    unique=["day", "platform", "country"],
    strict=True,
    name="Sessions",
)

# One row for each day (UTC), platform, country and ad format, of the ad server's log.
Ads = pa.DataFrameSchema(
    {
        **KEYS,
        "format": pa.Column(str, pa.Check.isin(["mid-roll", "pre-roll"])),
        "opportunities": pa.Column(int, pa.Check.ge(1)),
        "impressions": pa.Column(int, pa.Check.ge(0)),
        "revenue": pa.Column(float, pa.Check.ge(0)),
        "currency": pa.Column(str, pa.Check.eq("EUR")),
    },
    checks=[
        checks.complete("day", every="1D"),
        checks.compare("impressions", "<=", "opportunities"),
    ],
    unique=["day", "platform", "country", "format"],
    strict=True,
    name="Ads",
)


def segments(first, last):
    """Return the contract of the table that sql/segments.sql makes of both logs, for a period.

    The two bounds tell a loss of records from a loss of business: the player's log and the ad server's
    log count independently, so that where one of them loses records, sessions a user or opportunities a
    session leave the range in which people behave. A lower fill rate moves neither.
    """
    days = (last - first).days + 1
    count = days * len(PLATFORMS) * len(COUNTRIES)
    return pa.DataFrameSchema(
        {
            **KEYS,
            "users": pa.Column(int, pa.Check.ge(1)),
            "sessions": pa.Column(int, pa.Check.ge(1)),
            "opportunities": pa.Column(int, pa.Check.ge(1)),
            "impressions": pa.Column(int, pa.Check.ge(1)),
            "revenue": pa.Column(float, pa.Check.gt(0)),
            "sessions_per_user": pa.Column(float, pa.Check.in_range(1.0, 3.0)),
            "opportunities_per_session": pa.Column(float, pa.Check.in_range(1.5, 5.5)),
        },
        checks=[
            checks.complete("day", every="1D", between=(first, last)),
            checks.rows(at_least=count, at_most=count),
        ],
        unique=["day", "platform", "country"],
        strict=True,
        name="Segments",
    )
