-- config: partitions = {"claims.lines" = "service_date"}
-- config: dialect = "bigquery"
SELECT
  provider_id,
  SUM(paid) AS paid,
  COUNT(DISTINCT member_id) AS members
FROM `claims.lines`  -- expect: SQL010
WHERE posted_at >= TIMESTAMP('2024-01-01')
  AND status = 'paid'
GROUP BY provider_id
