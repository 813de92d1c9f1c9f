SELECT plan_code, COUNT(*) AS active
FROM subscriptions
WHERE cancelled_on IS NULL
  AND pause_reason IS NOT NULL
  AND started_on < '2024-01-01'
GROUP BY plan_code
ORDER BY active DESC;
