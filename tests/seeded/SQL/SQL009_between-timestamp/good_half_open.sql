SELECT
    DATE(created_at) AS day,
    COUNT(*) AS signups
FROM users
WHERE created_at >= '2024-01-01'
  AND created_at < '2024-02-01'
  AND plan_price BETWEEN 5 AND 15
GROUP BY DATE(created_at)
ORDER BY day;
