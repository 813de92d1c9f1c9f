-- config: partitions = {"ads.impressions" = "day", "ads.clicks" = "day"}
-- config: dialect = "trino"
select
    i.campaign_id,
    count(*) as impressions,
    count(c.click_id) as clicks
from ads.impressions i
left join ads.clicks c  -- expect: SQL010
    on c.impression_id = i.impression_id
where i.day between date '2024-05-01' and date '2024-05-07'
group by i.campaign_id
