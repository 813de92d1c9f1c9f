-- journeys with no verdict yet belong in neither part
SELECT
    route_id,
    AVG(CASE
        WHEN verdict = 'on_time' THEN 1
        WHEN verdict = 'late' THEN 0
    END) AS on_time_share
FROM departures
WHERE service_day >= DATE '2024-04-01'
GROUP BY route_id;
