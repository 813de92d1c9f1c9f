-- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
-- config: keys = {"users" = ["user_id"]}
SELECT
    x.arm,
    u.country,
    COUNT(DISTINCT x.user_id) AS users,
    MIN(x.exposed_at) AS first_exposure
FROM exposures x
JOIN users u ON u.user_id = x.user_id
WHERE x.experiment = 'free_shipping'
GROUP BY x.arm, u.country;
