-- config: dialect = "postgres"
SELECT
    campaign_id,
    SUM(clicks)::numeric / NULLIF(SUM(impressions), 0) AS ctr,
    SUM(spend) / 1000.0 AS spend_thousands
FROM banner_days
WHERE served_on >= DATE '2024-03-01'
GROUP BY campaign_id
ORDER BY ctr DESC;
