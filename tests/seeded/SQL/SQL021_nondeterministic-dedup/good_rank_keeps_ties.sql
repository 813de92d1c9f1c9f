-- config: keys = {"lab_results" = ["result_id"]}
WITH ranked AS (
    SELECT
        patient_id,
        result,
        RANK() OVER (PARTITION BY patient_id ORDER BY sampled_on DESC) AS recency,
        ROW_NUMBER() OVER (PARTITION BY patient_id ORDER BY sampled_on DESC, result_id) AS n
    FROM lab_results
)
SELECT patient_id, AVG(result) AS mean_of_last_day, MAX(n) AS results_until_then
FROM ranked
WHERE recency = 1
GROUP BY patient_id;
