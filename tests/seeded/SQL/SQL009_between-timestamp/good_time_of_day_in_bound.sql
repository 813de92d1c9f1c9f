SELECT
    region,
    SUM(amount) AS q1
FROM charges
WHERE charged_at BETWEEN '2024-01-01 00:00:00' AND '2024-03-31 23:59:59.999999'
  AND settled_on BETWEEN '2024-01-01' AND '2024-04-15'
GROUP BY region
