-- config: partitions = {"ads.impressions" = "day", "ads.clicks" = "day"}
-- config: dialect = "trino"
select
    i.campaign_id,
    count(*) as impressions,
    count(c.click_id) as clicks
from ads.impressions i
left join ads.clicks c
    on c.impression_id = i.impression_id
   and c.day between date '2024-05-01' and date '2024-05-08'
where i.day between date '2024-05-01' and date '2024-05-07'
  and (i.country = 'NZ' or i.country = 'AU')
group by i.campaign_id
