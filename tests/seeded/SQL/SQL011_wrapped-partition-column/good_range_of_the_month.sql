-- config: partitions = {"playback.events" = "dt"}
-- config: dialect = "hive"
SELECT
    SUBSTR(dt, 1, 7) AS month,
    title_id,
    COUNT(*) AS starts
FROM playback.events
WHERE dt BETWEEN '2024-05-01' AND '2024-05-31'
  AND SUBSTR(event_name, 1, 5) = 'start'
GROUP BY SUBSTR(dt, 1, 7), title_id
