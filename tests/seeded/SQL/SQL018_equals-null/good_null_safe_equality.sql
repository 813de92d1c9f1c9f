-- config: dialect = "spark"
SELECT
    gp_code <=> NULL AS without_gp,
    SUM(CASE WHEN referred_by = 'NULL' THEN 1 ELSE 0 END) AS literal_text,
    COUNT(*) AS patients
FROM clinic.patients
WHERE snapshot_day = '2024-05-01'
GROUP BY gp_code <=> NULL
