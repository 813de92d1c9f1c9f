-- One row for each user whose first seven days are over on the day `as_of`. Of activity, those days count and
-- no later one; an outcome counts from the day on which it was known.
WITH week AS (
  SELECT
    u.user_id,
    u.signed_up,
    u.platform,
    COUNT(a.day) AS active_days,
    SUM(a.sessions) AS sessions,
    SUM(a.minutes) AS minutes,
    SUM(a.revenue) AS revenue_7d
  FROM users AS u
  JOIN activity AS a
    ON u.user_id = a.user_id
    AND a.day >= u.signed_up
    AND a.day < u.signed_up + INTERVAL '7' DAY
  GROUP BY u.user_id, u.signed_up, u.platform
)
SELECT
  w.user_id,
  w.signed_up,
  w.platform,
  w.active_days,
  w.sessions,
  w.minutes,
  w.revenue_7d,
  o.revenue_30d
FROM week AS w
JOIN as_of AS t
  ON w.signed_up + INTERVAL '7' DAY <= t.today
LEFT JOIN outcomes AS o
  ON w.user_id = o.user_id
  AND o.known_on <= t.today
ORDER BY w.user_id
