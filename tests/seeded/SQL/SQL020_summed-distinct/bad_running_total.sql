WITH weekly AS (
    SELECT visit_week, COUNT(DISTINCT patient_id) AS patients
    FROM clinic_visits
    GROUP BY visit_week
),
named AS (
    SELECT visit_week, patients AS patients_seen FROM weekly
)
SELECT
    visit_week,
    patients_seen,
    SUM(patients_seen) OVER (ORDER BY visit_week) AS patients_so_far  -- expect: SQL020
FROM named
ORDER BY visit_week;
