-- One row for each market and day: revenue for each 1,000 inhabitants, what the campaign spent, and whether it ran.
-- A day that the log does not have stays as a missing revenue, which the contract of the panel refuses.
WITH days AS (
  SELECT DISTINCT day
  FROM sales
)
SELECT
  m.market,
  CAST(d.day AS TIMESTAMP) AS day,
  s.revenue * 1000.0 / m.inhabitants AS revenue_per_1000,
  COALESCE(c.spend, 0.0) AS spend,
  CASE WHEN c.spend IS NULL THEN 0 ELSE 1 END AS treated
FROM markets AS m
CROSS JOIN days AS d
LEFT JOIN sales AS s
  ON m.market = s.market
  AND d.day = s.day
LEFT JOIN spend AS c
  ON m.market = c.market
  AND d.day = c.day
ORDER BY m.market, d.day
