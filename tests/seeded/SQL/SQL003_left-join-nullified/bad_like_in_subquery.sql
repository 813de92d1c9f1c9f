SELECT d.depot, AVG(d.late_parcels) AS late_parcels
FROM (
    SELECT r.depot, r.route_id, COUNT(s.scan_id) AS late_parcels
    FROM routes r
    LEFT JOIN scans s ON s.route_id = r.route_id  -- also: SQL003
    WHERE r.active
      AND s.reason_code LIKE 'LATE%'  -- expect: SQL003
    GROUP BY r.depot, r.route_id
) d
GROUP BY d.depot;
