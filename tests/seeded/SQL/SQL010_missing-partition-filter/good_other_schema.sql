-- config: partitions = {"claims.lines" = "service_date"}
-- config: dialect = "bigquery"
SELECT
  provider_id,
  SUM(paid) AS paid
FROM `staging.lines`
WHERE posted_at >= TIMESTAMP('2024-01-01')
  AND status = 'paid'
GROUP BY provider_id
