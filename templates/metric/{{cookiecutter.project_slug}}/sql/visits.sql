-- One row for each customer and day on which they came, until the day that is gathered.
SELECT
  user_id,
  day
FROM raw_visits
WHERE day <= :until
GROUP BY user_id, day
ORDER BY day, user_id
