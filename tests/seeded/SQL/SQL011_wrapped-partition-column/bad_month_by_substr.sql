-- config: partitions = {"playback.events" = "dt"}
-- config: dialect = "hive"
SELECT
    title_id,
    COUNT(*) AS starts
FROM playback.events
WHERE SUBSTR(dt, 1, 7) = '2024-05'  -- expect: SQL011
  AND event_name = 'start'
GROUP BY title_id
