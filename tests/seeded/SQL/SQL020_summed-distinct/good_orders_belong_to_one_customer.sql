-- config: keys = {"orders" = ["order_id"]}
-- an order has one customer, so the groups do not overlap
WITH per_customer AS (
    SELECT customer_id, MIN(country) AS country, COUNT(DISTINCT order_id) AS orders
    FROM orders
    GROUP BY customer_id
)
SELECT
    country,
    SUM(orders) AS orders,
    COUNT(*) AS customers
FROM per_customer
GROUP BY country;
