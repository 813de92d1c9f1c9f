-- config: dialect = "postgres"
SELECT
    store_id,
    COUNT(CASE WHEN returned_on IS NOT NULL THEN 1 END)::numeric / COUNT(*) AS return_rate,
    100.0 * COUNT(coupon_code) / COUNT(*) AS pct_with_coupon
FROM orders
WHERE ordered_on >= DATE '2024-01-01'
GROUP BY store_id;
