-- config: dialect = "snowflake"
SELECT
    carrier,
    COUNT(*) AS route_weeks,
    AVG(late_parcels / parcels) AS late_share  -- expect: SQL008
FROM route_weeks
WHERE week_start >= '2024-01-01'
GROUP BY carrier
ORDER BY late_share DESC;
