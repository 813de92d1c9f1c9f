SELECT
    s.region,
    SUM(o.amount) AS revenue
FROM orders o, stores s, regions r
WHERE o.store_id = s.store_id
  AND r.region = s.region
  AND o.ordered_on >= '2024-01-01'
  AND s.opened_on < '2023-01-01'
GROUP BY s.region;
