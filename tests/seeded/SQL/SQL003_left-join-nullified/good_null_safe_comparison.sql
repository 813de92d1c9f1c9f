-- config: dialect = "postgres"
SELECT
    i.campaign_id,
    COUNT(*) AS impressions,
    COUNT(c.click_id) AS clicks
FROM impressions i
LEFT JOIN clicks c ON c.impression_id = i.impression_id
WHERE i.served_on = DATE '2024-05-01'
  AND c.click_type IS DISTINCT FROM 'accidental'
GROUP BY i.campaign_id;
