-- One row for each exposed user; who had no session counts with zeros.
SELECT
  e.user_id,
  e.variant,
  e.sessions_before,
  e.revenue_before,
  COALESCE(s.sessions, 0) AS sessions,
  COALESCE(s.revenue, 0) AS revenue,
  COALESCE(s.errors, 0) AS errors
FROM exposures AS e
LEFT JOIN (
  SELECT
    user_id,
    SUM(sessions) AS sessions,
    SUM(revenue) AS revenue,
    SUM(errors) AS errors
  FROM sessions
  GROUP BY user_id
) AS s
  ON e.user_id = s.user_id
ORDER BY e.user_id
