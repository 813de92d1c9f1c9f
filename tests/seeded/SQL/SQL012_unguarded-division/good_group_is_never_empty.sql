-- config: dialect = "postgres"
SELECT
    depot,
    SUM(CASE WHEN late THEN 1.0 ELSE 0 END) / COUNT(*) AS late_share,
    SUM(weight_kg) / COUNT(*) AS mean_weight
FROM parcels
WHERE handed_over >= DATE '2024-01-01'
GROUP BY depot
ORDER BY late_share DESC
