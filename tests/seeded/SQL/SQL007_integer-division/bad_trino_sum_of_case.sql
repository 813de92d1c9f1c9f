-- config: dialect = "trino"
SELECT
    device_type,
    SUM(CASE WHEN buffered_sec > 10 THEN 1 ELSE 0 END) / COUNT(*) AS rebuffer_rate,  -- expect: SQL007
    AVG(bitrate_kbps) AS mean_bitrate
FROM playback.sessions
WHERE day = DATE '2024-05-01'
GROUP BY device_type
