WITH ward_day AS (
    SELECT
        hospital_id,
        ward_id,
        AVG(wait_minutes) AS wait,
        COUNT(wait_minutes) AS arrivals
    FROM arrivals
    GROUP BY hospital_id, ward_id
)
SELECT
    hospital_id,
    SUM(wait * arrivals) / SUM(arrivals) AS mean_wait
FROM ward_day
GROUP BY hospital_id;
