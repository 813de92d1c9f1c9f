SELECT DISTINCT
    account_id,
    LAST_VALUE(plan_code) OVER (
        PARTITION BY account_id
        ORDER BY changed_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS current_plan
FROM plan_changes
WHERE changed_at < '2024-06-01';
