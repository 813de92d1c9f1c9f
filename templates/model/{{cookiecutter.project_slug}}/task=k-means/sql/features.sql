-- One row for each user whose first seven days are over on the day `as_of`. Of activity, those days count and
-- no later one.
WITH week AS (
  SELECT
    u.user_id,
    u.signed_up,
    u.platform,
    SUM(a.sessions) AS sessions,
    SUM(a.minutes) AS minutes,
    SUM(a.mobile_minutes) AS mobile_minutes,
    SUM(a.evening_minutes) AS evening_minutes
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
  w.sessions,
  w.minutes / NULLIF(w.sessions, 0) AS minutes_per_session,
  w.mobile_minutes / NULLIF(w.minutes, 0) AS mobile_share,
  w.evening_minutes / NULLIF(w.minutes, 0) AS evening_share
FROM week AS w
JOIN as_of AS t
  ON w.signed_up + INTERVAL '7' DAY <= t.today
ORDER BY w.user_id
