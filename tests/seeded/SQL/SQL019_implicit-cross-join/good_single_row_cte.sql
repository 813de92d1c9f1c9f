WITH total AS (
    SELECT SUM(amount) AS amount, COUNT(*) AS orders
    FROM orders
    WHERE ordered_on >= '2024-01-01'
)
SELECT
    o.store_id,
    SUM(o.amount) / MAX(total.amount) AS share
FROM orders o, total
WHERE o.ordered_on >= '2024-01-01'
GROUP BY o.store_id
ORDER BY share DESC;
