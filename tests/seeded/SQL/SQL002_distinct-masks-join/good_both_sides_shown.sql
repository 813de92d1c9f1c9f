-- which customer ever bought in which category
SELECT DISTINCT
    c.customer_id,
    c.email,
    o.category
FROM customers c
JOIN orders o ON o.customer_id = c.customer_id
WHERE o.ordered_on >= '2024-03-01';
