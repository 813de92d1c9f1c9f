SELECT
    variant,
    COUNT(*) AS users,
    AVG(CASE WHEN converted_at IS NOT NULL THEN 1 END) AS conversion_rate  -- expect: SQL006
FROM experiment_users
WHERE experiment = 'paywall_copy'
GROUP BY variant;
