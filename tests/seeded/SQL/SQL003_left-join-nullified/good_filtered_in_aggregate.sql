SELECT
    r.depot,
    COUNT(CASE WHEN s.reason_code LIKE 'LATE%' THEN s.scan_id END) AS late_scans,
    SUM(CASE WHEN s.scanned_at >= '2024-06-01' THEN 1 ELSE 0 END) AS june_scans
FROM routes r
LEFT JOIN scans s ON s.route_id = r.route_id
WHERE r.active
  AND r.opened_on < '2024-06-01'
GROUP BY r.depot
HAVING COUNT(s.scan_id) < 500;
