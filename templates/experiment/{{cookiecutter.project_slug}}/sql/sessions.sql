-- One row for each user and day, of what was delivered until the day that is gathered; the log delivers some rows
-- twice. Rows that differ both stay, and the contract refuses them.
SELECT
  user_id,
  day,
  sessions,
  revenue,
  currency,
  errors
FROM raw_sessions
WHERE delivered_on <= :until
GROUP BY user_id, day, sessions, revenue, currency, errors
ORDER BY user_id, day
