-- config: partitions = {"playback.events" = "dt"}
-- config: dialect = "spark"
SELECT
    title_id,
    COUNT(*) AS starts
FROM playback.events
WHERE event_name = 'start'
  AND dt BETWEEN '2024-05-01' AND '2024-05-08'
  AND event_time >= '2024-05-01'
  AND event_time < '2024-05-08'
GROUP BY title_id
