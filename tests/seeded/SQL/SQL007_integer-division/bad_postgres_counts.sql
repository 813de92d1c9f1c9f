-- config: dialect = "postgres"
SELECT
    store_id,
    COUNT(CASE WHEN returned_on IS NOT NULL THEN 1 END) / COUNT(*) AS return_rate  -- expect: SQL007
FROM orders
WHERE ordered_on >= DATE '2024-01-01'
GROUP BY store_id
ORDER BY return_rate DESC;
