-- config: partitions = {"shop.orders_web" = "ds"}
-- config: dialect = "trino"
-- a plain projection: the engine pushes the filter down to the scan
WITH web AS (
    SELECT ds, order_id, customer_id, amount
    FROM shop.orders_web
)
SELECT
    customer_id,
    SUM(amount) AS amount
FROM web
WHERE ds >= '2024-05-01'
  AND ds < '2024-06-01'
GROUP BY customer_id
