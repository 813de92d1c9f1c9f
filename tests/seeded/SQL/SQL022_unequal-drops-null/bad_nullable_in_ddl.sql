CREATE TABLE visits (
    visit_id BIGINT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    referred_by TEXT
);

SELECT COUNT(*) AS not_from_gp
FROM visits
WHERE referred_by <> 'gp';  -- expect: SQL022
