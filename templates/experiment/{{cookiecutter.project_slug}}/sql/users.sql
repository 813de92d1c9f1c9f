-- One row for each exposed user, over the seven days from the day of exposure, as the metrics count;
-- who had no session counts with zeros.
SELECT
  e.user_id,
  e.variant,
  COALESCE(SUM(s.sessions), 0) AS sessions,
  COALESCE(SUM(s.revenue), 0) AS revenue,
  COALESCE(SUM(s.errors), 0) AS errors
FROM exposures AS e
LEFT JOIN sessions AS s
  ON e.user_id = s.user_id
  AND s.day >= CAST(e.exposed_at AS DATE)
  AND s.day < CAST(e.exposed_at AS DATE) + INTERVAL '7' DAY
GROUP BY e.user_id, e.variant
ORDER BY e.user_id
