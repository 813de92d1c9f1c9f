-- config: dialect = "postgres"
SELECT
    campaign_id,
    SUM(clicks)::numeric / SUM(impressions) AS ctr  -- expect: SQL012
FROM banner_days
WHERE served_on >= DATE '2024-03-01'
GROUP BY campaign_id
ORDER BY ctr DESC;
