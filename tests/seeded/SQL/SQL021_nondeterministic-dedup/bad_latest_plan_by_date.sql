-- config: keys = {"plan_changes" = ["change_id"]}
WITH ranked AS (
    SELECT
        account_id,
        plan_code,
        monthly_fee,
        ROW_NUMBER() OVER (
            PARTITION BY account_id
            ORDER BY change_date DESC  -- expect: SQL021
        ) AS rn
    FROM plan_changes
)
SELECT plan_code, COUNT(*) AS accounts, SUM(monthly_fee) AS mrr
FROM ranked
WHERE rn = 1  -- also: SQL021
GROUP BY plan_code;
