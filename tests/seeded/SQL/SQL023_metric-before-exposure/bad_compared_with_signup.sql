-- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
SELECT
    x.arm,
    AVG(CASE WHEN e.event_name = 'order' THEN 1.0 ELSE 0 END) AS order_share
FROM exposures x
JOIN users u ON u.user_id = x.user_id
JOIN app_events e  -- expect: SQL023
    ON e.user_id = x.user_id
   AND e.event_time >= u.signed_up_at
GROUP BY x.arm;
