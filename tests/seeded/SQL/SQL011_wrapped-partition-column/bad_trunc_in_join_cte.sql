-- config: partitions = {"shop.orders" = "order_day"}
-- config: dialect = "postgres"
WITH current_orders AS (
    SELECT o.order_id, o.customer_id, o.amount
    FROM shop.orders o
    WHERE DATE_TRUNC('month', o.order_day) = DATE '2024-05-01'  -- expect: SQL011
)
SELECT c.segment, SUM(co.amount) AS amount
FROM current_orders co
JOIN shop.customers c ON c.customer_id = co.customer_id
GROUP BY c.segment;
