"""The promises as a pandera schema, for `groundrules validate` and for pandera itself."""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa
from promises import CHECKS, NOT_NULL, UNIQUE

TYPES = {
    "order_id": "int64", "user_id": str, "amount": "float64", "currency": str, "day": "datetime64[ns]",
    "country": str, "quantity": "int64", "is_new": bool, "channel": str, "session_ms": "int64", "score": "float64",
}  # fmt: skip


def schema(pandera: Any, types: dict[str, Any]) -> Any:
    """Return the promises as a schema of one of pandera's modules."""
    make = {
        "at_least": pandera.Check.ge,
        "at_most": pandera.Check.le,
        "among": pandera.Check.isin,
        "matches": pandera.Check.str_matches,
    }
    columns = {
        name: pandera.Column(
            kind,
            [make[how](*given) for column, how, given in CHECKS if column == name],
            nullable=name not in NOT_NULL,
            unique=name in UNIQUE,
        )
        for name, kind in types.items()
    }
    return pandera.DataFrameSchema(columns)


Orders = schema(pa, TYPES)
