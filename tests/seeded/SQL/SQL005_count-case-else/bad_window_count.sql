SELECT
    driver_id,
    shift_date,
    COUNT(CASE WHEN late_minutes > 15 THEN 1 ELSE 0 END)  -- expect: SQL005
        OVER (PARTITION BY driver_id ORDER BY shift_date) AS late_so_far
FROM shifts
WHERE depot = 'Oulu'
ORDER BY driver_id, shift_date;
