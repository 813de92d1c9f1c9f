-- What the table holds of each day, to be held against the source.
SELECT
  u.day AS event_day,
  SUM(u.events) AS events,
  SUM(u.purchases) AS purchases,
  SUM(u.revenue_cents) AS revenue_cents
FROM data AS u
GROUP BY u.day
ORDER BY event_day
