-- config: dialect = "snowflake"
SELECT
    depot,
    late_parcels / parcels AS late_share  -- expect: SQL012
FROM depot_days
WHERE routes > 0
  AND region = 'north'
ORDER BY late_share DESC
LIMIT 20
