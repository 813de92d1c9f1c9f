-- everybody who bought shoes this spring, for the mailing
SELECT DISTINCT  -- expect: SQL002
    c.customer_id,
    c.email,
    c.first_name
FROM customers c
JOIN orders o ON o.customer_id = c.customer_id  -- also: SQL002
WHERE o.category = 'shoes'
  AND o.ordered_on >= '2024-03-01';
