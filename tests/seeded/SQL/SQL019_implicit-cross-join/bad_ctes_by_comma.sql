WITH admitted AS (
    SELECT ward, COUNT(*) AS admissions FROM admissions GROUP BY ward
),
left_ward AS (
    SELECT ward, COUNT(*) AS discharges FROM discharges GROUP BY ward
)
SELECT
    a.ward,
    a.admissions - l.discharges AS net
FROM admitted a, left_ward l  -- expect: SQL019
WHERE a.admissions > 10
ORDER BY net DESC;
