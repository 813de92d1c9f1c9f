WITH numbered AS (
    SELECT
        patient_id,
        test_code,
        result,
        ROW_NUMBER() OVER (PARTITION BY patient_id, test_code ORDER BY patient_id) AS n  -- expect: SQL021
    FROM lab_results
)
SELECT test_code, AVG(result) AS mean_result
FROM numbered
WHERE n = 1
GROUP BY test_code;
