SELECT
    s.region,
    SUM(o.amount) AS revenue
FROM orders o, stores s  -- expect: SQL019
WHERE o.ordered_on >= '2024-01-01'
  AND s.opened_on < '2023-01-01'
GROUP BY s.region;
