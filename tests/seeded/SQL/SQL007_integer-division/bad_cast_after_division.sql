-- config: dialect = "tsql"
SELECT
    w.warehouse,
    CAST(COUNT(l.line_id) / COUNT(DISTINCT l.order_id) AS DECIMAL(9, 2)) AS lines_per_order  -- expect: SQL007
FROM dbo.order_lines AS l
JOIN dbo.warehouses AS w ON w.warehouse_id = l.warehouse_id
WHERE l.picked_on >= '2024-02-01'
GROUP BY w.warehouse;
