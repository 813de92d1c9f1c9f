-- config: dialect = "mysql"
SELECT
    d.depot,
    COUNT(*) AS scans
FROM depots d
JOIN scans s  -- expect: SQL019
WHERE s.scanned_at >= '2024-05-01'
  AND d.country = 'LV'
GROUP BY d.depot
