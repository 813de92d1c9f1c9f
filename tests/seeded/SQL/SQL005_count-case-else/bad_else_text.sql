SELECT
    ward,
    COUNT(CASE WHEN triage_level <= 2 THEN 'urgent' ELSE 'other' END) AS urgent,  -- expect: SQL005
    COUNT(CASE WHEN triage_level IS NULL THEN 'unknown' END) AS unknown
FROM emergency_visits
GROUP BY ward
HAVING COUNT(*) > 30;
