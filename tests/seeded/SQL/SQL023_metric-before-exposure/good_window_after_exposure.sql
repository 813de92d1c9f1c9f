-- config: exposure = {table = "ab.assignments", time = "assigned_at", "event-time" = "clicked_at"}
-- config: dialect = "postgres"
SELECT
    a.cell,
    COUNT(c.click_id) AS clicks,
    COUNT(DISTINCT a.user_id) AS users
FROM ab.assignments a
LEFT JOIN ads.clicks c
    ON c.user_id = a.user_id
   AND c.clicked_at BETWEEN a.assigned_at AND a.assigned_at + INTERVAL '14 days'
GROUP BY a.cell;
