SELECT w.ward_name, COUNT(*) AS patients
FROM wards w
JOIN (
    SELECT DISTINCT p.patient_id, p.ward_id  -- expect: SQL002
    FROM patients p
    INNER JOIN lab_results r  -- also: SQL002
        ON r.patient_id = p.patient_id
    WHERE r.test_code = 'HBA1C' AND r.value > 48
) hit ON hit.ward_id = w.ward_id
GROUP BY w.ward_name
