-- config: dialect = "tsql"
SELECT TOP 20  -- expect: SQL017
    d.driver_id,
    COUNT(*) AS late_deliveries
FROM dbo.deliveries AS d
WHERE d.late_minutes > 30
GROUP BY d.driver_id;
