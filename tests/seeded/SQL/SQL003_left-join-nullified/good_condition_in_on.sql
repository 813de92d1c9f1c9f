SELECT
    c.customer_id,
    COUNT(o.order_id) AS orders
FROM customers c
LEFT JOIN orders o
    ON o.customer_id = c.customer_id
   AND o.status = 'delivered'
WHERE c.status = 'active'
GROUP BY c.customer_id;
