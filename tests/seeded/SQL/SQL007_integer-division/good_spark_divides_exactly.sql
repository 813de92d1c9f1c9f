-- config: dialect = "spark"
SELECT
    device_type,
    SUM(CASE WHEN buffered_sec > 10 THEN 1 ELSE 0 END) / COUNT(*) AS rebuffer_rate,
    COUNT(DISTINCT session_id) / COUNT(DISTINCT profile_id) AS sessions_per_profile
FROM playback.sessions
WHERE day = '2024-05-01'
GROUP BY device_type
