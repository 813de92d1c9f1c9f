"""The made-up tables of the benchmark: EVENTS rows of orders by EVENTS / 20 users, and their exposures."""

from __future__ import annotations

EXPOSURES = """
COPY (
  SELECT 'u' || i AS user_id,
         CASE WHEN hash(i, 1) % 2 = 0 THEN 'control' ELSE 'treatment' END AS variant,
         TIMESTAMP '2026-03-02' + to_microseconds((hash(i, 2) % (7 * 86400000000))::BIGINT) AS exposed_at,
         ['CH', 'DE', 'FR'][1 + (hash(i, 3) % 3)::INT] AS country
  FROM range({users}) AS t(i)
) TO '{folder}/exposures.parquet'
"""
ORDERS = """
COPY (
  SELECT i AS order_id,
         'u' || (hash(i, 4) % {users}) AS user_id,
         TIMESTAMP '2026-02-02' + to_microseconds((hash(i, 5) % (43 * 86400000000))::BIGINT) AS ordered_at,
         (exp(2 + 0.8 * sqrt(-2 * ln((hash(i, 6) % 1000000 + 1) / 1000001.0))
              * cos(2 * pi() * (hash(i, 7) % 1000000) / 1000000.0)))::DECIMAL(10, 2)::DOUBLE AS amount,
         'EUR' AS currency,
         CASE WHEN hash(i, 8) % 10 = 0 THEN 'failed' ELSE 'paid' END AS status
  FROM range({events}) AS t(i)
) TO '{folder}/orders.parquet'
"""
# What an analyst writes by hand before handing users to a library.
BY_USER = """
WITH o AS (
  SELECT e.user_id, o.amount, o.ordered_at >= e.exposed_at AS after
  FROM '{folder}/exposures.parquet' AS e JOIN '{folder}/orders.parquet' AS o USING (user_id)
  WHERE o.status = 'paid'
    AND o.ordered_at >= e.exposed_at - INTERVAL 28 DAY AND o.ordered_at < e.exposed_at + INTERVAL 7 DAY
)
SELECT {columns},
       coalesce(sum(o.amount) FILTER (after), 0) AS revenue,
       coalesce(count(o.amount) FILTER (after), 0) AS orders,
       coalesce(sum(o.amount) FILTER (NOT after), 0) AS revenue_before,
       coalesce(count(o.amount) FILTER (NOT after), 0) AS orders_before
FROM '{folder}/exposures.parquet' AS e LEFT JOIN o USING (user_id)
GROUP BY e.user_id, e.variant
"""
