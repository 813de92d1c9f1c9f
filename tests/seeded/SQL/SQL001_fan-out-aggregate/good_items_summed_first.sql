-- config: keys = {"orders" = ["order_id"], "order_items" = ["order_id", "line_no"]}
WITH items AS (
    SELECT order_id, SUM(quantity) AS units
    FROM order_items
    GROUP BY order_id
)
SELECT
    o.store_id,
    SUM(o.shipping_fee) AS shipping_fees,
    SUM(i.units) AS units
FROM orders AS o
JOIN items AS i ON i.order_id = o.order_id
WHERE o.ordered_on >= DATE '2024-03-01'
GROUP BY o.store_id;
