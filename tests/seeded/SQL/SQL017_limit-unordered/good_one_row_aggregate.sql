SELECT
    COUNT(*) AS deliveries,
    AVG(late_minutes) AS mean_late,
    MAX(delivered_at) AS newest
FROM deliveries
WHERE depot = 'Turku'
LIMIT 1;
