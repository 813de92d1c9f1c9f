SELECT plan_code, COUNT(*) AS active
FROM subscriptions
WHERE cancelled_on = NULL  -- expect: SQL018
  AND started_on < '2024-01-01'
GROUP BY plan_code
ORDER BY active DESC;
