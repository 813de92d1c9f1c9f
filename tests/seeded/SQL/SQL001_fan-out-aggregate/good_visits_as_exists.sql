-- config: keys = {"clinic.patients" = ["patient_id"], "clinic.visits" = ["visit_id"]}
SELECT
    p.practice_code,
    AVG(p.age_years) AS mean_age_of_patients,
    COUNT(p.patient_id) AS patients
FROM clinic.patients p
WHERE EXISTS (
    SELECT 1
    FROM clinic.visits v
    WHERE v.patient_id = p.patient_id
      AND v.visit_year = 2023
)
GROUP BY p.practice_code
