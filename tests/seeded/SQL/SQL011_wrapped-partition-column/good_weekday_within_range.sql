-- config: partitions = {"shop.orders" = "order_day"}
-- config: dialect = "postgres"
-- the range prunes; the weekday only picks among what is left
SELECT o.customer_id, SUM(o.amount) AS saturday_amount
FROM shop.orders o
WHERE o.order_day >= DATE '2024-05-01'
  AND o.order_day < DATE '2024-06-01'
  AND EXTRACT(ISODOW FROM o.order_day) = 6
GROUP BY o.customer_id;
