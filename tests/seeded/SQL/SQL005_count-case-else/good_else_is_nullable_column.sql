-- sessions that carry an identity of their own platform
SELECT
    app_version,
    COUNT(*) AS sessions,
    COUNT(CASE WHEN platform = 'web' THEN cookie_id ELSE advertising_id END) AS identified
FROM sessions
WHERE session_date >= '2024-02-01'
GROUP BY app_version;
