-- config: exposure = {table = "exp.exposures", time = "exposed_at", "event-time" = "event_time"}
SELECT
    x.arm,
    COUNT(DISTINCT x.user_id) AS users,
    SUM(e.revenue) AS revenue
FROM exp.exposures AS x
LEFT JOIN shop.purchases AS e
    ON e.user_id = x.user_id
   AND x.exposed_at <= e.event_time
WHERE x.experiment = 'free_shipping'
GROUP BY x.arm;
