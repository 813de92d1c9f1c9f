-- config: dialect = "postgres"
SELECT
    clinic_id,
    COUNT(*) AS appointments
FROM appointments
WHERE booked_on >= '04/05/2024'::date -- expect: TIM006
GROUP BY clinic_id
