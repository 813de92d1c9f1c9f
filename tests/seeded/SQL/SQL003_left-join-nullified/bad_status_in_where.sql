-- orders per customer, customers without any included
SELECT
    c.customer_id,
    COUNT(o.order_id) AS orders
FROM customers c
LEFT JOIN orders o ON o.customer_id = c.customer_id  -- also: SQL003
WHERE o.status = 'delivered'  -- expect: SQL003
GROUP BY c.customer_id;
