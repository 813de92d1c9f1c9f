-- One row for each market and day: revenue for each 1,000 inhabitants, and whether the market was treated.
-- A day that the log does not have stays as a missing revenue, which the contract of the panel refuses.
WITH days AS (
  SELECT DISTINCT day
  FROM sales
)
SELECT
  m.market,
  CAST(d.day AS TIMESTAMP) AS day,
  s.revenue * 1000.0 / m.inhabitants AS revenue_per_1000,
  CASE WHEN d.day >= r.treated_from THEN 1 ELSE 0 END AS treated
FROM markets AS m
CROSS JOIN days AS d
LEFT JOIN sales AS s
  ON m.market = s.market
  AND d.day = s.day
LEFT JOIN rollout AS r
  ON m.market = r.market
ORDER BY m.market, d.day
