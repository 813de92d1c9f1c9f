"""What every peer checks of the same table: 23 promises about 11 columns."""

from __future__ import annotations

from datetime import datetime

CURRENCIES = ["EUR", "USD", "GBP", "JPY", "BRL"]
CHANNELS = ["web", "ios", "android", "tv"]
NOT_NULL = [
    "order_id",
    "user_id",
    "currency",
    "day",
    "country",
    "quantity",
    "is_new",
    "channel",
    "session_ms",
]
UNIQUE = ["order_id"]
CHECKS: list[tuple[str, str, tuple[object, ...]]] = [
    ("order_id", "at_least", (1,)),
    ("user_id", "matches", ("^u[0-9]+$",)),
    ("amount", "at_least", (0.0,)),
    ("amount", "at_most", (1000.0,)),
    ("currency", "among", (CURRENCIES,)),
    ("day", "at_least", (datetime(2024, 1, 1),)),
    ("day", "at_most", (datetime(2025, 1, 1),)),
    ("country", "matches", ("^[A-Z]{2}$",)),
    ("quantity", "at_least", (1,)),
    ("quantity", "at_most", (99,)),
    ("channel", "among", (CHANNELS,)),
    ("score", "at_least", (0.0,)),
    ("score", "at_most", (1.0,)),
]

MAKE = """
COPY (
  SELECT i + 1 AS order_id, 'u' || (hash(i) % 1000000) AS user_id,
    CASE WHEN i % 10 = 0 THEN NULL ELSE (hash(i + 1) % 100000) / 100.0::DOUBLE END AS amount,
    ['EUR', 'USD', 'GBP', 'JPY', 'BRL'][(1 + hash(i + 2) % 5)::BIGINT] AS currency,
    TIMESTAMP '2024-01-01' + to_seconds((hash(i + 3) % 31536000)::BIGINT) AS day,
    chr(65 + (hash(i + 4) % 26)::INT) || chr(65 + (hash(i + 5) % 26)::INT) AS country,
    (1 + hash(i + 6) % 99)::BIGINT AS quantity, hash(i + 7) % 2 = 0 AS is_new,
    ['web', 'ios', 'android', 'tv'][(1 + hash(i + 8) % 4)::BIGINT] AS channel,
    (hash(i + 9) % 3600000)::BIGINT AS session_ms,
    CASE WHEN i % 7 = 0 THEN NULL ELSE (hash(i + 10) % 1001) / 1000.0::DOUBLE END AS score
  FROM range({rows}) AS t(i)
) TO '{file}' (FORMAT parquet)
"""
"""SQL of DuckDB that makes the table; it keeps every promise."""
