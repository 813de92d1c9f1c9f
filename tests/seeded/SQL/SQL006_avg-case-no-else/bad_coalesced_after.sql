SELECT
    route_id,
    COALESCE(AVG(CASE WHEN delay_min <= 5 THEN 1.0 END), 0) AS on_time_share,  -- expect: SQL006
    AVG(delay_min) AS mean_delay
FROM departures
WHERE service_day >= DATE '2024-04-01'
GROUP BY route_id;
