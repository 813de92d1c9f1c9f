-- What the source holds of each day, each event once however often it was delivered.
SELECT
  CAST(e.event_time AS DATE) AS event_day,
  COUNT(*) AS events,
  SUM(CASE WHEN e.kind = 'purchase' THEN 1 ELSE 0 END) AS purchases,
  SUM(e.amount_cents) AS revenue_cents
FROM (
  SELECT DISTINCT event_id, event_time, kind, amount_cents
  FROM data
) AS e
GROUP BY CAST(e.event_time AS DATE)
ORDER BY event_day
