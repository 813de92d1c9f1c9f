SELECT
    d.advertiser_id,
    SUM(d.clicks) * 1.0 / SUM(d.impressions) AS ctr,
    AVG(d.impressions) AS impressions_per_day
FROM (
    SELECT
        advertiser_id,
        day,
        SUM(clicks) AS clicks,
        SUM(impressions) AS impressions,
        SUM(clicks) * 1.0 / SUM(impressions) AS ctr
    FROM banner_stats
    GROUP BY advertiser_id, day
) AS d
GROUP BY d.advertiser_id
HAVING MAX(d.ctr) < 0.5;
