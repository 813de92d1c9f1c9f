-- config: partitions = {"ads.impressions" = "day"}
-- config: dialect = "trino"
SELECT
    campaign_id,
    COUNT(*) AS impressions
FROM ads.impressions  -- expect: SQL010
WHERE day = DATE '2024-05-01'
   OR country = 'NZ'
GROUP BY campaign_id
