SELECT
    DATE(created_at) AS day,
    COUNT(*) AS signups
FROM users
WHERE created_at BETWEEN '2024-01-01' AND '2024-01-31'  -- expect: SQL009
GROUP BY DATE(created_at)
ORDER BY day;
