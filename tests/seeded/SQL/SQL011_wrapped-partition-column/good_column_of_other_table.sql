-- config: partitions = {"shop.orders" = "order_day"}
-- config: dialect = "postgres"
SELECT r.reason, COUNT(*) AS returns
FROM shop.orders o
JOIN shop.returns r ON r.order_id = o.order_id
WHERE o.order_day >= DATE '2024-05-01'
  AND DATE_TRUNC('month', r.order_day) = DATE '2024-05-01'
GROUP BY r.reason;
