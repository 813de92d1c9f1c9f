-- how many of the three bands does each ward see
SELECT
    ward,
    COUNT(DISTINCT CASE
        WHEN triage_level <= 2 THEN 'urgent'
        WHEN triage_level = 3 THEN 'standard'
        ELSE 'minor'
    END) AS bands_seen
FROM emergency_visits
WHERE triage_level IS NOT NULL
GROUP BY ward;
