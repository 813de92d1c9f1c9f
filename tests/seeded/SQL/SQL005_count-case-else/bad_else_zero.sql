SELECT
    store_id,
    COUNT(*) AS orders,
    COUNT(CASE WHEN status = 'returned' THEN 1 ELSE 0 END) AS returned  -- expect: SQL005
FROM orders
WHERE ordered_on BETWEEN '2024-01-01' AND '2024-03-31'
GROUP BY store_id;
