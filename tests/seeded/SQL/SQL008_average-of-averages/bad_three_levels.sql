WITH ward_day AS (
    SELECT hospital_id, ward_id, day, AVG(wait_minutes) AS wait
    FROM arrivals
    GROUP BY hospital_id, ward_id, day
),
renamed AS (
    SELECT hospital_id, day, wait AS mean_wait
    FROM ward_day
)
SELECT
    hospital_id,
    ROUND(AVG(mean_wait), 1) AS mean_wait  -- expect: SQL008
FROM renamed
GROUP BY hospital_id;
