SELECT
    d.advertiser_id,
    AVG(d.ctr) AS ctr,  -- expect: SQL008
    SUM(d.impressions) AS impressions
FROM (
    SELECT
        advertiser_id,
        day,
        SUM(clicks) * 1.0 / SUM(impressions) AS ctr,  -- also: SQL008
        SUM(impressions) AS impressions
    FROM banner_stats
    GROUP BY advertiser_id, day
) AS d
GROUP BY d.advertiser_id;
