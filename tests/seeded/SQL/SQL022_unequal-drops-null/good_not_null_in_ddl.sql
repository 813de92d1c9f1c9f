CREATE TABLE visits (
    visit_id BIGINT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    source TEXT NOT NULL
);

SELECT COUNT(*) AS not_from_gp
FROM visits
WHERE source <> 'gp'
  AND visit_id <> 0;
