SELECT
    variant,
    COUNT(*) AS users,
    AVG(CASE WHEN converted_at IS NOT NULL THEN 1 ELSE 0 END) AS conversion_rate,
    AVG(CASE WHEN refunded THEN 100.0 ELSE 0.0 END) AS pct_refunded
FROM experiment_users
WHERE experiment = 'paywall_copy'
GROUP BY variant;
