-- One row for each user and variant, at the first view of the page. Who saw two variants is there twice, and the
-- readout refuses them.
SELECT
  user_id,
  variant,
  MIN(seen_at) AS exposed_at
FROM raw_exposures
WHERE seen_at < CAST(:until AS DATE) + INTERVAL '1' DAY
GROUP BY user_id, variant
ORDER BY user_id, variant
