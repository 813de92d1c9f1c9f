SELECT
    ward,
    patient_id,
    nights,
    AVG(nights) OVER (PARTITION BY ward) AS ward_mean,
    COUNT(*) OVER () AS all_stays,
    nights * 1.0 / SUM(nights) OVER (PARTITION BY ward) AS share_of_ward,
    ROW_NUMBER() OVER (ORDER BY nights DESC, stay_id) AS stay_rank
FROM stays
WHERE discharged_on >= '2024-01-01';
