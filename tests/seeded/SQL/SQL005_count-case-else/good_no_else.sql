SELECT
    store_id,
    COUNT(*) AS orders,
    COUNT(CASE WHEN status = 'returned' THEN 1 END) AS returned,
    COUNT(CASE WHEN status = 'lost' THEN 1 ELSE NULL END) AS lost
FROM orders
WHERE ordered_on BETWEEN '2024-01-01' AND '2024-03-31'
GROUP BY store_id;
