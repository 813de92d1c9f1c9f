"""The same tables by DuckDB alone, all in one go: python plain.py RAW OUT

No partition is whole or absent, nothing is known of what is stale, and metrics have no interval: the least it costs.
"""

import sys

import duckdb

raw, out = sys.argv[1:]
duckdb.execute("SET TimeZone = 'UTC'")
duckdb.execute(f"""
CREATE TABLE user_day AS
SELECT user_id, currency, CAST(event_time AS DATE) AS day, COUNT(*) AS events,
  COUNT(*) FILTER (kind = 'watch') AS watches, COUNT(*) FILTER (kind = 'purchase') AS purchases,
  CAST(SUM(amount_cents) AS BIGINT) AS revenue_cents
FROM (
  SELECT * FROM read_parquet('{raw}/*/*.parquet', hive_partitioning = true)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY event_id ORDER BY received_at, day) = 1
)
GROUP BY ALL
""")
duckdb.execute(
    f"COPY (FROM user_day ORDER BY day, user_id) TO '{out}/user_day' (FORMAT parquet, PARTITION_BY day)"
)
duckdb.execute(f"""
COPY (
  SELECT day, COUNT(*) AS units, SUM(revenue_cents) / 100 / COUNT(*) AS revenue_per_user,
    AVG(CASE WHEN purchases > 0 THEN 1 ELSE 0 END) AS payer_share, AVG(events) AS events_per_user,
    SUM(revenue_cents) / 100 / SUM(purchases) AS revenue_per_purchase
  FROM user_day GROUP BY day ORDER BY day
) TO '{out}/metric_day.parquet'
""")
