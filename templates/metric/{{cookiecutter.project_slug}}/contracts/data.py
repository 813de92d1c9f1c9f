"""What must hold of the tables before anybody compares definitions over them."""

import datetime

import pandera.pandas as pa
from groundrules.contracts import checks

FIRST = pa.Check.ge(datetime.date(2024, 1, 1))

Visits = pa.DataFrameSchema(
    {
        "user_id": pa.Column(int, pa.Check.ge(1)),
        "day": pa.Column(pa.Date, FIRST),
    },
    checks=checks.complete("day", every="1D"),
    unique=["user_id", "day"],
    strict=True,
    name="Visits",
    description="One row for each customer and day on which they came.",
)

Orders = pa.DataFrameSchema(
    {
        "order_id": pa.Column(int, pa.Check.ge(1), unique=True),
        "user_id": pa.Column(int, pa.Check.ge(1)),
        "ordered_on": pa.Column(pa.Date, FIRST),
        "product": pa.Column(str, pa.Check.isin(["film", "gift_card"])),
        "status": pa.Column(str, pa.Check.isin(["paid", "failed"])),
        "amount": pa.Column(float, pa.Check.in_range(0, 100, include_min=False)),
        "refunded": pa.Column(float, pa.Check.ge(0)),
        "refunded_on": pa.Column(pa.Date, FIRST, nullable=True),
        "refundable_until": pa.Column(pa.Date, FIRST),
        "currency": pa.Column(str, pa.Check.isin(["EUR"])),
    },
    checks=[
        checks.compare("refunded", "<=", "amount"),
        checks.compare("refunded_on", "<=", "refundable_until"),
        checks.complete("ordered_on", every="1D"),
    ],
    strict=True,
    name="Orders",
    description="One row for each order, with what was given back of it.",
)

Booked = pa.DataFrameSchema(
    {
        "week": pa.Column(pa.Date, FIRST, unique=True),
        "net_revenue": pa.Column(float, pa.Check.ge(0)),
    },
    strict=True,
    name="Booked",
    description="One row for each week: what finance booked of its orders.",
)
