SELECT c.customer_id, c.email, c.first_name
FROM customers c
WHERE EXISTS (
    SELECT DISTINCT o.order_id
    FROM orders o
    WHERE o.customer_id = c.customer_id
      AND o.category = 'shoes'
      AND o.ordered_on >= '2024-03-01'
);
