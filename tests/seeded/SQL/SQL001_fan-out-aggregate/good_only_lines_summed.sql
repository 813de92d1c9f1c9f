-- config: keys = {"orders" = ["order_id"], "order_items" = ["order_id", "line_no"]}
SELECT
    o.store_id,
    COUNT(DISTINCT o.order_id) AS orders,
    SUM(i.quantity * i.unit_price) AS item_revenue,
    COUNT(i.line_no) AS lines,
    MAX(o.shipping_fee) AS dearest_shipping
FROM orders AS o
JOIN order_items AS i ON i.order_id = o.order_id
WHERE o.ordered_on >= DATE '2024-03-01'
GROUP BY o.store_id;
