SELECT DISTINCT
    account_id,
    LAST_VALUE(plan_code) OVER (  -- expect: SQL015
        PARTITION BY account_id
        ORDER BY changed_at
    ) AS current_plan
FROM plan_changes
WHERE changed_at < '2024-06-01';
