"""What must hold of the logs, and of the panel made of them, before anybody looks at results."""

import pandas as pd
import pandera.pandas as pa
from groundrules.contracts import checks

LONG_AGO = pd.Timestamp("2025-01-01")


def market(**options):
    """Return the column that names a market."""
    return pa.Column(str, pa.Check.str_length(1, 40), **options)


def day():
    """Return the column of days."""
    return pa.Column("datetime64[ns]", pa.Check.ge(LONG_AGO))


Sales = pa.DataFrameSchema(
    {"market": market(), "day": day(), "revenue": pa.Column(float, pa.Check.ge(0))},
    checks=checks.complete("day", every="1D"),
    unique=["market", "day"],
    strict=True,
    description="The log: one row for each market and day, revenue in EUR.",
)

Markets = pa.DataFrameSchema(
    {
        "market": market(unique=True),
        "inhabitants": pa.Column(int, pa.Check.in_range(1_000, 10_000_000)),
        "neighbour": market(),
    },
    strict=True,
    description="One row for each market; its neighbour is the nearest other one.",
)

Rollout = pa.DataFrameSchema(
    {"market": market(unique=True), "treated_from": day()},
    strict=True,
    description="The log of operations: which market was treated from which day on.",
)

Panel = pa.DataFrameSchema(
    {
        "market": market(),
        "day": day(),
        "revenue_per_1000": pa.Column(float, pa.Check.ge(0)),
        "treated": pa.Column(int, pa.Check.isin([0, 1])),
    },
    checks=checks.complete("day", every="1D"),
    unique=["market", "day"],
    strict=True,
    description="One row for each market and day, none missing; EUR for each 1,000 inhabitants.",
)
