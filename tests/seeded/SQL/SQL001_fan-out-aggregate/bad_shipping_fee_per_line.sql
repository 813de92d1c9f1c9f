-- config: keys = {"orders" = ["order_id"], "order_items" = ["order_id", "line_no"]}
SELECT
    o.store_id,
    SUM(o.shipping_fee) AS shipping_fees,  -- expect: SQL001
    COUNT(DISTINCT i.sku) AS skus
FROM orders AS o
JOIN order_items AS i ON i.order_id = o.order_id  -- also: SQL001
WHERE o.ordered_on >= DATE '2024-03-01'
GROUP BY o.store_id
ORDER BY shipping_fees DESC;
