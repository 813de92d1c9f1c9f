-- config: dialect = "postgres"
SELECT
    clinic_id,
    COUNT(*) AS appointments
FROM appointments
WHERE booked_on >= TO_DATE('04/05/2024', 'DD/MM/YYYY')
GROUP BY clinic_id
