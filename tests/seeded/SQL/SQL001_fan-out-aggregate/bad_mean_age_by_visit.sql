-- config: keys = {"clinic.patients" = ["patient_id"], "clinic.visits" = ["visit_id"]}
SELECT
    p.practice_code,
    AVG(p.age_years) AS mean_age_of_patients,  -- expect: SQL001
    COUNT(v.visit_id) AS visits
FROM clinic.patients p
INNER JOIN clinic.visits v  -- also: SQL001
    ON p.patient_id = v.patient_id
WHERE v.visit_year = 2023
GROUP BY p.practice_code
