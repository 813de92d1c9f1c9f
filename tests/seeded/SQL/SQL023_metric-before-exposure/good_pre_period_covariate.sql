-- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
-- both sides of the exposure, kept apart: y after it, the covariate before it
SELECT
    x.arm,
    x.user_id,
    SUM(CASE WHEN e.event_time >= x.exposed_at THEN e.minutes ELSE 0 END) AS y,
    SUM(CASE WHEN e.event_time < x.exposed_at THEN e.minutes ELSE 0 END) AS covariate
FROM exposures x
LEFT JOIN playback_events e
    ON e.user_id = x.user_id
GROUP BY x.arm, x.user_id;
